"""The topic classifier on disk: arrays and a word list, nothing that has to be unpickled."""

import gzip
import json
from pathlib import Path

import numpy as np

from services.enrich.training.topics.model import TopicModel

WEIGHTS = "topics.npz"
VOCABULARY = "topics-vocabulary.json.gz"


def write_topics(model: TopicModel, folder: Path) -> None:
    """Write the weights in half precision, which costs nothing, and the vocabulary in the order of their columns."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / WEIGHTS,
        W=model.weights.astype(np.float16),
        b=model.bias,
        idf=model.idf.astype(np.float16),
        temperature=np.float32(model.temperature),
    )
    words = json.dumps({"vocab": model.vocabulary, "classes": model.codes}).encode()
    (folder / VOCABULARY).write_bytes(gzip.compress(words, mtime=0))


def read_topics(folder: Path) -> TopicModel:
    """Read what `write_topics` wrote, as run time sees it."""
    names = json.loads(gzip.decompress((folder / VOCABULARY).read_bytes()))
    with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
        weights, bias, idf, temperature = (arrays[key].astype(np.float32) for key in ("W", "b", "idf", "temperature"))
    return TopicModel(tuple(names["classes"]), tuple(names["vocab"]), idf, weights, bias, float(temperature))
