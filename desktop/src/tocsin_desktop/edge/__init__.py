"""Sockets, TLS, child processes and the keyring, without Qt."""
