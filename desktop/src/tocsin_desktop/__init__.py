"""The room of a fleet in a window of its own."""

__version__ = "0.1.0"
