"""
Memory of one enrich replica over many short articles: ``python -m tests.bench.memory [--documents 20000]``.

A process of its own is fed through Redis, as deployed; what it writes is taken away. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

from redis import Redis

from deploy.embedded.backing import servers
from deploy.embedded.runner import ServiceProcess
from shared.bus.wire import write
from shared.contracts import streams
from shared.contracts.events import ArticleIngested, Submission
from tests.unit.enrich.articles import an_article

_AT_ONCE = 500
_SYLLABLES = "ba de fi go ku la me ni so tu va ri".split()
_PLACES = ("Nairobi", "Lisbon", "Ottawa", "Jakarta", "Lima")
_SENTENCES = (
    "Officials told reporters that 300 people had left their homes since Friday.",
    "The central bank raised its key rate to 4.5 percent, its third increase this year.",
    '"We have waited for this decision," said Ann Halloran, who leads the European Union\'s delegation.',
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Memory of one enrich replica over many short articles.")
    parser.add_argument("--documents", type=int, default=20_000)
    documents = parser.parse_args().documents
    with servers() as pair, Redis.from_url(pair.redis_url) as redis, tempfile.TemporaryDirectory() as logs:
        environment = {**os.environ, "DATELINE_REDIS_URL": pair.redis_url, "DATELINE_PROBE_PORT": "0"}
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        enrich = ServiceProcess("enrich", environment, Path(logs) / "enrich.log")
        enrich.start()
        try:
            sys.stdout.write(json.dumps(_measure(redis, enrich, documents)) + "\n")
        finally:
            enrich.end(signal.SIGTERM)
            enrich.wait(30)


def _measure(redis: Redis, enrich: ServiceProcess, documents: int) -> dict[str, Any]:
    generator = random.Random(2026)
    started = time.perf_counter()
    megabytes: dict[int, int] = {}
    for done in range(0, documents, _AT_ONCE):
        with redis.pipeline(transaction=False) as pipe:
            for number in range(done, done + _AT_ONCE):
                pipe.xadd(streams.INGESTED, cast("Any", write(_a_short_article(generator, number), {})))
            pipe.execute()
        while redis.xlen(streams.ENRICHED) < _AT_ONCE:
            enrich.tend()
            time.sleep(0.05)
        redis.xtrim(streams.ENRICHED, maxlen=0, approximate=False)
        megabytes[done + _AT_ONCE] = _resident_mb(enrich)
        sys.stderr.write(f"{done + _AT_ONCE} documents, {megabytes[done + _AT_ONCE]} MB\n")
    return {"documents": documents, "seconds": round(time.perf_counter() - started), "resident_mb": megabytes}


def _a_short_article(generator: random.Random, number: int) -> ArticleIngested:
    """Write two sentences with a name that no other article has: what a vocabulary would grow by."""
    name = "".join(generator.choice(_SYLLABLES) for _ in range(4)).title()
    text = f"Minister {name} spoke in {generator.choice(_PLACES)} on item {number}. {generator.choice(_SENTENCES)}"
    return an_article(text, submission=Submission(entry_id=f"{number + 1}-0"))


def _resident_mb(enrich: ServiceProcess) -> int:
    pages = int(Path(f"/proc/{enrich.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    main()
