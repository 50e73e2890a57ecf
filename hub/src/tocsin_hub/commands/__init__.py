"""What `tocsin-hub` does beside `serve`: one command a module."""
