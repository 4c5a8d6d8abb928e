"""``dateline explain --group``: which documents of one run are copies of one story, by the store's own rules."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Final, Self

from deploy.cli.dry_run import Explanation
from services.store.core.copies import is_long_enough, similarity
from services.store.core.shingles import Fingerprint, fingerprint
from services.store.core.syndication import FEWEST_BANDS

_KEPT: Final = 20_000
"""Fingerprints that are kept: some 100 MB. A copy that comes after so many other documents is not found."""

_MOST_OF_A_BAND: Final = 16
_MOST_COMPARED: Final = 8


class CopyGroups:
    """
    Hold back the lines of a run until its groups are known: the first copy does not know of the second.

    Lines wait on disk. In memory are a few numbers for each document, and the fingerprints of the latest ones.
    """

    def __init__(self) -> None:
        self._lines = TemporaryFile()  # noqa: SIM115 (closed by __exit__)
        self._documents = 0
        self._fingerprints: OrderedDict[int, bytes] = OrderedDict()
        self._bands: dict[int, list[int]] = {}
        self._parent: dict[int, int] = {}
        self._similarity: dict[int, float] = {}
        self._article_id: dict[int, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def add(self, explanations: Iterable[Explanation]) -> None:
        """Take the next documents."""
        for explanation in explanations:
            self._lines.write(explanation.as_json())
            if (article := explanation.article) is not None and article.status == "usable":
                self._compare(self._documents, str(article.article_id), fingerprint(article.text))
            self._documents += 1

    def lines(self) -> Iterator[bytes]:
        """Give the documents' objects, each with its group: the first copy's article id, and how similar it is."""
        self._lines.seek(0)
        for document, line in enumerate(self._lines):
            yield line.removesuffix(b"}\n") + b', "group": ' + json.dumps(self._group(document)).encode() + b"}\n"

    def _group(self, document: int) -> dict[str, object] | None:
        if document not in self._parent:
            return None
        return {"id": self._article_id[self._first(document)], "similarity": self._similarity[document]}

    def _compare(self, document: int, article_id: str, taken: Fingerprint) -> None:
        if not is_long_enough(taken):
            return
        for other in self._lookalikes(taken):
            shared = similarity(taken, Fingerprint.unpacked(self._fingerprints[other]))
            if shared is not None:
                self._unite(document, other, shared)
        self._article_id[document] = article_id
        self._fingerprints[document] = taken.packed()
        for band in taken.bands:
            others = self._bands.setdefault(band, [])
            others.append(document)
            del others[:-_MOST_OF_A_BAND]
        if len(self._fingerprints) > _KEPT:
            self._forget_oldest()

    def _lookalikes(self, taken: Fingerprint) -> list[int]:
        shared = Counter(other for band in taken.bands for other in self._bands.get(band, ()))
        return [other for other, bands in shared.most_common(_MOST_COMPARED) if bands >= FEWEST_BANDS]

    def _unite(self, document: int, other: int, shared: float) -> None:
        for one in (document, other):
            self._parent.setdefault(one, one)
            self._similarity.setdefault(one, shared)
        self._similarity[document] = max(shared, self._similarity[document])
        first, second = sorted((self._first(document), self._first(other)))
        self._parent[second] = first

    def _first(self, document: int) -> int:
        while (parent := self._parent[document]) != document:
            document = parent
        return document

    def _forget_oldest(self) -> None:
        oldest, taken = self._fingerprints.popitem(last=False)
        if oldest not in self._parent:
            del self._article_id[oldest]
        for band in Fingerprint.unpacked(taken).bands:
            newer = [other for other in self._bands.get(band, ()) if other != oldest]
            if newer:
                self._bands[band] = newer
            else:
                self._bands.pop(band, None)
