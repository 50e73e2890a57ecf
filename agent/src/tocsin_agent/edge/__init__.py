"""Where the agent touches the world: sockets, processes, files, clocks."""
