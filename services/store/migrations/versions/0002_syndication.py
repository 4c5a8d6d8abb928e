"""
Create what copies of a story are found by.

Revision 0002. The release before it stores articles as ever, and groups none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"
branch_labels: Final = None
depends_on: Final = None

_SQL: Final = Path(__file__).parents[1] / "sql" / "0002_syndication.sql"

_EARLIER_COMMENTS: Final = {
    "v_articles.story_id": "Equal for all copies of one story: the syndication group, else the article itself.",
    "v_articles.syndication_group": "The group of copies it belongs to; null for a text seen once.",
    "v_syndication.similarity": "How alike it is to its group, 0-1.",
    "v_changes.kind": "created, updated, reenriched (new annotations of the same text) or withdrawn.",
}


def upgrade() -> None:
    """Run the file as one script."""
    op.get_bind().exec_driver_sql(_SQL.read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """Drop what copies are found by; the groups that were found stay."""
    for column, comment in _EARLIER_COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN news.{column} IS '{comment}'")
    op.execute("DROP TABLE news.syndication_bands")
    op.execute("DROP TABLE news.syndication_fingerprints")
