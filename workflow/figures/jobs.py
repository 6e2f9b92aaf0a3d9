"""Proposes the figures of a reading that was stored, and keeps the checks up to date."""

from __future__ import annotations

from evidence.reading_json import from_json
from workflow.cases.models import Case
from workflow.documents import parts
from workflow.documents import queries as documents
from workflow.documents.rules import CLOSED_CASES
from workflow.documents.storage import stored_reading
from workflow.figures import anchoring, checks, commands, layouts, proposals, tables
from workflow.figures.grid.placing import PLACE_BILLS
from workflow.ghg_statement import queries as statements
from workflow.worker import JobRun

FOLLOW_CITATIONS = "workflow.findings.jobs.follow_citations"


def propose_figures(run: JobRun, version_id: int) -> None:
    """Write the figures of a version's stored reading as proposals; nothing when it was not read."""
    with run.finishing() as uow:
        document, version = documents.version_by_id(uow.session, version_id)
        if version.reading_sha256 is None:
            return
        found = from_json(stored_reading(version.reading_sha256))
        proposals.propose_figures(uow, document, version, found, version.reading_sha256)
        anchoring.anchor_figures(uow, document, version)
        layouts.try_layouts(uow, document, version)
        tables.offer_tables(uow, document, version)
        if version.number > 1:
            key = f"follow_citations:{version_id}:{version.reading_sha256}"
            uow.after_commit(FOLLOW_CITATIONS, version_id, subject=version, key=key)
        uow.after_commit(PLACE_BILLS, version_id, subject=version, is_merged=True)
        # A newer version of a document takes the place of the figures that were read right on the older one.
        checks.plan_checks(uow, version)


def propose_parts(run: JobRun, version_id: int) -> None:
    """Write the figures of the parts of a long document that were read so far, in page order."""
    with run.finishing() as uow:
        document, version = documents.version_by_id(uow.session, version_id)
        for part in parts.parts_to_propose(uow.session, version):
            assert part.reading_sha256 is not None
            found = from_json(stored_reading(part.reading_sha256))
            proposals.propose_figures(uow, document, version, found, part.reading_sha256)
            part.is_proposed = True


def try_layouts(run: JobRun, version_id: int) -> None:
    """Try the layouts of the case on a version that was read before they were learnt."""
    with run.finishing() as uow:
        layouts.try_layouts(uow, *documents.version_by_id(uow.session, version_id))


def carry_links(run: JobRun, version_id: int) -> None:
    """Take the links of the version before over to a statement version that was received."""
    with run.finishing() as uow:
        new = statements.version_by_id(uow.session, version_id)
        case = uow.session.get_one(Case, new.case_id)
        older = [row for row in statements.versions_of(uow.session, case) if row.number < new.number]
        if older:
            commands.carry_links(uow, case, older[-1], new)
        checks.plan_checks(uow, case)


def run_checks(run: JobRun, case_id: int) -> None:
    """Run the evidence checks of a case on what is read right; of an issued case nothing changes any more."""
    with run.finishing() as uow:
        case = uow.session.get_one(Case, case_id)
        if case.state not in CLOSED_CASES:
            checks.run_checks(uow, case)
