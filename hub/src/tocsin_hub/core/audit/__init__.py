"""The audit: who did what, as it is searched and written out. Pure."""
