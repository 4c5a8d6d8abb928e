"""`python -m services.ingest`: read the environment, then run until told to stop."""

from __future__ import annotations

import sys

from services.ingest.app import make_service
from services.ingest.settings import IngestSettings
from shared.bus.service import main

if __name__ == "__main__":
    sys.exit(main("ingest", IngestSettings, make_service))
