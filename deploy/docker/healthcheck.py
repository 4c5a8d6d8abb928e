"""
Ask the service in this container whether it makes progress: exit status 0, or 1 and what it waits for.

Readiness is asked for, not liveness: a service that has waited for half a minute needs somebody's help, and a restart of
the container, which is what liveness is about, is its own business (it exits).
"""

from __future__ import annotations

import http.client
import os
import sys


def main() -> int:
    """Ask once."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("DATELINE_PROBE_PORT", "8080")), timeout=4)
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        sys.stdout.write(answer.read(1000).decode(errors="replace"))
    except OSError as error:
        sys.stdout.write(f"no answer: {error}")
        return 1
    return 0 if answer.status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main())
