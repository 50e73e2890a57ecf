"""OpenID Connect over HTTP: the provider's metadata, its keys, and a code exchanged for tokens."""
