"""Which fields of a case and of its agreement each form of the engagement may set, and no others."""

from __future__ import annotations

APPLICATION_FIELDS = frozenset(
    {
        "title", "client_org_id", "intended_users", "period_start", "period_end", "is_base_year",
        "is_first_verification", "sites", "categories", "activity_description", "programme", "applied_on",
    }
)  # fmt: skip

TERMS_FIELDS = frozenset(
    {
        "netting", "must_correct_all", "reviewer_outside_client", "look_back_years", "pervasive_share",
        "required_competences", "programme", "edition", "body_clearance", "body_cleared_on",
        "one_person_waiver",
    }
)  # fmt: skip

AGREEMENT_FIELDS = frozenset(
    {
        "objectives", "criteria", "organisational_boundary", "consolidation_approach", "scope_sites",
        "scope_categories", "gases", "site_visit_plan", "timetable_start", "timetable_end",
        "access_and_confidentiality", "fees", "use_of_statement", "later_facts_rule", "restriction_on_use",
        "languages", "prevailing_language", "framework_reference",
    }
)  # fmt: skip
