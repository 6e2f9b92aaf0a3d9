"""Reading anything."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "reading_anything"
down_revision = "full_text"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_in_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_column("came_in_sha256")
