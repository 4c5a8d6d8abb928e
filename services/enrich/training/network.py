"""The token classifier: MiniLM with letter case, and the loss that leaves open what a corpus leaves open."""

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BertConfig, BertForTokenClassification

from services.enrich.core.letter_case import CLASSES
from services.enrich.training.base_checkpoint import VOCABULARY
from services.enrich.training.labels import TAGS
from services.enrich.training.pieces import IGNORED, Example, TargetSets


def from_base(folder: Path) -> BertForTokenClassification:
    """Start from the base checkpoint: a new head, and a token-type embedding for each class of letter case."""
    config = BertConfig.from_pretrained(folder, num_labels=len(TAGS), attn_implementation="sdpa")
    network = BertForTokenClassification.from_pretrained(folder, config=config)
    embeddings = network.bert.embeddings
    types = embeddings.token_type_embeddings.weight.detach()[:1].repeat(CLASSES, 1)
    embeddings.token_type_embeddings = torch.nn.Embedding.from_pretrained(types, freeze=False)
    network.config.type_vocab_size = CLASSES
    return network


def scores(network: BertForTokenClassification, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Score every tag for every piece, given piece ids that carry their letter case."""
    output = network(input_ids=ids % VOCABULARY, token_type_ids=ids // VOCABULARY, attention_mask=mask)
    return output.logits


def allowed_matrix(sets: TargetSets) -> torch.Tensor:
    """Write the numbered tag sets as rows of zeros (right) and minus infinities (wrong)."""
    rows = [[0.0 if tag in tags else float("-inf") for tag in TAGS] for tags in sets]
    return torch.tensor(rows)


def partial_loss(logits: torch.Tensor, targets: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """
    Ask for probability on the right tags together, however it is shared among them.

    With one right tag a piece this is cross-entropy; pieces without a target do not count.
    """
    wanted = targets != IGNORED
    found = torch.log_softmax(logits[wanted].float(), dim=-1)
    return -torch.logsumexp(found + allowed[targets[wanted]], dim=-1).mean()


def padded(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Stack examples of several lengths into ids, mask and targets."""
    shape = (len(examples), max(len(example.ids) for example in examples))
    ids, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    targets = torch.full(shape, IGNORED)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
        targets[row, : len(example.ids)] = torch.tensor(example.targets)
    return ids, mask, targets
