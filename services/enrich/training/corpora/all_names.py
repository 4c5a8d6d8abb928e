"""Which corpora names are learned from, and which are kept for figures."""

from pathlib import Path

from services.enrich.training.annotated import Sentence
from services.enrich.training.corpora.columns import read_crossner, read_re3d, read_uner, read_wikigold
from services.enrich.training.corpora.gmb import read_gmb
from services.enrich.training.corpora.gum import read_gum
from services.enrich.training.corpora.own import read_own
from services.enrich.training.dates_money import mark_dates_and_money

DATA = Path(__file__).parents[1] / "data"
DOMAINS = ("politics", "science", "music", "literature")
GOLD_FILES = (
    *(f"crossner_{domain}.txt.gz" for domain in DOMAINS),
    "wikigold.conll.txt.gz",
    "re3d_without_bbc.tar.gz",
    "en_ewt-ud-dev.iob2.gz",
    "en_ewt-ud-test.iob2.gz",
    "gum_open_genres_conllu.tar.xz",
)
SILVER_FILE = "gmb_ner_dataset.csv.zip"
PUD_FILE = "en_pud-ud-test.iob2.gz"
"""Kept out of all training and of every decision: it is read for the final figure only."""


def gold(folder: Path) -> list[Sentence]:
    """Read what people annotated."""
    found = [sentence for domain in DOMAINS for sentence in read_crossner(folder / f"crossner_{domain}.txt.gz")]
    found += read_wikigold(folder / "wikigold.conll.txt.gz")
    found += read_re3d(folder / "re3d_without_bbc.tar.gz")
    found += read_uner(folder / "en_ewt-ud-dev.iob2.gz", "ewt")
    found += read_uner(folder / "en_ewt-ud-test.iob2.gz", "ewt")
    found += read_gum(folder / "gum_open_genres_conllu.tar.xz")
    return [mark_dates_and_money(sentence) for sentence in found]


def silver(folder: Path) -> list[Sentence]:
    """Read what a machine annotated, repaired by rule."""
    return [mark_dates_and_money(sentence) for sentence in read_gmb(folder / SILVER_FILE)]


def own(split: str) -> list[Sentence]:
    """Read our own sentences: ``train``; ``dev``, never trained on; or ``blind``, which decides nothing either."""
    return [sentence for path in own_files(split) for sentence in read_own(path)]


def own_files(split: str) -> tuple[Path, ...]:
    """List the files of our own sentences."""
    return tuple(sorted(DATA.glob(f"ner_{split}_*.txt")))


def pud(folder: Path) -> list[Sentence]:
    """Read the test set."""
    return read_uner(folder / PUD_FILE, "pud")
