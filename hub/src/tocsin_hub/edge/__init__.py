"""Where the hub meets the world: sockets, HTTP, the clock, the disk, child processes."""
