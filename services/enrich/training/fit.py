"""One training run: examples in, a checkpoint out, the same for the same seed."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from transformers import BertForTokenClassification

from services.enrich.training.network import allowed_matrix, padded, partial_loss, scores
from services.enrich.training.pieces import Example, TargetSets

_POOL = 1024
_REPORT_EVERY = 50
_SAVE_EVERY = 250


@dataclass(frozen=True)
class Recipe:
    """What a run depends on besides its data."""

    epochs: float
    rate: float
    head_rate: float
    batch_pieces: int = 2048
    warmup_steps: int = 60
    weight_decay: float = 0.01
    seed: int = 0


def fit(
    network: BertForTokenClassification,
    examples: list[Example],
    sets: TargetSets,
    recipe: Recipe,
    folder: Path,
    report: Callable[[str], None],
) -> None:
    """
    Train `network` and save it in `folder`; a run that was cut short goes on from where it last saved.

    Half precision (bfloat16) is used for the matrix products only: on one core it is 1.6 times faster.
    """
    schedule = list(_schedule(examples, recipe))
    optimizer = _optimizer(network, recipe)
    allowed = allowed_matrix(sets)
    start = _resume(folder, network, optimizer)
    network.train()
    begun, seen, average = time.monotonic(), 0, 0.0
    for step, batch in enumerate(schedule[start:], start):
        torch.manual_seed(recipe.seed + step)  # so that a run which goes on ends like one that was never cut short
        share = min(1.0, (step + 1) / recipe.warmup_steps) * (1 - step / len(schedule))
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * share
        ids, mask, targets = padded([examples[index] for index in batch])
        loss = _learn(network, optimizer, partial(partial_loss, targets=targets, allowed=allowed), ids, mask)
        seen += int(mask.sum())
        average = loss if step == start else 0.98 * average + 0.02 * loss
        if step % _REPORT_EVERY == 0:
            rate = seen / (time.monotonic() - begun)
            report(f"step {step}/{len(schedule)}, loss {average:.4f}, {rate:.0f} pieces/s")
        if (step + 1) % _SAVE_EVERY == 0:
            _save_state(folder, network, optimizer, step + 1)
    network.save_pretrained(folder)
    (folder / "state.pt").unlink(missing_ok=True)


def _learn(
    network: BertForTokenClassification,
    optimizer: torch.optim.AdamW,
    loss_of: Callable[[torch.Tensor], torch.Tensor],
    ids: torch.Tensor,
    mask: torch.Tensor,
) -> float:
    with torch.autocast("cpu", torch.bfloat16):
        logits = scores(network, ids, mask)
    loss = loss_of(logits)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.item())


def _schedule(examples: list[Example], recipe: Recipe) -> Iterator[list[int]]:
    """Give batches of about `batch_pieces` padded pieces, of similar lengths, in random order."""
    choose = random.Random(recipe.seed)  # noqa: S311
    rounds: list[int] = []
    while len(rounds) < recipe.epochs * len(examples):
        rounds += choose.sample(range(len(examples)), len(examples))
    rounds = rounds[: int(recipe.epochs * len(examples))]
    for at in range(0, len(rounds), _POOL):
        pool = sorted(rounds[at : at + _POOL], key=lambda index: len(examples[index].ids))
        batches: list[list[int]] = [[]]
        for index in pool:
            if batches[-1] and (len(batches[-1]) + 1) * len(examples[index].ids) > recipe.batch_pieces:
                batches.append([])
            batches[-1].append(index)
        choose.shuffle(batches)
        yield from batches


def _optimizer(network: BertForTokenClassification, recipe: Recipe) -> torch.optim.AdamW:
    new = ("classifier", "token_type")
    body = [value for name, value in network.named_parameters() if not any(part in name for part in new)]
    head = [value for name, value in network.named_parameters() if any(part in name for part in new)]
    groups = [{"params": body, "peak": recipe.rate}, {"params": head, "peak": recipe.head_rate}]
    return torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.weight_decay, fused=True)


def _save_state(folder: Path, network: BertForTokenClassification, optimizer: torch.optim.AdamW, step: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "state.draft"
    torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, draft)
    draft.replace(folder / "state.pt")


def _resume(folder: Path, network: BertForTokenClassification, optimizer: torch.optim.AdamW) -> int:
    if not (folder / "state.pt").exists():
        return 0
    state = torch.load(folder / "state.pt", weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
