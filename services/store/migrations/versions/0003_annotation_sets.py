"""
Show whole annotation sets to consumers, say whether each was truncated, and fill in the countries of countries.

Revision 0003. The release before it writes no `truncated`, and no country.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None

_SQL: Final = Path(__file__).parents[1] / "sql" / "0003_annotation_sets.sql"


def upgrade() -> None:
    """Run the file as one script."""
    op.get_bind().exec_driver_sql(_SQL.read_text(), execution_options={"no_parameters": True})


def downgrade() -> None:
    """Drop the view and the column; countries stay."""
    op.execute("COMMENT ON COLUMN news.v_entities.country IS 'Its country, ISO 3166-1 alpha-2, where it is known.'")
    op.execute("DROP VIEW news.v_annotation_sets")
    op.execute("ALTER TABLE news.annotation_sets DROP COLUMN truncated")
