"""Models as a user names them: ``NAME[:VERSION[:HASH]]``, and which of two is the older one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from shared.contracts.events import Model


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model, named as exactly as the user wants to."""

    name: str
    version: str | None = None
    config_hash: str | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """
        Read a model's name.

        >>> ModelName.read("dateline-en:1.0.0")
        ModelName(name='dateline-en', version='1.0.0', config_hash=None)
        """
        name, _, rest = text.partition(":")
        version, _, config_hash = rest.partition(":")
        return cls(name, version or None, config_hash or None)

    @classmethod
    def of(cls, model: Model) -> Self:
        """Name a model exactly."""
        return cls(model.name, model.version, model.config_hash)

    def __str__(self) -> str:
        return ":".join(filter(None, (self.name, self.version, self.config_hash)))

    def is_newer_than(self, model: Model) -> bool:
        """
        Say whether this one should take the place of `model`.

        Versions of one name are compared as numbers where they are such. A model of another name, or of the same version
        with another hash, has no rank: what is asked for is the newer one.

        >>> old = Model(name="desk", version="1.9", config_hash="a")
        >>> [ModelName.read(text).is_newer_than(old) for text in ("desk:1.10", "desk:1.8", "desk", "desk:1.9:b", "other")]
        [True, False, False, True, True]
        """
        if self.name != model.name:
            return True
        if self.version is None:
            return False
        if self.version == model.version:
            return self.config_hash not in {None, model.config_hash}
        ours, theirs = numbers(self.version), numbers(model.version)
        return ours is None or theirs is None or ours > theirs


def numbers(version: str) -> tuple[int, ...] | None:
    """Read a version for comparing; None where a part of it is no number."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else None
