"""
The two rounds of the entity model.

The first learns from people's annotations and a share of the silver ones, and then judges: silver sentences it
contradicts are dropped. The second learns from what is left and from our own sentences.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import torch
from transformers import BertForTokenClassification

from services.enrich.training.agreement import agreed
from services.enrich.training.annotated import Sentence, read_jsonl, write_jsonl
from services.enrich.training.augment import augmented
from services.enrich.training.corpora.all_names import gold, own, silver
from services.enrich.training.fit import Recipe, fit
from services.enrich.training.network import from_base
from services.enrich.training.pieces import PieceEncoder, TargetSets
from services.enrich.training.tagger import Tagger
from services.enrich.training.workspace import Workspace

_SEED = 1


@dataclass(frozen=True)
class Round:
    """One round: where its weights start, which sets it reads and how often our own, and how it is fitted."""

    name: str
    starts_from: str
    sets: tuple[str, ...]
    silver_sample: int
    own_copies: int
    swap_share: float
    recipe: Recipe


FIRST = Round("first", "", ("gold",), 12_000, 0, 0.0, Recipe(epochs=1, rate=1.5e-4, head_rate=1e-3, seed=0))
SECOND = Round("second", "first", ("gold", "agreed"), 0, 4, 0.25, Recipe(epochs=1, rate=1.2e-4, head_rate=5e-4, seed=2))


def build_sentences(space: Workspace) -> None:
    """Read the corpora into one shape."""
    write_jsonl(space.sentences("gold"), gold(space.names))
    write_jsonl(space.sentences("silver"), silver(space.names))


def train_round(space: Workspace, stage: Round, report: Callable[[str], None]) -> None:
    """Fit one round."""
    torch.set_num_threads(space.threads)
    sets = TargetSets()
    examples = list(_encoder(space).examples(_sentences(space, stage), sets))
    report(f"{stage.name}: {len(examples)} examples, {sum(len(each.ids) for each in examples)} pieces")
    if stage.starts_from:
        folder = space.checkpoint(stage.starts_from)
        network = BertForTokenClassification.from_pretrained(folder, attn_implementation="sdpa")
    else:
        torch.manual_seed(stage.recipe.seed)
        network = from_base(space.base)
    fit(network, examples, sets, stage.recipe, space.checkpoint(stage.name), report)


def drop_contradicted(space: Workspace) -> None:
    """Keep the silver sentences that the first round agrees with."""
    tagger = Tagger(space.small(FIRST.name), _encoder(space))
    write_jsonl(space.sentences("agreed"), agreed(read_jsonl(space.sentences("silver")), tagger))


def _encoder(space: Workspace) -> PieceEncoder:
    return PieceEncoder(space.base / "tokenizer.json")


def _sentences(space: Workspace, stage: Round) -> list[Sentence]:
    sentences = [sentence for name in stage.sets for sentence in read_jsonl(space.sentences(name))]
    if stage.silver_sample:
        everything = read_jsonl(space.sentences("silver"))
        sentences += random.Random(_SEED).sample(everything, stage.silver_sample)  # noqa: S311
    sentences += own("train") * stage.own_copies
    return list(augmented(sentences, stage.swap_share, stage.recipe.seed)) if stage.own_copies else sentences
