"""A service process with the plainest handler, for tests of what `shared.bus.service` promises."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence

from shared.bus.service import Service
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import ArticleSubmitted
from shared.settings import BusSettings, ProbeSettings, load
from shared.telemetry import configure_logging
from tests.support.bus import forwarding, ingesting


async def handle(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
    texts = [received.message.text for received in batch]
    if "kill" in texts:
        os._exit(9)
    if "hang" in texts:
        await asyncio.sleep(3600)
    await asyncio.sleep(float(os.environ.get("PLAIN_DOCUMENT_S", "0")) * len(batch))
    return [forwarding(received) for received in batch]


if __name__ == "__main__":
    configure_logging("ingest", "INFO")
    service = Service("ingest", load(BusSettings, heartbeat_s=0.2, claim_after_s=1), load(ProbeSettings))
    service.reads(ingesting(handle, deadline_s=float(os.environ.get("PLAIN_DEADLINE_S", "60"))))
    sys.exit(service.run())
