"""TLS: whose certificate the hub shows, and when it shows another."""
