"""Bills land in their cells after they were read, wait in the tray with a reason, and stay where a person puts them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from evidence.ocr_here import is_here
from evidence.store import Stored
from methods.quantification import SourceLine
from tests.factories import EVERYTHING, House
from tests.methods.worked_case import ELECTRICITY_V1
from tests.workflow.figures.grid.drawn import a_bill, a_page, all_placements, places
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from workflow import worker
from workflow.cases.rules import CaseState
from workflow.documents import commands as documents
from workflow.documents.models import Document, EvidenceRequest
from workflow.documents.queries import current_version, document_by_code
from workflow.documents.rules import DocumentKind
from workflow.documents.storage import store
from workflow.errors import BadInput, RuleViolation
from workflow.figures.grid import commands, jobs
from workflow.figures.grid.models import Meter
from workflow.figures.grid.placing import place_bills
from workflow.figures.grid.queries import Grid, grid_of
from workflow.figures.queries import figures_of
from workflow.ghg_statement.models import Source
from workflow.jobs import Job, JobState
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work

PHOTO = Path(__file__).parents[3] / "evidence" / "files" / "bill.heic"
TODAY = date(2022, 9, 30)


@pytest.fixture
def scene(house: House) -> Scene:
    """A case whose statement has purchased electricity (S06) alone."""
    scene = a_scene(house)
    hand_in_version(scene, [electricity()], 1)
    worker.run_all_due()
    return scene


def electricity(code: str = "S06") -> SourceLine:
    return replace(ELECTRICITY_V1, source_id=code)


def name_sources(scene: Scene, **names: str) -> None:
    """Give sources the names by which their energy is known."""
    with unit_of_work(scene.lead) as uow:
        rows = list(uow.session.scalars(select(Source)))
        for row in rows:
            row.name = names.get(row.code, "Purchased electricity")
        uow.record("test.names", scene.case(uow), covers=rows)


def found(scene: Scene) -> dict[str, tuple[str | None, str | None]]:
    with reading(EVERYTHING) as session:
        return places(session, scene)


def grid(scene: Scene) -> Grid:
    with unit_of_work(scene.lead) as uow:
        return grid_of(uow.session, scene.case(uow), viewer=scene.lead, today=TODAY)


def reason(scene: Scene, code: str) -> str:
    (item,) = [item for item in grid(scene).tray if item.document.code == code]
    return str(item.reason)


def by_code(scene: Scene, uow: UnitOfWork, code: str) -> Document:
    return document_by_code(uow.session, scene.case(uow), code)


def test_a_bill_opens_the_row_of_its_meter_under_the_source_and_lands_in_its_month(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    assert found(scene) == {f"{code} p.1": ("M-001", "2021-03")}
    row = grid(scene).row("M-001")
    assert row is not None
    assert (row.name, row.source.code if row.source else None) == ("HX-100", "S06")
    assert [cell.days.gap for cell in row.cells[:4]] == [31, 28, 0, 30]


@pytest.mark.skipif(not is_here(), reason="no OCR here: its packages are not installed")
def test_a_phone_s_photo_is_read_by_ocr_and_lands_in_its_cell(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(PHOTO, "IMG_0815.HEIC")
    assert found(scene) == {f"{code} p.1": ("S06", "2021-01")}
    with unit_of_work(scene.lead) as uow:
        version = current_version(uow.session, by_code(scene, uow, code))
        (figure,) = figures_of(uow.session, version)
    assert (figure.raw, figure.unit, figure.method) == ("4,821", "kWh", "ocr")


def test_a_placed_bill_is_of_the_kind_by_which_the_checks_go(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.lead) as uow:
        assert by_code(scene, uow, code).kind is DocumentKind.ELECTRICITY_BILL


def test_a_bill_that_two_rows_fit_waits_in_the_tray_with_both_named(scene: Scene) -> None:
    name_sources(scene)
    for number, meter in enumerate(("HX-100", "KY-200"), start=1):
        scene.hand_in(a_bill(number, meter=meter), f"{meter}.pdf")
    code = scene.hand_in(a_bill(5, meter=None), "which.pdf")
    assert found(scene)[f"{code} p.1"] == (None, None)
    assert "M-001, M-002" in reason(scene, code)


def test_what_is_no_bill_waits_in_the_tray_until_it_is_set_aside_with_a_reason(scene: Scene) -> None:
    code = scene.hand_in(a_page("Minutes of the board", "Lunch was served."), "minutes.pdf")
    assert "Choose its row" in reason(scene, code)
    with unit_of_work(scene.preparer) as uow:
        with pytest.raises(BadInput):
            commands.set_aside(uow, scene.case(uow), by_code(scene, uow, code), 1, because=" ")
        commands.set_aside(uow, scene.case(uow), by_code(scene, uow, code), 1, because="a letter")
    shown = grid(scene)
    assert shown.tray == ()
    assert [bill.set_aside_because for bill in shown.set_aside] == ["a letter"]


def test_a_person_s_place_stays_when_the_document_is_read_again_and_comes_anew(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.lead) as uow:
        document = by_code(scene, uow, code)
        commands.place_by_hand(
            uow, scene.case(uow), document, 1, row="M-001", month=date(2021, 4, 1)
        )  # fmt: skip
    with unit_of_work(scene.preparer) as uow:
        documents.add_version(
            uow, scene.case(uow), by_code(scene, uow, code), name="march.pdf", stored=_stored(a_bill(7)),
        )  # fmt: skip
    worker.run_all_due()
    assert found(scene) == {f"{code} p.1": ("M-001", "2021-04")}
    (bill,) = [bill for row in grid(scene).rows for bill in row.cells[3].bills]
    assert bill.placed_by == scene.lead.name


def _stored(content: bytes) -> Stored:
    return store().put(io.BytesIO(content), 10_000_000)


def test_what_a_person_placed_can_be_given_back_to_its_print(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.lead) as uow:
        case, document = scene.case(uow), by_code(scene, uow, code)
        commands.place_by_hand(uow, case, document, 1, row="M-001", month=date(2021, 4, 1))
    with unit_of_work(scene.lead) as uow:
        commands.let_reading_decide(uow, scene.case(uow), by_code(scene, uow, code), 1)
    worker.run_all_due()
    assert found(scene) == {f"{code} p.1": ("M-001", "2021-03")}


def test_placing_twice_changes_nothing_and_records_nothing(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.lead) as uow:
        document = by_code(scene, uow, code)
        assert place_bills(uow, document, current_version(uow.session, document)) == 0


def test_a_job_that_its_worker_lost_places_the_bill_when_it_is_run_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_sources(scene)
    real, lost = jobs.place, []

    def once_lost(*args: object) -> int:
        if not lost:
            lost.append(True)
            raise OSError("the worker is gone")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "place", once_lost)
    scene.hand_in(a_bill(3), "march.pdf")
    scene.house.clock.set(scene.house.clock.now().replace(year=2023))  # type: ignore[attr-defined]
    worker.run_all_due()
    assert list(found(scene).values()) == [("M-001", "2021-03")]
    with reading(EVERYTHING) as session:
        states = session.scalars(select(Job.state).where(Job.name.endswith("place_bills"))).all()
        assert set(states) == {JobState.DONE}


def test_a_newer_version_takes_the_place_of_the_older_reading(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.preparer) as uow:
        documents.add_version(
            uow, scene.case(uow), by_code(scene, uow, code), name="m.pdf", stored=_stored(a_bill(7))
        )
    worker.run_all_due()
    assert found(scene) == {f"{code} p.1": ("M-001", "2021-07")}


def test_the_same_bill_scanned_again_is_refused_by_name(scene: Scene) -> None:
    name_sources(scene)
    first = scene.hand_in(a_bill(3), "march.pdf")
    again = scene.hand_in(a_bill(3, more=("Copy for the files",)), "march again.pdf")
    assert found(scene)[f"{again} p.1"] == (None, None)
    assert f"{first} p.1" in reason(scene, again)


def test_a_corrected_bill_of_the_same_days_shows_them_billed_twice(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(3), "march.pdf")
    scene.hand_in(a_bill(3, amount=15_000), "march corrected.pdf")
    row = grid(scene).row("M-001")
    assert row is not None
    assert (row.cells[2].days.overlap, len(row.cells[2].bills)) == (31, 2)


def test_a_bill_that_ends_early_shows_the_days_without_one(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(3, last=date(2021, 3, 28)), "march.pdf")
    row = grid(scene).row("M-001")
    assert row is not None
    assert (row.cells[2].days.gap, row.cells[2].is_missing) == (3, True)


def test_an_invoice_that_came_before_its_bill_is_placed_once_the_bill_is_there(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(1), "january.pdf")
    invoice = a_bill(None, amount=12_003, more=("Invoice number: 77", "Invoice date: 2021-04-08"))
    code = scene.hand_in(invoice, "invoice.pdf")
    assert found(scene)[f"{code} p.1"] == (None, None)
    scene.hand_in(a_bill(3), "march.pdf")
    assert found(scene)[f"{code} p.1"] == ("M-001", "2021-03")


def test_a_choice_under_a_source_opens_the_meter_and_the_next_bills_follow(scene: Scene) -> None:
    name_sources(scene, S06="Energy for the plant")
    first = scene.hand_in(a_bill(1), "january.pdf")
    second = scene.hand_in(a_bill(2), "february.pdf")
    assert set(found(scene).values()) == {(None, None)}
    name_sources(scene)
    with unit_of_work(scene.preparer) as uow:
        case, document = scene.case(uow), by_code(scene, uow, first)
        commands.place_by_hand(uow, case, document, 1, row="S06", month=date(2021, 1, 1))
    worker.run_all_due()
    assert found(scene) == {f"{first} p.1": ("M-001", "2021-01"), f"{second} p.1": ("M-001", "2021-02")}


def test_a_place_outside_the_grid_is_refused(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.lead) as uow:
        case, document = scene.case(uow), by_code(scene, uow, code)
        with pytest.raises(BadInput, match="row"):
            commands.place_by_hand(uow, case, document, 1, row="M-999", month=date(2021, 4, 1))
        with pytest.raises(BadInput, match="reporting period"):
            commands.place_by_hand(uow, case, document, 1, row="M-001", month=date(2020, 4, 1))


def test_a_closed_case_s_grid_stands_still(scene: Scene) -> None:
    name_sources(scene)
    code = scene.hand_in(a_bill(3), "march.pdf")
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        case.state = CaseState.ISSUED
        uow.record("test.issue", case)
    with pytest.raises(RuleViolation), unit_of_work(scene.lead) as uow:
        case, document = scene.case(uow), by_code(scene, uow, code)
        commands.place_by_hand(uow, case, document, 1, row="M-001", month=date(2021, 4, 1))


def test_an_empty_cell_is_the_request_and_what_comes_for_it_answers_it(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(1), "january.pdf")
    with unit_of_work(scene.lead) as uow:
        commands.ask_for_months(
            uow, scene.case(uow), "M-001", ["2021-02", "2021-03"], item="Bills of HX-100",
            owner_name="Liu Yan", due=uow.now.date(),
        )  # fmt: skip
    row = grid(scene).row("M-001")
    assert row is not None
    asked = row.cells[1].request
    assert asked is not None
    assert (asked.owner_name, row.cells[3].request) == ("Liu Yan", None)
    code = scene.hand_in(a_bill(2), "february.pdf")
    with unit_of_work(scene.lead) as uow:
        assert by_code(scene, uow, code).request_code == asked.code


def test_what_was_sent_for_one_row_and_month_stands_there_without_any_print(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(1), "january.pdf")
    with unit_of_work(scene.lead) as uow:
        request = commands.ask_for_months(
            uow, scene.case(uow), "M-001", ["2021-02"], item="The bill", owner_name="Liu Yan",
            due=uow.now.date(),
        )  # fmt: skip
        asked = request.code
    code = scene.hand_in(a_page("A photograph of something"), "photo.pdf", request_code=asked)
    assert found(scene)[f"{code} p.1"] == ("M-001", "2021-02")


def test_asking_for_no_month_or_one_that_is_not_there_is_refused_and_nothing_is_asked(scene: Scene) -> None:
    for months in ([], ["2020-01"]):
        with pytest.raises(BadInput), unit_of_work(scene.lead) as uow:
            commands.ask_for_months(
                uow, scene.case(uow), "S06", months, item="x", owner_name="y", due=uow.now.date()
            )
    with reading(EVERYTHING) as session:
        assert session.scalars(select(EvidenceRequest)).all() == []


def test_a_meter_seen_before_the_statement_finds_its_source_when_that_comes(house: House) -> None:
    scene = a_scene(house)
    scene.hand_in(a_bill(1), "january.pdf")
    row = grid(scene).row("M-001")
    assert row is not None
    assert row.source is None
    hand_in_version(scene, [electricity()], 1)
    name_sources(scene)
    row = grid(scene).row("M-001")
    assert row is not None
    assert row.source is not None


def test_a_meter_can_be_put_under_another_source(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(1), "january.pdf")
    with unit_of_work(scene.lead) as uow:
        with pytest.raises(BadInput):
            commands.describe_meter(uow, scene.case(uow), "M-001", source="S99", site="")
        commands.describe_meter(uow, scene.case(uow), "M-001", source="S06", site="Kunshan plant")
        assert uow.session.scalars(select(Meter.site)).one() == "Kunshan plant"


def test_a_document_that_could_not_be_read_waits_with_its_own_sentence_and_can_be_placed(
    scene: Scene,
) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(1), "january.pdf")
    code = scene.hand_in(b"%PDF-1.4 torn", "torn.pdf")
    assert reason(scene, code)
    with unit_of_work(scene.preparer) as uow:
        case, document = scene.case(uow), by_code(scene, uow, code)
        commands.place_by_hand(uow, case, document, 1, row="M-001", month=date(2021, 2, 1))
    row = grid(scene).row("M-001")
    assert row is not None
    assert (row.cells[1].days.gap, len(row.cells[1].bills)) == (0, 1)


def test_the_trail_tells_who_placed_a_bill_and_which_facts_did(scene: Scene) -> None:
    name_sources(scene)
    scene.hand_in(a_bill(1), "january.pdf")
    with reading(EVERYTHING) as session:
        (row,) = all_placements(session, scene)
        assert (row.placed_by, row.placed_by_id) == ("place bills", None)
        assert row.facts[0] == "meter"


def test_a_request_for_a_source_stands_in_the_rows_of_its_meters_and_their_bills_answer_it(
    scene: Scene,
) -> None:
    name_sources(scene)
    with unit_of_work(scene.lead) as uow:
        asked = commands.ask_for_months(
            uow, scene.case(uow), "S06", ["2021-01", "2021-02"], item="All bills", owner_name="Liu Yan",
            due=uow.now.date(),
        ).code  # fmt: skip
    sent_for_it = scene.hand_in(a_bill(1), "january.pdf", request_code=asked)
    second_meter = scene.hand_in(a_bill(2, meter="KY-200"), "february.pdf")
    assert found(scene) == {
        f"{sent_for_it} p.1": ("M-001", "2021-01"),
        f"{second_meter} p.1": ("M-002", "2021-02"),
    }
    shown = [row.cells[1].request for row in grid(scene).rows]
    assert [request and request.code for request in shown] == [asked, asked]
    with unit_of_work(scene.lead) as uow:
        assert by_code(scene, uow, second_meter).request_code == asked


def test_a_customer_number_for_fuel_makes_no_month_a_missing_one(scene: Scene) -> None:
    name_sources(scene, S06="Diesel for gensets")
    bill = a_bill(3, meter=None, account="HL-700", energy="Diesel", unit="L")
    scene.hand_in(bill, "diesel.pdf")
    row = grid(scene).row("M-001")
    assert row is not None
    assert row.missing == 0


def test_the_first_of_two_equal_bills_keeps_its_cell_when_it_is_read_again(scene: Scene) -> None:
    name_sources(scene)
    first = scene.hand_in(a_bill(3), "march.pdf")
    again = scene.hand_in(a_bill(3, more=("Copy for the files",)), "march again.pdf")
    with unit_of_work(scene.lead) as uow:
        case, document = scene.case(uow), by_code(scene, uow, again)
        commands.place_by_hand(uow, case, document, 1, row="M-001", month=date(2021, 3, 1))
    with unit_of_work(scene.lead) as uow:
        document = by_code(scene, uow, first)
        assert place_bills(uow, document, current_version(uow.session, document)) == 0


def test_a_copy_takes_the_cell_of_the_bill_that_was_set_aside(scene: Scene) -> None:
    name_sources(scene)
    first = scene.hand_in(a_bill(3), "march.pdf")
    again = scene.hand_in(a_bill(3, more=("Copy for the files",)), "march again.pdf")
    with unit_of_work(scene.lead) as uow:
        commands.set_aside(uow, scene.case(uow), by_code(scene, uow, first), 1, because="the copy is clearer")
    worker.run_all_due()
    assert found(scene) == {f"{first} p.1": (None, None), f"{again} p.1": ("M-001", "2021-03")}
