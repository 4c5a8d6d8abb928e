"""What enrich reads from its environment."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import Settings


class EnrichSettings(Settings):
    """Which model annotates, and how much of the machine it may take."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_ENRICH_")

    model: str = Field(
        default="dateline",
        min_length=1,
        description="dateline (the model that comes with it), or an installed spaCy pipeline: its package or its folder",
    )
    batch_size: int = Field(default=32, ge=1, le=1024, description="Articles that are read and annotated together")
    threads: int = Field(default=1, ge=1, le=64, description="Threads of the model; more replicas use a machine better")
    remembered_texts: int = Field(
        default=1_000, ge=0, description="Texts whose names are remembered, so that a copy costs no second run of the model"
    )
    piece_characters: int = Field(
        default=20_000,
        ge=1_000,
        le=500_000,
        description="Longer texts are annotated in pieces of at most so many characters",
    )
    document_seconds: float = Field(
        default=60.0,
        gt=0,
        description="Time for one long text; then its rest is not annotated, and the annotations are `truncated`",
    )
    document_characters: int = Field(
        default=200_000,
        ge=1_000,
        le=1_000_000,
        description="The rest of a longer text is stored, not annotated; then the annotations are `truncated`",
    )
