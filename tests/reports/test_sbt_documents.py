import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn

from methods.target_rules import Outcome
from methods.targets import DISCLOSURE_COLUMNS
from reports.sbt_commitment import render_commitment
from reports.sbt_contract import (
    DisclosureRow,
    DossierContract,
    ExclusionRow,
    InventoryRow,
    RowKind,
    SupplierRow,
    contract_hash,
    facts_of,
    from_json,
)
from reports.sbt_contract import canonical as canonical_json
from reports.sbt_dossier import SECTIONS, render_dossier
from reports.sbt_plan import render_plan
from reports.sbt_progress import render_progress
from reports.sbt_sums import TableDoesNotFoot, sum_inventory
from tests.office import as_pdf
from tests.reports import worked_sbt as worked

RENDERED: dict[str, tuple[Callable[[Any], bytes], Any]] = {
    "letter": (render_commitment, worked.LETTER),
    "dossier": (render_dossier, worked.DOSSIER),
    "plan": (render_plan, worked.PLAN),
    "progress": (render_progress, worked.PROGRESS),
}


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    return {name: render(contract) for name, (render, contract) in RENDERED.items()}


def _open(raw: bytes) -> Any:
    return Document(io.BytesIO(raw))


def _words(raw: bytes) -> str:
    paper = _open(raw)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def _headings(raw: bytes, level: int = 1) -> list[str]:
    return [one.text for one in _open(raw).paragraphs if one.style.name == f"Heading {level}"]


def _tables(raw: bytes) -> dict[str, list[list[str]]]:
    """Return the tables with a caption by it, without the number of the caption."""
    found, caption = {}, ""
    paper = _open(raw)
    tables = {table._tbl: table for table in paper.tables}
    for element in paper.element.body:
        if element in tables:
            if caption:
                found[caption] = [[cell.text for cell in row.cells] for row in tables[element].rows]
            caption = ""
        else:
            text = "".join(part.text or "" for part in element.iter(qn("w:t")))
            match = re.match(r"Table \d+\s+(.*)", text)
            caption = match[1] if match else ""
    return found


def _number(text: str) -> D:
    return D(text.replace(",", "").replace("\u2212", "-").replace("+", ""))


@pytest.mark.parametrize("name", RENDERED)
def test_the_same_contract_gives_the_same_bytes(name: str, documents: dict[str, bytes]) -> None:
    render, contract = RENDERED[name]
    again = from_json(type(contract), canonical_json(contract))

    assert render(again) == documents[name]


def test_another_process_gives_the_same_bytes(documents: dict[str, bytes]) -> None:
    code = (
        "import hashlib; from tests.reports import worked_sbt as w; from reports.sbt_dossier import render_dossier;"
        "print(hashlib.sha256(render_dossier(w.DOSSIER)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_root()
    )

    assert done.stdout.strip() == hashlib.sha256(documents["dossier"]).hexdigest()


def _root() -> Path:
    return Path(__file__).parents[2]


@pytest.mark.parametrize("name", RENDERED)
def test_nothing_in_the_file_bears_the_moment_of_its_making(name: str, documents: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(documents[name])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    made = _open(documents[name]).core_properties
    dated = RENDERED[name][1].header.dated

    assert made.created.date() == made.modified.date() == dated


@pytest.mark.parametrize("name", RENDERED)
def test_every_document_prints_its_version_and_the_hash_of_its_data(
    name: str, documents: dict[str, bytes]
) -> None:
    contract = RENDERED[name][1]
    paper, sha256 = _open(documents[name]), contract_hash(contract)
    foot = paper.sections[0].footer.paragraphs[0].text

    assert sha256 in _words(documents[name])
    assert f"version {contract.header.version}" in foot
    assert sha256[:16] in foot


@pytest.mark.parametrize("name", RENDERED)
def test_head_and_foot_count_pages_by_fields(name: str, documents: dict[str, bytes]) -> None:
    head = _open(documents[name]).sections[0].header.paragraphs[0]._p
    instructions = "".join(part.text or "" for part in head.iter(qn("w:instrText")))

    assert "PAGE" in instructions
    assert "NUMPAGES" in instructions


def test_a_changed_figure_changes_hash_and_bytes(documents: dict[str, bytes]) -> None:
    other = replace(worked.DOSSIER, company=replace(worked.COMPANY, staff=171301))

    assert contract_hash(other) != contract_hash(worked.DOSSIER)
    assert render_dossier(other) != documents["dossier"]


@pytest.mark.parametrize("contract", [worked.DOSSIER, worked.EMPTY], ids=["full", "empty"])
def test_all_fourteen_sections_are_there_in_their_order(contract: DossierContract) -> None:
    numbered = [f"{number}\u2002{title}" for number, title in enumerate(SECTIONS)]

    assert _headings(render_dossier(contract)) == numbered


def _parts(contract: DossierContract) -> list[Any]:
    names = ("sign_off", "request", "company", "basis", "bioenergy", "maintenance")
    return [getattr(contract, name) for name in names]


@pytest.mark.parametrize("part", _parts(worked.EMPTY), ids=lambda part: type(part).__name__)
def test_what_nobody_stated_says_so_and_who_can_state_it(part: Any) -> None:
    tables = _open(render_dossier(worked.EMPTY)).tables
    said = {
        row.cells[0].text: row.cells[1].text for table in tables for row in table.rows if len(row.cells) == 2
    }
    lists = {"contacts", "entities_inside", "entities_outside", "fuels", "statement"}

    for fact in facts_of(part):
        if fact.name not in lists:
            assert said[fact.terms.label] == f"not stated ({fact.terms.by.value} can state it)"


def test_every_field_of_the_full_dossier_stands_in_its_table(documents: dict[str, bytes]) -> None:
    words = _words(documents["dossier"])

    for part in _parts(worked.DOSSIER):
        for fact in facts_of(part):
            if fact.name not in {"contacts", "entities_inside", "entities_outside", "fuels", "statement"}:
                assert fact.terms.label in words, fact.name


def test_every_field_of_a_contract_tells_its_source() -> None:
    parts = [*_parts(worked.DOSSIER), worked.T1, worked.DOSSIER.delivery, worked.ANNEXES, worked.BOARD]

    for part in parts:
        for fact in facts_of(part):
            assert len(fact.terms.about) > 8, (type(part).__name__, fact.name)
            assert fact.name in {field.name for field in fields(part)}


FOOTING = (
    ("Inventory in t CO2e", (2, 3), lambda row: row[0] not in {"2 loc.", ""}),
    ("Sums by scope in t CO2e", (1, 2), None),
    ("Exclusions in t CO2e", (3,), None),
    ("Fuels of biomass", (3,), None),
    ("Screening of scope 3, category by category", (1,), None),
    ("Register of levers", (4, 5), None),
    ("Capital expenditure by year", (1,), None),
    ("Suppliers", (2,), None),
)


@pytest.mark.parametrize(("caption", "columns", "counted"), FOOTING, ids=[row[0] for row in FOOTING])
def test_tables_foot_as_they_are_printed(
    caption: str, columns: tuple[int, ...], counted: Any, documents: dict[str, bytes]
) -> None:
    printed = _tables(documents["dossier"])
    found = {name.replace("₂", "2"): rows for name, rows in printed.items()}[caption]
    body, total = found[1:-1], found[-1]

    for column in columns:
        amounts = [_number(row[column]) for row in body if counted is None or counted(row)]
        assert sum(amounts, D(0)) == _number(total[column])


def test_the_roadmap_prints_what_it_subtracts(documents: dict[str, bytes]) -> None:
    rows = {name.replace("₂", "2"): rows for name, rows in _tables(documents["plan"]).items()}[
        "Roadmap in t CO2e"
    ]

    for row in rows[1:]:
        usual, levers, planned, line, gap = (_number(cell) for cell in row[1:6])
        assert usual + levers == planned
        assert planned - line == gap


def test_an_inventory_that_does_not_foot_makes_no_document() -> None:
    table = replace(worked.INVENTORY, declared_base=worked.INVENTORY.declared_base + D("0.01"))  # type: ignore[operator]

    with pytest.raises(TableDoesNotFoot, match=r"2021 does not foot: its rows add up to 2,299,294\.31"):
        render_dossier(replace(worked.DOSSIER, inventory=table))


def test_levers_that_do_not_foot_make_no_document() -> None:
    part = replace(worked.PLAN.delivery, declared_capex=D(1))

    with pytest.raises(TableDoesNotFoot, match="register of levers"):
        render_plan(replace(worked.PLAN, delivery=part))


def test_a_lever_whose_spending_is_not_its_capex_makes_no_document() -> None:
    first, *others = worked.PLAN.delivery.levers
    loose = replace(first, spending=first.spending[:1])
    part = replace(worked.PLAN.delivery, levers=(loose, *others))

    with pytest.raises(TableDoesNotFoot, match="L-001"):
        render_plan(replace(worked.PLAN, delivery=part))


def test_a_roadmap_whose_plan_is_not_its_difference_makes_no_document() -> None:
    first, *others = worked.PLAN.delivery.years
    part = replace(worked.PLAN.delivery, years=(replace(first, planned=first.planned + 1), *others))

    with pytest.raises(TableDoesNotFoot, match=r"2021 \(planned\)"):
        render_plan(replace(worked.PLAN, delivery=part))


def test_neither_the_other_scope_2_nor_biogenic_co2_is_in_a_total() -> None:
    more = (*worked.INVENTORY.rows, InventoryRow(kind=RowKind.BIOGENIC, base=D(10**9), recent=D(10**9)))

    assert sum_inventory(replace(worked.INVENTORY, rows=more)).total == sum_inventory(worked.INVENTORY).total


def test_exclusions_above_five_per_cent_are_said_to_be_above() -> None:
    many = (ExclusionRow(source="Vehicles", scope=1, tonnes=D("60000"), reason="no records"),)
    words = _words(render_dossier(replace(worked.DOSSIER, exclusions=many)))

    assert "above 5 %" in words
    assert "nothing is excluded" not in words.lower()


def test_no_exclusion_is_said_and_differs_from_not_stated() -> None:
    none = _words(render_dossier(replace(worked.DOSSIER, exclusions=())))

    assert "Nothing is excluded" in none
    assert "Exclusions: not stated" in _words(render_dossier(worked.EMPTY))


def test_the_dossier_never_calls_its_pre_check_a_validation(documents: dict[str, bytes]) -> None:
    words = _words(documents["dossier"])

    assert "pre-check" in words
    assert not re.search(r"\bvalidated by (us|the group|this)|validation result|passes? validation", words)
    for line in words.splitlines():
        if "pre-check" in line.lower():
            assert "validation" not in line.lower() or "decided by the validation service" in line


def test_every_rule_result_stands_in_section_12_with_its_numbers(documents: dict[str, bytes]) -> None:
    rows = _tables(documents["dossier"])["Pre-check under nt-5.3.1"][1:]
    said = {"kept", "broken", "to look at", "missing", "not applicable"}

    assert len(rows) == len(worked.RULES)
    assert {row[1] for row in rows} <= said
    assert any(rule.outcome is Outcome.MISSING for rule in worked.RULES)
    kept = next(row for row in rows if row[0].startswith("NT-04"))
    assert "18,000.00" in kept[3] and "95 %" in kept[3]


def test_targets_are_printed_in_their_wording_on_the_first_page(documents: dict[str, bytes]) -> None:
    paragraphs = [one.text for one in _open(documents["dossier"]).paragraphs]
    contents = paragraphs.index("Contents")

    assert worked.T1.wording in paragraphs[:contents]
    assert worked.T2.wording in paragraphs[:contents]


def test_cited_packages_stand_with_number_revision_and_hash(documents: dict[str, bytes]) -> None:
    words = _words(documents["dossier"])

    for one in worked.ANNEXES.statements:
        assert one.reference in words
        assert one.package_sha256 in words


def test_a_revised_dossier_tells_its_differences(documents: dict[str, bytes]) -> None:
    words = _words(documents["dossier"])

    assert "Changes since version 1" in words
    assert "1,012,500.00 t CO₂e" in words


def test_headings_captions_and_lists_are_real_styles(documents: dict[str, bytes]) -> None:
    paper = _open(documents["dossier"])
    used = {one.style.name for one in paper.paragraphs}
    captions = [one for one in paper.paragraphs if one.style.name == "Caption"]
    numbered = ["".join(part.text or "" for part in one._p.iter(qn("w:instrText"))) for one in captions]

    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "toc 1", "toc 2"} <= used
    assert all(" SEQ " in text for text in numbered)
    assert [one.text.split()[1] for one in captions if one.text.startswith("Table")] == [
        str(number) for number in range(1, sum(one.text.startswith("Table") for one in captions) + 1)
    ]


def test_the_contents_are_a_field_whose_entries_lead_to_the_headings(documents: dict[str, bytes]) -> None:
    body = _open(documents["dossier"]).element.body
    instructions = [part.text or "" for part in body.iter(qn("w:instrText"))]
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}

    assert sum(text.strip().startswith("TOC ") for text in instructions) == 1
    assert len(links) >= len(SECTIONS)
    assert set(links) <= marks


def test_head_rows_are_repeated_and_no_row_is_torn(documents: dict[str, bytes]) -> None:
    tables = [table for table in _open(documents["dossier"]).tables if len(table.columns) > 2]

    assert len(tables) > 12
    for table in tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_every_style_names_a_chinese_face(documents: dict[str, bytes]) -> None:
    styles = _open(documents["dossier"]).styles

    for name in ("Normal", "Title", "Heading 1", "Caption", "Table Text", "Header"):
        faces = styles[name].element.rPr.rFonts
        assert faces.get(qn("w:eastAsia")) == "Noto Sans CJK SC"
        assert faces.get(qn("w:asciiTheme")) is None


def test_pictures_are_told_in_words(documents: dict[str, bytes]) -> None:
    body = _open(documents["plan"]).element.body
    told = [item.get("descr") for item in body.iter(qn("wp:docPr"))]

    assert len(told) >= 4
    assert all(told)


def test_a_ring_of_which_only_names_are_known_is_listed_without_tonnes_that_nobody_stated() -> None:
    ring = tuple(SupplierRow(name=f"Supplier {number:03d}", site="Wuxi") for number in range(401))
    annexes = replace(worked.DOSSIER.annexes, suppliers=ring)
    rows = _tables(render_dossier(replace(worked.DOSSIER, annexes=annexes)))["Suppliers of the value chain"]

    assert len(rows) == 1 + 201
    assert {cell for row in rows[1:] for cell in (row[0], row[2]) if cell} == {one.name for one in ring}


def test_a_signature_block_is_not_torn_across_pages(documents: dict[str, bytes]) -> None:
    for raw in documents.values():
        (block,) = [t for t in _open(raw).tables if any(row.cells[0].text == "Signature" for row in t.rows)]
        kept = [bool(list(row._tr.iter(qn("w:keepNext")))) for row in block.rows]
        assert kept == [True] * (len(kept) - 1) + [False]


def test_a_signatory_who_is_named_dates_the_document_by_the_signature() -> None:
    named = replace(worked.DOSSIER, sign_off=replace(worked.DOSSIER.sign_off, signed_on=None))

    assert "that of the electronic signature" in _words(render_dossier(named))


def test_the_disclosure_is_printed_by_thousands_and_without_what_does_not_apply() -> None:
    cells = {key: "-" for key, _ in DISCLOSURE_COLUMNS} | {
        "reference": "Abs1", "scopes": "Scope 1", "base_tonnes": "S1 24883.32", "base_year_end": "2021-12-31",
    }  # fmt: skip
    row = DisclosureRow(cells=tuple(cells.values()))
    words = _words(render_progress(replace(worked.PROGRESS, disclosure=(row,))))

    assert "S1 24,883.32" in words and "2021-12-31" in words
    assert "Metric of an intensity or a share" not in words


def test_control_characters_of_a_name_break_no_document() -> None:
    odd = replace(worked.DOSSIER, company=replace(worked.COMPANY, legal_name="Halden\x0b & <Group>\x00"))

    assert "Halden & <Group>" in _words(render_dossier(odd))


def test_a_hundred_levers_stand_in_register_cost_curve_and_sums() -> None:
    raw = render_plan(replace(worked.PLAN, delivery=worked.make_delivery(100)))
    tables = {name.replace("₂", "2"): rows for name, rows in _tables(raw).items()}

    assert len(tables["Register of levers"]) == 102
    assert len(tables["Abatement cost, cheapest first"]) == 101
    costs = [_number(row[1]) for row in tables["Abatement cost, cheapest first"][1:]]
    assert costs == sorted(costs)


@pytest.mark.parametrize("name", RENDERED)
def test_libreoffice_prints_every_word_with_its_glyphs(
    name: str, documents: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(documents[name])
    with pdfplumber.open(as_pdf(path, tmp_path)) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
        faces = {char["fontname"].split("+")[-1] for page in pdf.pages for char in page.chars}
        sizes = {(round(page.width), round(page.height)) for page in pdf.pages}
    text = "".join("".join(pages).split())

    assert worked.CHINESE in text
    assert "(cid:" not in text
    assert "\ufffd" not in text
    assert any("CJK" in face or "SC" in face for face in faces), faces
    assert sizes == {(595, 842)}
    assert all(f"page {at} of {len(pages)}" in page for at, page in enumerate(pages, start=1))


def test_no_page_of_the_dossier_is_empty(documents: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "dossier.docx"
    path.write_bytes(documents["dossier"])
    with pdfplumber.open(as_pdf(path, tmp_path)) as pdf:
        lengths = [len(page.extract_text() or "") for page in pdf.pages]

    assert min(lengths) > 250


def test_the_progress_report_says_that_the_base_year_stands_or_falls() -> None:
    stands = _words(render_progress(worked.PROGRESS))
    large = replace(worked.PROGRESS.shifts[0], tonnes=worked.S12 * D("0.05"))
    falls = _words(render_progress(replace(worked.PROGRESS, shifts=(large,))))

    assert "the base year stands" in stands
    assert "the base year must be calculated again" in falls


def test_the_letter_names_the_day_24_months_later(documents: dict[str, bytes]) -> None:
    assert "20 January 2024" in _words(documents["letter"]).replace("\u00a0", " ")
