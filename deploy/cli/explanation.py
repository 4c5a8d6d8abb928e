"""A dry run's result on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from deploy.cli.article_page import ArticlePage
from deploy.cli.dry_run import Explanation


def show(explanations: Sequence[Explanation]) -> None:
    """Print a page a document: the article with what was struck out, or why it would be rejected."""
    console = Console(highlight=False, soft_wrap=False)
    for explanation in explanations:
        console.print(Rule(Text(explanation.document.where), align="left"))
        if explanation.article is None:
            console.print(Text.assemble(("Rejected: ", "bold red"), _refusal(explanation)))
        elif explanation.article.status == "withdrawn":
            console.print(Text("Accepted: the article's texts and annotations would be erased."))
        else:
            console.print(ArticlePage.of(explanation.article, explanation.annotations))
        console.print()


def _refusal(explanation: Explanation) -> str:
    return f"{explanation.refusal.code}: {explanation.refusal.detail}" if explanation.refusal else ""
