"""The model card: what the weights are made of, what they can do, and what they cannot."""

from pathlib import Path
from typing import Any

from services.enrich.training.topics.words import topics as all_topics

_UNMEASURED = "Not measured since these weights were trained."
_SETS = {"pud": "PUD", "blind": "blind news", "own": "own news"}
_TEMPLATE = Path(__file__).with_name("MODEL_CARD.template.md")


def model_card(version: str, metrics: dict[str, Any]) -> str:
    """Write the card from the figures, so that the two cannot disagree."""
    found, topics = metrics["names"], metrics["topics"]
    titles = {"own": "own articles", "current-events": "held-out current events", "headlines": "held-out headlines"}
    rows = (
        f"| {title} | {topics[key]['articles']} | {topics[key]['top1']} | {topics[key]['top2']} "
        f"| {topics[key]['calibration_error']} |"
        for key, title in titles.items()
    )
    labels = {topic.code: topic.name for topic in all_topics()}
    return _TEMPLATE.read_text(encoding="utf-8").format(
        version=version,
        ner_megabytes=found["megabytes"],
        name_table=_name_table(found),
        rules_table=_rules_table(metrics.get("rules", {})),
        article_table=_article_table(metrics.get("articles", {})),
        own=found["int8"]["own"]["sentences"],
        blind=found["int8"]["blind"]["sentences"],
        topic_megabytes=topics["megabytes"],
        count=len(topics["codes"]),
        topics="; ".join(f"{labels[code]} ({code})" for code in topics["codes"]),
        topic_rows="\n".join(rows),
    )


def _rules_table(rules: dict[str, Any]) -> str:
    kinds = ("all", "PER", "ORG", "LOC", "NORP", "DATE", "MONEY")
    lines = ["| set | what | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 2) + "|"]
    for what, sets in rules.items():
        for key, title in _SETS.items():
            if key in sets:
                cells = (str(sets[key].get(kind, "")) for kind in kinds)
                lines.append(f"| {title} | {what} | " + " | ".join(cells) + " |")
    return "\n".join(lines) if rules else _UNMEASURED


def _article_table(articles: dict[str, Any]) -> str:
    columns = ("articles", "entities", "precision", "recall", "f1", "b_cubed")
    lines = ["| text | articles | entities | precision | recall | F1 | B-cubed |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {text} | " + " | ".join(str(row[column]) for column in columns) + " |" for text, row in articles.items()]
    return "\n".join(lines) if articles else _UNMEASURED


def _name_table(found: dict[str, Any]) -> str:
    kinds = ("all", "PER", "ORG", "LOC", "NORP", "DATE", "MONEY")
    lines = ["| set | weights | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 2) + "|"]
    for weights in ("int8", "float"):
        for key, title in _SETS.items():
            row = found[weights][key]
            cells = (str(row[kind]["f1"]) if kind in row else "" for kind in kinds)
            lines.append(f"| {title} | {weights} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
