"""The rows of amounts without script: they open with what stands, and more come by a button."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import event
from wtforms import ValidationError

from tests.workflow.findings.browser import Browser
from tests.workflow.findings.scene import Scene
from workflow.findings import moves
from workflow.findings.commands import StatedEffect
from workflow.findings.forms import LONG
from workflow.findings.models import Effect
from workflow.findings.queries import effects_of
from workflow.findings.rules import EffectBasis
from workflow.limits import WEB
from workflow.unit_of_work import unit_of_work

D = Decimal
JULY = StatedEffect("S06", D("-431.10"), note="July")
JANUARY = StatedEffect("S06", D("380.56"), EffectBasis.LOCATION, note="January")


@pytest.fixture
def lead(app: Flask, scene: Scene) -> Browser:
    return Browser(app, scene.lead)


@pytest.fixture
def issued(scene: Scene) -> str:
    code = scene.draft(is_misstatement=True, effects=[JULY, JANUARY])
    scene.act(scene.lead, moves.issue_finding, code)
    return code


def rows_of(page: str) -> int:
    return len(re.findall(r'name="effects-\d+-amount"', page))


def test_the_amounts_are_stated_anew_from_those_that_stand(scene: Scene, lead: Browser, issued: str) -> None:
    page = lead.get(f"/{issued}").text
    assert 'value="-431.10"' in page
    assert 'value="380.56"' in page
    typed = {
        "effects-0-source": "S06", "effects-0-amount": "-431.10", "effects-0-basis": "both",
        "effects-1-source": "S06", "effects-1-amount": "380.00", "effects-1-basis": "location", "reason": "read again",
    }  # fmt: skip
    assert lead.post(f"/{issued}/effects", **typed).status_code == 303
    with unit_of_work(scene.lead) as uow:
        stand: tuple[Effect, ...] = effects_of(uow.session, scene.finding(uow, issued))
    assert [e.amount for e in stand] == [D("-431.10"), D("380.00")]


def test_more_rows_come_by_a_button_and_keep_what_was_typed(scene: Scene, lead: Browser, issued: str) -> None:
    before = rows_of(lead.get("/new").text)
    answer = lead.post("/new", more_rows="1", title="half typed", **{"effects-3-amount": "-7.5"})
    assert answer.status_code == 200
    assert rows_of(answer.text) == before + 4
    assert 'value="half typed"' in answer.text
    assert "-7.5" in answer.text
    there = lead.post(f"/{issued}/effects", more_rows="1", **{"effects-0-amount": "-1"})
    assert (there.status_code, rows_of(there.text)) == (200, 8)
    with unit_of_work(scene.lead) as uow:
        assert len(effects_of(uow.session, scene.finding(uow, issued))) == 2


def test_a_draft_takes_more_rows_and_no_more_than_sixty(scene: Scene, lead: Browser) -> None:
    code = scene.draft()
    many = {f"effects-{n}-amount": "" for n in range(58)}
    answer = lead.post(f"/{code}/edit", more_rows="1", **many)
    assert rows_of(answer.text) == 60
    assert "More rows" not in answer.text


def test_the_page_of_an_accepted_finding_asks_the_database_at_most_twelve_times(
    scene: Scene, lead: Browser, issued: str
) -> None:
    scene.act(scene.party, moves.respond, issued, text="Done.", correction="x", citations="E-003")
    scene.act(scene.lead, moves.accept, issued, assessment="Right.")
    lead.get(f"/{issued}")
    asked: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    event.listen(scene.house.engine, "before_cursor_execute", note)
    assert lead.get(f"/{issued}").status_code == 200
    event.remove(scene.house.engine, "before_cursor_execute", note)
    assert len(asked) <= 12, "\n".join(s[:200].replace("\n", " ") for s in asked)


def test_a_text_of_as_many_characters_as_allowed_is_taken_and_one_more_is_not() -> None:
    LONG(None, SimpleNamespace(data="x" * WEB.text_length))
    with pytest.raises(ValidationError, match="20000"):
        LONG(None, SimpleNamespace(data="x" * (WEB.text_length + 1), ngettext=lambda one, many, n: many))
