"""The window: thin, over core/ and edge/."""
