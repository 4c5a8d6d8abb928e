"""Redis as Dateline is deployed on it: its configuration, and who may do what."""
