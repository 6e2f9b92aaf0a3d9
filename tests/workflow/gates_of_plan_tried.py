"""Gates from the application to the end of evidence gathering, with facts that open and shut each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from workflow.access import Role
from workflow.cases import gates as cases
from workflow.cases.gates import EngagementFacts, MemberFacts, ThreatFacts
from workflow.cases.rules import ThreatDecision, ThreatRisk
from workflow.figures.rules import Technique
from workflow.machine import Gate
from workflow.planning import gates as planning
from workflow.planning.gates import ActivityFacts, PlanningFacts, RiskFacts, VisitFacts
from workflow.planning.rules import ActivityResult, Assertion

D = Decimal
DAY, NEXT_DAY = date(2022, 9, 1), date(2022, 9, 2)
CHEN = MemberFacts(
    2, "Chen Wei", Role.TEAM_MEMBER, True, True, True, competences_by_day=((DAY, frozenset({"sector"})),)
)
LEAD = replace(CHEN, person_id=1, name="Ingrid Solberg", role=Role.LEAD_VERIFIER)
REVIEWER = replace(CHEN, person_id=3, name="Anna Berg", role=Role.INDEPENDENT_REVIEWER)
SIGNATORY = MemberFacts(4, "Jonas Lind", Role.SIGNATORY, True, False, False)
CONSULTED = ThreatFacts(
    "consultancy for HIK", ThreatRisk.LOW, ThreatDecision.NO_THREAT, True, date(2021, 12, 31)
)
HIGH = ThreatFacts("shares in HIK", ThreatRisk.HIGH, ThreatDecision.OPEN, False, None)
AGREED = EngagementFacts(
    application_gaps=(), agreement_gaps=(), body_clearance="nothing found", look_back_from=date(2019, 1, 1),
    team=(LEAD, CHEN, REVIEWER, SIGNATORY), required_competences=frozenset({"sector"}), body_signed=True,
    party_signed=True, groups=2,
)  # fmt: skip


def agreed(**other: Any) -> EngagementFacts:
    return replace(AGREED, **other)


def team(*threats: ThreatFacts, **other: Any) -> EngagementFacts:
    return agreed(team=(LEAD, replace(CHEN, threats=threats, **other)))


READ = ActivityFacts(
    "T-01", ("S01", "S02", planning.UNLISTED), Assertion.COMPLETENESS, Technique.TRACING,
    ActivityResult.NO_EXCEPTION, True, True, True,
)  # fmt: skip
VISIT = VisitFacts("Kunshan", "first_verification", True, False, False)
PLANNED = PlanningFacts(
    analysis_is_signed=True, version_is_received=True,
    sources=(("S01", D(50000), D(2600)), ("S02", D(10), None)),
    risks=tuple(RiskFacts(c, Assertion.COMPLETENESS, 9) for c in ("S01", "S02", planning.UNLISTED)),
    activities=(READ,), visits=(VISIT,), missing_triggers=(), plan_is_approved=True,
    approved_sources=("S01", "S02"), plan_is_sent=True,
)  # fmt: skip


def planned(**other: Any) -> PlanningFacts:
    return replace(PLANNED, **other)


def activity(**other: Any) -> PlanningFacts:
    return planned(activities=(replace(READ, **other),))


# gate, facts that open it, then pairs of facts that shut it and words of the sentence
ENGAGEMENT_AND_PLAN: list[tuple[Gate, object, list[tuple[object, str]]]] = [
    (cases.application_is_complete, AGREED, [(agreed(application_gaps=("sites",)), "Fill in first: sites.")]),
    (
        cases.body_and_team_are_impartial,
        AGREED,
        [
            (agreed(body_clearance=None), "body's own clearance"),
            (team(has_declared=False), "Chen Wei has not declared"),
            (team(replace(CONSULTED, decision=ThreatDecision.EXCLUDED)), "Chen Wei was excluded because"),
            (team(CONSULTED), "consultancy within the look-back (consultancy for HIK)"),
            (team(replace(CONSULTED, period_to=None)), "consultancy within the look-back"),
            (team(replace(CONSULTED, period_to=date(2019, 1, 1))), "consultancy within the look-back"),
            (team(HIGH), "Decide on the high threat that Chen Wei declared"),
            (team(is_cleared=False), "Chen Wei is not cleared"),
        ],
    ),
    (
        cases.body_and_team_are_impartial,
        team(replace(HIGH, decision=ThreatDecision.ACCEPTED_WITH_SAFEGUARD)),
        [(team(HIGH), "Decide on the high threat")],
    ),
    (
        cases.team_covers_every_competence,
        AGREED,
        [
            (agreed(team=(SIGNATORY,)), "Set the agreement's timetable first"),
            (
                agreed(required_competences=frozenset({"data_auditing"})),
                "On 2022-09-01 nobody of the team holds: data auditing",
            ),
            (
                agreed(
                    team=(
                        replace(
                            LEAD, competences_by_day=((DAY, frozenset({"sector"})), (NEXT_DAY, frozenset()))
                        ),
                    )
                ),
                "On 2022-09-02 nobody",
            ),
        ],
    ),
    (
        cases.agreement_is_complete,
        AGREED,
        [
            (agreed(groups=0), "Add at least one assurance group"),
            (agreed(agreement_gaps=("objectives", "fees")), "The agreement lacks: objectives, fees."),
        ],
    ),
    (
        cases.both_sides_have_signed,
        AGREED,
        [
            (agreed(body_signed=False), "verification body has not signed"),
            (agreed(party_signed=False), "responsible party's approver has not signed"),
        ],
    ),
    (
        cases.preparer_does_not_approve,
        AGREED,
        [(agreed(party_signer_prepares=True), "also prepares the inventory")],
    ),
    (
        cases.preparer_does_not_approve,
        agreed(party_signer_prepares=True, one_person_waiver="one person on site"),
        [
            (
                agreed(party_signer_prepares=True, one_person_waiver=None),
                "another signs, or the project office waives",
            )
        ],
    ),
    (
        cases.team_is_named,
        AGREED,
        [
            (agreed(team=(CHEN, REVIEWER)), "Name the lead verifier."),
            (agreed(team=(LEAD, CHEN)), "Name the independent reviewer."),
        ],
    ),
    (
        cases.reviewer_and_decider_are_off_the_team,
        AGREED,
        [
            (
                agreed(team=(LEAD, replace(REVIEWER, person_id=1))),
                "Anna Berg is on the team and cannot be independent reviewer",
            ),
            (
                agreed(team=(LEAD, replace(SIGNATORY, person_id=1))),
                "Jonas Lind is on the team and cannot be signatory",
            ),
        ],
    ),
    (
        cases.team_has_no_role_at_the_party,
        AGREED,
        [
            (
                team(party_roles=("preparer at HIK",)),
                "Chen Wei has a role in the same group, now or within the look-back: preparer at HIK",
            )
        ],
    ),
    (
        planning.strategic_analysis_is_signed,
        PLANNED,
        [(planned(analysis_is_signed=False), "sign the strategic analysis")],
    ),
    (
        planning.every_source_has_a_completeness_entry,
        PLANNED,
        [(planned(risks=PLANNED.risks[:1]), "completeness for: S02, unlisted.")],
    ),
    (
        planning.high_risks_have_a_substantive_test,
        PLANNED,
        [
            (
                activity(technique=Technique.INQUIRY),
                "substantive test for: S01 completeness, S02 completeness",
            ),
            (activity(assertion=Assertion.ACCURACY), "Plan a substantive test for"),
        ],
    ),
    (
        planning.high_risks_have_a_substantive_test,
        planned(activities=(), risks=(RiskFacts("S01", Assertion.CUT_OFF, 5),)),
        [(planned(activities=(), risks=(RiskFacts("S01", Assertion.CUT_OFF, 6),)), "S01 cut off")],
    ),
    (
        planning.material_sources_have_more_than_inquiry,
        PLANNED,
        [
            (activity(technique=Technique.INQUIRY), "inquiry only or not at all: S01."),
            (planned(activities=(), sources=(("S03", D(-2601), D(2600)),)), "S03"),
        ],
    ),
    (
        planning.material_sources_have_more_than_inquiry,
        planned(activities=(), sources=(("S03", D(2600), D(2600)),)),
        [(planned(activities=(), sources=(("S03", D("2600.01"), D(2600)),)), "S03")],
    ),
    (
        planning.every_source_is_covered,
        PLANNED,
        [
            (planned(version_is_received=False), "must be received first"),
            (activity(source_codes=("S01",)), "No activity covers: S02."),
        ],
    ),
    (
        planning.every_trigger_is_visited_or_justified,
        PLANNED,
        [
            (
                planned(missing_triggers=("first_verification",)),
                "Decide on the site visit: first verification.",
            ),
            (planned(visits=(replace(VISIT, is_visited=False),)), "Plan the visit to Kunshan or justify"),
        ],
    ),
    (
        planning.every_trigger_is_visited_or_justified,
        planned(
            visits=(
                replace(VISIT, is_visited=False, is_planned=True),
                replace(VISIT, is_visited=False, is_justified=True),
            )
        ),
        [(planned(visits=(VISIT, replace(VISIT, is_visited=False))), "Kunshan")],
    ),
    (
        planning.plan_is_sent_to_the_client,
        PLANNED,
        [(planned(plan_is_sent=False), "Send the verification plan")],
    ),
    (
        planning.approved_plan_covers_the_version,
        PLANNED,
        [
            (planned(plan_is_approved=False), "approval was lifted"),
            (planned(approved_sources=("S01",)), "approved plan does not know: S02."),
        ],
    ),
    (
        planning.every_activity_is_done_and_signed_off,
        PLANNED,
        [
            (activity(result=ActivityResult.OPEN), "Without a result: T-01."),
            (activity(is_prepared=False), "lacks its conclusion or a sign-off: T-01."),
            (activity(is_reviewed=False), "lacks its conclusion or a sign-off: T-01."),
            (activity(has_conclusion=False), "lacks its conclusion or a sign-off: T-01."),
        ],
    ),
]
