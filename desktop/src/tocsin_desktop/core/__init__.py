"""What a desktop window decides, without Qt, sockets, clock or disk."""
