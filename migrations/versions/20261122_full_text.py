"""The text of every page that was read, for the search; what was read before is laid down by a job.

Revision ID: full_text
Revises: first_tables
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "full_text"
down_revision = "first_tables"
branch_labels = None
depends_on = None

INDEX_ALL = "workflow.documents.index_jobs.index_all"


def upgrade() -> None:
    op.create_table(
        "page_text",
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reading_sha256", sa.String(length=64), nullable=False),
        sa.Column("indexer", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_page_text_case_id")),
        sa.ForeignKeyConstraint(
            ["document_version_id"], ["document_version.id"], name=op.f("fk_page_text_document_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_page_text_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
        sa.UniqueConstraint(
            "document_version_id", "page", "part", name=op.f("uq_page_text_document_version_id_page_part")
        ),
    )
    op.create_index(op.f("ix_page_text_case_id"), "page_text", ["case_id"])
    op.create_index(op.f("ix_page_text_owner_org_id"), "page_text", ["owner_org_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE page_words USING fts5(terms, tokenize='ascii')")
    else:
        op.execute(
            "CREATE TABLE page_words (rowid INTEGER PRIMARY KEY REFERENCES page_text (id) ON DELETE CASCADE,"
            " terms TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_page_words_terms ON page_words USING gin (terms)")
    _have_all_indexed()


def _have_all_indexed() -> None:
    """A job for what was read before; the due date lies before any clock of the product, the demo's included."""
    op.execute(
        "INSERT INTO job (name, args, lane, state, key, created_at, due_at, attempts, fence, progress, progress_of)"
        f" SELECT '{INDEX_ALL}', '[]', 'work', 'queued', 'full_text:1', '2020-01-01 00:00:00',"
        " '2020-01-01 00:00:00', 0, 0, 0, 0 WHERE EXISTS"
        " (SELECT 1 FROM document_version WHERE reading_sha256 IS NOT NULL)"
    )


def downgrade() -> None:
    op.execute("DROP TABLE page_words")
    op.drop_table("page_text")
    op.execute(f"DELETE FROM job WHERE name = '{INDEX_ALL}'")
