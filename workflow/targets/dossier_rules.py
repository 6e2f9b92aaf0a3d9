"""Words of the group's documents: their kinds, the life of a version, and what a version is called."""

from __future__ import annotations

from enum import StrEnum

from workflow.i18n import N_


class DocumentKind(StrEnum):
    """The documents that the group makes of its targets."""

    LETTER = "letter"
    DOSSIER = "dossier"
    PLAN = "plan"
    PROGRESS = "progress"


class VersionState(StrEnum):
    """The life of one version: rendered in the background, then signed; its bytes never change."""

    MAKING = "making"
    MADE = "made"
    SIGNED = "signed"
    FAILED = "failed"


KIND_WORDS: dict[DocumentKind, str] = {
    DocumentKind.LETTER: N_("Commitment letter"),
    DocumentKind.DOSSIER: N_("SBT dossier"),
    DocumentKind.PLAN: N_("Reduction plan and roadmap"),
    DocumentKind.PROGRESS: N_("Yearly progress report"),
}
VERSION_STATE_KINDS: dict[VersionState, str] = {
    VersionState.MAKING: "waiting",
    VersionState.MADE: "open",
    VersionState.SIGNED: "closed",
    VersionState.FAILED: "refused",
}
# Documents that speak of targets; the letter promises them and may be signed before any base year is verified.
OF_TARGETS = frozenset({DocumentKind.DOSSIER, DocumentKind.PLAN, DocumentKind.PROGRESS})


def code_of(kind: DocumentKind, year: int | None, number: int) -> str:
    """The code of a version in its series: dossier-2, progress-2023-1."""
    return f"{series_of(kind, year)}-{number}"


def series_of(kind: DocumentKind, year: int | None) -> str:
    """The series in which versions are counted: one for each kind, of progress reports one for each year."""
    return f"{kind.value}-{year}" if year is not None else kind.value
