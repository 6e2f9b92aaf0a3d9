"""First tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = 'first_tables'
down_revision = None
branch_labels = None
depends_on = None


def append_only(table: str, dialect: str) -> tuple[str, ...]:
    """Statements that make the database refuse to change or delete rows of the trail."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            for act in ("UPDATE", "DELETE")
        )
    return (
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    )


def upgrade() -> None:
    op.create_table('audit_stream',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('head_seq', sa.Integer(), nullable=False),
    sa.Column('head_hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_stream')),
    sa.UniqueConstraint('name', name=op.f('uq_audit_stream_name'))
    )
    op.create_table('organisation',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_local', sa.Text(), nullable=True),
    sa.Column('registration_id', sa.String(length=60), nullable=True),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('accreditation_number', sa.String(length=60), nullable=True),
    sa.Column('accreditation_scope', sa.Text(), nullable=True),
    sa.Column('number_prefix', sa.String(length=12), nullable=True),
    sa.Column('zone', sa.String(length=60), nullable=False),
    sa.Column('holidays', sa.Text(), nullable=False),
    sa.Column('makeup_workdays', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['organisation.id'], name=op.f('fk_organisation_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_parent_id'), ['parent_id'], unique=False)

    op.create_table('sign_in_attempt',
    sa.Column('account_hash', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('succeeded', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_account_hash'), ['account_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_address'), ['address'], unique=False)

    op.create_table('audit_event',
    sa.Column('stream_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.Text(), nullable=False),
    sa.Column('verb', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('for_client', sa.Boolean(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('prev', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['stream_id'], ['audit_stream.id'], name=op.f('fk_audit_event_stream_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event')),
    sa.UniqueConstraint('stream_id', 'seq', name=op.f('uq_audit_event_stream_id_seq'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_event_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_stream_id'), ['stream_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_subject'), ['subject'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_verb'), ['verb'], unique=False)

    op.create_table('number_series',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('prefix', sa.String(length=12), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_number_series_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_series')),
    sa.UniqueConstraint('owner_org_id', 'year', name=op.f('uq_number_series_owner_org_id_year'))
    )
    with op.batch_alter_table('number_series', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_number_series_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('person',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_local', sa.Text(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_person_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('verification_case',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('is_suspended', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('client_org_id', sa.Integer(), nullable=True),
    sa.Column('responsible_party_org_id', sa.Integer(), nullable=True),
    sa.Column('group_org_id', sa.Integer(), nullable=True),
    sa.Column('intended_users', sa.Text(), nullable=True),
    sa.Column('period_start', sa.Date(), nullable=True),
    sa.Column('period_end', sa.Date(), nullable=True),
    sa.Column('is_base_year', sa.Boolean(), nullable=False),
    sa.Column('is_first_verification', sa.Boolean(), nullable=False),
    sa.Column('edition', sa.String(length=60), nullable=False),
    sa.Column('programme', sa.Text(), nullable=True),
    sa.Column('netting', sa.String(length=40), nullable=False),
    sa.Column('must_correct_all', sa.Boolean(), nullable=False),
    sa.Column('reviewer_outside_client', sa.Boolean(), nullable=False),
    sa.Column('look_back_years', sa.Integer(), nullable=False),
    sa.Column('pervasive_share', sa.String(length=64), nullable=False),
    sa.Column('required_competences', sa.Text(), nullable=False),
    sa.Column('sites', sa.Text(), nullable=True),
    sa.Column('categories', sa.Text(), nullable=False),
    sa.Column('activity_description', sa.Text(), nullable=True),
    sa.Column('applied_on', sa.Date(), nullable=True),
    sa.Column('body_cleared_on', sa.Date(), nullable=True),
    sa.Column('body_clearance', sa.Text(), nullable=True),
    sa.Column('one_person_waiver', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['client_org_id'], ['organisation.id'], name=op.f('fk_verification_case_client_org_id')),
    sa.ForeignKeyConstraint(['group_org_id'], ['organisation.id'], name=op.f('fk_verification_case_group_org_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_verification_case_owner_org_id')),
    sa.ForeignKeyConstraint(['responsible_party_org_id'], ['organisation.id'], name=op.f('fk_verification_case_responsible_party_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verification_case')),
    sa.UniqueConstraint('code', name=op.f('uq_verification_case_code'))
    )
    with op.batch_alter_table('verification_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verification_case_group_org_id'), ['group_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_case_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_case_responsible_party_org_id'), ['responsible_party_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_case_state'), ['state'], unique=False)

    op.create_table('activity',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('source_codes', sa.Text(), nullable=False),
    sa.Column('assertion', sa.String(length=40), nullable=False),
    sa.Column('technique', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('population', sa.Text(), nullable=True),
    sa.Column('sampling_method', sa.Text(), nullable=True),
    sa.Column('evidence_requested', sa.Text(), nullable=True),
    sa.Column('assigned_to', sa.Text(), nullable=True),
    sa.Column('assigned_to_id', sa.Integer(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('work', sa.Text(), nullable=True),
    sa.Column('result', sa.String(length=40), nullable=False),
    sa.Column('conclusion', sa.Text(), nullable=True),
    sa.Column('finding_codes', sa.Text(), nullable=False),
    sa.Column('evidence_codes', sa.Text(), nullable=False),
    sa.Column('prepared_by', sa.Text(), nullable=True),
    sa.Column('prepared_by_id', sa.Integer(), nullable=True),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.Text(), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_content', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assigned_to_id'], ['person.id'], name=op.f('fk_activity_assigned_to_id')),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_activity_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_activity_owner_org_id')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['person.id'], name=op.f('fk_activity_prepared_by_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['person.id'], name=op.f('fk_activity_reviewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_activity_case_id_code'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('agreement',
    sa.Column('objectives', sa.Text(), nullable=True),
    sa.Column('criteria', sa.Text(), nullable=True),
    sa.Column('organisational_boundary', sa.Text(), nullable=True),
    sa.Column('consolidation_approach', sa.String(length=40), nullable=True),
    sa.Column('scope_sites', sa.Text(), nullable=True),
    sa.Column('scope_categories', sa.Text(), nullable=True),
    sa.Column('gases', sa.Text(), nullable=True),
    sa.Column('site_visit_plan', sa.Text(), nullable=True),
    sa.Column('timetable_start', sa.Date(), nullable=True),
    sa.Column('timetable_end', sa.Date(), nullable=True),
    sa.Column('access_and_confidentiality', sa.Text(), nullable=True),
    sa.Column('fees', sa.Text(), nullable=True),
    sa.Column('use_of_statement', sa.Text(), nullable=True),
    sa.Column('later_facts_rule', sa.Text(), nullable=True),
    sa.Column('restriction_on_use', sa.Text(), nullable=True),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('prevailing_language', sa.String(length=12), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('framework_reference', sa.Text(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_agreement_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_agreement_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement'))
    )
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('assurance_group',
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('categories', sa.Text(), nullable=False),
    sa.Column('engagement_type', sa.String(length=40), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('threshold_percent', sa.String(length=64), nullable=False),
    sa.Column('performance_share', sa.String(length=64), nullable=False),
    sa.Column('qualitative_materiality', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_assurance_group_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_assurance_group_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assurance_group')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_assurance_group_case_id_code'))
    )
    with op.batch_alter_table('assurance_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assurance_group_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assurance_group_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('case_code',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=4), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_case_code_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_code')),
    sa.UniqueConstraint('case_id', 'series', name=op.f('uq_case_code_case_id_series'))
    )
    with op.batch_alter_table('case_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_code_case_id'), ['case_id'], unique=False)

    op.create_table('case_grant',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_case_grant_case_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_case_grant_organisation_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_case_grant_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_grant_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_grant'))
    )
    with op.batch_alter_table('case_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_grant_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_person_id'), ['person_id'], unique=False)

    op.create_table('certificate_claim',
    sa.Column('certificate', sa.String(length=120), nullable=False),
    sa.Column('claimant', sa.Text(), nullable=False),
    sa.Column('mwh', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_certificate_claim_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_certificate_claim_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_claim')),
    sa.UniqueConstraint('case_id', 'certificate', name=op.f('uq_certificate_claim_case_id_certificate'))
    )
    with op.batch_alter_table('certificate_claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_claim_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_claim_certificate'), ['certificate'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_claim_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('check_result',
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('numbers', sa.Text(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('finding_code', sa.String(length=12), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_check_result_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_check_result_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_result'))
    )
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_result_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_result_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_result_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_result_subject'), ['subject'], unique=False)

    op.create_table('competence',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('area', sa.String(length=40), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_competence_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_competence_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competence'))
    )
    with op.batch_alter_table('competence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_competence_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_competence_person_id'), ['person_id'], unique=False)

    op.create_table('demo_card',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('role_words', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('passphrase', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_demo_card_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_card')),
    sa.UniqueConstraint('person_id', name=op.f('uq_demo_card_person_id'))
    )
    op.create_table('deputy',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_deputy_deputy_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_deputy_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_deputy_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deputy'))
    )
    with op.batch_alter_table('deputy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deputy_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deputy_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deputy_person_id'), ['person_id'], unique=False)

    op.create_table('document',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('reliability', sa.String(length=40), nullable=False),
    sa.Column('entity_name', sa.Text(), nullable=True),
    sa.Column('period_start', sa.Date(), nullable=True),
    sa.Column('period_end', sa.Date(), nullable=True),
    sa.Column('is_confidential', sa.Boolean(), nullable=False),
    sa.Column('is_intake_declared_complete', sa.Boolean(), nullable=False),
    sa.Column('request_code', sa.String(length=12), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('state_reason', sa.Text(), nullable=True),
    sa.Column('current_version', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_document_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_document_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_document_case_id_code'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('evaluation',
    sa.Column('statement_version', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('computed_by', sa.Text(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('risk_reassessment', sa.Text(), nullable=True),
    sa.Column('controls_assessment', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_evaluation_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_evaluation_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation'))
    )
    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('evidence_request',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('item', sa.Text(), nullable=False),
    sa.Column('activity_code', sa.String(length=12), nullable=True),
    sa.Column('reserved_code', sa.String(length=12), nullable=True),
    sa.Column('owner_name', sa.Text(), nullable=False),
    sa.Column('asked_of_org_id', sa.Integer(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('asked_again_on', sa.Text(), nullable=False),
    sa.Column('asked_again_because', sa.Text(), nullable=True),
    sa.Column('reminded_on', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('document_codes', sa.Text(), nullable=False),
    sa.Column('finding_code', sa.String(length=12), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_of_org_id'], ['organisation.id'], name=op.f('fk_evidence_request_asked_of_org_id')),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_evidence_request_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_evidence_request_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_request')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_evidence_request_case_id_code'))
    )
    with op.batch_alter_table('evidence_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_request_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_request_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('finding',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subtype', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('is_misstatement', sa.Boolean(), nullable=False),
    sa.Column('reminded_on', sa.Text(), nullable=False),
    sa.Column('is_nonconformity', sa.Boolean(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('requirement', sa.Text(), nullable=False),
    sa.Column('gap', sa.Text(), nullable=False),
    sa.Column('statement_version', sa.Integer(), nullable=True),
    sa.Column('claimed_value', sa.Text(), nullable=True),
    sa.Column('verifier_value', sa.Text(), nullable=True),
    sa.Column('group_code', sa.String(length=4), nullable=True),
    sa.Column('net', sa.String(length=64), nullable=True),
    sa.Column('net_market', sa.String(length=64), nullable=True),
    sa.Column('is_projected', sa.Boolean(), nullable=False),
    sa.Column('sample_code', sa.String(length=12), nullable=True),
    sa.Column('is_correctable', sa.Boolean(), nullable=False),
    sa.Column('is_qualitatively_material', sa.Boolean(), nullable=False),
    sa.Column('is_fundamental', sa.Boolean(), nullable=False),
    sa.Column('users_must_know', sa.Boolean(), nullable=False),
    sa.Column('qualitative_ruling', sa.Text(), nullable=True),
    sa.Column('is_systematic', sa.Boolean(), nullable=False),
    sa.Column('extent_test', sa.Text(), nullable=True),
    sa.Column('may_lead_to_adverse', sa.Boolean(), nullable=False),
    sa.Column('is_confidential', sa.Boolean(), nullable=False),
    sa.Column('evidence_absent', sa.Text(), nullable=True),
    sa.Column('addressee_org_id', sa.Integer(), nullable=True),
    sa.Column('raised_by', sa.Text(), nullable=False),
    sa.Column('raised_by_id', sa.Integer(), nullable=True),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by_check', sa.String(length=8), nullable=True),
    sa.Column('issued_by', sa.Text(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('is_extended', sa.Boolean(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('resolution', sa.Text(), nullable=True),
    sa.Column('closed_by', sa.Text(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('corrected_in_version', sa.Integer(), nullable=True),
    sa.Column('remainder', sa.String(length=64), nullable=True),
    sa.Column('remainder_reason', sa.Text(), nullable=True),
    sa.Column('converted_from', sa.String(length=12), nullable=True),
    sa.Column('converted_to', sa.String(length=12), nullable=True),
    sa.Column('reopened_reason', sa.Text(), nullable=True),
    sa.Column('carried_due', sa.Date(), nullable=True),
    sa.Column('carried_from', sa.String(length=40), nullable=True),
    sa.Column('carried_from_id', sa.Integer(), nullable=True),
    sa.Column('carried_into', sa.String(length=40), nullable=True),
    sa.Column('unverified_tonnes', sa.String(length=64), nullable=True),
    sa.Column('gap_categories', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['addressee_org_id'], ['organisation.id'], name=op.f('fk_finding_addressee_org_id')),
    sa.ForeignKeyConstraint(['carried_from_id'], ['finding.id'], name=op.f('fk_finding_carried_from_id')),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_finding_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_finding_owner_org_id')),
    sa.ForeignKeyConstraint(['raised_by_id'], ['person.id'], name=op.f('fk_finding_raised_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('case_id', 'carried_from_id', name=op.f('uq_finding_case_id_carried_from_id')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_finding_case_id_code'))
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_state'), ['state'], unique=False)

    op.create_table('impartiality_declaration',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('is_cleared', sa.Boolean(), nullable=False),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cleared_by', sa.Text(), nullable=True),
    sa.Column('clearance_reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_impartiality_declaration_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_impartiality_declaration_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_impartiality_declaration_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impartiality_declaration'))
    )
    with op.batch_alter_table('impartiality_declaration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_impartiality_declaration_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_impartiality_declaration_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_impartiality_declaration_person_id'), ['person_id'], unique=False)

    op.create_table('invitation',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('role_ends', sa.Date(), nullable=True),
    sa.Column('invited_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invited_by'], ['person.id'], name=op.f('fk_invitation_invited_by')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_invitation_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('job',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('args', sa.Text(), nullable=False),
    sa.Column('lane', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('owner_org_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('progress_of', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_job_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_job_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index('ix_job_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('mail',
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_mail_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_person_id'), ['person_id'], unique=False)

    op.create_table('membership',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_membership_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    op.create_table('person_key',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('pkcs12', sa.LargeBinary(), nullable=False),
    sa.Column('certificate', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.String(length=100), nullable=False),
    sa.Column('serial', sa.String(length=60), nullable=False),
    sa.Column('valid_to', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_person_key_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_key_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_key'))
    )
    with op.batch_alter_table('person_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_key_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_key_person_id'), ['person_id'], unique=False)

    op.create_table('personal_settings',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('mail_assignments', sa.Boolean(), nullable=False),
    sa.Column('mail_reminders', sa.Boolean(), nullable=False),
    sa.Column('theme', sa.String(length=10), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_personal_settings_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_personal_settings_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_settings')),
    sa.UniqueConstraint('person_id', name=op.f('uq_personal_settings_person_id'))
    )
    with op.batch_alter_table('personal_settings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_personal_settings_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('representation_letter',
    sa.Column('statement_version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('uncorrected_reasons', sa.Text(), nullable=True),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document_code', sa.String(length=12), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_representation_letter_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_representation_letter_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_representation_letter'))
    )
    with op.batch_alter_table('representation_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_representation_letter_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_representation_letter_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('risk',
    sa.Column('source_code', sa.String(length=12), nullable=False),
    sa.Column('assertion', sa.String(length=40), nullable=False),
    sa.Column('inherent', sa.Integer(), nullable=False),
    sa.Column('control', sa.Integer(), nullable=False),
    sa.Column('is_control_tested', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_risk_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_risk_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk')),
    sa.UniqueConstraint('case_id', 'source_code', 'assertion', name=op.f('uq_risk_case_id_source_code_assertion'))
    )
    with op.batch_alter_table('risk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('sample',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('activity_code', sa.String(length=12), nullable=False),
    sa.Column('source_code', sa.String(length=12), nullable=False),
    sa.Column('method', sa.String(length=12), nullable=False),
    sa.Column('method_reason', sa.Text(), nullable=False),
    sa.Column('population', sa.Text(), nullable=False),
    sa.Column('population_document_code', sa.String(length=12), nullable=True),
    sa.Column('population_sha256', sa.String(length=64), nullable=False),
    sa.Column('population_file_sha256', sa.String(length=64), nullable=True),
    sa.Column('population_factors', sa.Text(), nullable=True),
    sa.Column('population_tonnes', sa.String(length=64), nullable=False),
    sa.Column('record_count', sa.Integer(), nullable=False),
    sa.Column('tolerable', sa.String(length=64), nullable=False),
    sa.Column('expected', sa.String(length=64), nullable=False),
    sa.Column('risk_percent', sa.String(length=64), nullable=False),
    sa.Column('reliability_factor', sa.String(length=64), nullable=False),
    sa.Column('expansion_factor', sa.String(length=64), nullable=False),
    sa.Column('interval', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('start', sa.String(length=64), nullable=False),
    sa.Column('start_reason', sa.Text(), nullable=True),
    sa.Column('seed', sa.String(length=80), nullable=True),
    sa.Column('uniform', sa.String(length=64), nullable=True),
    sa.Column('drawn_by', sa.Text(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaces', sa.String(length=12), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('evaluated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('projected', sa.String(length=64), nullable=True),
    sa.Column('known', sa.String(length=64), nullable=True),
    sa.Column('upper_over', sa.String(length=64), nullable=True),
    sa.Column('upper_under', sa.String(length=64), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_sample_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_sample_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sample')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_sample_case_id_code'))
    )
    with op.batch_alter_table('sample', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sample_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sample_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('second_factor_use',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('mail_code_hash', sa.String(length=64), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_used', sa.Boolean(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_factor_use_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_factor_use')),
    sa.UniqueConstraint('person_id', 'step', name=op.f('uq_second_factor_use_person_id_step'))
    )
    with op.batch_alter_table('second_factor_use', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_factor_use_person_id'), ['person_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('totp_secret', sa.Text(), nullable=True),
    sa.Column('is_totp_confirmed', sa.Boolean(), nullable=False),
    sa.Column('recovery_codes', sa.Text(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_sign_in_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('person_id', name=op.f('uq_sign_in_person_id'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('signature_act',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('person_role', sa.Text(), nullable=False),
    sa.Column('organisation_name', sa.Text(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('scan_document_code', sa.String(length=20), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_signature_act_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_signature_act_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signature_act_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature_act'))
    )
    with op.batch_alter_table('signature_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_act_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signature_act_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('site_visit',
    sa.Column('site', sa.Text(), nullable=False),
    sa.Column('trigger', sa.String(length=40), nullable=False),
    sa.Column('is_visited', sa.Boolean(), nullable=False),
    sa.Column('mode', sa.String(length=20), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('people', sa.Text(), nullable=True),
    sa.Column('justification', sa.Text(), nullable=True),
    sa.Column('justified_by', sa.Text(), nullable=True),
    sa.Column('notes_document_code', sa.String(length=12), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_site_visit_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_site_visit_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_visit'))
    )
    with op.batch_alter_table('site_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_visit_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_site_visit_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('source',
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('iso_category', sa.Integer(), nullable=False),
    sa.Column('scope_code', sa.String(length=12), nullable=False),
    sa.Column('gases', sa.Text(), nullable=False),
    sa.Column('site', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_source_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_source_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_source_case_id_code'))
    )
    with op.batch_alter_table('source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('statement_version',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('gwp_set', sa.String(length=40), nullable=False),
    sa.Column('gwp_justification', sa.Text(), nullable=True),
    sa.Column('period_start', sa.Date(), nullable=False),
    sa.Column('period_end', sa.Date(), nullable=False),
    sa.Column('prepared_by', sa.Text(), nullable=False),
    sa.Column('prepared_by_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document_code', sa.String(length=20), nullable=True),
    sa.Column('total', sa.String(length=64), nullable=True),
    sa.Column('total_market', sa.String(length=64), nullable=True),
    sa.Column('total_cents', sa.BigInteger(), nullable=True),
    sa.Column('what_changed', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_statement_version_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_statement_version_owner_org_id')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['person.id'], name=op.f('fk_statement_version_prepared_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement_version')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_statement_version_case_id_number'))
    )
    with op.batch_alter_table('statement_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_version_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_statement_version_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('strategic_analysis',
    sa.Column('sector_and_operations', sa.Text(), nullable=True),
    sa.Column('boundary_and_sources', sa.Text(), nullable=True),
    sa.Column('quantification_methods', sa.Text(), nullable=True),
    sa.Column('data_flow_and_controls', sa.Text(), nullable=True),
    sa.Column('changes_and_prior_findings', sa.Text(), nullable=True),
    sa.Column('users_needs', sa.Text(), nullable=True),
    sa.Column('signed_by', sa.Text(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_strategic_analysis_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_strategic_analysis_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategic_analysis'))
    )
    with op.batch_alter_table('strategic_analysis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategic_analysis_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_strategic_analysis_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('team_member',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('is_proposed', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_team_member_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_team_member_owner_org_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_team_member_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_member'))
    )
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_member_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_team_member_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_team_member_person_id'), ['person_id'], unique=False)

    op.create_table('verification_plan',
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('objectives', sa.Text(), nullable=True),
    sa.Column('timetable', sa.Text(), nullable=True),
    sa.Column('team_and_roles', sa.Text(), nullable=True),
    sa.Column('what_is_needed', sa.Text(), nullable=True),
    sa.Column('sources_covered', sa.Text(), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_on_version', sa.Integer(), nullable=True),
    sa.Column('lifted_reason', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_verification_plan_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_verification_plan_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verification_plan'))
    )
    with op.batch_alter_table('verification_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verification_plan_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_plan_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('web_session',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('acting_for_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fresh_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address', sa.String(length=60), nullable=False),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['acting_for_id'], ['person.id'], name=op.f('fk_web_session_acting_for_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_web_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_web_session_token_hash'))
    )
    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_session_person_id'), ['person_id'], unique=False)

    op.create_table('complete_set',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('declared_by', sa.Text(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_complete_set_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_complete_set_owner_org_id')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_complete_set_source_id')),
    sa.ForeignKeyConstraint(['version_id'], ['statement_version.id'], name=op.f('fk_complete_set_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complete_set')),
    sa.UniqueConstraint('version_id', 'source_id', name=op.f('uq_complete_set_version_id_source_id'))
    )
    with op.batch_alter_table('complete_set', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complete_set_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complete_set_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complete_set_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complete_set_version_id'), ['version_id'], unique=False)

    op.create_table('document_version',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('file_kind', sa.String(length=20), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_by', sa.Text(), nullable=False),
    sa.Column('received_by_id', sa.Integer(), nullable=True),
    sa.Column('intake_key', sa.String(length=120), nullable=True),
    sa.Column('came_in', sa.Text(), nullable=True),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('reading_sha256', sa.String(length=64), nullable=True),
    sa.Column('reader', sa.String(length=60), nullable=True),
    sa.Column('flags', sa.Text(), nullable=False),
    sa.Column('page_facts', sa.Text(), nullable=False),
    sa.Column('has_pictures', sa.Boolean(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_document_version_case_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_version_document_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_document_version_owner_org_id')),
    sa.ForeignKeyConstraint(['received_by_id'], ['person.id'], name=op.f('fk_document_version_received_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_version')),
    sa.UniqueConstraint('case_id', 'intake_key', name=op.f('uq_document_version_case_id_intake_key')),
    sa.UniqueConstraint('document_id', 'number', name=op.f('uq_document_version_document_id_number'))
    )
    with op.batch_alter_table('document_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_version_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_version_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_version_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_version_sha256'), ['sha256'], unique=False)

    op.create_table('draft_opinion',
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('addressee', sa.Text(), nullable=False),
    sa.Column('evidence_summary', sa.Text(), nullable=False),
    sa.Column('controls_assessment', sa.Text(), nullable=False),
    sa.Column('risk_summary', sa.Text(), nullable=False),
    sa.Column('recommendations', sa.Text(), nullable=True),
    sa.Column('report_place', sa.Text(), nullable=False),
    sa.Column('modification_reasons', sa.Text(), nullable=True),
    sa.Column('drafted_by', sa.Text(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_draft_opinion_case_id')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_draft_opinion_evaluation_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_draft_opinion_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_opinion'))
    )
    with op.batch_alter_table('draft_opinion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_opinion_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_opinion_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('effect',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('source_code', sa.String(length=12), nullable=False),
    sa.Column('basis', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.String(length=64), nullable=False),
    sa.Column('is_projected', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_effect_case_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_effect_finding_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_effect_owner_org_id')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_effect_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_effect'))
    )
    with op.batch_alter_table('effect', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_effect_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_effect_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_effect_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_effect_source_id'), ['source_id'], unique=False)

    op.create_table('finding_comment',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_finding_comment_case_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_finding_comment_finding_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_finding_comment_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_comment'))
    )
    with op.batch_alter_table('finding_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_comment_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_comment_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_comment_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('group_conclusion',
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('group_code', sa.String(length=4), nullable=False),
    sa.Column('reported', sa.String(length=64), nullable=False),
    sa.Column('threshold', sa.String(length=64), nullable=False),
    sa.Column('location', sa.Text(), nullable=False),
    sa.Column('market', sa.Text(), nullable=True),
    sa.Column('proposed', sa.String(length=40), nullable=False),
    sa.Column('market_proposed', sa.String(length=40), nullable=True),
    sa.Column('market_ruling', sa.Text(), nullable=True),
    sa.Column('is_market_material', sa.Boolean(), nullable=True),
    sa.Column('decided', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('matter', sa.Text(), nullable=True),
    sa.Column('judgement', sa.Text(), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_ruled_pervasive', sa.Boolean(), nullable=False),
    sa.Column('is_misleading', sa.Boolean(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_group_conclusion_case_id')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_group_conclusion_evaluation_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_group_conclusion_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_conclusion'))
    )
    with op.batch_alter_table('group_conclusion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_conclusion_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_conclusion_evaluation_id'), ['evaluation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_conclusion_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('impartiality_threat',
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('is_consultancy', sa.Boolean(), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=True),
    sa.Column('period_to', sa.Date(), nullable=True),
    sa.Column('risk', sa.String(length=40), nullable=False),
    sa.Column('safeguard', sa.Text(), nullable=True),
    sa.Column('decision', sa.String(length=40), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_impartiality_threat_case_id')),
    sa.ForeignKeyConstraint(['declaration_id'], ['impartiality_declaration.id'], name=op.f('fk_impartiality_threat_declaration_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_impartiality_threat_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impartiality_threat'))
    )
    with op.batch_alter_table('impartiality_threat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_impartiality_threat_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_impartiality_threat_declaration_id'), ['declaration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_impartiality_threat_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('issue',
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision_text', sa.Text(), nullable=False),
    sa.Column('opinion_date', sa.Date(), nullable=False),
    sa.Column('contract_sha256', sa.String(length=64), nullable=False),
    sa.Column('report_body_sha256', sa.String(length=64), nullable=False),
    sa.Column('ghg_contract_sha256', sa.String(length=64), nullable=False),
    sa.Column('statement_version', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('what_changed', sa.Text(), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trail_seq', sa.Integer(), nullable=True),
    sa.Column('trail_head', sa.String(length=64), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_issue_case_id')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_issue_evaluation_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_issue_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue')),
    sa.UniqueConstraint('number', 'revision', name=op.f('uq_issue_number_revision'))
    )
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_number'), ['number'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('notice',
    sa.Column('finding_id', sa.Integer(), nullable=True),
    sa.Column('origin_id', sa.Integer(), nullable=True),
    sa.Column('origin', sa.String(length=40), nullable=True),
    sa.Column('subtype', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_by', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_by', sa.Integer(), nullable=False),
    sa.Column('finding_code', sa.String(length=12), nullable=True),
    sa.Column('set_aside_reason', sa.Text(), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_notice_case_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_notice_finding_id')),
    sa.ForeignKeyConstraint(['origin_id'], ['notice.id'], name=op.f('fk_notice_origin_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_notice_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('case_id', 'origin_id', name=op.f('uq_notice_case_id_origin_id'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('report_item',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_report_item_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_report_item_owner_org_id')),
    sa.ForeignKeyConstraint(['version_id'], ['statement_version.id'], name=op.f('fk_report_item_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_item')),
    sa.UniqueConstraint('version_id', 'key', name=op.f('uq_report_item_version_id_key'))
    )
    with op.batch_alter_table('report_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_item_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_item_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_item_version_id'), ['version_id'], unique=False)

    op.create_table('response',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_refusal', sa.Boolean(), nullable=False),
    sa.Column('root_cause', sa.Text(), nullable=True),
    sa.Column('correction', sa.Text(), nullable=True),
    sa.Column('corrective_action', sa.Text(), nullable=True),
    sa.Column('responded_by', sa.Text(), nullable=False),
    sa.Column('responded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('assessment', sa.Text(), nullable=True),
    sa.Column('assessed_by', sa.Text(), nullable=True),
    sa.Column('assessed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_returned', sa.Boolean(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_response_case_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_response_finding_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_response_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response')),
    sa.UniqueConstraint('finding_id', 'round', name=op.f('uq_response_finding_id_round'))
    )
    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_response_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_response_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_response_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('sample_item',
    sa.Column('sample_id', sa.Integer(), nullable=False),
    sa.Column('record', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('recorded', sa.String(length=64), nullable=False),
    sa.Column('hits', sa.Integer(), nullable=False),
    sa.Column('is_certain', sa.Boolean(), nullable=False),
    sa.Column('verified', sa.String(length=64), nullable=True),
    sa.Column('citation', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_sample_item_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_sample_item_owner_org_id')),
    sa.ForeignKeyConstraint(['sample_id'], ['sample.id'], name=op.f('fk_sample_item_sample_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sample_item'))
    )
    with op.batch_alter_table('sample_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sample_item_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sample_item_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sample_item_sample_id'), ['sample_id'], unique=False)

    op.create_table('sample_population',
    sa.Column('sample_id', sa.Integer(), nullable=False),
    sa.Column('records', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_sample_population_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_sample_population_owner_org_id')),
    sa.ForeignKeyConstraint(['sample_id'], ['sample.id'], name=op.f('fk_sample_population_sample_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sample_population')),
    sa.UniqueConstraint('sample_id', name=op.f('uq_sample_population_sample_id'))
    )
    with op.batch_alter_table('sample_population', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sample_population_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sample_population_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('statement_line',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('activity', sa.String(length=64), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('inputs', sa.Text(), nullable=False),
    sa.Column('factor_source', sa.Text(), nullable=True),
    sa.Column('method', sa.Text(), nullable=True),
    sa.Column('tonnes', sa.String(length=64), nullable=False),
    sa.Column('tonnes_market', sa.String(length=64), nullable=False),
    sa.Column('tonnes_cents', sa.BigInteger(), nullable=False),
    sa.Column('recalculated', sa.String(length=64), nullable=True),
    sa.Column('recalculated_market', sa.String(length=64), nullable=True),
    sa.Column('uncertainty_activity', sa.String(length=64), nullable=True),
    sa.Column('uncertainty_factor', sa.String(length=64), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_statement_line_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_statement_line_owner_org_id')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_statement_line_source_id')),
    sa.ForeignKeyConstraint(['version_id'], ['statement_version.id'], name=op.f('fk_statement_line_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement_line')),
    sa.UniqueConstraint('case_id', 'code', name=op.f('uq_statement_line_case_id_code'))
    )
    with op.batch_alter_table('statement_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_line_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_statement_line_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_statement_line_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_statement_line_version_id'), ['version_id'], unique=False)

    op.create_table('citation',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=True),
    sa.Column('document_code', sa.String(length=12), nullable=False),
    sa.Column('document_version_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('page', sa.Integer(), nullable=True),
    sa.Column('cell', sa.String(length=120), nullable=True),
    sa.Column('box', sa.Text(), nullable=True),
    sa.Column('quote', sa.Text(), nullable=True),
    sa.Column('figure_code', sa.String(length=24), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_citation_case_id')),
    sa.ForeignKeyConstraint(['document_version_id'], ['document_version.id'], name=op.f('fk_citation_document_version_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_citation_finding_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_citation_owner_org_id')),
    sa.ForeignKeyConstraint(['response_id'], ['response.id'], name=op.f('fk_citation_response_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_citation'))
    )
    with op.batch_alter_table('citation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_citation_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_citation_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_citation_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_citation_response_id'), ['response_id'], unique=False)

    op.create_table('cover_sheet',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('seal_sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_cover_sheet_case_id')),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_cover_sheet_issue_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_cover_sheet_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cover_sheet'))
    )
    with op.batch_alter_table('cover_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cover_sheet_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cover_sheet_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cover_sheet_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('factual_check',
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('points', sa.Text(), nullable=True),
    sa.Column('what_became', sa.Text(), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_factual_check_case_id')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft_opinion.id'], name=op.f('fk_factual_check_draft_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_factual_check_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factual_check'))
    )
    with op.batch_alter_table('factual_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_factual_check_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_factual_check_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('figure',
    sa.Column('document_version_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('cell', sa.String(length=120), nullable=True),
    sa.Column('box', sa.Text(), nullable=True),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('read_value', sa.String(length=64), nullable=True),
    sa.Column('value', sa.String(length=64), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=True),
    sa.Column('label', sa.Text(), nullable=True),
    sa.Column('column', sa.Text(), nullable=True),
    sa.Column('meter', sa.String(length=80), nullable=True),
    sa.Column('period_start', sa.Date(), nullable=True),
    sa.Column('period_end', sa.Date(), nullable=True),
    sa.Column('method', sa.String(length=12), nullable=False),
    sa.Column('is_witnessed', sa.Boolean(), nullable=False),
    sa.Column('is_invisible', sa.Boolean(), nullable=False),
    sa.Column('confidence', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('read_right_by', sa.Text(), nullable=True),
    sa.Column('read_right_by_id', sa.Integer(), nullable=True),
    sa.Column('read_right_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rejected_reason', sa.Text(), nullable=True),
    sa.Column('captured_by', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_figure_case_id')),
    sa.ForeignKeyConstraint(['document_version_id'], ['document_version.id'], name=op.f('fk_figure_document_version_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_figure_owner_org_id')),
    sa.ForeignKeyConstraint(['read_right_by_id'], ['person.id'], name=op.f('fk_figure_read_right_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure')),
    sa.UniqueConstraint('document_version_id', 'number', name=op.f('uq_figure_document_version_id_number'))
    )
    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_document_version_id'), ['document_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('independent_review',
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('reviewer', sa.Text(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ticks', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_independent_review_case_id')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft_opinion.id'], name=op.f('fk_independent_review_draft_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_independent_review_owner_org_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_independent_review_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_independent_review'))
    )
    with op.batch_alter_table('independent_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_independent_review_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_independent_review_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('later_fact',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('discovered_on', sa.Date(), nullable=False),
    sa.Column('told_by', sa.Text(), nullable=False),
    sa.Column('source_code', sa.String(length=12), nullable=True),
    sa.Column('effect', sa.String(length=64), nullable=True),
    sa.Column('group_code', sa.String(length=4), nullable=True),
    sa.Column('is_qualitative', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('warned_users', sa.Text(), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_later_fact_case_id')),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_later_fact_issue_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_later_fact_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_later_fact'))
    )
    with op.batch_alter_table('later_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_later_fact_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_later_fact_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_later_fact_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('package',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('profile', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('manifest_sha256', sa.String(length=64), nullable=False),
    sa.Column('built_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_package_case_id')),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_package_issue_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_package_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package')),
    sa.UniqueConstraint('issue_id', 'profile', name=op.f('uq_package_issue_id_profile'))
    )
    with op.batch_alter_table('package', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_package_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_package_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_package_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('printed_field',
    sa.Column('document_version_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('cell', sa.String(length=120), nullable=True),
    sa.Column('box', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_printed_field_case_id')),
    sa.ForeignKeyConstraint(['document_version_id'], ['document_version.id'], name=op.f('fk_printed_field_document_version_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_printed_field_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_field'))
    )
    with op.batch_alter_table('printed_field', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_printed_field_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_printed_field_document_version_id'), ['document_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_printed_field_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('sealed_document',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('rendered_sha256', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('signed_by_lead', sa.Text(), nullable=True),
    sa.Column('lead_signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_signatory', sa.Text(), nullable=True),
    sa.Column('signatory_signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_sealed_document_case_id')),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_sealed_document_issue_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_sealed_document_owner_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_document')),
    sa.UniqueConstraint('issue_id', 'kind', name=op.f('uq_sealed_document_issue_id_kind'))
    )
    with op.batch_alter_table('sealed_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealed_document_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sealed_document_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sealed_document_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('figure_link',
    sa.Column('figure_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('contribution', sa.String(length=64), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('conversion', sa.Text(), nullable=True),
    sa.Column('linked_by', sa.Text(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_figure_link_case_id')),
    sa.ForeignKeyConstraint(['figure_id'], ['figure.id'], name=op.f('fk_figure_link_figure_id')),
    sa.ForeignKeyConstraint(['line_id'], ['statement_line.id'], name=op.f('fk_figure_link_line_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_figure_link_owner_org_id')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_figure_link_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_link'))
    )
    with op.batch_alter_table('figure_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_link_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_link_figure_id'), ['figure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_link_line_id'), ['line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_link_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_link_source_id'), ['source_id'], unique=False)

    op.create_table('figure_test',
    sa.Column('figure_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('activity_code', sa.String(length=12), nullable=True),
    sa.Column('technique', sa.String(length=40), nullable=False),
    sa.Column('result', sa.String(length=40), nullable=False),
    sa.Column('verifier_value', sa.String(length=64), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('tested_by', sa.Text(), nullable=False),
    sa.Column('tested_by_id', sa.Integer(), nullable=False),
    sa.Column('tested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_figure_test_case_id')),
    sa.ForeignKeyConstraint(['figure_id'], ['figure.id'], name=op.f('fk_figure_test_figure_id')),
    sa.ForeignKeyConstraint(['line_id'], ['statement_line.id'], name=op.f('fk_figure_test_line_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_figure_test_owner_org_id')),
    sa.ForeignKeyConstraint(['tested_by_id'], ['person.id'], name=op.f('fk_figure_test_tested_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_test'))
    )
    with op.batch_alter_table('figure_test', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_test_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_test_figure_id'), ['figure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_test_line_id'), ['line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_test_owner_org_id'), ['owner_org_id'], unique=False)

    op.create_table('package_taken',
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_package_taken_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_package_taken_owner_org_id')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_package_taken_package_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_package_taken_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_taken')),
    sa.UniqueConstraint('package_id', 'person_id', name=op.f('uq_package_taken_package_id_person_id'))
    )
    with op.batch_alter_table('package_taken', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_package_taken_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_package_taken_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_package_taken_package_id'), ['package_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_package_taken_person_id'), ['person_id'], unique=False)

    op.create_table('review_comment',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('check_key', sa.String(length=20), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('owner_org_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['verification_case.id'], name=op.f('fk_review_comment_case_id')),
    sa.ForeignKeyConstraint(['owner_org_id'], ['organisation.id'], name=op.f('fk_review_comment_owner_org_id')),
    sa.ForeignKeyConstraint(['review_id'], ['independent_review.id'], name=op.f('fk_review_comment_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_comment'))
    )
    with op.batch_alter_table('review_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_comment_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_comment_owner_org_id'), ['owner_org_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_comment_review_id'), ['review_id'], unique=False)
    for statement in append_only("audit_event", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('review_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_comment_review_id'))
        batch_op.drop_index(batch_op.f('ix_review_comment_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_review_comment_case_id'))

    op.drop_table('review_comment')
    with op.batch_alter_table('package_taken', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_package_taken_person_id'))
        batch_op.drop_index(batch_op.f('ix_package_taken_package_id'))
        batch_op.drop_index(batch_op.f('ix_package_taken_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_package_taken_case_id'))

    op.drop_table('package_taken')
    with op.batch_alter_table('figure_test', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figure_test_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_figure_test_line_id'))
        batch_op.drop_index(batch_op.f('ix_figure_test_figure_id'))
        batch_op.drop_index(batch_op.f('ix_figure_test_case_id'))

    op.drop_table('figure_test')
    with op.batch_alter_table('figure_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figure_link_source_id'))
        batch_op.drop_index(batch_op.f('ix_figure_link_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_figure_link_line_id'))
        batch_op.drop_index(batch_op.f('ix_figure_link_figure_id'))
        batch_op.drop_index(batch_op.f('ix_figure_link_case_id'))

    op.drop_table('figure_link')
    with op.batch_alter_table('sealed_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sealed_document_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_sealed_document_issue_id'))
        batch_op.drop_index(batch_op.f('ix_sealed_document_case_id'))

    op.drop_table('sealed_document')
    with op.batch_alter_table('printed_field', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_printed_field_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_printed_field_document_version_id'))
        batch_op.drop_index(batch_op.f('ix_printed_field_case_id'))

    op.drop_table('printed_field')
    with op.batch_alter_table('package', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_package_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_package_issue_id'))
        batch_op.drop_index(batch_op.f('ix_package_case_id'))

    op.drop_table('package')
    with op.batch_alter_table('later_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_later_fact_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_later_fact_issue_id'))
        batch_op.drop_index(batch_op.f('ix_later_fact_case_id'))

    op.drop_table('later_fact')
    with op.batch_alter_table('independent_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_independent_review_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_independent_review_case_id'))

    op.drop_table('independent_review')
    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figure_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_figure_document_version_id'))
        batch_op.drop_index(batch_op.f('ix_figure_case_id'))

    op.drop_table('figure')
    with op.batch_alter_table('factual_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_factual_check_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_factual_check_case_id'))

    op.drop_table('factual_check')
    with op.batch_alter_table('cover_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cover_sheet_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_cover_sheet_issue_id'))
        batch_op.drop_index(batch_op.f('ix_cover_sheet_case_id'))

    op.drop_table('cover_sheet')
    with op.batch_alter_table('citation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_citation_response_id'))
        batch_op.drop_index(batch_op.f('ix_citation_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_citation_finding_id'))
        batch_op.drop_index(batch_op.f('ix_citation_case_id'))

    op.drop_table('citation')
    with op.batch_alter_table('statement_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_line_version_id'))
        batch_op.drop_index(batch_op.f('ix_statement_line_source_id'))
        batch_op.drop_index(batch_op.f('ix_statement_line_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_statement_line_case_id'))

    op.drop_table('statement_line')
    with op.batch_alter_table('sample_population', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sample_population_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_sample_population_case_id'))

    op.drop_table('sample_population')
    with op.batch_alter_table('sample_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sample_item_sample_id'))
        batch_op.drop_index(batch_op.f('ix_sample_item_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_sample_item_case_id'))

    op.drop_table('sample_item')
    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_response_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_response_finding_id'))
        batch_op.drop_index(batch_op.f('ix_response_case_id'))

    op.drop_table('response')
    with op.batch_alter_table('report_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_item_version_id'))
        batch_op.drop_index(batch_op.f('ix_report_item_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_report_item_case_id'))

    op.drop_table('report_item')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_notice_finding_id'))
        batch_op.drop_index(batch_op.f('ix_notice_case_id'))

    op.drop_table('notice')
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_issue_number'))
        batch_op.drop_index(batch_op.f('ix_issue_case_id'))

    op.drop_table('issue')
    with op.batch_alter_table('impartiality_threat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_impartiality_threat_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_impartiality_threat_declaration_id'))
        batch_op.drop_index(batch_op.f('ix_impartiality_threat_case_id'))

    op.drop_table('impartiality_threat')
    with op.batch_alter_table('group_conclusion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_conclusion_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_group_conclusion_evaluation_id'))
        batch_op.drop_index(batch_op.f('ix_group_conclusion_case_id'))

    op.drop_table('group_conclusion')
    with op.batch_alter_table('finding_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_comment_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_finding_comment_finding_id'))
        batch_op.drop_index(batch_op.f('ix_finding_comment_case_id'))

    op.drop_table('finding_comment')
    with op.batch_alter_table('effect', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_effect_source_id'))
        batch_op.drop_index(batch_op.f('ix_effect_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_effect_finding_id'))
        batch_op.drop_index(batch_op.f('ix_effect_case_id'))

    op.drop_table('effect')
    with op.batch_alter_table('draft_opinion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_opinion_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_draft_opinion_case_id'))

    op.drop_table('draft_opinion')
    with op.batch_alter_table('document_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_version_sha256'))
        batch_op.drop_index(batch_op.f('ix_document_version_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_document_version_document_id'))
        batch_op.drop_index(batch_op.f('ix_document_version_case_id'))

    op.drop_table('document_version')
    with op.batch_alter_table('complete_set', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complete_set_version_id'))
        batch_op.drop_index(batch_op.f('ix_complete_set_source_id'))
        batch_op.drop_index(batch_op.f('ix_complete_set_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_complete_set_case_id'))

    op.drop_table('complete_set')
    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_session_person_id'))

    op.drop_table('web_session')
    with op.batch_alter_table('verification_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verification_plan_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_verification_plan_case_id'))

    op.drop_table('verification_plan')
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_member_person_id'))
        batch_op.drop_index(batch_op.f('ix_team_member_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_team_member_case_id'))

    op.drop_table('team_member')
    with op.batch_alter_table('strategic_analysis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategic_analysis_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_strategic_analysis_case_id'))

    op.drop_table('strategic_analysis')
    with op.batch_alter_table('statement_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_version_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_statement_version_case_id'))

    op.drop_table('statement_version')
    with op.batch_alter_table('source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_source_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_source_case_id'))

    op.drop_table('source')
    with op.batch_alter_table('site_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_site_visit_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_site_visit_case_id'))

    op.drop_table('site_visit')
    with op.batch_alter_table('signature_act', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_act_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_signature_act_case_id'))

    op.drop_table('signature_act')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_owner_org_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('second_factor_use', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_second_factor_use_person_id'))

    op.drop_table('second_factor_use')
    with op.batch_alter_table('sample', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sample_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_sample_case_id'))

    op.drop_table('sample')
    with op.batch_alter_table('risk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_risk_case_id'))

    op.drop_table('risk')
    with op.batch_alter_table('representation_letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_representation_letter_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_representation_letter_case_id'))

    op.drop_table('representation_letter')
    with op.batch_alter_table('personal_settings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_personal_settings_owner_org_id'))

    op.drop_table('personal_settings')
    with op.batch_alter_table('person_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_key_person_id'))
        batch_op.drop_index(batch_op.f('ix_person_key_owner_org_id'))

    op.drop_table('person_key')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))
        batch_op.drop_index(batch_op.f('ix_membership_owner_org_id'))

    op.drop_table('membership')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_person_id'))
        batch_op.drop_index(batch_op.f('ix_mail_owner_org_id'))

    op.drop_table('mail')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_state_due_at')
        batch_op.drop_index(batch_op.f('ix_job_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_job_case_id'))

    op.drop_table('job')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_owner_org_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('impartiality_declaration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_impartiality_declaration_person_id'))
        batch_op.drop_index(batch_op.f('ix_impartiality_declaration_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_impartiality_declaration_case_id'))

    op.drop_table('impartiality_declaration')
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_state'))
        batch_op.drop_index(batch_op.f('ix_finding_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_finding_case_id'))

    op.drop_table('finding')
    with op.batch_alter_table('evidence_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_request_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_request_case_id'))

    op.drop_table('evidence_request')
    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_case_id'))

    op.drop_table('evaluation')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_document_case_id'))

    op.drop_table('document')
    with op.batch_alter_table('deputy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deputy_person_id'))
        batch_op.drop_index(batch_op.f('ix_deputy_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_deputy_deputy_id'))

    op.drop_table('deputy')
    op.drop_table('demo_card')
    with op.batch_alter_table('competence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_competence_person_id'))
        batch_op.drop_index(batch_op.f('ix_competence_owner_org_id'))

    op.drop_table('competence')
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_result_subject'))
        batch_op.drop_index(batch_op.f('ix_check_result_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_check_result_code'))
        batch_op.drop_index(batch_op.f('ix_check_result_case_id'))

    op.drop_table('check_result')
    with op.batch_alter_table('certificate_claim', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_claim_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_claim_certificate'))
        batch_op.drop_index(batch_op.f('ix_certificate_claim_case_id'))

    op.drop_table('certificate_claim')
    with op.batch_alter_table('case_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_grant_person_id'))
        batch_op.drop_index(batch_op.f('ix_case_grant_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_case_grant_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_case_grant_case_id'))

    op.drop_table('case_grant')
    with op.batch_alter_table('case_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_code_case_id'))

    op.drop_table('case_code')
    with op.batch_alter_table('assurance_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assurance_group_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_assurance_group_case_id'))

    op.drop_table('assurance_group')
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agreement_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_case_id'))

    op.drop_table('agreement')
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_activity_case_id'))

    op.drop_table('activity')
    with op.batch_alter_table('verification_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verification_case_state'))
        batch_op.drop_index(batch_op.f('ix_verification_case_responsible_party_org_id'))
        batch_op.drop_index(batch_op.f('ix_verification_case_owner_org_id'))
        batch_op.drop_index(batch_op.f('ix_verification_case_group_org_id'))

    op.drop_table('verification_case')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_owner_org_id'))

    op.drop_table('person')
    with op.batch_alter_table('number_series', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_number_series_owner_org_id'))

    op.drop_table('number_series')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_event_verb'))
        batch_op.drop_index(batch_op.f('ix_audit_event_subject'))
        batch_op.drop_index(batch_op.f('ix_audit_event_stream_id'))
        batch_op.drop_index(batch_op.f('ix_audit_event_actor_id'))

    op.drop_table('audit_event')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_address'))
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_account_hash'))

    op.drop_table('sign_in_attempt')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_parent_id'))

    op.drop_table('organisation')
    op.drop_table('audit_stream')
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_event_append_only()")
