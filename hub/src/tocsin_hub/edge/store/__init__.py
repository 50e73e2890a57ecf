"""The files of the hub: what is kept over restarts, crashes and power cuts."""
