"""Gates of planning (ISO 14064-3 clause 6.1, sections 1.3 to 1.5) and of finished evidence gathering."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workflow.cases.rules import CaseState
from workflow.errors import Refusal
from workflow.figures.rules import SUBSTANTIVE, Technique
from workflow.i18n import N_, Message, message
from workflow.machine import gate
from workflow.planning.rules import ActivityResult, Assertion, PlanState

UNLISTED = "unlisted"
SUBSTANTIVE_FROM_SCORE = 6
OPEN_FOR_PLANNING = frozenset(
    {CaseState.AGREED, CaseState.PLANNING, CaseState.PLAN_APPROVED, CaseState.EXECUTION}
)
OPEN_FOR_PAPERS = frozenset({CaseState.PLANNING, CaseState.PLAN_APPROVED, CaseState.EXECUTION})


@dataclass(frozen=True)
class RiskFacts:
    """One assessed risk; score = inherent x control, 1 to 9."""

    source_code: str
    assertion: Assertion
    score: int


@dataclass(frozen=True)
class ActivityFacts:
    """One activity of the evidence-gathering plan."""

    code: str
    source_codes: tuple[str, ...]
    assertion: Assertion
    technique: Technique
    result: ActivityResult
    is_prepared: bool
    is_reviewed: bool
    has_conclusion: bool


@dataclass(frozen=True)
class VisitFacts:
    """A trigger for a site visit and how it was answered."""

    site: str
    trigger: str
    is_visited: bool
    is_planned: bool
    is_justified: bool


@dataclass(frozen=True)
class PlanningFacts:
    """What the gates of planning look at; `sources` are those of the newest received version,
    tonnes preliminary, `threshold` per source that of its assurance group."""

    analysis_is_signed: bool
    version_is_received: bool
    sources: tuple[tuple[str, Decimal, Decimal | None], ...]
    risks: tuple[RiskFacts, ...]
    activities: tuple[ActivityFacts, ...]
    visits: tuple[VisitFacts, ...]
    missing_triggers: tuple[str, ...]
    plan_is_approved: bool
    approved_sources: tuple[str, ...]
    plan_is_sent: bool

    def source_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _tonnes, _threshold in self.sources)


@gate("G-STR")
def strategic_analysis_is_signed(facts: PlanningFacts) -> Message | None:
    return None if facts.analysis_is_signed else message(N_("Complete and sign the strategic analysis."))


@gate("G-RISK-1")
def every_source_has_a_completeness_entry(facts: PlanningFacts) -> Message | None:
    entries = {r.source_code for r in facts.risks if r.assertion is Assertion.COMPLETENESS}
    missing = [code for code in (*facts.source_codes(), UNLISTED) if code not in entries]
    if not missing:
        return None
    return message(N_("Assess the risk of completeness for: {sources}."), sources=", ".join(missing))


@gate("G-RISK-2")
def high_risks_have_a_substantive_test(facts: PlanningFacts) -> Message | None:
    covered = {
        (code, a.assertion) for a in facts.activities if a.technique in SUBSTANTIVE for code in a.source_codes
    }
    open_risks = [
        f"{r.source_code} {r.assertion.value.replace('_', ' ')}"
        for r in facts.risks
        if r.score >= SUBSTANTIVE_FROM_SCORE and (r.source_code, r.assertion) not in covered
    ]
    if not open_risks:
        return None
    return message(N_("Plan a substantive test for: {risks}."), risks=", ".join(open_risks))


@gate("G-RISK-3")
def material_sources_have_more_than_inquiry(facts: PlanningFacts) -> Message | None:
    tested = {c for a in facts.activities if a.technique is not Technique.INQUIRY for c in a.source_codes}
    only_asked = [
        code
        for code, tonnes, threshold in facts.sources
        if threshold is not None and abs(tonnes) > threshold and code not in tested
    ]
    if not only_asked:
        return None
    return message(
        N_("Above materiality and covered by inquiry only or not at all: {sources}."),
        sources=", ".join(only_asked),
    )


@gate("G-EGP")
def every_source_is_covered(facts: PlanningFacts) -> Message | None:
    if not facts.version_is_received:
        return message(N_("A version of the GHG statement must be received first, at least as a draft."))
    covered = {code for a in facts.activities for code in a.source_codes}
    missing = [code for code in facts.source_codes() if code not in covered]
    if not missing:
        return None
    return message(N_("No activity covers: {sources}."), sources=", ".join(missing))


@gate("G-VISIT")
def every_trigger_is_visited_or_justified(facts: PlanningFacts) -> Message | None:
    if facts.missing_triggers:
        words = ", ".join(t.replace("_", " ") for t in facts.missing_triggers)
        return message(N_("Decide on the site visit: {triggers}."), triggers=words)
    for visit in facts.visits:
        if not (visit.is_visited or visit.is_planned or visit.is_justified):
            return message(N_("Plan the visit to {site} or justify in writing why not."), site=visit.site)
    return None


@gate("G-PLANSENT")
def plan_is_sent_to_the_client(facts: PlanningFacts) -> Message | None:
    return None if facts.plan_is_sent else message(N_("Send the verification plan to the client."))


@gate("G-EGP")
def approved_plan_covers_the_version(facts: PlanningFacts) -> Message | None:
    if not facts.plan_is_approved:
        return message(N_("The plan's approval was lifted: approve the amended plan again."))
    new = [code for code in facts.source_codes() if code not in facts.approved_sources]
    if not new:
        return None
    return message(
        N_("The submitted version has sources that the approved plan does not know: {sources}."),
        sources=", ".join(new),
    )


@gate("G-EGPDONE")
def every_activity_is_done_and_signed_off(facts: PlanningFacts) -> Message | None:
    without_result = [a.code for a in facts.activities if a.result is ActivityResult.OPEN]
    if without_result:
        return message(N_("Without a result: {activities}."), activities=", ".join(without_result))
    unsigned = [
        a.code for a in facts.activities if not (a.is_prepared and a.is_reviewed and a.has_conclusion)
    ]
    if unsigned:
        return message(
            N_("The working paper lacks its conclusion or a sign-off: {activities}."),
            activities=", ".join(unsigned),
        )
    return None


APPROVAL_GATES = (
    strategic_analysis_is_signed, every_source_has_a_completeness_entry, high_risks_have_a_substantive_test,
    material_sources_have_more_than_inquiry, every_source_is_covered, every_trigger_is_visited_or_justified,
)  # fmt: skip
EXECUTION_GATES = (every_source_is_covered, approved_plan_covers_the_version, plan_is_sent_to_the_client)
COMPLETION_GATES = (
    every_activity_is_done_and_signed_off, every_source_has_a_completeness_entry,
    high_risks_have_a_substantive_test, material_sources_have_more_than_inquiry, every_source_is_covered,
    approved_plan_covers_the_version,
)  # fmt: skip


def refuse_plan_change(case: CaseState, plan: PlanState | None) -> Refusal | None:
    """An approved plan is reopened before it is changed; before and after planning nothing is changed."""
    if case not in OPEN_FOR_PLANNING:
        state = case.value.replace("_", " ")
        return Refusal(
            "G-STATE", message(N_("The plan cannot be changed while the case is {state}."), state=state)
        )
    if plan is PlanState.APPROVED:
        return Refusal(
            "G-STATE",
            message(
                N_("The plan is approved: the lead verifier reopens it on the case page before a change.")
            ),
        )
    return None


def refuse_paper_change(case: CaseState) -> Refusal | None:
    """Working papers are written while evidence is gathered; later they stand as they were signed."""
    if case in OPEN_FOR_PAPERS:
        return None
    state = case.value.replace("_", " ")
    return Refusal(
        "G-STATE",
        message(N_("Working papers and samples stand as they are while the case is {state}."), state=state),
    )


def refuse_review(
    *, is_prepared: bool, reviewer_id: int | None, preparer_id: int | None, uploader_ids: frozenset[int]
) -> Refusal | None:
    """A paper is reviewed by another person than its preparer and than who handed in its own papers (SOD-5)."""
    if not is_prepared:
        return Refusal("G-PAPER", message(N_("The preparer signs first.")))
    if reviewer_id is not None and reviewer_id == preparer_id:
        return Refusal("SOD-5", message(N_("Another member reviews the paper that you prepared.")))
    if reviewer_id in uploader_ids:
        return Refusal(
            "SOD-5",
            message(N_("Another member reviews this paper: it rests on a working paper that you handed in.")),
        )
    return None
