"""Everything that ingest reads from its environment."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.settings import Settings


class IngestSettings(Settings):
    """How ingest takes, fetches and reads documents."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_INGEST_")

    window: int = Field(default=16, ge=1, le=1_000, description="Documents in work at once; one slow page delays no other")

    user_agent: str = Field(
        default="Dateline/0.1 (news ingest)",
        pattern=r"^[\x20-\x7e]{1,200}$",
        description="What fetches call themselves: a name and a way to reach you",
    )
    fetch_deadline_s: float = Field(
        default=20.0, gt=0, description="Seconds for one page: names, redirects and body together"
    )
    connect_timeout_s: float = Field(default=5.0, gt=0, description="Seconds for one connection")
    idle_timeout_s: float = Field(default=5.0, gt=0, description="Seconds without a byte after which a server is given up")
    max_wire_bytes: int = Field(default=5 * 1024 * 1024, ge=1, description="Bytes of a page as it is sent")
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1, description="Bytes of a page when decompressed")
    max_redirects: int = Field(default=5, ge=0, le=20, description="Redirects that are followed for one page")
    host_delay_s: float = Field(
        default=1.0, ge=0, le=3_600, description="Pause after each visit to a host, whichever replica it was"
    )
    robots: bool = Field(default=True, description="Whether robots.txt is asked for and obeyed")
    longest_crawl_delay_s: float = Field(
        default=30.0, ge=0, le=3_600, description="How much of a Crawl-delay in robots.txt is honoured"
    )
    kept_pages: int = Field(
        default=1_000,
        ge=0,
        le=1_000_000,
        description="Pages that Redis keeps for a day, 128 KiB each at most, so that only changes are sent again; 0: none",
    )
    dns_probe: str = Field(
        default="example.com",
        description="A name that always resolves: if it does not either, names cannot be resolved at all, and ingest waits",
    )
    allow_private_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description=(
            "FOR TESTS ONLY, NEVER IN PRODUCTION: comma-separated host or host:port that may be fetched although private;"
            " whoever can publish can then read whatever these hosts serve"
        ),
    )

    page_workers: int = Field(default=1, ge=1, le=64, description="Processes that read pages; each takes one CPU when busy")
    page_deadline_s: float = Field(
        default=5.0, gt=0, description="Seconds for reading one page, after which its reader is killed"
    )
    page_memory_mib: int = Field(default=1024, ge=256, description="Address space of a process that reads pages")
    pages_per_worker: int = Field(
        default=1_000, ge=1, description="Pages after which such a process is replaced by a fresh one"
    )

    @field_validator("allow_private_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            frozenset(filter(None, (host.strip().lower() for host in value.split(",")))) if isinstance(value, str) else value
        )
