"""One module a release of the schema, named by its number and what it brings."""
