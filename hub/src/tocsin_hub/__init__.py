"""The hub: the room's centre. `core/` decides, `edge/` does I/O, `app.py` puts them together."""

__version__ = "0.1.0"
