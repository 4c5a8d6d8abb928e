"""Fit the topic classifier, and set its temperature so that a score means what it says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from services.enrich.training.corpora.topic_items import TopicItem
from services.enrich.training.topics.model import TopicModel, softmax, terms
from services.enrich.training.topics.words import word_articles

_FEATURES = 60_000
_WORD_ARTICLES = 200
_WORD_ARTICLE_WEIGHT = 0.5
_SEED_WEIGHT = 4.0
_BALANCE = 1.0
"""How far rare topics are made up for: 0 not at all, 1 as if all were equal, for a newsroom's mix is not the corpus's."""

_TINY = 1e-12


def fit_topics(items: Sequence[TopicItem]) -> TopicModel:
    """Fit on what is not held out; an item of two topics counts half for each. The temperature comes from the rest."""
    rows = _rows([item for item in items if not item.held_out])
    rows += [(text, code, _WORD_ARTICLE_WEIGHT) for text, code in word_articles(_WORD_ARTICLES, seed=0)]
    codes = [code for _, code, _ in rows]
    vectorizer = TfidfVectorizer(
        analyzer=terms, min_df=3, max_df=0.5, max_features=_FEATURES, sublinear_tf=True, dtype=np.float32
    )
    matrix = vectorizer.fit_transform(text for text, *_ in rows)
    totals: dict[str, float] = defaultdict(float)
    for _, code, share in rows:
        totals[code] += share
    weights = [share / totals[code] ** _BALANCE for _, code, share in rows]
    classifier = LogisticRegression(C=4, max_iter=200)
    classifier.fit(matrix, codes, sample_weight=np.array(weights) * len(rows) / sum(weights))
    model = TopicModel(
        codes=tuple(str(code) for code in classifier.classes_),
        vocabulary=tuple(sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)),
        idf=vectorizer.idf_.astype(np.float32),
        weights=classifier.coef_.astype(np.float32),
        bias=classifier.intercept_.astype(np.float32),
        temperature=1.0,
    )
    return replace(model, temperature=_temperature(model, [item for item in items if item.held_out]))


def _rows(items: Sequence[TopicItem]) -> list[tuple[str, str, float]]:
    return [
        (item.text, code, (_SEED_WEIGHT if item.source == "seeds" else 1.0) / len(item.codes))
        for item in items
        for code in item.codes
    ]


def _temperature(model: TopicModel, held_out: Sequence[TopicItem]) -> float:
    """Find the temperature at which the held-out items' topics surprise least."""
    margins = np.log(model.scores([item.text for item in held_out]) + _TINY)
    columns = {code: column for column, code in enumerate(model.codes)}
    right = np.zeros(margins.shape, bool)
    for row, item in enumerate(held_out):
        right[row, [columns[code] for code in item.codes]] = True

    def surprise(temperature: float) -> float:
        shares = softmax(margins / temperature)
        return float(-np.log((shares * right).sum(axis=1) + _TINY).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)
