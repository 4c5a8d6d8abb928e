"""`python -m services.store`: read the environment, then run until told to stop."""

from __future__ import annotations

import sys

from services.store.app import make_service
from services.store.settings import StoreSettings
from shared.bus.service import main

if __name__ == "__main__":
    sys.exit(main("store", StoreSettings, make_service))
