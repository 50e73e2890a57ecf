"""The vocabulary all parts of Tocsin share: messages, codec, topics, and a client link without I/O.

Imports msgspec and the standard library, never another part, and does no I/O.
"""
