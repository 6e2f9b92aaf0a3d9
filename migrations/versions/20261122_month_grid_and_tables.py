"""Month grid and tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "month_grid_and_tables"
down_revision = "parts_layouts_and_anchors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entity_case",
        sa.Column("entity_case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holdings", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.Column("stratum", sa.String(length=60), nullable=True),
        sa.Column("coverage", sa.Text(), nullable=True),
        sa.Column("covered_by", sa.Text(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_entity_case_case_id")),
        sa.ForeignKeyConstraint(
            ["entity_case_id"], ["verification_case.id"], name=op.f("fk_entity_case_entity_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_entity_case_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_case")),
        sa.UniqueConstraint("case_id", "entity_case_id", name=op.f("uq_entity_case_case_id_entity_case_id")),
    )
    with op.batch_alter_table("entity_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entity_case_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entity_case_entity_case_id"), ["entity_case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entity_case_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "entity_change",
        sa.Column("entity_case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=True),
        sa.Column("ruled_by", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_entity_change_case_id")),
        sa.ForeignKeyConstraint(
            ["entity_case_id"], ["verification_case.id"], name=op.f("fk_entity_change_entity_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_entity_change_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_change")),
    )
    with op.batch_alter_table("entity_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entity_change_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entity_change_entity_case_id"), ["entity_case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entity_change_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "intra_group_elimination",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("buyer_case_id", sa.Integer(), nullable=False),
        sa.Column("seller_case_id", sa.Integer(), nullable=False),
        sa.Column("scope_key", sa.String(length=12), nullable=False),
        sa.Column("tonnes", sa.String(length=64), nullable=False),
        sa.Column("tonnes_market", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("dropped_reason", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["buyer_case_id"], ["verification_case.id"], name=op.f("fk_intra_group_elimination_buyer_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["verification_case.id"], name=op.f("fk_intra_group_elimination_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_intra_group_elimination_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["seller_case_id"],
            ["verification_case.id"],
            name=op.f("fk_intra_group_elimination_seller_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intra_group_elimination")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_intra_group_elimination_case_id_code")),
    )
    with op.batch_alter_table("intra_group_elimination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intra_group_elimination_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_intra_group_elimination_owner_org_id"), ["owner_org_id"], unique=False
        )

    op.create_table(
        "meter",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("seller", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("carrier", sa.String(length=40), nullable=True),
        sa.Column("source_code", sa.String(length=10), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_from", sa.String(length=40), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_meter_case_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_meter_opened_by_id")),
        sa.ForeignKeyConstraint(["owner_org_id"], ["organisation.id"], name=op.f("fk_meter_owner_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_meter_case_id_code")),
    )
    with op.batch_alter_table("meter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meter_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meter_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "consolidated_statement",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["verification_case.id"], name=op.f("fk_consolidated_statement_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_consolidated_statement_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["statement_version.id"], name=op.f("fk_consolidated_statement_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consolidated_statement")),
        sa.UniqueConstraint("version_id", name=op.f("uq_consolidated_statement_version_id")),
    )
    with op.batch_alter_table("consolidated_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consolidated_statement_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_consolidated_statement_owner_org_id"), ["owner_org_id"], unique=False
        )

    op.create_table(
        "requested_months",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=12), nullable=False),
        sa.Column("months", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["verification_case.id"], name=op.f("fk_requested_months_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_requested_months_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["evidence_request.id"], name=op.f("fk_requested_months_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requested_months")),
        sa.UniqueConstraint("request_id", "row", name=op.f("uq_requested_months_request_id_row")),
    )
    with op.batch_alter_table("requested_months", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requested_months_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requested_months_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requested_months_request_id"), ["request_id"], unique=False)

    op.create_table(
        "bill_placement",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("meter", sa.String(length=80), nullable=True),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("row", sa.String(length=12), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("is_beside", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("sureness", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_aside_because", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["verification_case.id"], name=op.f("fk_bill_placement_case_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_bill_placement_document_id")),
        sa.ForeignKeyConstraint(
            ["document_version_id"],
            ["document_version.id"],
            name=op.f("fk_bill_placement_document_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_bill_placement_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["placed_by_id"], ["person.id"], name=op.f("fk_bill_placement_placed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_placement")),
        sa.UniqueConstraint(
            "document_id", "page", "part", name=op.f("uq_bill_placement_document_id_page_part")
        ),
    )
    with op.batch_alter_table("bill_placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bill_placement_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bill_placement_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bill_placement_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bill_placement_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "drawn_table",
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("reading_sha256", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("grid", sa.Text(), nullable=True),
        sa.Column("drawn_by", sa.Text(), nullable=True),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_from_id", sa.Integer(), nullable=True),
        sa.Column("likeness", sa.String(length=64), nullable=True),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["verification_case.id"], name=op.f("fk_drawn_table_case_id")),
        sa.ForeignKeyConstraint(
            ["document_version_id"], ["document_version.id"], name=op.f("fk_drawn_table_document_version_id")
        ),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["person.id"], name=op.f("fk_drawn_table_drawn_by_id")),
        sa.ForeignKeyConstraint(
            ["offered_from_id"], ["drawn_table.id"], name=op.f("fk_drawn_table_offered_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_drawn_table_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawn_table")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_drawn_table_case_id_code")),
    )
    with op.batch_alter_table("drawn_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drawn_table_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_drawn_table_document_version_id"), ["document_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_drawn_table_offered_from_id"), ["offered_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drawn_table_owner_org_id"), ["owner_org_id"], unique=False)

    with op.batch_alter_table("verification_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_group_case", sa.Boolean(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("verification_case", schema=None) as batch_op:
        batch_op.drop_column("is_group_case")

    with op.batch_alter_table("drawn_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drawn_table_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_drawn_table_offered_from_id"))
        batch_op.drop_index(batch_op.f("ix_drawn_table_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_drawn_table_case_id"))

    op.drop_table("drawn_table")
    with op.batch_alter_table("bill_placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bill_placement_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_bill_placement_document_version_id"))
        batch_op.drop_index(batch_op.f("ix_bill_placement_document_id"))
        batch_op.drop_index(batch_op.f("ix_bill_placement_case_id"))

    op.drop_table("bill_placement")
    with op.batch_alter_table("requested_months", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requested_months_request_id"))
        batch_op.drop_index(batch_op.f("ix_requested_months_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_requested_months_case_id"))

    op.drop_table("requested_months")
    with op.batch_alter_table("consolidated_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consolidated_statement_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_consolidated_statement_case_id"))

    op.drop_table("consolidated_statement")
    with op.batch_alter_table("meter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meter_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_meter_case_id"))

    op.drop_table("meter")
    with op.batch_alter_table("intra_group_elimination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intra_group_elimination_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_intra_group_elimination_case_id"))

    op.drop_table("intra_group_elimination")
    with op.batch_alter_table("entity_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entity_change_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_entity_change_entity_case_id"))
        batch_op.drop_index(batch_op.f("ix_entity_change_case_id"))

    op.drop_table("entity_change")
    with op.batch_alter_table("entity_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entity_case_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_entity_case_entity_case_id"))
        batch_op.drop_index(batch_op.f("ix_entity_case_case_id"))

    op.drop_table("entity_case")
