"""Populations of samples: typed or taken from a document's figures, hashed in their order, and watched for change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from hashlib import sha256

import rfc8785

from methods import sampling
from methods.rounding import round_tonnes
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents import queries as documents
from workflow.errors import BadInput, NotYours
from workflow.figures.models import Figure
from workflow.figures.queries import figures_of
from workflow.figures.rules import FigureState
from workflow.i18n import N_, Message, message
from workflow.planning.models import Sample

FACTOR = re.compile(r"(?P<prefix>\S+)\s+(?:x\s*|×\s*)?(?P<factor>\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Population:
    """The records that a sample is drawn from, in order, with where they come from."""

    words: str
    records: tuple[sampling.Record, ...]
    document_code: str | None = None
    file_sha256: str | None = None
    factors: str | None = None

    @property
    def tonnes(self) -> Decimal:
        return sum((r.recorded for r in self.records), Decimal(0))

    @property
    def sha256(self) -> str:
        return population_hash(self.records)

    def of_document(self, session: ScopedSession, case: Case, code: str) -> Population:
        """The same records, typed from a document of the case whose file is kept with them."""
        try:
            document = documents.document_by_code(session, case, code)
        except NotYours:
            raise _no_document(code) from None
        return replace(
            self, document_code=code, file_sha256=documents.current_version(session, document).sha256
        )


def population_hash(records: Sequence[sampling.Record]) -> str:
    """The hash of the frozen population in its order, so that anybody can draw it again."""
    listed = [[r.record_id, format(r.recorded, "f")] for r in records]
    return sha256(rfc8785.dumps(listed)).hexdigest()


def typed_population(words: str, listing: str) -> Population:
    """A population pasted as lines of record and t CO2e, parted by tab, semicolon or spaces; in their order."""
    records = []
    for number, line in enumerate(listing.splitlines(), 1):
        parts = [part for part in re.split(r"[\t;]|\s{2,}|\s(?=\S+$)", line.strip()) if part]
        if not parts:
            continue
        if len(parts) != 2:
            raise BadInput(
                message(N_("Line {number}: write the record and its t CO2e, nothing else."), number=number),
                "listing",
            )
        records.append(sampling.Record(parts[0].strip(), _tonnes(parts[1], number)))
    if not records:
        raise BadInput(
            N_("Paste the records with their t CO2e, one a line, or name a document and its factors."),
            "listing",
        )
    return Population(words, tuple(records))


def _tonnes(text: str, line: int) -> Decimal:
    try:
        value = Decimal(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise BadInput(
            message(N_("Line {number}: “{text}” is no number of tonnes."), number=line, text=text), "listing"
        )
    return value


def population_from_document(
    session: ScopedSession, case: Case, words: str, document_code: str, factors: str
) -> Population:
    """The figures of a document whose label begins with a prefix, times the prefix's t CO2e per unit.

    `factors` is one "PREFIX FACTOR" a line, such as "CU- 4.05". Only figures that are read right enter (EV-21).
    """
    pairs = _factors(factors)
    try:
        document = documents.document_by_code(session, case, document_code)
    except NotYours:
        raise _no_document(document_code) from None
    version = documents.current_version(session, document)
    chosen = [(f, prefix) for f in figures_of(session, version) if (prefix := _prefix_of(f, pairs))]
    unread = [f.code for f, _ in chosen if f.state is not FigureState.READ_RIGHT]
    if not chosen:
        raise BadInput(
            message(
                N_("No figure of {code} has a label that begins with {prefixes}."),
                code=document_code,
                prefixes=", ".join(pairs),
            ),
            "factors",
        )
    if unread:
        raise BadInput(
            message(
                N_(
                    "{count} of {total} figures of {code} are not read right yet, the first is {figure}: "
                    "an unconfirmed figure never enters a total."
                ),
                count=len(unread), total=len(chosen), code=document_code, figure=unread[0],
            ),
            "document",
        )  # fmt: skip
    records = tuple(
        sampling.Record((f.label or "").split()[0], round_tonnes(f.value * pairs[prefix]))
        for f, prefix in chosen
    )
    return Population(words, records, document_code, version.sha256, factors.strip())


def _no_document(code: str) -> BadInput:
    return BadInput(message(N_("There is no document {code} on this case."), code=code), "document")


def _factors(text: str) -> dict[str, Decimal]:
    pairs: dict[str, Decimal] = {}
    for line in filter(None, (part.strip() for part in re.split(r"[\n,]", text))):
        match = FACTOR.fullmatch(line)
        if match is None:
            raise BadInput(
                message(
                    N_(
                        "“{line}” is no factor: write the beginning of the label and its t CO2e per unit, "
                        "such as “CU- 4.05”."
                    ),
                    line=line,
                ),
                "factors",
            )
        pairs[match["prefix"]] = Decimal(match["factor"])
    if not pairs:
        raise BadInput(N_("Give the beginning of the records' labels and their t CO2e per unit."), "factors")
    return pairs


def _prefix_of(figure: Figure, pairs: dict[str, Decimal]) -> str | None:
    if figure.state is FigureState.REJECTED or not figure.label:
        return None
    return next((prefix for prefix in pairs if figure.label.startswith(prefix)), None)


def why_changed(session: ScopedSession, case: Case, sample: Sample) -> Message | None:
    """Why a draw no longer stands on its population: a newer file, or other figures; None when it does."""
    code = sample.population_document_code
    if code is None or sample.void_reason is not None:
        return None
    document = documents.document_by_code(session, case, code)
    if documents.current_version(session, document).sha256 != sample.population_file_sha256:
        return message(N_("{code} has a newer version since the draw."), code=code)
    if sample.population_factors is None:
        return None
    try:
        now = population_from_document(session, case, sample.population, code, sample.population_factors)
    except BadInput as changed:
        return changed.reason
    if now.sha256 != sample.population_sha256:
        return message(N_("The figures of {code} changed since the draw."), code=code)
    return None
