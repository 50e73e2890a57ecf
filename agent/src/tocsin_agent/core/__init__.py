"""What the agent decides: takes data and `now`, returns values. No sockets, clock, disk, chance."""
