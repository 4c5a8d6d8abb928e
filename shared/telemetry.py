"""Logging, configured once per process: JSON lines on stdout, readable lines at a terminal."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logging(service: str, level: str) -> None:
    """Log facts as one line each; article text never belongs in one. Libraries' own lines come through from WARNING up."""
    number = logging.getLevelNamesMapping()[level]
    render = structlog.dev.ConsoleRenderer() if sys.stdout.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(
        level=max(number, logging.WARNING), stream=sys.stdout, format='{"logger": "%(name)s", "event": "%(message)s"}'
    )
