"""Which findings the viewer names beside a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tests.factories import the_system
from tests.workflow.findings.scene import Scene
from workflow.documents.models import DocumentVersion
from workflow.figures.models import Figure
from workflow.findings import moves, queries
from workflow.findings.models import Citation
from workflow.unit_of_work import reading, unit_of_work


def test_the_findings_of_a_figure_are_those_pinned_to_its_code_or_box_that_one_may_see(scene: Scene) -> None:
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        version = uow.session.scalars(
            select(DocumentVersion).where(DocumentVersion.case_id == case.id).order_by(DocumentVersion.id)
        ).first()
        assert version is not None
        figure = Figure(
            case_id=case.id, owner_org_id=case.owner_org_id, document_version_id=version.id, number=1,
            code="E-002.1", page=1, box=[1.5, 2, 3, 4], raw="742", quote="742", value=Decimal(742), unit="MWh",
            read_value=Decimal(742), method="text", confidence=Decimal("0.9"), is_witnessed=True,
        )  # fmt: skip
        uow.session.add(figure)
        uow.record("figure.capture", figure)
        figure_id, version_id = figure.id, version.id
    by_code, by_box, by_page = scene.draft(), scene.draft(), scene.draft()
    scene.act(scene.lead, moves.issue_finding, by_code)
    with unit_of_work(the_system()) as uow:
        places: dict[str, dict[str, Any]] = {
            by_code: {"figure_code": "E-002.1"}, by_box: {"box": [1.5, 2, 3, 4]}, by_page: {}
        }  # fmt: skip
        for code, cited in places.items():
            row = scene.finding(uow, code)
            citation = Citation(
                case_id=row.case_id, owner_org_id=row.owner_org_id, finding_id=row.id, page=1, sha256="0" * 64,
                document_code="E-002", document_version_id=version_id, **cited,
            )  # fmt: skip
            uow.session.add(citation)
            uow.record("test.cite", row, covers=[citation])
    with reading(the_system().scope) as session:
        figure, case = session.get_one(Figure, figure_id), scene.halden.case(session)
        seen = {
            name: [f.code for f in queries.findings_citing(session, case, figure, viewer=actor)]
            for name, actor in (("lead", scene.lead), ("party", scene.party))
        }
    assert seen == {"lead": [by_code, by_box], "party": [by_code]}
