"""What a check answers: pass, fail or not applicable, the values it saw, and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NOTHING = "-"


class Outcome(StrEnum):
    """A check only proposes: a fail becomes a draft finding when a person says so."""

    PASS = "pass"  # noqa: S105 - the outcome's word, no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check; `template` with `values` is the sentence, so that it can be translated."""

    code: str
    outcome: Outcome
    values: tuple[tuple[str, str], ...]
    template: str

    @property
    def sentence(self) -> str:
        return self.template % dict(self.values)

    def value(self, name: str) -> str:
        """Return one value by name."""
        return dict(self.values)[name]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentence of each outcome, with %(name)s where a value stands."""

    fails: str
    passes: str
    not_applicable: str = ""


def answer(code: str, has_passed: bool | None, sentences: Sentences, **values: object) -> CheckResult:
    """Return a result with the sentence of its outcome; `has_passed` None means not applicable."""
    if has_passed is None:
        outcome, template = Outcome.NOT_APPLICABLE, sentences.not_applicable
    elif has_passed:
        outcome, template = Outcome.PASS, sentences.passes
    else:
        outcome, template = Outcome.FAIL, sentences.fails
    return CheckResult(code, outcome, tuple((name, str(value)) for name, value in values.items()), template)


def listed(items: Sequence[str]) -> str:
    """Return items as one line, or a dash when there are none."""
    return ", ".join(items) or NOTHING
