"""Figures are found again in a newer version: exact, moved, changed or lost; what is in doubt is asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.locate import FoundAgain, Worked, find_again
from evidence.reading import Reading
from tests.evidence.drawing import a_table, read_drawn, text, together
from tests.evidence.edited import KINDS, by_chance, edits, follow, worked_on

EDITS = {edit.name: edit for edit in edits()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", EDITS)
def test_no_number_of_an_edited_document_is_bound_silently_to_another(
    name: str, kind: str, tmp_path: Path
) -> None:
    outcome = follow(EDITS[name], kind, tmp_path)
    assert len(outcome.found) >= 2 * sum(len(sheet.rows) for sheet in EDITS[name].old) - 2, (
        "the truth is whole"
    )
    assert outcome.wrong() == []


@pytest.mark.parametrize("seed", range(30))
def test_no_number_is_bound_silently_to_another_where_many_are_equal(seed: int, tmp_path: Path) -> None:
    assert follow(by_chance(seed), "pdf", tmp_path).wrong() == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_unchanged_survives(kind: str, tmp_path: Path) -> None:
    kept = {name: follow(edit, kind, tmp_path).survivors() for name, edit in EDITS.items()}
    found, of = (sum(pair[n] for pair in kept.values()) for n in (0, 1))
    for name, (some, many) in kept.items():
        if some < many:
            print(f"{kind}: {name}: {some} of {many} survive, the others are asked")
    print(f"{kind}: {found} of {of} unchanged numbers survive {len(kept)} edits")
    assert found / of >= 0.97


def captured(reading: Reading, raw: str) -> Worked:
    """A box that a person drew around a word that the reader bound to nothing."""
    word = next(word for word in reading.pages[0].words if word.text == raw)
    return Worked(1, 1, word.box, None, raw, Decimal(0))


def only(worked: Worked, old: Reading, new: Reading) -> FoundAgain:
    return find_again([worked], old, new)[0]


def letter(folder: Path, number: str, top: float = 100, *, repeated: bool = False) -> Reading:
    lines = [
        (60.0, 60.0, "To the verifier"),
        (60.0, top, f"Reference {number} of our archive"),
        (60.0, top + 20, "Yours"),
    ]
    more = [(60.0, 400.0, f"Reference {number} of our archive")] if repeated else []
    return read_drawn(folder, text(*lines, *more))


def test_a_captured_print_is_found_by_its_words(tmp_path: Path) -> None:
    old = letter(tmp_path, "KX-774-B")
    assert only(captured(old, "KX-774-B"), old, letter(tmp_path, "KX-774-B")).outcome == "exact"
    assert only(captured(old, "KX-774-B"), old, letter(tmp_path, "KX-774-B", 300)).outcome == "moved"


def test_other_words_in_the_captured_place_are_a_change(tmp_path: Path) -> None:
    old = letter(tmp_path, "KX-774-B")
    again = only(captured(old, "KX-774-B"), old, letter(tmp_path, "KX-774-C"))
    assert (again.outcome, again.differs) == ("changed", ("value",))
    assert again.place is not None
    assert again.place.raw == "KX-774-C"


def test_a_captured_print_that_is_gone_is_lost(tmp_path: Path) -> None:
    old = letter(tmp_path, "KX-774-B")
    assert (
        only(captured(old, "KX-774-B"), old, read_drawn(tmp_path, text((60, 500, "other words")))).outcome
        == "lost"
    )


def test_a_box_without_any_words_is_lost(tmp_path: Path) -> None:
    old = letter(tmp_path, "KX-774-B")
    assert only(replace(captured(old, "KX-774-B"), raw=" "), old, old).outcome == "lost"


def a_page(folder: Path, value: str) -> Reading:
    table = a_table(
        140, ("Meter", "Energy (kWh)"), [("Press shop", value), ("Offices", "120")], at=(60, 260), ruled=True
    )
    return read_drawn(folder, together(text((60, 60, "Hall 2")), table))


def test_a_correction_is_carried_where_the_print_is_the_same(tmp_path: Path) -> None:
    old = a_page(tmp_path, "7,420")
    typed = replace(worked_on(1, old.figures[0]), value=Decimal("7420.5"))
    assert only(typed, old, a_page(tmp_path, "7,420")).outcome == "exact"


def test_a_print_that_now_says_what_the_person_typed_is_the_same_figure(tmp_path: Path) -> None:
    old = a_page(tmp_path, "7,420")
    typed = replace(worked_on(1, old.figures[0]), value=Decimal("7240"))
    assert only(typed, old, a_page(tmp_path, "7,240")).outcome == "exact"


def test_a_number_typed_over_ocr_is_asked_when_ocr_sees_the_same_again(tmp_path: Path) -> None:
    def scanned(reading: Reading) -> Reading:
        page = reading.pages[0]
        return replace(
            reading, pages=(replace(page, figures=tuple(replace(f, method="ocr") for f in page.figures)),)
        )

    old = scanned(a_page(tmp_path, "7,420"))
    typed = replace(worked_on(1, old.figures[0]), value=Decimal("7240"))
    again = only(typed, old, scanned(a_page(tmp_path, "7,420")))
    assert (again.outcome, again.differs) == ("asked", ("typed",))
