"""Our clients talk to the server whose certificate they can check, and to no other: wrong authority, wrong name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from deploy.cli.connections import redis_client
from deploy.embedded.backing import Servers, servers
from deploy.secrets.certificates import issue_certificates
from deploy.secrets.folder import Folder
from services.store.adapters import migrate
from services.store.adapters.database import open_database
from services.store.settings import StoreSettings
from shared.bus.broker import connect, make_broker
from shared.settings import BusSettings
from tests.support.tls import tls_in_front_of

Use = Callable[[str], Awaitable[object]]


@pytest.fixture(scope="module")
def pair() -> Iterator[Servers]:
    with servers() as embedded:
        yield embedded


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return issued(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Another deployment's: the same names, and an authority that we do not know."""
    return issued(tmp_path_factory.mktemp("foreign"))


def issued(place: Path) -> Folder:
    folder = Folder.at(place)
    issue_certificates(folder, [])
    return folder


async def by_our_client(url: str) -> None:
    async with connect(BusSettings(redis_url=SecretStr(url))) as client:
        await client.ping()


async def by_the_broker(url: str) -> None:
    broker = make_broker(BusSettings(redis_url=SecretStr(url)), "ingest", CollectorRegistry(), 1)
    try:
        await (await broker.connect()).ping()
    finally:
        await broker.stop()


async def by_the_command_line(url: str) -> None:
    with redis_client(url) as client:
        await asyncio.to_thread(client.ping)


async def by_the_store(url: str) -> None:
    engine = open_database(StoreSettings(database_url=SecretStr(url)))
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    finally:
        await engine.dispose()


async def by_a_migration(url: str) -> None:
    await asyncio.to_thread(migrate.current, url)


@pytest.mark.parametrize("use", [by_our_client, by_the_broker, by_the_command_line])
async def test_redis_is_known_by_its_certificate(pair: Servers, ours: Folder, foreign: Folder, use: Use) -> None:
    @asynccontextmanager
    async def redis(certificate: Path, host: str = "localhost") -> AsyncIterator[str]:
        async with tls_in_front_of(Path(urlsplit(pair.redis_url).path), certificate) as port:
            yield f"rediss://{host}:{port}/0?ssl_ca_certs={ours / 'ca.crt'}"

    async with redis(ours / "redis.crt") as url:
        await use(url)
    for certificate, host in ((foreign / "redis.crt", "localhost"), (ours / "redis.crt", "0.0.0.0")):
        async with redis(certificate, host) as url:
            with pytest.raises(RedisConnectionError, match="certificate verify failed"):
                await use(url)


@pytest.mark.parametrize("use", [by_the_store, by_a_migration])
async def test_postgres_is_known_by_its_certificate(pair: Servers, ours: Folder, foreign: Folder, use: Use) -> None:
    (folder,) = parse_qs(urlsplit(pair.database_url).query)["host"]

    @asynccontextmanager
    async def postgres(certificate: Path, host: str = "localhost") -> AsyncIterator[str]:
        async with tls_in_front_of(Path(folder, ".s.PGSQL.5432"), certificate, postgres=True) as port:
            yield (
                f"postgresql://postgres@{host}:{port}/postgres?hostaddr=127.0.0.1"
                f"&sslmode=verify-full&sslrootcert={ours / 'ca.crt'}&gssencmode=disable"
            )

    async with postgres(ours / "postgres.crt") as url:
        await use(url)
    for certificate, host, why in (
        (foreign / "postgres.crt", "localhost", "certificate verify failed"),
        (ours / "postgres.crt", "elsewhere.example", "does not match host name"),
    ):
        async with postgres(certificate, host) as url:
            with pytest.raises(OperationalError, match=why):
                await use(url)
