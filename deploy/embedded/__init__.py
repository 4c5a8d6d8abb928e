"""The whole system on one machine without Docker: real PostgreSQL and Valkey from wheels, and the three services."""
