"""Sector paths through the upload: broken ones are named and not kept, a whole one is.

All the ways of breaking one, with row, column, rule and mend: tests/methods/targets/test_sector_path.py.
"""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import select

from tests.workflow.targets.scene import OFFICE, Scene
from workflow.documents.storage import store
from workflow.targets.models import SectorPathRow
from workflow.targets.pre_check import check_stored
from workflow.targets.queries import hold
from workflow.targets.rules import TargetKind

HEAD = "year,activity,scope_1_intensity"
WHOLE = [HEAD, "2021,4000,0.60", "2030,4200,0.40", "2050,4600,0.10"]
STATED = {"name": "Synthetic metal", "activity_unit": "t", "source": "made for tests", "licence": "none needed",
          "ambition": "1.5C"}  # fmt: skip


def upload(scene: Scene, lines: list[str], name: str = "path.csv", **changes: str) -> tuple[int, str]:
    file = (io.BytesIO("\n".join(lines).encode()), name)
    answer = scene.town.browser(OFFICE).post("/targets/paths", file=file, **(STATED | changes))
    return answer.status_code, answer.text


def kept(scene: Scene) -> list[SectorPathRow]:
    with scene.by(OFFICE) as (uow, _group):
        return list(uow.session.scalars(select(SectorPathRow)))


@pytest.mark.parametrize(
    ("lines", "rule", "place"),
    [
        ([HEAD.replace("activity", "output"), *WHOLE[1:]], "PATH-COLUMN", "activity"),
        ([HEAD, "2021,many,0.60", *WHOLE[2:]], "PATH-NUMBER", "activity"),
        ([*WHOLE[:3], "2050,4600,0.90"], "PATH-FALL", "scope_1_intensity"),
    ],
)
def test_a_broken_path_is_named_and_nothing_is_saved(
    scene: Scene, lines: list[str], rule: str, place: str
) -> None:
    status, text = upload(scene, lines)
    assert status == 422
    assert rule in text and place in text
    assert "Nothing is saved" in text
    assert kept(scene) == []


def test_source_and_licence_are_asked_for(scene: Scene) -> None:
    status, text = upload(scene, WHOLE, licence="")
    assert (status, "PATH-STATED" in text) == (422, True)


def test_what_is_no_workbook_is_refused_in_a_sentence(scene: Scene) -> None:
    status, text = upload(scene, ["%PDF-1.7"], "path.pdf")
    assert status == 422
    assert kept(scene) == [] and "no workbook" in text


def test_a_whole_path_is_kept_with_its_bytes_and_bends_a_target_s_line(scene: Scene) -> None:
    book = openpyxl.Workbook()
    for line in WHOLE:
        book.active.append(
            [cell if cell.isalpha() or "_" in cell else float(cell) for cell in line.split(",")]
        )
    content = io.BytesIO()
    book.save(content)
    answer = scene.town.browser(OFFICE).post(
        "/targets/paths", file=(io.BytesIO(content.getvalue()), "path.xlsx"), is_approved="yes", **STATED
    )
    assert answer.status_code == 303, answer.text
    row = kept(scene)[0]
    assert store().open(row.file_sha256).read() == content.getvalue()
    base = scene.cite()
    scene.state_submission()
    answers = {"scopes": "1", "target_year": "2030", "reduction": "0.30", "base_activity": "1000"}
    code = scene.begin(base, TargetKind.SECTORAL, answers)
    with scene.by(OFFICE) as (uow, group):
        held = hold(uow.session, group, uow.now.date())
        held.target(code).path_id = row.id
        found = check_stored(held, code)
        uow.record("test.path", held.target(code))
    assert found.line.is_indicative
    assert (found.line.points[0].value, len(found.line.points)) == (found.base, 10)
    assert found.line.points[-1].value < found.base * 7 / 10  # type: ignore[operator]


def test_a_name_is_given_once(scene: Scene) -> None:
    upload(scene, WHOLE)
    status, text = upload(scene, WHOLE)
    assert (status, "already" in text, len(kept(scene))) == (422, True, 1)
