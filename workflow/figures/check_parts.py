"""What a check of the case gives: the result of methods/, what it is about, and where its evidence stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from methods.evidence_checks import CheckResult
from workflow.figures.models import Figure


@dataclass(frozen=True)
class Found:
    """One result; its subject stays the same from run to run, so that a drafted finding stays with it."""

    subject: str
    result: CheckResult
    documents: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


def documents_in(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of documents, each once, in order."""
    return tuple(sorted(set(codes)))


def codes_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(figure.code for figure in figures)
