"""The database schema as a sequence of changes; run by a one-shot job before the store starts."""
