"""Gates of the engagement: application, impartiality, competence, agreement, signatures, team.

Sources: sections 1.2, 1.10, 1.11 and 6 of the domain description (ISO 14064-3 clauses 5.1 and 5.2,
ISO 14065, ISO 14066), told in the README.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.access import TEAM_ROLES, Role
from workflow.cases.rules import ThreatDecision, ThreatRisk
from workflow.i18n import N_, Message, message
from workflow.machine import gate


@dataclass(frozen=True)
class ThreatFacts:
    """A declared threat as the gates judge it."""

    description: str
    risk: ThreatRisk
    decision: ThreatDecision
    is_consultancy: bool
    period_to: date | None


@dataclass(frozen=True)
class MemberFacts:
    """A person with a role on the case: what was declared, cleared, held, and worked before."""

    person_id: int
    name: str
    role: Role
    is_proposed: bool
    has_declared: bool
    is_cleared: bool
    threats: tuple[ThreatFacts, ...] = ()
    party_roles: tuple[str, ...] = ()
    competences_by_day: tuple[tuple[date, frozenset[str]], ...] = ()


@dataclass(frozen=True)
class EngagementFacts:
    """What the gates of the engagement look at."""

    application_gaps: tuple[str, ...]
    agreement_gaps: tuple[str, ...]
    body_clearance: str | None
    look_back_from: date | None
    team: tuple[MemberFacts, ...]
    required_competences: frozenset[str]
    body_signed: bool
    party_signed: bool
    party_signer_prepares: bool = False
    one_person_waiver: str | None = None
    groups: int = 0

    def holders(self, role: Role) -> tuple[MemberFacts, ...]:
        return tuple(m for m in self.team if m.role is role)


@gate("G-APP")
def application_is_complete(facts: EngagementFacts) -> Message | None:
    if not facts.application_gaps:
        return None
    return message(N_("Fill in first: {fields}."), fields=", ".join(facts.application_gaps))


@gate("G-IMP")
def body_and_team_are_impartial(facts: EngagementFacts) -> Message | None:
    if not facts.body_clearance:
        return message(N_("Record the body's own clearance of this engagement first."))
    for member in facts.team:
        if member.role is Role.SIGNATORY:
            continue
        answer = _why_not_impartial(member, facts.look_back_from)
        if answer:
            return answer
    return None


def _why_not_impartial(member: MemberFacts, look_back_from: date | None) -> Message | None:
    if not member.has_declared:
        return message(N_("{name} has not declared impartiality for this case."), name=member.name)
    for threat in member.threats:
        if threat.decision is ThreatDecision.EXCLUDED:
            sentence = N_("{name} was excluded because of “{threat}”: name somebody else.")
            return message(sentence, name=member.name, threat=threat.description)
        if _reaches_look_back(threat, look_back_from):
            sentence = N_(
                "{name} declared a consultancy within the look-back ({threat}): name somebody else."
            )
            return message(sentence, name=member.name, threat=threat.description)
        if threat.risk is ThreatRisk.HIGH and threat.decision is ThreatDecision.OPEN:
            sentence = N_("Decide on the high threat that {name} declared: “{threat}”.")
            return message(sentence, name=member.name, threat=threat.description)
    if not member.is_cleared:
        return message(N_("{name} is not cleared for this case yet."), name=member.name)
    return None


def _reaches_look_back(threat: ThreatFacts, look_back_from: date | None) -> bool:
    """1.10: all consultancy that reaches into the look-back counts, whatever was decided on it."""
    if not threat.is_consultancy or look_back_from is None:
        return False
    return threat.period_to is None or threat.period_to >= look_back_from


@gate("G-COMP")
def team_covers_every_competence(facts: EngagementFacts) -> Message | None:
    working = [m for m in facts.team if m.role in TEAM_ROLES | {Role.INDEPENDENT_REVIEWER}]
    days = sorted({day for m in working for day, _held in m.competences_by_day})
    if facts.required_competences and not days:
        return message(N_("Set the agreement's timetable first: competence is asked on each of its days."))
    for day in days:
        held = {
            c for m in working for d, competences in m.competences_by_day if d == day for c in competences
        }
        missing = sorted(facts.required_competences - held)
        if missing:
            sentence = N_("On {day} nobody of the team holds: {missing}.")
            words = ", ".join(m.replace("_", " ") for m in missing)
            return message(sentence, day=day.isoformat(), missing=words)
    return None


@gate("G-AGR")
def agreement_is_complete(facts: EngagementFacts) -> Message | None:
    if facts.groups == 0:
        return message(N_("Add at least one assurance group with its level and threshold."))
    if facts.agreement_gaps:
        return message(N_("The agreement lacks: {fields}."), fields=", ".join(facts.agreement_gaps))
    return None


@gate("G-SIG")
def both_sides_have_signed(facts: EngagementFacts) -> Message | None:
    if not facts.body_signed:
        return message(N_("The verification body has not signed the agreement as it stands."))
    if not facts.party_signed:
        return message(N_("The responsible party's approver has not signed the agreement as it stands."))
    return None


@gate("SOD-4")
def preparer_does_not_approve(facts: EngagementFacts) -> Message | None:
    if facts.party_signer_prepares and not facts.one_person_waiver:
        return message(
            N_("The approver also prepares the inventory: another signs, or the project office waives it.")
        )
    return None


@gate("G-TEAM")
def team_is_named(facts: EngagementFacts) -> Message | None:
    for role, sentence in (
        (Role.LEAD_VERIFIER, N_("Name the lead verifier.")),
        (Role.INDEPENDENT_REVIEWER, N_("Name the independent reviewer.")),
    ):
        if not facts.holders(role):
            return message(sentence)
    return None


@gate("SOD-1")
def reviewer_and_decider_are_off_the_team(facts: EngagementFacts) -> Message | None:
    working = {m.person_id for m in facts.team if m.role in TEAM_ROLES}
    outside = {Role.INDEPENDENT_REVIEWER, Role.DECISION_MAKER, Role.SIGNATORY}
    for member in facts.team:
        if member.role in outside and member.person_id in working:
            sentence = N_("{name} is on the team and cannot be {role}.")
            return message(sentence, name=member.name, role=member.role.value.replace("_", " "))
    return None


@gate("SOD-2")
def team_has_no_role_at_the_party(facts: EngagementFacts) -> Message | None:
    for member in facts.team:
        if member.party_roles:
            sentence = N_("{name} has a role in the same group, now or within the look-back: {roles}.")
            return message(sentence, name=member.name, roles=", ".join(member.party_roles))
    return None


TEAM_GATES = (
    team_is_named, reviewer_and_decider_are_off_the_team, team_has_no_role_at_the_party,
    body_and_team_are_impartial, team_covers_every_competence,
)  # fmt: skip
AGREEMENT_GATES = (
    reviewer_and_decider_are_off_the_team, team_has_no_role_at_the_party, body_and_team_are_impartial,
    team_covers_every_competence, agreement_is_complete, both_sides_have_signed, preparer_does_not_approve,
)  # fmt: skip
