"""What a package of each profile holds, item by item, from frozen contracts, records and stored files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from reports import places
from reports.evaluation_sheet import render_evaluation_sheet
from reports.evidence_index import render_evidence_index, render_evidence_table
from reports.findings_log import render_findings_log
from reports.offline_check import TRAIL
from reports.package import PROFILES, PackageItem
from reports.trace_pages import render_trace_pages
from workflow.audit import case_stream, events_of
from workflow.cases.models import Case
from workflow.db import ScopedSession, across_tenants
from workflow.documents import queries as documents
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import Origin
from workflow.documents.storage import store
from workflow.figures.queries import trace_of
from workflow.ghg_statement import queries as statements
from workflow.opinion import reads, records, records_of_body
from workflow.opinion.models import Issue
from workflow.opinion.records import File, header_of
from workflow.opinion.rules import DocumentKind, Profile
from workflow.opinion.signatures import body_of_issue, contract_of
from workflow.opinion.traces import trace_contract
from workflow.people.models import Person
from workflow.planning import queries as planning


@dataclass(frozen=True)
class Desk:
    """What one package is made from: the file of the issue, its profile, and a folder for the time being."""

    file: File
    profile: Profile
    folder: Path

    @property
    def session(self) -> ScopedSession:
        return self.file.session

    @property
    def wanted(self) -> frozenset[int]:
        return PROFILES[self.profile.value]


def file_of(session: ScopedSession, case: Case, issue: Issue) -> File:
    """The rows and frozen contracts of an issue."""
    statement = contract_of(issue)
    header = header_of(issue, statement)
    return File(session, case, issue, statement, body_of_issue(issue), header)


def items_of(desk: Desk) -> list[PackageItem]:
    """Every file of the profile: section 8's table, in its numbers."""
    carried = carried_versions(desk)
    made = [
        *_statement_items(desk), *_report_items(desk), *_ghg_items(desk), *_sheets(desk), *_records(desk),
        *_populations(desk),
        *_trail(desk), *_trace(desk, carried), *_evidence(carried),
    ]  # fmt: skip
    return [item for item in made if item.item in desk.wanted]


def _made(path: str, content: bytes, item: int) -> PackageItem:
    return PackageItem(path, content, sha256(content).hexdigest(), item)


def _kept(path: str, digest: str, item: int, *, is_signed: bool = False) -> PackageItem:
    return PackageItem(path, store().path(digest), digest, item, "pdf" if is_signed else None)


def _document(desk: Desk, kind: DocumentKind) -> str:
    rows = reads.documents_of_issue(desk.session, desk.file.issue)
    return next(row.sha256 for row in rows if row.kind is kind)


def _statement_items(desk: Desk) -> list[PackageItem]:
    return [
        _kept(places.STATEMENT, _document(desk, DocumentKind.STATEMENT), 1, is_signed=True),
        _kept(places.CONTRACT, desk.file.issue.contract_sha256, 1),
    ]


def _report_items(desk: Desk) -> list[PackageItem]:
    return [
        _kept(places.REPORT, _document(desk, DocumentKind.REPORT), 2, is_signed=True),
        _kept("02-report/report-body.json", desk.file.issue.report_body_sha256, 2),
    ]


def _ghg_items(desk: Desk) -> list[PackageItem]:
    """Item 3: the rendition, the exact bytes that were signed and opined on, and the inventory."""
    issue, case = desk.file.issue, desk.file.case
    version = statements.version(desk.session, case, issue.statement_version)
    return [
        _kept(places.GHG_REPORT, _document(desk, DocumentKind.GHG_REPORT), 3),
        _kept("03-ghg-statement/ghg-report.json", issue.ghg_contract_sha256, 3),
        _made("03-ghg-statement/ghg-statement.json", (version.content or "").encode(), 3),
        _made("03-ghg-statement/inventory.csv", inventory_table(desk.file), 3),
    ]


def inventory_table(file: File) -> bytes:
    """The lines of the statement as CSV with every digit, UTF-8 with a byte-order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ("line", "source", "name", "ISO category", "scope", "group", "t CO2e", "t CO2e market-based")
    )
    for line in file.statement.lines:
        market = line.tonnes if line.market_tonnes is None else line.market_tonnes
        name = _harmless(line.name)
        row = (line.code, line.source, name, line.iso_category, line.scope_code, line.group)
        writer.writerow((*row, format(line.tonnes, "f"), format(market, "f")))
    return "\ufeff".encode() + out.getvalue().encode()


def _sheets(desk: Desk) -> list[PackageItem]:
    header, body = desk.file.header, desk.file.body
    if not {4, 5, 7} & desk.wanted:
        return []
    log = render_findings_log(header, body.findings, body.evaluation, body.ledger)
    return [
        _made(places.FINDINGS_LOG, log, 4),
        _made(places.EVIDENCE_INDEX, render_evidence_index(header, body.evidence), 5),
        _made(places.EVIDENCE_TABLE, render_evidence_table(body.evidence), 5),
        _made(places.EVALUATION, render_evaluation_sheet(header, body.evaluation, body.ledger), 7),
    ]


def _records(desk: Desk) -> list[PackageItem]:
    makers = (
        (6, "06-plan/verification-plan.pdf", records.plan),
        (6, "06-plan/site-visits.pdf", records.visits),
        (6, "06-plan/sampling.pdf", records.samples),
        (8, "08-review/independent-review.pdf", records_of_body.review),
        (8, "08-review/decision.pdf", records_of_body.decision),
        (9, "09-declarations/declarations.pdf", records_of_body.declarations),
        (10, "10-claim/short-form-claim.txt", records.claim),
        (12, "12-agreement/agreement.pdf", records.agreement),
        (12, "12-agreement/representation-letter.pdf", records.letter),
        (14, "14-working-papers/strategic-analysis.pdf", records_of_body.strategic_analysis),
        (14, "14-working-papers/working-papers.pdf", records_of_body.working_papers),
        (17, "17-confirmation/confirmation-of-review.pdf", records.confirmation),
    )
    found = []
    for number, path, make in makers:
        is_instead = number == 17 and desk.profile is Profile.ACCREDITATION  # it has 8 and 9 themselves
        content = make(desk.file) if number in desk.wanted and not is_instead else None
        if content is not None:
            found.append(_made(path, content, number))
    return found


def _populations(desk: Desk) -> list[PackageItem]:
    """Item 6: the frozen list of each sample in its order, so that anybody can draw it again."""
    if 6 not in desk.wanted:
        return []
    found = []
    for sample in planning.samples_of(desk.session, desk.file.case):
        if sample.void_reason is None and sample.evaluated_at is not None:
            rows = planning.population_of(desk.session, sample)
            listed = "".join(f"{_harmless(record)},{tonnes:f}\r\n" for record, tonnes in rows)
            content = "\ufeffrecord,t CO2e\r\n" + listed
            found.append(_made(f"06-plan/population-{sample.code}.csv", content.encode(), 6))
    return found


def _harmless(text: str) -> str:
    """A cell that no workbook takes for a formula or for two cells."""
    quoted = text.replace('"', "'").replace(",", " ")
    return f"'{quoted}" if quoted.startswith(("=", "+", "-", "@")) else quoted


def _trail(desk: Desk) -> list[PackageItem]:
    """Item 11: the case's chain up to the issue event; what is not the client's is there as hashes alone."""
    if 11 not in desk.wanted:
        return []
    path = desk.folder / "trail.jsonl"
    digest = sha256()
    named = _names_what_is_confidential(desk)
    with path.open("wb") as file:
        for event in events_of(desk.session, case_stream(desk.file.case.id)):
            if event.seq > (desk.file.issue.trail_seq or 0):
                break
            line: dict[str, object] = {
                "seq": event.seq,
                "at": event.at.isoformat().replace("+00:00", "Z"),
                "prev": event.prev,
                "digest": event.digest,
                "hash": event.hash,
            }
            is_shown = event.for_client and not named.search(event.body)
            if is_shown or desk.profile is Profile.ACCREDITATION:
                line |= {"salt": event.salt, "body": event.body}
            raw = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(raw)
            file.write(raw)
    return [PackageItem(TRAIL, path, digest.hexdigest(), 11)]


def _names_what_is_confidential(desk: Desk) -> re.Pattern[str]:
    """What finds the words of an event that names a supplier's confidential document or a figure of it."""
    every = documents.all_versions(desk.session, desk.file.case)
    codes = sorted({document.code for document, _version in every if document.is_confidential})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, codes))})\b" if codes else r"(?!)")


def carried_versions(desk: Desk) -> list[tuple[Document, DocumentVersion]]:
    """Item 15: every file for the accreditor; for the client those it gave itself, as far as cited.

    A supplier's confidential file, and what another entity gave, is in no package but the accreditor's.
    """
    if 15 not in desk.wanted:
        return []
    versions = documents.all_versions(desk.session, desk.file.case)
    in_time = [(d, v) for d, v in versions if v.received_at <= desk.file.issue.decided_at]
    if desk.profile is Profile.ACCREDITATION:
        return in_time
    cited = {row.sha256 for row in desk.file.body.evidence if row.lines or row.findings}
    own = _people_of_the_client(desk)
    return [
        (d, v)
        for d, v in in_time
        if d.origin is Origin.CLIENT
        and not d.is_confidential
        and v.received_by_id in own
        and v.sha256 in cited
    ]


def _people_of_the_client(desk: Desk) -> set[int]:
    """Who hands in evidence for the responsible party or the client: its own people."""
    case = desk.file.case
    houses = {case.responsible_party_org_id, case.client_org_id}
    query = select(Person.id).where(Person.owner_org_id.in_(houses - {None}))
    options = across_tenants("a package for the client holds what its own people gave")
    return set(desk.session.scalars(query.execution_options(**options)))


def _evidence(carried: list[tuple[Document, DocumentVersion]]) -> list[PackageItem]:
    return [
        PackageItem(
            f"15-evidence/{document.code}-v{version.number}{_suffix(version.name)}",
            partial(store().open, version.sha256),
            version.sha256,
            15,
        )
        for document, version in carried
    ]


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 8 else ""


def _trace(desk: Desk, carried: list[tuple[Document, DocumentVersion]]) -> list[PackageItem]:
    """Item 16: the way back from each number; without words and cut-out where the profile lacks the file."""
    if 16 not in desk.wanted:
        return []
    case, issue = desk.file.case, desk.file.issue
    version = statements.version(desk.session, case, issue.statement_version)
    versions = {v.sha256: v for _d, v in documents.all_versions(desk.session, case)}
    crops = desk.folder / "crops"
    crops.mkdir(exist_ok=True)
    contract = trace_contract(
        desk.file.statement,
        desk.file.header,
        trace_of(desk.session, case, version),
        versions,
        shown=frozenset(v.sha256 for _d, v in carried),
        crops=crops,
    )
    return [_made(places.TRACE, render_trace_pages(contract, crops=crops), 16)]
