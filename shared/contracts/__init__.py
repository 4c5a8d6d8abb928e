"""The messages that travel between publishers, services and consumers. Pure values: no I/O, no framework."""
