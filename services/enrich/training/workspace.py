"""Where the parts of a training run lie."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """Folders of one run: what it reads, what it keeps between steps, what it hands over."""

    names: Path
    topics: Path
    work: Path
    out: Path
    threads: int

    @property
    def base(self) -> Path:
        """The folder of the base checkpoint."""
        return self.work / "base"

    @property
    def current_events(self) -> Path:
        """Wikipedia's current events, for topics."""
        return self.topics / "wcep_2002_2026.jsonl.gz"

    @property
    def headlines(self) -> Path:
        """Headlines, for four topics alone."""
        return self.topics / "huffpost_headlines_36900.jsonl.gz"

    def sentences(self, name: str) -> Path:
        """The file of one set of annotated sentences."""
        return self.work / f"{name}.jsonl"

    def checkpoint(self, stage: str) -> Path:
        """The folder of one stage's trained network."""
        return self.work / stage

    def weights(self, stage: str) -> Path:
        """One stage's trained weights, inside its checkpoint."""
        return self.checkpoint(stage) / "model.safetensors"

    def full(self, stage: str) -> Path:
        """One stage's network in floats."""
        return self.work / f"{stage}.onnx"

    def small(self, stage: str) -> Path:
        """One stage's network in 8 bits."""
        return self.work / f"{stage}.int8.onnx"
