"""The tag set of the entity model, and sets of tags for what a corpus leaves open."""

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "MISC", "DATE", "MONEY")
TAGS = ("O", *(prefix + label for label in LABELS for prefix in ("B-", "I-")))
TAG_INDEX = {tag: index for index, tag in enumerate(TAGS)}

MERGED = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
"""How figures are compared across guidelines: places of every kind are one type, the rest is left out."""

PLACE = "GPE|LOC|FAC"
NAMED_THING = "PRODUCT|EVENT|WORK_OF_ART|MISC"
UNDECIDED = "?"
"""A span nobody should learn from: any tag is right."""

UNANNOTATED = {
    "ewt": ("NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "MISC", "DATE", "MONEY"),
    "wikigold": ("DATE", "MONEY"),
    "crossner": ("DATE", "MONEY", "PRODUCT"),
    "re3d": ("PRODUCT", "EVENT", "WORK_OF_ART", "MISC"),
    "gmb": ("PRODUCT", "EVENT", "WORK_OF_ART", "MISC"),
    "gum": ("NORP", "PRODUCT", "MISC", "DATE"),
}
"""Types a corpus does not mark: its O says nothing about them, so a model is not punished for finding them."""


def allowed_tags(label: str, prefix: str) -> frozenset[str]:
    """
    Give the tags that are right for a token inside a span.

    A label may be a choice (``GPE|LOC|FAC``) where the corpus is coarser than the tag set.

    >>> sorted(allowed_tags("GPE|LOC", "B-"))
    ['B-GPE', 'B-LOC']
    """
    if label == UNDECIDED:
        return frozenset(TAGS)
    return frozenset(prefix + choice for choice in label.split("|"))


def outside_tags(source: str) -> frozenset[str]:
    """Give the tags that are right for a token outside every span of `source`."""
    missing = UNANNOTATED.get(source, ())
    return frozenset({"O", *(prefix + label for label in missing for prefix in ("B-", "I-"))})
