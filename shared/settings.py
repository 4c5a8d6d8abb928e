"""Settings from the environment: every variable starts with ``DATELINE_``, and a secret may come as a file (``*_FILE``)."""

from __future__ import annotations

import logging
import os
import stat
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, RedisDsn, SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

S = TypeVar("S", bound="Settings")


_ENGINE_SECRETS = Path("/run/secrets")
_log = logging.getLogger(__name__)


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable and what it must be, never its value."""


class _Files(PydanticBaseSettingsSource):
    """Read ``<VARIABLE>_FILE`` for secrets: a file shows up in neither ``docker inspect`` nor ``/proc/*/environ``."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = f"{self.config.get('env_prefix', '')}{field_name}".upper()
        path = os.environ.get(f"{variable}_FILE")
        if path is None or field.annotation is not SecretStr:
            return None, field_name, False
        if variable in os.environ:
            raise SettingsError(f"{variable} and {variable}_FILE are both set: keep one")
        return _read_secret(Path(path), f"{variable}_FILE"), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _read_secret(path: Path, variable: str) -> str:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o004:
            if _ENGINE_SECRETS not in path.parents:
                raise SettingsError(f"{variable}: the file is readable by everyone: chmod 600 it")
            _warn(variable)  # the container engine decides the modes here
        return path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"{variable}: {error.strerror}") from None


@cache
def _warn(variable: str) -> None:
    """Say once a process, on stderr, for logging is not configured yet, that a secret is open within its container."""
    _log.warning("%s: the file is readable by everyone in this container", variable)


class Settings(BaseSettings):
    """Base of every settings class: frozen, built once in a ``__main__``, handed down as an argument."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", frozen=True, extra="ignore", validate_default=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (pydantic-settings passes it by name)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take arguments first, then the environment, then secret files."""
        return init_settings, env_settings, _Files(settings_cls)


def load(kind: type[S], **given: Any) -> S:
    """Build settings; SettingsError names each variable that is wrong and why, without its value."""
    try:
        return kind(**given)
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        faults = [f"{prefix}{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors(include_input=False)]
        raise SettingsError("; ".join(faults)) from None


def _redis_url(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    if not url.startswith("unix://"):
        TypeAdapter(RedisDsn).validate_python(url)
    return value


class BusSettings(Settings):
    """Where Redis is, and how a stage takes its work from it."""

    redis_url: Annotated[SecretStr, AfterValidator(_redis_url)] = Field(
        default=SecretStr("redis://localhost:6379/0"), description="Redis or Valkey: redis://, rediss:// or unix://"
    )
    heartbeat_s: float = Field(default=5.0, gt=0, description="How often a stage says that its entries are in work")
    claim_after_s: float = Field(
        default=20.0, gt=0, description="Idle time after which an entry is taken from a dead replica"
    )
    crash_limit: int = Field(default=3, ge=1, description="Crashes after which a document is dead")
    attempt_limit: int = Field(default=5, ge=1, description="Attempts after which a document that keeps failing is dead")
    retry_after_s: float = Field(
        default=15.0, gt=0, description="Wait after a first failed attempt; it doubles up to an hour"
    )
    recycle_documents: int = Field(
        default=0, ge=0, description="Documents after which a process gives way to a fresh one; 0: never"
    )
    recycle_memory_mb: int = Field(
        default=0, ge=0, description="Memory (MB) from which on a process gives way to a fresh one; 0: never"
    )
    output_limit: int = Field(default=10_000, ge=1, description="Length of the next stream at which a stage stops reading")
    intake_slow: int = Field(
        default=20_000, ge=1, description="Unread submissions at which publishers are asked to slow down"
    )
    intake_closed: int = Field(default=100_000, ge=1, description="Unread submissions at which publishers are asked to stop")


class ProbeSettings(Settings):
    """Where a service answers probes and metrics."""

    probe_host: str = Field(default="127.0.0.1", description="Address of the probe and metrics endpoint")
    probe_port: int = Field(default=8080, ge=0, le=65535, description="Its port; 0 takes any free one")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least level that is logged")
