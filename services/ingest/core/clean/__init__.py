"""Wire copy without its noise: every removal is recorded with the rule that made it, and can be undone."""

from services.ingest.core.clean.article import Cleaned, clean
from services.ingest.core.clean.registry import RULES_VERSION

__all__ = ["RULES_VERSION", "Cleaned", "clean"]
