"""The hub's HTTP: a table of routes, a handler for each, one place for checks and errors."""
