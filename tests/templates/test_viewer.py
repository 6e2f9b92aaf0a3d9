"""The evidence viewer works by plain forms and links, whatever the document is made of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Given
from typing import Any

import pytest
from flask import Flask, render_template

from workflow.figures.review_queue import QueueRow
from workflow.figures.routes.drawn_rows import box, queue_line
from workflow.figures.rules import FigureState

ACTS = ("confirm", "edit", "reject", "link", "finding", "test")


def a_figure(**changes: Any) -> Given:
    open_acts = {name: Given(url=f"/figures/3/{name}", refusals=[]) for name in ACTS}
    figure = {
        "id": 3,
        "code": "E-003 p.7 #3",
        "version": 4,
        "state": "proposed",
        "kind": "open",
        "value": Decimal(742000),
        "unit": "kWh",
        "raw": "742,000",
        "label": "Active total",
        "column": None,
        "period_start": date(2021, 7, 1),
        "period_end": date(2021, 7, 31),
        "place": "p.7",
        "method": "text",
        "error_rate": None,
        "error_basis": None,
        "confidence": Decimal(97),
        "is_witnessed": True,
        "witness": "both engines read it here",
        "crop_url": "/crops/3",
        "crop_width": 120,
        "crop_height": 24,
        "links": [],
        "tests": [],
        "history": [Given(at=datetime(2022, 10, 24, 6, 2, tzinfo=UTC), who="reader", what="read")],
        "acts": open_acts,
        "lines": [(18, "L-018 S06 Electricity")],
        "roles": [("primary", "primary")],
        "techniques": [("tracing", "tracing")],
        "results": [("holds", "holds")],
    }
    return Given(**{**figure, **changes})


def a_row(**changes: Any) -> QueueRow:
    row = QueueRow(
        id=3, code="E-003 p.7 #3", number=3, state=FigureState.PROPOSED, page=7, cell=None,
        stored_box="[10, 20, 50, 30]", label="Active total", raw="742,000", stored_value="742000", unit="kWh",
        is_witnessed=False, stored_confidence="0.9", is_linked=False, is_tested=False,
    )  # fmt: skip
    return row._replace(**changes)


def a_viewer(**changes: Any) -> Given:
    document = Given(
        code="E-003", name="bill.pdf", version=1, state="read", kind="closed", pages=12, note=None
    )
    document.__dict__.update(short_hash="9f2c", hash="9f2c" * 16, download_url="/original")
    shown = a_row()
    row = Given(
        id=3, is_selected=True, line=queue_line(shown, "E-003", "/view?show=open", "en", is_selected=True)
    )
    page: dict[str, Any] = {
        "case_code": "C-2022-0001",
        "case_url": "/cases/C-2022-0001",
        "evidence_url": "/evidence",
        "document": document,
        "view": "picture",
        "page": Given(
            number=7, label="p.7", picture_url="/pictures/7", width=Decimal(595), height=Decimal(842)
        ),
        "sheet": None,
        "blocks": [],
        "thumbnails": [],
        "boxes": [box(shown, "/view?show=open", "en", is_selected=True)],
        "filters": [Given(label="all", url="/viewer", count=80, is_active=True)],
        "filter_fields": [("state", "proposed")],
        "search": "",
        "found": [],
        "find": "",
        "search_url": "/search",
        "queue": [row],
        "position": 12,
        "total": 80,
        "previous_url": None,
        "next_url": "/figures/4",
        "next_picture_url": None,
        "next_crop_url": None,
        "bulk": Given(url="/bulk", refusals=[]),
        "bulk_result": None,
        "carried": None,
        "suggested": [],
        "tables": [],
        "learn_url": None,
        "capture": Given(url="/capture", table_url="/tables", refusals=[]),
        "open_act": None,
        "errors": {},
        "selected": a_figure(),
    }
    return Given(**{**page, **changes})


def show(viewer: Given) -> str:
    shell = Given(
        person_name="Chen Wei", organisation_name="Norrland Assurance AS", roles=(), my_work_count=0,
        on_behalf_of=None, demo_clock=None, csrf_token="token",
        actor=Given(may=lambda _permission: False),
    )  # fmt: skip
    return render_template(
        "figures/viewer.html", viewer=viewer, shell=shell, locale="en", findings_at_figure=[]
    )


@pytest.fixture(autouse=True)
def inside(app: Flask) -> None:
    """Every test here draws pages inside a request."""


@pytest.mark.parametrize("act", ["confirm", "edit", "reject", "link", "test"])
def test_each_act_is_a_form_that_carries_token_version_and_filter(act: str) -> None:
    form = re.search(rf'<form method="post" action="/figures/3/{act}".*?</form>', show(a_viewer()), re.S)
    assert form
    for field in ('name="csrf_token"', 'name="version" value="4"', 'name="state" value="proposed"'):
        assert field in form.group(0)


def test_a_refused_act_has_no_form_and_says_why() -> None:
    figure = a_figure()
    figure.acts["test"] = Given(url="/figures/3/test", refusals=[("SOD-5", "Ask another member.")])
    html = show(a_viewer(selected=figure))
    assert 'action="/figures/3/test"' not in html
    assert "Ask another member." in html


def test_the_box_lies_over_the_picture_in_page_points() -> None:
    html = show(a_viewer())
    assert 'viewBox="0 0 595 842"' in html
    assert '<rect x="8" y="18" width="44" height="14"' in html


def test_the_place_in_the_filter_is_said() -> None:
    assert "12 of 80 in this filter" in show(a_viewer())


def test_a_figure_that_one_engine_saw_is_marked_in_the_queue() -> None:
    assert "seen by one engine only" in show(a_viewer())


def test_a_cell_of_a_workbook_is_marked_where_it_stands() -> None:
    cell = Given(text="742,000", is_number=True, state="confirmed", url="/figures/3", is_selected=True)
    sheet = Given(columns=["A"], rows=[Given(number=4, cells=[cell])])
    assert 'class="num cell is-confirmed is-selected"' in show(a_viewer(view="grid", sheet=sheet))


def test_a_number_in_a_sentence_is_marked_in_its_sentence() -> None:
    run = Given(text="742,000 kWh", state="proposed", url="/figures/3", is_selected=True)
    blocks = [Given(ref="para 1", rows=[[[run]]])]
    assert 'class="cell is-proposed is-selected"' in show(a_viewer(view="paragraphs", blocks=blocks))


def test_a_document_without_a_page_says_what_to_do() -> None:
    viewer = a_viewer(view="none", boxes=[], queue=[], selected=None, position=0)
    viewer.document.note = "The file asks for a password: send it without one."
    assert "send it without one" in show(viewer)


def test_a_bulk_act_says_what_failed() -> None:
    result = Given(done=11, failed=[("E-003 p.7 #4", "One engine only: look at it yourself.")])
    html = show(a_viewer(bulk_result=result))
    assert "11 figures are read right." in html
    assert "One engine only: look at it yourself." in html


def test_an_error_stands_beside_its_field_in_the_open_form() -> None:
    html = show(a_viewer(open_act="edit", errors={"value": "Type a number such as 742,000."}))
    assert re.search(r'data-key="e" open>', html)
    assert re.search(r'id="edit-value-error">Type a number', html)


def test_a_row_that_changed_is_drawn_anew() -> None:
    before = queue_line(a_row(), "E-003", "/view?show=open", "en", is_selected=False)
    after = queue_line(a_row(unit="MWh"), "E-003", "/view?show=open", "en", is_selected=False)
    assert "kWh" in before
    assert "MWh" in after
    assert 'href="/view?show=open&amp;figure=3"' in after
    assert "aria-current" not in after


def test_a_figure_that_is_in_doubt_has_the_disputed_box() -> None:
    assert "is-disputed" in box(a_row(), "/view?show=open", "en", is_selected=False)
    assert "is-proposed" in box(a_row(is_witnessed=True), "/view?show=open", "en", is_selected=False)
