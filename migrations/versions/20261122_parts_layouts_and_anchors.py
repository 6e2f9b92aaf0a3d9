"""Keep the parts of a long reading, layouts with what they suggest, and figures found again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "parts_layouts_and_anchors"
down_revision = "full_text"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_layout",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_by", sa.Text(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_reason", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["verification_case.id"], name=op.f("fk_document_layout_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_document_layout_document_version_id"),
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_document_layout_made_by_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_document_layout_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_layout")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_document_layout_case_id_code")),
    )
    with op.batch_alter_table("document_layout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_layout_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_document_layout_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_document_layout_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "reading_part",
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("reading_sha256", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("is_proposed", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_reading_part_case_id")),
        sa.ForeignKeyConstraint(
            ["document_version_id"], ["document_version.id"], name=op.f("fk_reading_part_document_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_reading_part_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_part")),
        sa.UniqueConstraint(
            "document_version_id",
            "course",
            "first_page",
            name=op.f("uq_reading_part_document_version_id_course_first_page"),
        ),
    )
    with op.batch_alter_table("reading_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_part_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reading_part_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reading_part_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "figure_anchor",
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("found_id", sa.Integer(), nullable=True),
        sa.Column("differs", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_right_by", sa.Text(), nullable=True),
        sa.Column("read_right_by_id", sa.Integer(), nullable=True),
        sa.Column("read_right_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_tested", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_figure_anchor_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_figure_anchor_case_id")),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_figure_anchor_document_version_id"),
        ),
        sa.ForeignKeyConstraint(["figure_id"], ["figure.id"], name=op.f("fk_figure_anchor_figure_id")),
        sa.ForeignKeyConstraint(["found_id"], ["figure.id"], name=op.f("fk_figure_anchor_found_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_figure_anchor_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["read_right_by_id"], ["person.id"], name=op.f("fk_figure_anchor_read_right_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_anchor")),
        sa.UniqueConstraint(
            "figure_id", "document_version_id", name=op.f("uq_figure_anchor_figure_id_document_version_id")
        ),
    )
    with op.batch_alter_table("figure_anchor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_anchor_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_figure_anchor_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_figure_anchor_figure_id"), ["figure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_anchor_found_id"), ["found_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_anchor_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "figure_suggestion",
        sa.Column("layout_id", sa.Integer(), nullable=False),
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("meter", sa.String(length=80), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("confidence", sa.String(length=64), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_figure_suggestion_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["verification_case.id"], name=op.f("fk_figure_suggestion_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_figure_suggestion_document_version_id"),
        ),
        sa.ForeignKeyConstraint(["figure_id"], ["figure.id"], name=op.f("fk_figure_suggestion_figure_id")),
        sa.ForeignKeyConstraint(
            ["layout_id"], ["document_layout.id"], name=op.f("fk_figure_suggestion_layout_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_figure_suggestion_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_suggestion")),
        sa.UniqueConstraint(
            "layout_id",
            "document_version_id",
            "page",
            "place",
            name=op.f("uq_figure_suggestion_layout_id_document_version_id_page_place"),
        ),
    )
    with op.batch_alter_table("figure_suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_suggestion_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_figure_suggestion_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_figure_suggestion_figure_id"), ["figure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_suggestion_layout_id"), ["layout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_suggestion_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "layout_use",
        sa.Column("layout_id", sa.Integer(), nullable=False),
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("score", sa.String(length=64), nullable=False),
        sa.Column("unread", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_layout_use_case_id")),
        sa.ForeignKeyConstraint(
            ["document_version_id"], ["document_version.id"], name=op.f("fk_layout_use_document_version_id")
        ),
        sa.ForeignKeyConstraint(["layout_id"], ["document_layout.id"], name=op.f("fk_layout_use_layout_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_layout_use_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_use")),
        sa.UniqueConstraint(
            "layout_id",
            "document_version_id",
            "page",
            name=op.f("uq_layout_use_layout_id_document_version_id_page"),
        ),
    )
    with op.batch_alter_table("layout_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_layout_use_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_layout_use_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_layout_use_layout_id"), ["layout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_layout_use_owner_org_id"), ["owner_org_id"], unique=False)

    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_in_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("unlocked_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("survey_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reading_course", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("stop_asked_by", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_column("stop_asked_by")
        batch_op.drop_column("reading_course")
        batch_op.drop_column("survey_sha256")
        batch_op.drop_column("unlocked_sha256")
        batch_op.drop_column("came_in_sha256")

    with op.batch_alter_table("layout_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_layout_use_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_layout_use_layout_id"))
        batch_op.drop_index(batch_op.f("ix_layout_use_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_layout_use_case_id"))

    op.drop_table("layout_use")
    with op.batch_alter_table("figure_suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figure_suggestion_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_figure_suggestion_layout_id"))
        batch_op.drop_index(batch_op.f("ix_figure_suggestion_figure_id"))
        batch_op.drop_index(batch_op.f("ix_figure_suggestion_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_figure_suggestion_case_id"))

    op.drop_table("figure_suggestion")
    with op.batch_alter_table("figure_anchor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figure_anchor_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_figure_anchor_found_id"))
        batch_op.drop_index(batch_op.f("ix_figure_anchor_figure_id"))
        batch_op.drop_index(batch_op.f("ix_figure_anchor_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_figure_anchor_case_id"))

    op.drop_table("figure_anchor")
    with op.batch_alter_table("reading_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_part_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_reading_part_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_reading_part_case_id"))

    op.drop_table("reading_part")
    with op.batch_alter_table("document_layout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_layout_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_document_layout_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_document_layout_case_id"))

    op.drop_table("document_layout")
