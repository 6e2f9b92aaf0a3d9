"""The life of a document's version as data: made by the system, signed by the group's signatory."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.access import Permission
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate
from workflow.targets.dossier_rules import VersionState as S
from workflow.targets.machine import (
    TargetFacts,
    no_recalculation_of_the_base_year_is_open,
    no_rule_of_the_pre_check_is_broken,
    the_base_year_is_cited_from_verified_statements,
)


@dataclass(frozen=True)
class SigningFacts(TargetFacts):
    """What the gates of signing look at; `broken` are rules with the target that breaks them.

    `missing` counts rules that lack an input, `is_acknowledged` says that the signer saw so; `newer` is the code
    of a later version; `stale_base` says that the base year was cited anew since.
    """

    missing: int = 0
    is_acknowledged: bool = False
    newer: str | None = None
    stale_base: bool = False


@gate("G-ACK")
def missing_inputs_of_rules_are_acknowledged(facts: SigningFacts) -> Message | None:
    if not facts.missing or facts.is_acknowledged:
        return None
    return message(
        N_("{count} rules lack an input and say “missing”: say that you sign knowing so."),
        count=facts.missing,
    )


@gate("G-NEWEST")
def it_is_the_newest_version(facts: SigningFacts) -> Message | None:
    if facts.newer is None:
        return None
    return message(N_("{code} came after this version: sign that one."), code=facts.newer)


@gate("G-STALE")
def the_base_year_is_still_the_one_that_was_cited(facts: SigningFacts) -> Message | None:
    if not facts.stale_base:
        return None
    return message(N_("The base year was cited anew since this version was made: make another version."))


P = Permission
DOSSIER_VERSION = Machine(
    "dossier_version", S, S.MAKING, frozenset({S.SIGNED, S.FAILED}),
    (
        Move("finish", (S.MAKING,), S.MADE, P.OPERATE, (), N_("Made")),
        Move("fail", (S.MAKING,), S.FAILED, P.OPERATE, (), N_("Could not be made")),
        Move(
            "sign", (S.MADE,), S.SIGNED, P.APPROVE_TARGETS,
            (
                the_base_year_is_cited_from_verified_statements, no_recalculation_of_the_base_year_is_open,
                no_rule_of_the_pre_check_is_broken, missing_inputs_of_rules_are_acknowledged,
                it_is_the_newest_version, the_base_year_is_still_the_one_that_was_cited,
            ),
            N_("Sign"),
        ),
    ),
)  # fmt: skip
