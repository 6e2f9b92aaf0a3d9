"""Months, programme and targets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "months_programme_and_targets"
down_revision = "parts_layouts_and_anchors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boundary_entity",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_local", sa.Text(), nullable=True),
        sa.Column("registration_id", sa.String(length=60), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("tonnes_cents", sa.BigInteger(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_boundary_entity_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_boundary_entity_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_entity")),
        sa.UniqueConstraint("owner_org_id", "code", name=op.f("uq_boundary_entity_owner_org_id_code")),
    )
    with op.batch_alter_table("boundary_entity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_boundary_entity_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_boundary_entity_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "commitment_note",
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_commitment_note_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_note")),
    )
    with op.batch_alter_table("commitment_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_note_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "dossier_facts",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_dossier_facts_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_facts")),
        sa.UniqueConstraint("owner_org_id", "edition", name=op.f("uq_dossier_facts_owner_org_id_edition")),
    )
    with op.batch_alter_table("dossier_facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_facts_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "dossier_version",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("contract_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.String(length=64), nullable=True),
        sa.Column("workbook_sha256", sa.String(length=64), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_signature_sha256", sa.String(length=64), nullable=True),
        sa.Column("workbook_signature_sha256", sa.String(length=64), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_dossier_version_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_version")),
        sa.UniqueConstraint("owner_org_id", "code", name=op.f("uq_dossier_version_owner_org_id_code")),
    )
    with op.batch_alter_table("dossier_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_version_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "group_inventory",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("approach", sa.String(length=40), nullable=True),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("biogenic_co2", sa.String(length=64), nullable=True),
        sa.Column("removals", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_group_inventory_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_inventory")),
        sa.UniqueConstraint(
            "owner_org_id", "year", "edition", name=op.f("uq_group_inventory_owner_org_id_year_edition")
        ),
    )
    with op.batch_alter_table("group_inventory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_inventory_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("approach", sa.String(length=40), nullable=False),
        sa.Column("approach_reason", sa.Text(), nullable=True),
        sa.Column("base_year", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_programme_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("owner_org_id", name=op.f("uq_programme_owner_org_id")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "programme_chart_unit",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_local", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_programme_chart_unit_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["programme_chart_unit.id"], name=op.f("fk_programme_chart_unit_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_chart_unit")),
    )
    with op.batch_alter_table("programme_chart_unit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_chart_unit_owner_org_id"), ["owner_org_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_programme_chart_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "roadmap_activity",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("growth", sa.String(length=64), nullable=False),
        sa.Column("factor", sa.String(length=64), nullable=False),
        sa.Column("factor_source", sa.Text(), nullable=False),
        sa.Column("overlap_group", sa.String(length=40), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_roadmap_activity_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_activity")),
        sa.UniqueConstraint("owner_org_id", "name", name=op.f("uq_roadmap_activity_owner_org_id_name")),
    )
    with op.batch_alter_table("roadmap_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roadmap_activity_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "roadmap_claim",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mwh", sa.String(length=64), nullable=False),
        sa.Column("tonnes", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_roadmap_claim_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_claim")),
        sa.UniqueConstraint("owner_org_id", "name", name=op.f("uq_roadmap_claim_owner_org_id_name")),
    )
    with op.batch_alter_table("roadmap_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roadmap_claim_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "roadmap_lever",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("lifetime", sa.Integer(), nullable=False),
        sa.Column("tonnes", sa.String(length=64), nullable=False),
        sa.Column("mwh", sa.String(length=64), nullable=True),
        sa.Column("factor_source", sa.Text(), nullable=False),
        sa.Column("capex", sa.String(length=64), nullable=False),
        sa.Column("capex_year", sa.Integer(), nullable=False),
        sa.Column("yearly_cost", sa.String(length=64), nullable=False),
        sa.Column("yearly_saving", sa.String(length=64), nullable=False),
        sa.Column("confidence", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("dependency", sa.Text(), nullable=False),
        sa.Column("overlap_group", sa.String(length=40), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_roadmap_lever_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_lever")),
        sa.UniqueConstraint("owner_org_id", "code", name=op.f("uq_roadmap_lever_owner_org_id_code")),
    )
    with op.batch_alter_table("roadmap_lever", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roadmap_lever_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "sector_path",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("activity_unit", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("ambition", sa.String(length=40), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("allows_rise", sa.Boolean(), nullable=False),
        sa.Column("years", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_sector_path_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_path")),
        sa.UniqueConstraint("owner_org_id", "name", name=op.f("uq_sector_path_owner_org_id_name")),
    )
    with op.batch_alter_table("sector_path", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sector_path_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "submission_basis",
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_submission_basis_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_basis")),
        sa.UniqueConstraint("owner_org_id", name=op.f("uq_submission_basis_owner_org_id")),
    )
    with op.batch_alter_table("submission_basis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_basis_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "base_year_change",
        sa.Column("inventory_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("tonnes", sa.String(length=64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inventory_id"], ["group_inventory.id"], name=op.f("fk_base_year_change_inventory_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_base_year_change_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_year_change")),
    )
    with op.batch_alter_table("base_year_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_base_year_change_inventory_id"), ["inventory_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_base_year_change_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "boundary_change",
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("entity_code", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["boundary_entity.id"], name=op.f("fk_boundary_change_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_boundary_change_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_change")),
    )
    with op.batch_alter_table("boundary_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_boundary_change_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_boundary_change_from_day"), ["from_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_boundary_change_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "boundary_standing",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("share", sa.String(length=64), nullable=False),
        sa.Column("has_operational_control", sa.Boolean(), nullable=False),
        sa.Column("has_financial_control", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["boundary_entity.id"], name=op.f("fk_boundary_standing_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_boundary_standing_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_standing")),
    )
    with op.batch_alter_table("boundary_standing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_boundary_standing_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_boundary_standing_owner_org_id"), ["owner_org_id"], unique=False)

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
        "group_inventory_citation",
        sa.Column("inventory_id", sa.Integer(), nullable=False),
        sa.Column("cited_case_id", sa.Integer(), nullable=False),
        sa.Column("case_code", sa.String(length=20), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("contract_sha256", sa.String(length=64), nullable=False),
        sa.Column("statement_sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("inclusion", sa.String(length=64), nullable=False),
        sa.Column("tonnes", sa.String(length=64), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cited_case_id"],
            ["verification_case.id"],
            name=op.f("fk_group_inventory_citation_cited_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["inventory_id"], ["group_inventory.id"], name=op.f("fk_group_inventory_citation_inventory_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_group_inventory_citation_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_inventory_citation")),
        sa.UniqueConstraint(
            "inventory_id",
            "cited_case_id",
            name=op.f("uq_group_inventory_citation_inventory_id_cited_case_id"),
        ),
    )
    with op.batch_alter_table("group_inventory_citation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_inventory_citation_cited_case_id"), ["cited_case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_group_inventory_citation_inventory_id"), ["inventory_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_group_inventory_citation_owner_org_id"), ["owner_org_id"], unique=False
        )

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
        "milestone",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("closes_from", sa.String(length=40), nullable=False),
        sa.Column("closes_with", sa.Text(), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=True),
        sa.Column("planned_due", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("clock", sa.String(length=40), nullable=True),
        sa.Column("starts_clock", sa.String(length=40), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=True),
        sa.Column("owner_person_id", sa.Integer(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_milestone_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_person_id"], ["person.id"], name=op.f("fk_milestone_owner_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("owner_org_id", "code", name=op.f("uq_milestone_owner_org_id_code")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "recalculation_task",
        sa.Column("inventory_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_how", sa.Text(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inventory_id"], ["group_inventory.id"], name=op.f("fk_recalculation_task_inventory_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_recalculation_task_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalculation_task")),
        sa.UniqueConstraint("inventory_id", "key", name=op.f("uq_recalculation_task_inventory_id_key")),
    )
    with op.batch_alter_table("recalculation_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recalculation_task_inventory_id"), ["inventory_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_recalculation_task_owner_org_id"), ["owner_org_id"], unique=False
        )

    op.create_table(
        "roadmap_measure",
        sa.Column("lever_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("baseline_mwh", sa.String(length=64), nullable=False),
        sa.Column("measured_mwh", sa.String(length=64), nullable=False),
        sa.Column("factor", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lever_id"], ["roadmap_lever.id"], name=op.f("fk_roadmap_measure_lever_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_roadmap_measure_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_measure")),
        sa.UniqueConstraint("lever_id", "year", name=op.f("uq_roadmap_measure_lever_id_year")),
    )
    with op.batch_alter_table("roadmap_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roadmap_measure_lever_id"), ["lever_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roadmap_measure_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "sbt_package",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier_version.id"], name=op.f("fk_sbt_package_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_sbt_package_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sbt_package")),
        sa.UniqueConstraint("owner_org_id", "number", name=op.f("uq_sbt_package_owner_org_id_number")),
    )
    with op.batch_alter_table("sbt_package", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sbt_package_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sbt_package_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("rule_set_id", sa.String(length=20), nullable=False),
        sa.Column("inventory_id", sa.Integer(), nullable=True),
        sa.Column("path_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("validated_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inventory_id"], ["group_inventory.id"], name=op.f("fk_target_inventory_id")
        ),
        sa.ForeignKeyConstraint(["owner_org_id"], ["organisation.id"], name=op.f("fk_target_owner_org_id")),
        sa.ForeignKeyConstraint(["path_id"], ["sector_path.id"], name=op.f("fk_target_path_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_target_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("owner_org_id", "code", name=op.f("uq_target_owner_org_id_code")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_inventory_id"), ["inventory_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_path_id"), ["path_id"], unique=False)

    op.create_table(
        "validation_submission",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("booked_for", sa.Date(), nullable=True),
        sa.Column("first_submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("portal_reference", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_submission_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_validation_submission_prepared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_submission")),
        sa.UniqueConstraint(
            "owner_org_id", "number", name=op.f("uq_validation_submission_owner_org_id_number")
        ),
    )
    with op.batch_alter_table("validation_submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_validation_submission_owner_org_id"), ["owner_org_id"], unique=False
        )

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
        "milestone_answer",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["boundary_entity.id"], name=op.f("fk_milestone_answer_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_answer_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_milestone_answer_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_answer")),
    )
    with op.batch_alter_table("milestone_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_answer_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_answer_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_answer_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "milestone_closing",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("acted_by", sa.Text(), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_closing_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_milestone_closing_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_closing")),
    )
    with op.batch_alter_table("milestone_closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_closing_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_closing_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "milestone_reminder",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["boundary_entity.id"], name=op.f("fk_milestone_reminder_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_reminder_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_milestone_reminder_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_reminder")),
    )
    with op.batch_alter_table("milestone_reminder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_milestone_reminder_owner_org_id"), ["owner_org_id"], unique=False
        )
        batch_op.create_index("ix_milestone_reminder_unit", ["milestone_id", "entity_id"], unique=False)

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
        "roadmap_basis",
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("interest", sa.String(length=64), nullable=False),
        sa.Column("inventory_factor", sa.String(length=64), nullable=True),
        sa.Column("factor_source", sa.Text(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_roadmap_basis_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_roadmap_basis_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_basis")),
        sa.UniqueConstraint("owner_org_id", name=op.f("uq_roadmap_basis_owner_org_id")),
    )
    with op.batch_alter_table("roadmap_basis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roadmap_basis_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "target_version",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_target_version_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_target_version_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_version")),
        sa.UniqueConstraint("target_id", "number", name=op.f("uq_target_version_target_id_number")),
    )
    with op.batch_alter_table("target_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_version_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_version_target_id"), ["target_id"], unique=False)

    op.create_table(
        "target_year",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("actual", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_target_year_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_target_year_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_year")),
        sa.UniqueConstraint("target_id", "year", name=op.f("uq_target_year_target_id_year")),
    )
    with op.batch_alter_table("target_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_year_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_year_target_id"), ["target_id"], unique=False)

    op.create_table(
        "validation_query",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("deputy", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_validation_query_deputy_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_validation_query_holder_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_query_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["validation_submission.id"], name=op.f("fk_validation_query_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_query")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_validation_query_submission_id_number")),
    )
    with op.batch_alter_table("validation_query", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_validation_query_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_validation_query_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_validation_query_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "validation_round",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_round_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["validation_submission.id"], name=op.f("fk_validation_round_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_round")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_validation_round_submission_id_number")),
    )
    with op.batch_alter_table("validation_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_validation_round_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_validation_round_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "validation_step",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_step_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["validation_submission.id"], name=op.f("fk_validation_step_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_step")),
    )
    with op.batch_alter_table("validation_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_validation_step_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_validation_step_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "validation_target",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_target_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["validation_submission.id"], name=op.f("fk_validation_target_submission_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_validation_target_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_target")),
        sa.UniqueConstraint(
            "submission_id", "target_id", name=op.f("uq_validation_target_submission_id_target_id")
        ),
    )
    with op.batch_alter_table("validation_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_validation_target_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_validation_target_submission_id"), ["submission_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_validation_target_target_id"), ["target_id"], unique=False)

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

    op.create_table(
        "milestone_evidence",
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["milestone_closing.id"], name=op.f("fk_milestone_evidence_closing_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_milestone_evidence_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_evidence")),
    )
    with op.batch_alter_table("milestone_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_evidence_closing_id"), ["closing_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_milestone_evidence_owner_org_id"), ["owner_org_id"], unique=False
        )

    op.create_table(
        "milestone_unit",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("is_waived", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["milestone_closing.id"], name=op.f("fk_milestone_unit_closing_id")
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["boundary_entity.id"], name=op.f("fk_milestone_unit_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_unit_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_milestone_unit_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_unit")),
    )
    with op.batch_alter_table("milestone_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_unit_closing_id"), ["closing_id"], unique=False)
        batch_op.create_index(
            "ix_milestone_unit_counted", ["milestone_id", "entity_id", "ended_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_milestone_unit_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_unit_owner_org_id"), ["owner_org_id"], unique=False)

    op.create_table(
        "validation_query_said",
        sa.Column("query_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_query_said_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["query_id"], ["validation_query.id"], name=op.f("fk_validation_query_said_query_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_query_said")),
        sa.UniqueConstraint(
            "query_id", "turn", "is_answer", name=op.f("uq_validation_query_said_query_id_turn_is_answer")
        ),
    )
    with op.batch_alter_table("validation_query_said", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_validation_query_said_owner_org_id"), ["owner_org_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_validation_query_said_query_id"), ["query_id"], unique=False)

    op.create_table(
        "validation_file",
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("said_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("version_code", sa.String(length=24), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_org_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment_note.id"], name=op.f("fk_validation_file_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_validation_file_owner_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["said_id"], ["validation_query_said.id"], name=op.f("fk_validation_file_said_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["validation_step.id"], name=op.f("fk_validation_file_step_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["validation_submission.id"], name=op.f("fk_validation_file_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_file")),
    )
    with op.batch_alter_table("validation_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_validation_file_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_validation_file_owner_org_id"), ["owner_org_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_validation_file_said_id"), ["said_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_validation_file_step_id"), ["step_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_validation_file_submission_id"), ["submission_id"], unique=False)

    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_made", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("file_changed", sa.String(length=40), nullable=True))

    with op.batch_alter_table("verification_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_group_case", sa.Boolean(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("verification_case", schema=None) as batch_op:
        batch_op.drop_column("is_group_case")

    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_column("file_changed")
        batch_op.drop_column("file_made")

    with op.batch_alter_table("validation_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_file_submission_id"))
        batch_op.drop_index(batch_op.f("ix_validation_file_step_id"))
        batch_op.drop_index(batch_op.f("ix_validation_file_said_id"))
        batch_op.drop_index(batch_op.f("ix_validation_file_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_validation_file_commitment_id"))

    op.drop_table("validation_file")
    with op.batch_alter_table("validation_query_said", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_query_said_query_id"))
        batch_op.drop_index(batch_op.f("ix_validation_query_said_owner_org_id"))

    op.drop_table("validation_query_said")
    with op.batch_alter_table("milestone_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_unit_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_unit_entity_id"))
        batch_op.drop_index("ix_milestone_unit_counted")
        batch_op.drop_index(batch_op.f("ix_milestone_unit_closing_id"))

    op.drop_table("milestone_unit")
    with op.batch_alter_table("milestone_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_evidence_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_evidence_closing_id"))

    op.drop_table("milestone_evidence")
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
    with op.batch_alter_table("validation_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_target_target_id"))
        batch_op.drop_index(batch_op.f("ix_validation_target_submission_id"))
        batch_op.drop_index(batch_op.f("ix_validation_target_owner_org_id"))

    op.drop_table("validation_target")
    with op.batch_alter_table("validation_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_step_submission_id"))
        batch_op.drop_index(batch_op.f("ix_validation_step_owner_org_id"))

    op.drop_table("validation_step")
    with op.batch_alter_table("validation_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_round_submission_id"))
        batch_op.drop_index(batch_op.f("ix_validation_round_owner_org_id"))

    op.drop_table("validation_round")
    with op.batch_alter_table("validation_query", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_query_submission_id"))
        batch_op.drop_index(batch_op.f("ix_validation_query_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_validation_query_due"))

    op.drop_table("validation_query")
    with op.batch_alter_table("target_year", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_year_target_id"))
        batch_op.drop_index(batch_op.f("ix_target_year_owner_org_id"))

    op.drop_table("target_year")
    with op.batch_alter_table("target_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_version_target_id"))
        batch_op.drop_index(batch_op.f("ix_target_version_owner_org_id"))

    op.drop_table("target_version")
    with op.batch_alter_table("roadmap_basis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roadmap_basis_owner_org_id"))

    op.drop_table("roadmap_basis")
    with op.batch_alter_table("requested_months", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requested_months_request_id"))
        batch_op.drop_index(batch_op.f("ix_requested_months_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_requested_months_case_id"))

    op.drop_table("requested_months")
    with op.batch_alter_table("milestone_reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_milestone_reminder_unit")
        batch_op.drop_index(batch_op.f("ix_milestone_reminder_owner_org_id"))

    op.drop_table("milestone_reminder")
    with op.batch_alter_table("milestone_closing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_closing_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_closing_milestone_id"))

    op.drop_table("milestone_closing")
    with op.batch_alter_table("milestone_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_answer_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_answer_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_answer_entity_id"))

    op.drop_table("milestone_answer")
    with op.batch_alter_table("consolidated_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consolidated_statement_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_consolidated_statement_case_id"))

    op.drop_table("consolidated_statement")
    with op.batch_alter_table("validation_submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_validation_submission_owner_org_id"))

    op.drop_table("validation_submission")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_path_id"))
        batch_op.drop_index(batch_op.f("ix_target_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_target_inventory_id"))

    op.drop_table("target")
    with op.batch_alter_table("sbt_package", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sbt_package_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_sbt_package_dossier_id"))

    op.drop_table("sbt_package")
    with op.batch_alter_table("roadmap_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roadmap_measure_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_roadmap_measure_lever_id"))

    op.drop_table("roadmap_measure")
    with op.batch_alter_table("recalculation_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recalculation_task_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_recalculation_task_inventory_id"))

    op.drop_table("recalculation_task")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_owner_org_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("meter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meter_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_meter_case_id"))

    op.drop_table("meter")
    with op.batch_alter_table("intra_group_elimination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intra_group_elimination_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_intra_group_elimination_case_id"))

    op.drop_table("intra_group_elimination")
    with op.batch_alter_table("group_inventory_citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_inventory_citation_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_group_inventory_citation_inventory_id"))
        batch_op.drop_index(batch_op.f("ix_group_inventory_citation_cited_case_id"))

    op.drop_table("group_inventory_citation")
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
    with op.batch_alter_table("boundary_standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_boundary_standing_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_boundary_standing_entity_id"))

    op.drop_table("boundary_standing")
    with op.batch_alter_table("boundary_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_boundary_change_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_boundary_change_from_day"))
        batch_op.drop_index(batch_op.f("ix_boundary_change_entity_id"))

    op.drop_table("boundary_change")
    with op.batch_alter_table("base_year_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_base_year_change_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_base_year_change_inventory_id"))

    op.drop_table("base_year_change")
    with op.batch_alter_table("submission_basis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_basis_owner_org_id"))

    op.drop_table("submission_basis")
    with op.batch_alter_table("sector_path", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sector_path_owner_org_id"))

    op.drop_table("sector_path")
    with op.batch_alter_table("roadmap_lever", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roadmap_lever_owner_org_id"))

    op.drop_table("roadmap_lever")
    with op.batch_alter_table("roadmap_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roadmap_claim_owner_org_id"))

    op.drop_table("roadmap_claim")
    with op.batch_alter_table("roadmap_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roadmap_activity_owner_org_id"))

    op.drop_table("roadmap_activity")
    with op.batch_alter_table("programme_chart_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_chart_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_programme_chart_unit_owner_org_id"))

    op.drop_table("programme_chart_unit")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_owner_org_id"))

    op.drop_table("programme")
    with op.batch_alter_table("group_inventory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_inventory_owner_org_id"))

    op.drop_table("group_inventory")
    with op.batch_alter_table("dossier_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_version_owner_org_id"))

    op.drop_table("dossier_version")
    with op.batch_alter_table("dossier_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_facts_owner_org_id"))

    op.drop_table("dossier_facts")
    with op.batch_alter_table("commitment_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_note_owner_org_id"))

    op.drop_table("commitment_note")
    with op.batch_alter_table("boundary_entity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_boundary_entity_owner_org_id"))
        batch_op.drop_index(batch_op.f("ix_boundary_entity_organisation_id"))

    op.drop_table("boundary_entity")
