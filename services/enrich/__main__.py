"""`python -m services.enrich`: read the environment, then run until told to stop."""

from __future__ import annotations

import sys

from services.enrich.app import make_service
from services.enrich.settings import EnrichSettings
from shared.bus.service import main

if __name__ == "__main__":
    sys.exit(main("enrich", EnrichSettings, make_service))
