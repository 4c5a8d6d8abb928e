"""The folder of a model: what ``model.json`` says of it, checked against what lies there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MANIFEST: Final = "model.json"
SHIPPED: Final = Path(__file__).parents[1] / "model"
"""The model that comes with Dateline."""


class ModelError(Exception):
    """A model is incomplete, or not what its manifest says."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NerPart(_Part):
    """
    The token classifier: its `tags` in the order of its logits, `window` word pieces at a time.

    With a `case_stride`, each piece id carries how its word is written (`core.letter_case`).
    """

    model: str
    tokenizer: str
    tags: tuple[str, ...]
    window: Annotated[int, Field(ge=8)]
    case_stride: Annotated[int, Field(ge=0)] = 0


class TopicsPart(_Part):
    """
    The topic classifier. `codes` maps each of its classes to an IPTC code, or to None where there is none.

    Only the first `words` words are read; a topic is shown from the probability `threshold` on, a further one from
    `further_threshold` on; `temperature` divides the scores first, so that a probability means what it says.
    """

    weights: str
    vocabulary: str
    codes: dict[str, str | None]
    words: Annotated[int, Field(gt=0)]
    threshold: Annotated[float, Field(ge=0, le=1)]
    further_threshold: Annotated[float, Field(ge=0, le=1)]
    temperature: Annotated[float, Field(gt=0)] = 1.0


class Manifest(_Part):
    """What ``model.json`` holds; `files` maps each file's name to its SHA-256."""

    name: str
    version: str
    licence: str
    ner: NerPart
    topics: TopicsPart
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model's folder and its manifest."""

    folder: Path
    manifest: Manifest

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest; ModelError says what is wrong with it."""
        try:
            return cls(folder, Manifest.model_validate_json((folder / MANIFEST).read_bytes()))
        except (OSError, ValidationError) as error:
            raise ModelError(f"{MANIFEST} cannot be read: {error}") from error

    def checked(self, name: str) -> Path:
        """Return the path of a file whose digest is the manifest's; a half-copied model must not annotate."""
        path = self.folder / name
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(f"{name} cannot be read: {error.strerror}") from error
        if digest != self.manifest.files.get(name):
            raise ModelError(f"{name} is not the file that {MANIFEST} names: its SHA-256 is {digest}")
        return path
