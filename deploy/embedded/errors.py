"""What can go wrong with the embedded servers, said so that the reader knows what to do."""


class BackingError(Exception):
    """An embedded server is missing, did not start or did not obey; the message says which, why, and what to do."""
