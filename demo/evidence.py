"""Evidence of the demo: files handed in, read by the real reader, read right, linked, tested, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from demo.files import DemoFile, ExpectedFigure
from demo.stage import Stage
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.documents.commands import receive_document
from workflow.documents.rules import DocumentKind as K
from workflow.documents.rules import Origin, Reliability
from workflow.documents.storage import store
from workflow.figures import commands as figures
from workflow.figures.checks import run_checks
from workflow.figures.models import Figure
from workflow.figures.queries import figures_of
from workflow.figures.rules import FigureState, LinkRole, Technique, TestResult
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import StatementLine
from workflow.limits import WEB
from workflow.unit_of_work import UnitOfWork

KINDS = {
    "electricity bill": K.ELECTRICITY_BILL,
    "fapiao": K.INVOICE,
    "gas bill": K.GAS_BILL,
    "calibration certificate": K.CALIBRATION_CERTIFICATE,
    "fuel card statement": K.FUEL_CARD,
    "refrigerant log": K.REFRIGERANT_LOG,
    "attendance report": K.ATTENDANCE_REPORT,
    "steam settlement": K.STEAM_SETTLEMENT,
    "freight ledger": K.TRANSPORT_LEDGER,
    "commuting survey": K.COMMUTING_SURVEY,
    "travel report": K.TRAVEL_REPORT,
    "goods receipt": K.GOODS_RECEIPT,
    "supplier PCF": K.SUPPLIER_DECLARATION,
    "waste manifest": K.WASTE_MANIFEST,
    "energy certificate": K.ENERGY_CERTIFICATE,
    "purchase ledger": K.PURCHASE_LEDGER,
    "site-visit notes": K.SITE_VISIT_NOTES,
    "boundary chart": K.BOUNDARY_CHART,
    "representation letter": K.REPRESENTATION_LETTER,
    "delivery note": K.DELIVERY_NOTE,
    "GHG inventory": K.GHG_REPORT,
}
EXTERNAL = frozenset(
    {K.ELECTRICITY_BILL, K.INVOICE, K.GAS_BILL, K.STEAM_SETTLEMENT, K.FUEL_CARD, K.TRAVEL_REPORT,
     K.ENERGY_CERTIFICATE, K.CALIBRATION_CERTIFICATE, K.SUPPLIER_DECLARATION, K.WASTE_MANIFEST}
)  # fmt: skip
# A certificate that stands beside a line is claimed for it (EV-12, EV-13).
ROLES = {
    "primary": LinkRole.PRIMARY,
    "corroborating": LinkRole.CORROBORATING,
    "certificate": LinkRole.CORROBORATING,
}


def kind_of(file: DemoFile) -> K:
    """The kind that a person would choose for a file of the demo."""
    if file.kind == "fapiao" and file.primary_for in {"S02", "S03"}:
        return K.FUEL_INVOICE
    return KINDS.get(file.kind, K.OTHER)


def hand_in(
    stage: Stage, code: str, files: Iterable[DemoFile], *, by: str, origin: Origin = Origin.CLIENT,
    entity: str | None = None,
) -> None:  # fmt: skip
    """Hand files in under their codes, and have them read."""
    for file in files:
        kind = kind_of(file)
        with stage.on(by, code) as (uow, case):
            with file.path.open("rb") as stream:
                stored = store().put(stream, WEB.upload_bytes)
            held = Reliability.EXTERNAL_HELD_BY_CLIENT if kind in EXTERNAL else Reliability.INTERNAL
            receive_document(
                uow, case, name=file.name, stored=stored, title=file.title, kind=kind, origin=origin,
                code=file.code, entity_name=entity,
                reliability=Reliability.DIRECT if origin is Origin.WORKING_PAPER else held,
            )  # fmt: skip
    stage.settle()


def matching(found: Sequence[Figure], wanted: ExpectedFigure) -> Figure | None:
    """The figure that the reader found for an expected one: same value, page or cell, and label."""
    fits = [
        f
        for f in found
        if f.value == wanted.value and (f.cell == wanted.cell if wanted.cell else f.page == wanted.page)
    ]
    by_label = [f for f in fits if wanted.label and wanted.label in (f.label or "")]
    unread = [f for f in (by_label or fits) if f.state is not FigureState.REJECTED]
    return unread[0] if unread else None


def read_right(stage: Stage, code: str, file: DemoFile, *, by: str) -> int:
    """Confirm what the reader saw of a file's expected figures; gives how many."""
    done = 0
    with stage.on(by, code) as (uow, case):
        document = documents.document_by_code(uow.session, case, file.code)
        version = documents.current_version(uow.session, document)
        found = figures_of(uow.session, version)
        for wanted in file.expected:
            figure = matching(found, wanted)
            if figure is not None and figure.state is FigureState.PROPOSED:
                figures.confirm_figure(uow, figure)
                done += 1
    return done


def link(stage: Stage, code: str, file: DemoFile, *, by: str, skip_page: int | None = None) -> None:
    """Link the figures of a file that carry or stand beside a line of the newest submitted version."""
    with stage.on(by, code) as (uow, case):
        lines = _lines(uow, case)
        document = documents.document_by_code(uow.session, case, file.code)
        found = figures_of(uow.session, documents.current_version(uow.session, document))
        for wanted in file.expected:
            role = ROLES.get(wanted.role)
            line = lines.get(wanted.source or "")
            figure = matching(found, wanted)
            if role is None or line is None or figure is None or wanted.page == skip_page:
                continue
            figures.link_figure(uow, case, figure, line, role)


def _lines(uow: UnitOfWork, case: Case) -> dict[str, StatementLine]:
    version = statement.latest_submitted(uow.session, case)
    assert version is not None
    return {line.inputs["source_id"]: line for line in statement.lines_of(uow.session, version)}


def test(
    stage: Stage, code: str, file: DemoFile, *, by: str, technique: Technique = Technique.RETRACING
) -> None:
    """A verifier tests each primary figure of a file against its line, one by one."""
    with stage.on(by, code) as (uow, case):
        lines = _lines(uow, case)
        document = documents.document_by_code(uow.session, case, file.code)
        found = figures_of(uow.session, documents.current_version(uow.session, document))
        for wanted in file.primary:
            figure = matching(found, wanted)
            line = lines.get(wanted.source or "")
            if figure is not None and line is not None and figure.state is FigureState.READ_RIGHT:
                figures.test_figure(
                    uow, figure, technique=technique, result=TestResult.HOLDS, line=line,
                    verifier_value=figure.value,
                )  # fmt: skip


def check(stage: Stage, code: str, *, by: str) -> None:
    """Run the automatic checks on what is read right."""
    with stage.on(by, code) as (uow, case):
        run_checks(uow, case)
    stage.settle()


CLIENT_FILES = (
    "E-001", "E-002", "E-004", "E-005", "E-006", "E-007", "E-008", "E-009", "E-010", "E-011", "E-012",
    "E-013", "E-014", "E-015", "E-016", "E-017", "E-018", "E-019", "E-023",
)  # fmt: skip


def gather_hik(stage: Stage, code: str, entity: str) -> None:
    """HIK hands its evidence in, reads it right and links it; the team tests it and runs the checks."""
    stage.at("2022-09-21")
    files = [stage.files[c] for c in CLIENT_FILES]
    hand_in(stage, code, files, by="Liu Yan", entity=entity)
    stage.at("2022-09-26")
    for file in files:
        read_right(stage, code, file, by="Liu Yan")
    stage.at("2022-09-28")
    for file in files:
        link(stage, code, file, by="Liu Yan")
    stage.at("2022-10-14")
    hand_in(stage, code, [stage.files["E-020"]], by="Chen Wei", origin=Origin.WORKING_PAPER, entity=entity)
    check(stage, code, by="Ingrid Solberg")
    stage.at("2022-10-16")
    for file in files:
        test(stage, code, file, by="Chen Wei")
