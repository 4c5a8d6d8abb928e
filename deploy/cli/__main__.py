"""``python -m deploy.cli``: the same as ``dateline``."""

from deploy.cli.main import main

main()
