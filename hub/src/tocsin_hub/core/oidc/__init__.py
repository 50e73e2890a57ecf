"""OpenID Connect without I/O: what is asked of a provider, and what is believed of its answers."""
