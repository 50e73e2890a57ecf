"""Backups: looking at, copying and putting back the files of a hub's folder, beside the hub."""
