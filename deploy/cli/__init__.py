"""The ``dateline`` command, one verb a file. A verb is imported when it is called: most need little, some need spaCy."""
