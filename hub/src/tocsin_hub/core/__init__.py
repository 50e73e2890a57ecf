"""What the hub decides: takes data and `now`, returns effects.

No sockets, clock, disk, randomness.
"""
