"""
Create articles, their annotations, the bookkeeping of submissions, and the views for consumers.

Revision 0001, the first. The statements are SQL files, to be read as what they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import op

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

_SQL: Final = Path(__file__).parents[1] / "sql"

_VIEWS: Final = (
    "v_changes", "v_quotes", "v_syndication", "v_topics", "v_known_entities", "v_entities", "v_mentions", "v_articles",
)  # fmt: skip
_TABLES: Final = (
    "topic_daily", "entity_daily", "changes", "dead_letters", "ledger", "outcomes", "related_titles", "removed_spans",
    "article_topics", "topics", "article_entities", "entities", "annotation_sets", "articles", "syndication_groups",
)  # fmt: skip


def upgrade() -> None:
    """Run both files, each as one script."""
    for name in ("0001_tables.sql", "0001_views.sql"):
        op.get_bind().exec_driver_sql((_SQL / name).read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """Drop everything that `upgrade` made; the schema stays, it belongs to whoever set up the database."""
    for name in _VIEWS:
        op.execute(f"DROP VIEW news.{name}")
    for name in _TABLES:
        op.execute(f"DROP TABLE news.{name}")
    for name in ("search_configuration", "searchable"):
        op.execute(f"DROP FUNCTION news.{name}(text)")
