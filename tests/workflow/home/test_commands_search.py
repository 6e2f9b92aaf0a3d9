"""Search over the text of every page: what is found, how it is counted, and that nobody finds what is another's."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func, select, text

from evidence.reading import Cell, Page, Reading, Table, Word, box_of
from evidence.reading_json import to_json
from tests.factories import a_document, the_system
from tests.workflow.town import Browser, Counted, Town
from workflow import worker
from workflow.access import Role
from workflow.admin.doctor import examine
from workflow.documents import commands as documents
from workflow.documents import index_jobs, page_text
from workflow.documents.commands import Settled
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.page_text import LONGEST_PART, PageText
from workflow.documents.queries import current_version
from workflow.documents.rules import DocumentState
from workflow.documents.storage import store
from workflow.findings.models import Finding
from workflow.findings.rules import FindingKind, FindingState, Subtype
from workflow.people import sign_in
from workflow.unit_of_work import reading, unit_of_work

KUNSHAN, PENANG = "Halden Interconnect (Kunshan)", "Halden Cables (Penang)"
TAG = re.compile(r"<[^>]+>")


def printed(number: int, *lines: str) -> Page:
    """A printed page, each line at its height, each word in its box."""
    words = [
        Word(word, box_of(50 + 60 * place, 40 * row, 100 + 60 * place, 40 * row + 12))
        for row, line in enumerate(lines, start=1)
        for place, word in enumerate(line.split())
    ]
    return Page(number=number, width=595, height=842, chars=sum(map(len, lines)), words=tuple(words))


def a_sheet(*rows: tuple[str, ...]) -> Page:
    cells = tuple(tuple(Cell(text, None) if text else None for text in row) for row in rows)
    return Page(number=1, width=0, height=0, chars=9, tables=(Table(1, None, cells),), title="Sheet1")


def keep(pages: tuple[Page, ...], kind: Any) -> str:
    held = json.dumps(to_json(Reading(kind=kind, status="ok", reason=None, pages=pages))).encode()
    return store().put(io.BytesIO(held), 50_000_000).sha256


def settle(uow: Any, document: Document, *pages: Page, kind: Any = "pdf") -> None:
    """As the reading job does when a reading ended."""
    version = current_version(uow.session, document)
    version.file_kind = kind
    how = Settled(
        DocumentState.READ, None, reading_sha256=keep(pages, kind), pages=len(pages), has_pictures=kind == "pdf",
        page_facts=tuple((page.width, page.height, page.title or "") for page in pages),
    )  # fmt: skip
    documents.settle_reading(uow, document, version, how)


def add(town: Town, case: str, code: str, *pages: Page, kind: Any = "pdf", **fields: Any) -> None:
    """A document with a reading, indexed."""
    with unit_of_work(the_system()) as uow:
        settle(uow, a_document(uow, town.case(uow, case), code, **fields), *pages, kind=kind)
    index()


def index() -> None:
    """Run the jobs that wait and lay down text."""
    with reading(the_system().scope) as session:
        query = "SELECT id FROM job WHERE name LIKE '%index_text' AND state = 'queued' ORDER BY id"
        ids = [row.id for row in session.connection().execute(text(query))]
    for job_id in ids:
        worker.run_job(job_id)


def ask(browser: Browser, asked: str, **more: str) -> str:
    answer = browser.get("/search", query_string={"q": asked, **more})
    assert answer.status_code == 200
    return answer.text


def marked(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", page)]


def plain(page: str) -> str:
    return " ".join(unescape(TAG.sub("", page)).split())


@pytest.fixture
def code(town: Town) -> str:
    return town.open_case(KUNSHAN, Ingrid_Solberg=Role.LEAD_VERIFIER)


@pytest.fixture
def lead(town: Town, code: str) -> Browser:
    return town.browser("Ingrid Solberg")


def test_a_word_of_a_page_is_found_with_its_page_its_words_around_and_a_way_to_the_viewer(
    town: Town, code: str, lead: Browser
) -> None:
    add(town, code, "E-001", printed(1, "Cover"), printed(2, "Electricity bill", "Total 52,267.92 kWh"))
    found = ask(lead, "52267.92")
    assert marked(found) == ["52,267.92"]
    assert "Electricity bill · Total 52,267.92 kWh" in plain(found)
    assert f"/cases/{code}/evidence/E-001/view?page=2" in found
    assert "1 place · 1 document" in plain(found)


def test_words_must_all_stand_on_the_page_and_a_minus_leaves_out(
    town: Town, code: str, lead: Browser
) -> None:
    add(
        town,
        code,
        "E-001",
        printed(1, "diesel receipt draft"),
        printed(2, "diesel receipt"),
        printed(3, "petrol"),
    )
    assert "2 places" in plain(ask(lead, "receipt diesel"))
    assert "1 place ·" in plain(ask(lead, "diesel -draft"))
    assert "Nothing that you may see" in ask(lead, "diesel petrol")
    assert "1 place ·" in plain(ask(lead, '"receipt draft"'))
    assert "Nothing that you may see" in ask(lead, '"draft receipt"')


@pytest.mark.parametrize("asked", ["电", "电费", "上海电力", "应付 电费", "７４２０００"])
def test_chinese_is_found_by_one_two_and_more_characters(
    town: Town, code: str, lead: Browser, asked: str
) -> None:
    add(town, code, "E-001", printed(1, "国网上海电力公司", "应付电费 742,000.00 元", "电量 742,000"))
    assert f"/cases/{code}/evidence/E-001/view?page=1" in ask(lead, asked)


def test_cells_of_a_sheet_are_found_with_the_row_where_the_part_begins(
    town: Town, code: str, lead: Browser
) -> None:
    rows = [(f"meter {n:05}", "x" * 60) for n in range(1, 601)]
    add(town, code, "E-001", a_sheet(*rows), kind="xlsx")
    found = ask(lead, '"meter 00590"')
    (row,) = map(int, re.findall(r"[?;&]row=(\d+)", found))
    assert 100 < row <= 590
    viewer = lead.get(
        f"/cases/{code}/evidence/E-001/view", query_string={"page": 1, "row": row, "find": "00590"}
    )
    assert marked(viewer.text) == ["00590"]


def test_the_viewer_draws_a_box_where_the_words_were_found(town: Town, code: str, lead: Browser) -> None:
    add(town, code, "E-001", printed(1, "Total energy 742,000 kWh"))
    path = f"/cases/{code}/evidence/E-001/view"
    shown = lead.get(path, query_string={"page": 1, "find": '"energy 742000"'}).text
    assert re.findall(r'class="found"[^>]* x="([\d.]+)"', shown) == ["109.0", "169.0"]
    assert 'class="found"' not in lead.get(path, query_string={"page": 1}).text


def test_a_newer_version_comes_first_and_the_older_is_marked(town: Town, code: str, lead: Browser) -> None:
    add(town, code, "E-001", printed(1, "quicksilver old"))
    with unit_of_work(the_system()) as uow:
        document = uow.session.scalars(select(Document)).one()
        old = current_version(uow.session, document)
        new = DocumentVersion(
            case_id=old.case_id, owner_org_id=old.owner_org_id, document_id=document.id, number=2, name="2.pdf",
            sha256="2" * 64, size=1, media_type="application/pdf", file_kind="pdf", received_at=uow.now,
            received_by="Liu Yan", pages=1, flags=[], page_facts=[],
        )  # fmt: skip
        uow.session.add(new)
        document.current_version = 2
        uow.record("test.version", document, covers=[new])
        settle(uow, document, printed(1, "quicksilver new"))
    index()
    found = plain(ask(lead, "quicksilver"))
    assert found.index("quicksilver new") < found.index("quicksilver old")
    assert "version 1, replaced" in found


def test_a_document_with_many_hits_lists_four_and_says_how_many_more(
    town: Town, code: str, lead: Browser
) -> None:
    add(town, code, "E-001", *(printed(n, "kilowatt") for n in range(1, 8)))
    found = ask(lead, "kilowatt")
    assert (len(marked(found)), "7 places · 1 document" in plain(found)) == (4, True)
    assert "and 3 more places" in plain(found)
    narrowed = ask(lead, "kilowatt", case=code, document="E-001")
    assert len(marked(narrowed)) == 7
    assert f"Only in {code} E-001." in plain(narrowed)


def test_more_than_a_screen_of_hits_goes_on(town: Town, code: str, lead: Browser) -> None:
    add(town, code, "E-001", *(printed(n, "kilowatt") for n in range(1, 71)))
    first = ask(lead, "kilowatt", case=code, document="E-001")
    assert (len(marked(first)), "start=60" in first) == (60, True)
    assert len(marked(ask(lead, "kilowatt", case=code, document="E-001", start="60"))) == 10


def test_what_a_page_prints_is_shown_as_text_and_never_as_markup(
    town: Town, code: str, lead: Browser
) -> None:
    add(town, code, "E-001", printed(1, "<script>alert(1)</script> needle <b>bold</b>"))
    found = ask(lead, "needle")
    assert "<script>alert" not in found
    assert "<b>bold" not in found
    assert "&lt;script&gt;alert(1)" in found


@pytest.mark.parametrize(
    "asked",
    ['"', "'", '" OR rowid > 0 --', "NEAR(a b, 5)", "terms:*", "a:*", "& | ! <->", "'; DROP TABLE page_words; --",
     "\\", "%", "_", "\x00\x01\x02", "x" * 10_000, "1,234 " * 2000, "-", "((((", "*"],
)  # fmt: skip
def test_whatever_is_typed_is_answered(town: Town, code: str, lead: Browser, asked: str) -> None:
    add(town, code, "E-001", printed(1, "Total"))
    assert "Total" not in marked(ask(lead, asked))


def test_a_case_or_start_that_nobody_made_is_answered(town: Town, code: str, lead: Browser) -> None:
    for more in (
        {"case": "'\x00\"", "document": "E-1"},
        {"start": "-5"},
        {"start": "9" * 30},
        {"start": "x"},
    ):
        ask(lead, "total", **more)


def test_nobody_of_another_tenant_finds_or_counts_a_word(town: Town, code: str, lead: Browser) -> None:
    add(town, code, "E-001", printed(1, "canaryword"))
    other = town.open_case("Other Client Ltd", "Rival Verification Ltd", Ron_Rival=Role.LEAD_VERIFIER)
    add(town, other, "E-001", printed(1, "canaryword"), printed(2, "canaryword"))
    for name, total in {"Ingrid Solberg": "1 place", "Jonas Lind": "1 place", "Ron Rival": "2 places",
                        "Liu Yan": "1 place", "Omar Other": "2 places"}.items():  # fmt: skip
        assert f"{total} · 1 document" in plain(ask(town.browser(name), "canaryword")), name
    for name in ("Tan Mei", "Nils Vik", "Olga Operator"):
        found = ask(town.browser(name), "canaryword")
        assert (marked(found), "Nothing that you may see" in found) == ([], True), name
    narrowed = ask(town.browser("Ron Rival"), "canaryword", case=code)
    assert "Nothing that you may see" in narrowed


def test_the_office_finds_and_counts_nothing_that_a_supplier_holds_in_confidence(
    town: Town, code: str
) -> None:
    add(town, code, "E-001", printed(1, "canaryword"), is_confidential=True)
    add(town, code, "E-002", printed(1, "canaryword"))
    for name, total in {
        "Paula Office": "1 place",
        "Ingrid Solberg": "2 places",
        "Liu Yan": "2 places",
    }.items():
        found = ask(town.browser(name), "canaryword")
        assert f"{total} ·" in plain(found), name
        assert ("E-001" in found) == (name != "Paula Office")


def test_who_left_the_team_finds_nothing_any_more(town: Town, code: str) -> None:
    add(town, code, "E-001", printed(1, "canaryword"))
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        statement = text("UPDATE team_member SET valid_to = '2021-01-01', valid_from = '2020-01-01'")
        uow.session.connection().execute(statement)
    assert marked(ask(town.browser("Ingrid Solberg"), "canaryword")) == []


def a_finding(town: Town, case: str, code: str, **fields: Any) -> None:
    with unit_of_work(the_system()) as uow:
        held = town.case(uow, case)
        row = Finding(
            case_id=held.id, owner_org_id=held.owner_org_id, code=code, kind=next(iter(FindingKind)),
            subtype=next(iter(Subtype)),
            title=fields.pop("title", "A question"), requirement="Criteria", gap=fields.pop("gap", "Say why"),
            raised_by="Ingrid Solberg", raised_at=uow.now, **fields,
        )  # fmt: skip
        uow.session.add(row)
        uow.record("test.finding", row)


def test_findings_are_found_by_their_text_by_those_who_may_read_them(
    town: Town, code: str, lead: Browser
) -> None:
    a_finding(town, code, "F-001", gap="canaryword issued", state=FindingState.OPEN)
    a_finding(town, code, "F-002", gap="canaryword draft", state=FindingState.DRAFT)
    a_finding(town, code, "F-003", gap="canaryword secret", state=FindingState.OPEN, is_confidential=True)

    def seen(name: str) -> set[str]:
        return set(re.findall(r"/findings/(F-\d+)", ask(town.browser(name), "canaryword")))

    assert seen("Ingrid Solberg") == {"F-001", "F-002", "F-003"}
    assert seen("Liu Yan") == {"F-001"}
    assert seen("Ron Rival") == set()


def test_a_file_name_finds_its_document(town: Town, code: str, lead: Browser) -> None:
    with unit_of_work(the_system()) as uow:
        version = current_version(uow.session, a_document(uow, town.case(uow, code), "E-001"))
        version.name = "电费-March.pdf"
        uow.record("test.name", town.case(uow, code), covers=[version])
    assert f"/cases/{code}/evidence/E-001" in ask(lead, "电费")


def test_a_page_of_hits_asks_at_most_twelve_times(town: Town, code: str, lead: Browser) -> None:
    guard = 7
    add(town, code, "E-001", printed(1, "kilowatt"))

    def asked() -> int:
        ask(lead, "kilowatt")
        with Counted(town.house) as counted:
            ask(lead, "kilowatt")
        return len(counted.statements)

    few = asked()
    for n in range(2, 12):
        add(town, code, f"E-{n:03}", printed(1, "kilowatt"), printed(2, "kilowatt"))
    assert asked() == few
    assert few <= guard + 12


def rows(town: Town) -> list[tuple[int, int]]:
    with reading(the_system().scope) as session:
        found = session.execute(select(PageText.page, PageText.part).order_by(PageText.id))
        return [(page, part) for page, part in found]


def test_a_long_page_is_laid_down_in_parts_that_stay_short(town: Town, code: str, lead: Browser) -> None:
    add(town, code, "E-001", printed(1, *(f"word{n} " + "y" * 90 for n in range(400))))
    assert rows(town)[:2] == [(1, 1), (1, 2)]
    with reading(the_system().scope) as session:
        assert session.scalar(select(func.max(func.length(PageText.text)))) <= LONGEST_PART
    assert marked(ask(lead, "word399")) == ["word399"]


def test_broken_characters_are_kept_out_and_the_rest_is_found(town: Town, code: str, lead: Browser) -> None:
    add(town, code, "E-001", printed(1, "half\ud800char nul\x00byte needle"))
    assert marked(ask(lead, "needle")) == ["needle"]


def test_indexing_twice_lays_down_once_and_a_new_reading_takes_the_place(
    town: Town, code: str, lead: Browser
) -> None:
    add(town, code, "E-001", printed(1, "oldword"))
    before = rows(town)
    with unit_of_work(the_system()) as uow:
        index_jobs.have_indexed(uow, uow.session.scalars(select(DocumentVersion)).one())
    index()
    assert rows(town) == before
    with unit_of_work(the_system()) as uow:
        settle(uow, uow.session.scalars(select(Document)).one(), printed(1, "newword"))
    index()
    assert rows(town) == before
    assert marked(ask(lead, "oldword")) == []
    assert marked(ask(lead, "newword")) == ["newword"]


def test_pages_of_a_long_document_are_found_while_the_rest_is_read(
    town: Town, code: str, lead: Browser
) -> None:
    with unit_of_work(the_system()) as uow:
        document = a_document(uow, town.case(uow, code), pages=2)
        version = current_version(uow.session, document)
        for words in ("firstword", "betterword"):
            found = Reading(kind="pdf", status="ok", reason=None, pages=(printed(1, words),))
            page_text.lay_down_pages(uow.session, version, to_json(found))
    assert marked(ask(lead, "firstword")) == []
    assert marked(ask(lead, "betterword")) == ["betterword"]
    with unit_of_work(the_system()) as uow:
        settle(
            uow, uow.session.scalars(select(Document)).one(), printed(1, "betterword"), printed(2, "lastword")
        )
    index()
    assert rows(town) == [(1, 1), (2, 1), (0, 0)]
    assert marked(ask(lead, "lastword")) == ["lastword"]


def text_index() -> Any:
    return next(answer for answer in examine() if answer.what == "text index")


def test_the_doctor_counts_what_the_search_lacks_and_the_operator_has_it_laid_down(
    town: Town, code: str, lead: Browser
) -> None:
    add(town, code, "E-001", printed(1, "needle"))
    assert text_index().is_in_order
    with unit_of_work(the_system()) as uow:
        uow.session.connection().execute(text("DELETE FROM page_words"))
        uow.session.connection().execute(text("DELETE FROM page_text"))
    assert "1 document version" in text_index().sentence
    assert not text_index().is_in_order
    assert marked(ask(lead, "needle")) == []
    assert town.browser("Olga Operator").post("/admin/text-index").status_code == 303
    run_waiting("index_all")
    index()
    assert text_index().is_in_order
    assert marked(ask(lead, "needle")) == ["needle"]


def run_waiting(name: str) -> None:
    with reading(the_system().scope) as session:
        query = text("SELECT id FROM job WHERE name LIKE :name AND state = 'queued'")
        ids = [row.id for row in session.connection().execute(query, {"name": f"%{name}"})]
    assert ids
    for job_id in ids:
        worker.run_job(job_id)


def test_what_was_read_before_there_was_a_search_is_laid_down_at_the_start_after_it(
    town: Town, code: str, lead: Browser
) -> None:
    add(town, code, "E-001", printed(1, "needle"))
    with unit_of_work(the_system()) as uow:
        connection = uow.session.connection()
        for statement in ("DROP TABLE page_words", "DROP TABLE page_text", "DELETE FROM job"):
            connection.execute(text(statement))
    step(town)
    run_waiting("index_all")
    index()
    assert marked(ask(lead, "needle")) == ["needle"]


def step(town: Town) -> None:
    """Run the one migration on the tables that stand here."""
    path = Path(__file__).resolve().parents[3] / "migrations" / "versions" / "20261122_full_text.py"
    spec = importlib.util.spec_from_file_location("full_text_migration", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with town.house.engine.execution_options(writes=True).connect() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            module.upgrade()
        connection.commit()
