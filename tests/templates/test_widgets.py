"""What the widgets promise to the people who read and to the pages that use them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from jinja2 import UndefinedError

from tests.templates.conftest import TEMPLATES, Draw


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("52267.92"), "52,267.92"),
        (Decimal("-50.55"), "−50.55"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("0.000038931"), "0.000038931"),
        (412500, "412,500"),
        (None, "–"),
    ],
)
def test_a_number_is_shown_with_all_its_digits_and_the_real_minus_sign(
    draw: Draw, value: object, shown: str
) -> None:
    assert words(draw("{{ ui.number(value) }}", value=value)) == shown


def test_a_signed_effect_says_plus_but_nothing_at_zero(draw: Draw) -> None:
    assert words(draw("{{ ui.number(v, 2, true) }}", v=Decimal("111.42"))) == "+111.42"
    assert words(draw("{{ ui.number(v, 2, true) }}", v=Decimal(0))) == "0.00"


def test_a_state_is_said_by_word_and_by_shape(draw: Draw) -> None:
    html = draw('{{ ui.state_chip("returned", "returned") }}')
    assert "returned" in words(html)
    assert "#mark-returned" in html


def test_an_unknown_kind_of_state_fails_instead_of_showing_nothing(draw: Draw) -> None:
    with pytest.raises(UndefinedError):
        draw('{{ ui.state_chip("odd", "sideways") }}')


def test_a_late_day_says_how_many_days(draw: Draw) -> None:
    html = draw("{{ ui.due(day, 12) }}", day=date(2022, 11, 14))
    assert words(html) == "2022-11-14 · 12 days late"


def test_a_shut_move_has_no_form_and_names_every_reason(draw: Draw) -> None:
    move = {
        "label": "Close as corrected",
        "url": "/close",
        "refusals": [
            {"code": "G-CORRECTED", "reason": "Ask for a new version first."},
            ("G-SUM", "Explain 0.01 t."),
        ],
    }
    html = draw("{{ ui.move_button(move) }}", move=move)
    assert "<form" not in html
    assert "Ask for a new version first. G-CORRECTED" in words(html)
    assert "Explain 0.01 t. G-SUM" in words(html)


def test_an_open_move_posts_with_its_token_and_fields(draw: Draw) -> None:
    move = {"label": "Return", "url": "/return", "refusals": []}
    html = draw(
        '{% call ui.move_button(move) %}{{ ui.area_input("reason", "Reason") }}{% endcall %}', move=move
    )
    assert '<form method="post" action="/return">' in html
    assert 'name="csrf_token" value="token"' in html
    assert 'name="reason"' in html


def test_a_sort_link_keeps_the_filter_turns_the_order_and_drops_the_page(draw: Draw) -> None:
    columns = [{"key": "due", "label": "Due", "sort": True}]
    html = draw(
        '{% call ui.table(columns, "Findings", sort="due") %}<tbody></tbody>{% endcall %}', columns=columns
    )
    assert 'href="/cases?state=open&amp;sort=-due"' in html
    assert 'aria-sort="ascending"' in html


def test_a_hidden_column_is_offered_but_not_shown(draw: Draw) -> None:
    columns = [{"key": "a", "label": "Shown"}, {"key": "b", "label": "Kept back", "hidden": True}]
    html = draw(
        '{% call ui.table(columns, "Findings", chooser=true) %}<tbody></tbody>{% endcall %}', columns=columns
    )
    head = html[html.index("<thead>") :]
    assert "Kept back" not in head
    assert "Kept back" in html


def test_the_text_of_people_is_never_markup(draw: Draw) -> None:
    html = draw("{{ ui.title_line(name) }}", name="<script>alert(1)</script>")
    assert "<script>" not in html


def test_no_template_carries_inline_style_or_script() -> None:
    found = [
        path.name
        for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.jinja")]
        if re.search(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*src=)""", path.read_text())
    ]
    assert found == []
