"""Documents are taken in once, keep their versions and end in a named state with a sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from hashlib import sha256

import openpyxl
import pikepdf
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from evidence.store import StoreFull, TooManyBytes
from tests.evidence.mailing import File, an_eml
from tests.factories import EVERYTHING, House
from tests.workflow.figures.scene import Scene, a_scene
from workflow import worker
from workflow.access import Role
from workflow.audit import AuditEvent
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.documents import commands, intake, queries, tried
from workflow.documents.intake import take_in
from workflow.documents.jobs import read_document_gave_up
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import DocumentState, Origin, may_see, refuse_foreign_origin
from workflow.documents.storage import LIMITS, pictures_of, store
from workflow.documents.unlocking import unlocked_copy
from workflow.errors import BadInput, NotYours, RuleViolation
from workflow.figures.queries import figures_of
from workflow.jobs import Job, Lease
from workflow.limits import WEB
from workflow.unit_of_work import reading, services, unit_of_work


def a_pdf(text: str = "Total 742,000 kWh", pages: int = 1) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for _ in range(pages):
        if text:
            canvas.drawString(60, 700, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def a_locked_pdf(password: str = "u") -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="o", user=password))
    return written.getvalue()


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


def state_of(scene: Scene, code: str) -> tuple[DocumentState, str | None]:
    with reading(EVERYTHING) as session:
        document = queries.document_by_code(session, session.get_one(Case, scene.case_id), code)
        return document.state, document.state_reason


def test_the_team_adds_only_working_papers_and_the_party_never_does() -> None:
    team, party = frozenset({Role.LEAD_VERIFIER}), frozenset({Role.PREPARER})
    assert refuse_foreign_origin(Origin.CLIENT, team) is not None
    assert refuse_foreign_origin(Origin.WORKING_PAPER, party) is not None
    assert refuse_foreign_origin(Origin.WORKING_PAPER, team) is None
    assert refuse_foreign_origin(Origin.THIRD_PARTY, party) is None


def test_confidential_documents_are_hidden_from_the_groups_office_only() -> None:
    assert not may_see(frozenset({Role.GROUP_OFFICE}), is_confidential=True)
    assert may_see(frozenset({Role.GROUP_OFFICE}), is_confidential=False)
    assert may_see(frozenset({Role.LEAD_VERIFIER}), is_confidential=True)


def test_evidence_does_not_come_into_an_issued_case(scene: Scene) -> None:
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        case.state = CaseState.ISSUED
        uow.record("test.state", case)
    with pytest.raises(RuleViolation) as refused:
        scene.hand_in(a_pdf(), "late.pdf")
    assert refused.value.codes == ("G-STATE",)


def test_a_read_document_has_its_reading_pictures_and_figures(scene: Scene) -> None:
    code = scene.hand_in(a_pdf(), "Bill.pdf")
    with reading(EVERYTHING) as session:
        document = session.query(Document).one()
        version = queries.current_version(session, document)
        assert (document.code, document.state) == (code, DocumentState.READ)
        assert store().verify(version.sha256) is None
        assert version.reading_sha256 is not None
        assert (pictures_of(version.sha256) / "page-1.webp").exists()
        assert [str(figure.value) for figure in figures_of(session, version)] == ["742000"]


def test_reading_again_proposes_nothing_twice(scene: Scene) -> None:
    scene.hand_in(a_pdf("", 1), "scan.pdf")
    assert state_of(scene, "E-001")[0] is DocumentState.NEEDS_ATTENTION
    with unit_of_work(scene.preparer) as uow:
        document = queries.document_by_code(uow.session, scene.case(uow), "E-001")
        commands.read_again(uow, document)
    worker.run_all_due()
    state, reason = state_of(scene, "E-001")
    assert state is DocumentState.NEEDS_ATTENTION
    assert reason is not None
    assert "drawing boxes" in reason


@pytest.mark.parametrize(
    ("data", "name", "state"),
    [
        (b"", "empty.pdf", DocumentState.REFUSED),
        (b"MZ\x90\x00" + b"\x00" * 200, "bill.pdf", DocumentState.REFUSED),
        (b"%PDF-1.4 torn", "torn.pdf", DocumentState.ERROR),
    ],
)
def test_bad_files_end_in_a_named_state_with_a_sentence(
    scene: Scene, data: bytes, name: str, state: DocumentState
) -> None:
    code = scene.hand_in(data, name)
    found, reason = state_of(scene, code)
    assert found is state
    assert reason is not None
    assert reason.endswith(".")


def test_a_locked_file_asks_for_one_without_a_password(scene: Scene) -> None:
    code = scene.hand_in(a_locked_pdf(), "locked.pdf")
    state, reason = state_of(scene, code)
    assert state is DocumentState.PASSWORD
    assert reason is not None
    assert "password" in reason.lower()


def unlocked(scene: Scene, code: str, password: str) -> None:
    with reading(EVERYTHING) as session:
        document = queries.document_by_code(session, session.get_one(Case, scene.case_id), code)
        copy = unlocked_copy(queries.current_version(session, document), password)
    with unit_of_work(scene.lead) as uow:
        commands.unlock_document(uow, queries.document_by_code(uow.session, scene.case(uow), code), copy)


def test_a_locked_file_is_read_from_an_unlocked_copy_and_stays_as_it_came(scene: Scene) -> None:
    locked = a_locked_pdf()
    code = scene.hand_in(locked, "locked.pdf")
    unlocked(scene, code, "u")
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        document = queries.document_by_code(session, session.get_one(Case, scene.case_id), code)
        version = queries.current_version(session, document)
        assert document.state is DocumentState.READ
        assert [figure.raw for figure in figures_of(session, version)] == ["742,000"]
        assert version.sha256 == sha256(locked).hexdigest()
        assert store().path(version.sha256).read_bytes() == locked
        assert version.unlocked_sha256 != version.sha256
        assert any("unlocked copy" in flag for flag in version.flags)


def test_who_unlocked_a_file_stands_in_the_trail_and_the_password_nowhere(scene: Scene) -> None:
    code = scene.hand_in(a_locked_pdf("tell-nobody"), "locked.pdf")
    unlocked(scene, code, "tell-nobody")
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        events = list(session.scalars(select(AuditEvent)))
        (event,) = [one for one in events if one.verb == "document.unlock"]
        assert event.actor_name == scene.lead.name
        rows = [
            str(vars(row))
            for table in (AuditEvent, Job, DocumentVersion)
            for row in session.scalars(select(table))
        ]
    assert not any("tell-nobody" in row for row in rows)
    assert not any(
        b"tell-nobody" in path.read_bytes() for path in services().config.folder.rglob("*") if path.is_file()
    )


def test_a_locked_workbook_is_read_from_an_unlocked_copy_and_is_a_workbook_from_then_on(scene: Scene) -> None:
    book, locked = io.BytesIO(), io.BytesIO()
    sheet = openpyxl.Workbook()
    sheet.create_sheet("Bill", 0).append(["Electricity", "742,000 kWh"])
    sheet.save(book)
    book.seek(0)
    OOXMLFile(book).encrypt("u", locked)  # type: ignore[no-untyped-call]  # the package has no types
    code = scene.hand_in(locked.getvalue(), "locked.xlsx")
    assert state_of(scene, code)[0] is DocumentState.PASSWORD
    unlocked(scene, code, "u")
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        document = queries.document_by_code(session, session.get_one(Case, scene.case_id), code)
        version = queries.current_version(session, document)
        assert (document.state, version.file_kind) == (DocumentState.READ, "xlsx")
        assert [figure.cell for figure in figures_of(session, version)] == ["Bill!B1"]
        assert store().path(version.sha256).read_bytes() == locked.getvalue()


def test_a_wrong_password_changes_nothing_and_says_so(scene: Scene) -> None:
    code = scene.hand_in(a_locked_pdf(), "locked.pdf")
    with pytest.raises(BadInput, match="does not open with this password"):
        unlocked(scene, code, "wrong")
    assert state_of(scene, code)[0] is DocumentState.PASSWORD


def test_only_a_locked_document_is_unlocked(scene: Scene) -> None:
    code = scene.hand_in(a_pdf(), "open.pdf")
    with pytest.raises(BadInput, match="not locked"):
        unlocked(scene, code, "any")


def test_the_same_bytes_again_are_the_same_document(scene: Scene) -> None:
    assert scene.hand_in(a_pdf(), "Bill.pdf") == scene.hand_in(a_pdf(), "Bill again.pdf")


def test_a_new_version_keeps_the_old_one_and_goes_on_numbering_figures(scene: Scene) -> None:
    scene.hand_in(a_pdf(), "Bill.pdf")
    with unit_of_work(scene.preparer) as uow:
        case = scene.case(uow)
        document = queries.document_by_code(uow.session, case, "E-001")
        stored = store().put(io.BytesIO(a_pdf("Total 743,000 kWh")), 1_000_000)
        commands.add_version(uow, case, document, name="Bill, corrected.pdf", stored=stored)
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        document = session.query(Document).one()
        versions = queries.versions_of(session, document)
        assert [version.name for version in versions] == ["Bill.pdf", "Bill, corrected.pdf"]
        assert document.state is DocumentState.READ
        assert [figure.code for figure in figures_of(session, versions[0])] == ["E-001.1"]
        assert [figure.code for figure in figures_of(session, versions[1])] == ["E-001.2"]


def test_a_reserved_code_is_kept_and_not_given_twice(scene: Scene) -> None:
    assert scene.hand_in(a_pdf(), "July.pdf", "E-003") == "E-003"
    assert scene.hand_in(a_pdf("Total 1 kWh"), "next.pdf") == "E-004"
    with pytest.raises(BadInput):
        scene.hand_in(a_pdf("Total 2 kWh"), "other.pdf", "E-003")


def test_names_are_cleaned_as_text_and_never_become_paths(scene: Scene) -> None:
    scene.hand_in(a_pdf(), "../../etc/\u202epasswd\r\n.pdf")
    with reading(EVERYTHING) as session:
        version = queries.current_version(session, session.query(Document).one())
        assert version.name == "passwd .pdf"


def test_a_zip_with_an_archive_inside_is_refused_whole(house: House) -> None:
    inner, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "1 kWh")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("bill.txt", "2 kWh")
        archive.writestr("more.zip", inner.getvalue())
    packed.seek(0)
    (received,) = take_in(packed, "all.zip")
    assert received.identity.verdict == "refused"
    assert "archive inside" in (received.identity.reason or "")


def test_a_mail_is_a_document_and_so_is_each_of_its_attachments(house: House) -> None:
    files = [
        File("bill.pdf", a_pdf()),
        File("old.zip", b"PK\x03\x04", "application/zip"),
        File("none.pdf", b""),
    ]
    mail, bill = take_in(io.BytesIO(an_eml(files)), "June.eml", key="k")
    assert (mail.identity.kind, bill.identity.kind) == ("mail", "pdf")
    assert bill.came_in == (
        "June.eml (“Bills of June”, Li Wei <li.wei@example.org>, 2021-06-03 10:22 +0800) / bill.pdf"
    )
    assert bill.came_in_sha256 == mail.stored.sha256
    assert mail.identity.flags == (
        "The attachment old.zip is an archive inside the mail and was not opened. Send it on its own.",
        "The attachment none.pdf is empty. Ask for it again.",
        "1 attachment is a document of its own.",
    )


def test_a_mail_that_passes_a_limit_is_refused_whole_with_a_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.documents.intake.LIMITS", replace(LIMITS, mail_attachments=1))
    (refused,) = take_in(io.BytesIO(an_eml([File("1.pdf"), File("2.pdf")])), "June.eml")
    assert refused.identity.verdict == "refused"
    assert "more than 1 attachments" in (refused.identity.reason or "")


def test_a_zip_of_as_many_files_as_allowed_is_taken_and_one_more_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", f"{number} kWh")
    monkeypatch.setattr(intake, "WEB", replace(WEB, upload_files=3))
    assert len(take_in(io.BytesIO(written.getvalue()), "all.zip")) == 3
    monkeypatch.setattr(intake, "WEB", replace(WEB, upload_files=2))
    with pytest.raises(BadInput, match="more than 2 files"):
        take_in(io.BytesIO(written.getvalue()), "all.zip")


def test_a_mail_inside_a_zip_is_refused_by_its_name(house: House) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("June.eml", an_eml())
    written.seek(0)
    (refused,) = take_in(written, "all.zip")
    assert "June.eml is a mail inside the archive" in (refused.identity.reason or "")


def test_what_comes_out_of_a_zip_names_its_archive_and_the_archive_s_hash(house: House) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("2021/June.pdf", a_pdf())
    content = written.getvalue()
    (bill,) = take_in(io.BytesIO(content), "all.zip")
    assert (bill.came_in, bill.came_in_sha256) == ("all.zip / 2021/June.pdf", sha256(content).hexdigest())


def test_a_file_over_the_limit_leaves_nothing_behind(house: House) -> None:
    with pytest.raises(TooManyBytes):
        store().put(io.BytesIO(b"x" * 11), 10)
    assert list(store().walk()) == []


def test_a_full_disk_says_so_before_anything_is_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store(), "_floor_bytes", 1 << 62)
    with pytest.raises(StoreFull, match="Nothing was kept"):
        take_in(io.BytesIO(a_pdf()), "bill.pdf")


def test_a_reading_that_gave_up_is_told_on_the_document(scene: Scene) -> None:
    with unit_of_work(scene.preparer) as uow:
        stored = store().put(io.BytesIO(a_pdf()), 1_000_000)
        document = commands.receive_document(uow, scene.case(uow), name="bill.pdf", stored=stored)
        version_id = queries.current_version(uow.session, document).id
    with reading(EVERYTHING) as session:
        job = session.query(Job).one()
        lease = Lease(job.id, job.fence, job.name, (version_id,), scene.case_id, job.owner_org_id, 1)
    with unit_of_work(scene.lead) as uow:
        uow.session.connection().exec_driver_sql("UPDATE job SET state = 'running'")
    read_document_gave_up(worker.JobRun(lease), version_id, reason="its worker was lost")
    assert state_of(scene, "E-001")[0] is DocumentState.ERROR


def test_a_tried_file_is_gone_after_an_hour_and_never_shown_to_another(house: House) -> None:
    token = tried.keep_for_an_hour(io.BytesIO(a_pdf()), "mine.pdf", 1)
    assert tried.tried(token, 1).status is None
    with pytest.raises(NotYours):
        tried.tried(token, 2)
    assert tried.sweep(now=1e12) == 1
    with pytest.raises(NotYours):
        tried.tried(token, 1)


def test_a_token_is_no_path(house: House) -> None:
    with pytest.raises(NotYours):
        tried.tried("../../../../etc/passwd-aaaa", 1)
