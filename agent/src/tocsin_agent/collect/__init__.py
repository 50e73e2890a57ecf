"""Collectors: each looks at one part of the machine and returns numbers."""
