"""What a visitor of the demo does first, in the order in which it is offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from reports.authority import fingerprint, open_authority
from reports.check import check_package
from tests.factories import EVERYTHING
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor, flat
from tests.journeys.worked_case.issuing import NUMBER, changed
from workflow.audit import AuditEvent
from workflow.unit_of_work import reading

# The first to come waits for the demo to be replayed.
pytestmark = pytest.mark.timeout(600)
HIK, HCD = "/cases/C-2022-0001", "/cases/C-2022-0002"
STATEMENT = "01-statement/verification-statement.pdf"
LEAD, PREPARER_OF_HCD = "Ingrid Solberg", "Deng Jie"


def test_the_door_and_my_work_offer_the_tour_in_its_order_and_tick_what_was_seen(replayed_town: Town) -> None:
    visitor = replayed_town.visit(LEAD).get("/sign-in").sees("Begin with the first five minutes")
    visitor.get("/").sees("The first five minutes")
    titles = [
        "Follow a number",
        "Break it",
        "Try your own file",
        "Answer a finding",
        "Close it",
        "See who is late",
    ]
    assert _titles(visitor) == titles
    visitor.get("/tour/number").sees("Stop 1 of 6", "Click 52,267.92, then line L-019", "Next: Break it")
    assert visitor.at == HIK
    visitor.get("/tour").sees("1 of 6 done")
    assert _titles(visitor, "[@class='seen']") == ["Follow a number (opened)"]
    visitor.send("/tour/leave").misses("Stop 1 of 6").sees("The first five minutes")
    visitor.get("/tour/nowhere", 404)


def test_a_click_on_the_tour_goes_on_as_another_person(replayed_town: Town) -> None:
    visitor = replayed_town.visit(LEAD).get("/tour/answer")
    asks = next(f for f in visitor.page.forms if f.fields.get("next") == "/tour/close")
    assert asks.get("action").endswith(str(replayed_town.ids[LEAD]))
    visitor.get("/tour/try")
    assert visitor.at == "/try"
    onwards = next(f for f in visitor.page.forms if f.fields.get("next") == "/tour/answer")
    assert onwards.get("action").endswith(str(replayed_town.ids[PREPARER_OF_HCD]))


def _titles(visitor: Visitor, which: str = "") -> list[str]:
    return [
        flat("".join(h.itertext())).lstrip("123456 ")
        for h in visitor.page.xpath(f"//ol[@class='tour']/li{which}/h3")
    ]


def test_a_number_of_the_signed_statement_leads_to_a_box_on_a_chinese_bill(replayed_town: Town) -> None:
    lead = replayed_town.visit(LEAD).get("/").sees("C-2022-0001").get(HIK).sees("52,267.92")
    assert lead.page.xpath("//a[text()='52,267.92']/@href") == [f"{HIK}/statement/2"]
    lead.get(f"{HIK}/statement/2").sees("52,267.92", "22,500.39")
    row = next(r for r in lead.page.xpath("//tr") if "S06" in "".join(r.itertext()))
    lead.get(row.xpath(".//a[contains(@href, '/lines/')]/@href")[0]).sees("24 primary figures", "E-001 p.1")
    bill = lead.page.xpath("//a[normalize-space()='E-001 p.1']/@href")[0]
    lead.get(bill).sees("电费", "2,410,000", "kWh")
    chosen = lead.page.xpath("//*[local-name()='svg']//*[contains(@class, 'selected') or @aria-current]")
    assert chosen, "no box is chosen on the page"
    picture = lead.page.xpath("//img[contains(@src, '.webp')]/@src | //*[local-name()='image']/@href")
    assert lead.download(picture[0])[8:12] == b"WEBP"


def test_break_it_names_the_file_of_which_one_byte_was_changed(replayed_town: Town) -> None:
    visitor = replayed_town.visit("Deng Jie").get("/tour/break").sees(NUMBER, "suggested")
    chosen = visitor.page.xpath("//input[@name='path'][@checked]/@value")
    assert chosen == [STATEMENT]
    visitor.send("/tour/break", path="")
    assert _verdicts(visitor) == ["intact", "valid", "trusted", "complete"]
    for path in (STATEMENT, "manifest.json.p7s", "README.txt"):
        visitor.get("/tour/break").send("/tour/break", path=path).sees(f"of {path}:")
        assert {"not intact", "not valid"} & set(_verdicts(visitor))
        named = visitor.page.xpath("string(//ul[@class='verdicts'])")
        assert path in named
    visitor.push("/tour/break", 404, path="../../secret")


def test_the_broken_copy_is_taken_home_and_the_stored_package_stays_as_it_was(
    replayed_town: Town, tmp_path: Path
) -> None:
    visitor, before = replayed_town.visit("Liu Yan"), _public(replayed_town)
    copy = tmp_path / "broken.zip"
    copy.write_bytes(visitor.download(f"/tour/break/broken.zip?path={STATEMENT}"))
    assert sum(a != b for a, b in zip(copy.read_bytes(), before, strict=True)) == 1
    root = fingerprint(open_authority(replayed_town.config.keys_folder).root)
    assert check_package(copy, root, replayed_town.clock.now()).files == (STATEMENT,)
    assert _public(replayed_town) == before


def _public(town: Town) -> bytes:
    return town.visit("Liu Yan").download(f"{HIK}/package/0/public.zip")


def _verdicts(visitor: Visitor) -> list[str]:
    return [flat(chip.text_content()) for chip in visitor.page.xpath("//ul[@class='verdicts']/li/*[1]")]


def test_one_byte_changed_in_a_package_is_named(replayed_town: Town, tmp_path: Path) -> None:
    package = tmp_path / "client.zip"
    package.write_bytes(replayed_town.visit("Liu Yan").download(f"{HIK}/package/0/client.zip"))
    root = fingerprint(open_authority(replayed_town.config.keys_folder).root)
    now = replayed_town.clock.now()
    assert check_package(package, root, now).holds
    verdict = check_package(changed(package, STATEMENT), root, now)
    assert (verdict.intact.holds, verdict.files) == (False, (STATEMENT,))


def test_ones_own_file_shows_its_boxes_with_no_case(replayed_town: Town) -> None:
    visitor = replayed_town.visit("Sofia Marques").get("/").get("/try")
    bill = next((replayed_town.config.folder / "demo-files").rglob("*HIK-M2*2021-07*.pdf"), None)
    file = bill or next((replayed_town.config.folder / "demo-files").rglob("*HIK-M2*.pdf"))
    visitor.send("/try", files=[("my own bill.pdf", file.read_bytes())])
    replayed_town.settle()
    visitor.get(visitor.at).sees("my own bill.pdf", "kWh")
    assert visitor.page.xpath("//*[local-name()='rect']"), "no box is drawn"
    replayed_town.visit("Liu Yan").get(visitor.at, 404)


def test_closing_a_finding_moves_the_meter_and_ticks_the_stops(replayed_town: Town) -> None:
    preparer = replayed_town.visit(PREPARER_OF_HCD).get("/").sees("F-008").get("/tour/answer")
    assert preparer.at == f"{HCD}/findings/F-008"
    preparer.get("/tour").misses("Answer a finding (done)")
    preparer.get(f"{HCD}/findings/F-008").send(
        "F-008/respond", text="The rod went back in March.", correction="Version 2 has 2,980 t.", citations="E-010"
    ).sees("responded")  # fmt: skip
    preparer.push(f"{HCD}/findings/F-008/close-corrected", 403)
    preparer.get("/tour").sees("Answer a finding (done)").misses("Close it (done)")
    lead = replayed_town.visit(LEAD).get("/tour/close")
    assert "486.00" in _meters(replayed_town)
    lead.get(f"{HCD}/findings/F-008").send("F-008/accept", reason="Version 2 agrees.").sees("accepted")
    assert "486.00" in _meters(replayed_town)
    lead.get(f"{HCD}/findings/F-008").send("F-008/close-corrected", reason="Version 2.").sees(
        "closed corrected"
    )
    assert "486.00" not in _meters(replayed_town)
    lead.get("/tour").sees("Answer a finding (done)", "Close it (done)")


def test_the_programme_shows_26_of_52_in_june_and_who_is_late_today(replayed_town: Town) -> None:
    office = replayed_town.visit("Sofia Marques").get("/tour/programme")
    assert office.at.startswith("/programme/milestones/M5") and "on=2022-06-30" in office.at
    office.get(office.at).sees("Stop 6 of 6", "26 of 52", "the same list as of today")
    office.get("/programme/milestones/M5").sees("late")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Sofia Marques", "Remind them: Diesel: the purchase ledger shows 18,600 L"),
        ("Elin Berg", "Take the package of the issued statement and check it"),
        ("Kari Holm", "Mail reaches nobody"),
        (LEAD, "told by another case"),
    ],
)
def test_something_waits_on_who_reads_reminds_and_looks_after_things(
    replayed_town: Town, name: str, what: str
) -> None:
    replayed_town.visit(name).get("/").sees(what)


def test_the_package_waits_on_its_reader_until_it_is_taken(replayed_town: Town) -> None:
    reader = replayed_town.visit("Elin Berg").get("/").sees("1 waits on you", f"{NUMBER}/0")
    reader.download(f"{HIK}/package/0/public.zip")
    reader.get("/").sees("1 waits on you")
    reader.download(f"{HIK}/package/0/accreditation.zip")
    reader.download(f"{HIK}/package/0/accreditation.zip")
    reader.get("/").sees("nothing waits on you")
    with reading(EVERYTHING) as session:
        noted = session.scalars(select(AuditEvent).where(AuditEvent.verb == "package.take")).all()
    assert ["Elin Berg" in event.body for event in noted] == [True]


def _meters(town: Town) -> str:
    """What the meters say, without the table of what is corrected."""
    page = town.visit(LEAD).get(f"{HCD}/evaluation").page
    return " ".join(flat(meter.text_content()) for meter in page.xpath("//*[contains(@class, 'meter')]"))
