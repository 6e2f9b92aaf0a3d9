"""A submission of targets from its draft to the announcement: what it needs, what it freezes, what follows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from demo import validation as play
from demo.stage import Stage
from tests.factories import the_system
from tests.workflow.targets.documents import make, version
from tests.workflow.targets.scene import BOARD, NEAR_TERM, OFFICE, SECOND, SIGNATORY, Scene
from tests.workflow.targets.validation_scene import (
    REFERENCE,
    a_file,
    accepted,
    add_dossier,
    answer,
    approved_target,
    ask,
    assessed,
    begin,
    day,
    look,
    move,
    row_of,
    submitted,
)
from workflow.errors import BadInput, ChangedMeanwhile, NotAllowed, RuleViolation
from workflow.people.models import Mail
from workflow.targets import validation_asking as asking
from workflow.targets import validation_documents as documents
from workflow.targets import validation_reads as reads
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_rules import DocumentKind, VersionState
from workflow.targets.queries import target_by_code
from workflow.targets.rules import TargetState
from workflow.targets.target_commands import Written, write_target
from workflow.targets.validation_models import QuerySaid, ValidationFile
from workflow.targets.validation_page import submission_page
from workflow.targets.validation_rounds import differences
from workflow.targets.validation_rules import FileRole, QueryState, RequestKind
from workflow.targets.validation_rules import SubmissionState as S
from workflow.unit_of_work import unit_of_work
from workflow.worker import run_all_due


def state_of(scene: Scene, code: str) -> TargetState:
    with scene.by(OFFICE) as (uow, group):
        return target_by_code(uow.session, group, code).state


def codes_of(refused: pytest.ExceptionInfo[RuleViolation]) -> set[str]:
    return set(refused.value.codes)


def test_a_submission_is_not_handed_in_with_a_draft_target_or_without_its_dossier(scene: Scene) -> None:
    code = scene.begin(scene.cite())
    number = begin(scene, code)
    with pytest.raises(RuleViolation) as refused:
        move(scene, OFFICE, number, "hand_in")
    assert codes_of(refused) == {"G-TARGETS", "G-DOSSIER"}
    assert code in str(refused.value)


def test_a_target_stands_in_one_running_submission_only(scene: Scene) -> None:
    code = approved_target(scene)
    begin(scene, code)
    with pytest.raises(RuleViolation, match="Abs1 stands in SBT-1 already"):
        begin(scene, code)


def test_the_signatory_alone_approves_what_another_handed_in_freshly_signed_in(scene: Scene) -> None:
    number = begin(scene, approved_target(scene))
    add_dossier(scene, number)
    move(scene, OFFICE, number, "hand_in")
    for name in (OFFICE, BOARD):
        with pytest.raises(NotAllowed):
            move(scene, name, number, "approve")
    with pytest.raises(RuleViolation) as refused:
        move(scene, SIGNATORY, number, "approve", seen_sha256="0" * 64)
    assert codes_of(refused) == {"G-SEEN"}
    move(scene, SIGNATORY, number, "approve")
    assert row_of(scene, number).state is S.INTERNALLY_APPROVED


def test_what_was_approved_is_frozen_by_its_hash_with_targets_and_documents(scene: Scene) -> None:
    number = submitted(scene)
    with scene.by(OFFICE) as (uow, group):
        (frozen,) = reads.rounds_of(uow.session, reads.submission_row(uow.session, group, number))
    assert frozen.sha256 == look(scene, number).content_sha256
    assert [row["code"] for row in frozen.content["targets"]] == ["Abs1"]
    assert len(frozen.content["targets"][0]["sha256"]) == 64
    assert [row["name"] for row in frozen.content["documents"]] == ["dossier-1.pdf"]
    assert frozen.approved_by == SIGNATORY


def test_a_target_that_changed_after_the_approval_keeps_the_submission_from_being_sent(scene: Scene) -> None:
    code = approved_target(scene)
    number = begin(scene, code)
    add_dossier(scene, number)
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    scene.move(OFFICE, code, "revise", text="One more look.")
    scene.move(SIGNATORY, code, "approve")
    with pytest.raises(RuleViolation) as refused:
        move(scene, OFFICE, number, "submit", text=REFERENCE, files=[a_file()])
    assert codes_of(refused) == {"G-APPROVED"}


def test_a_submission_is_noted_with_its_day_reference_and_receipt_and_its_targets_follow(
    scene: Scene,
) -> None:
    code = approved_target(scene)
    number = begin(scene, code)
    add_dossier(scene, number)
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    with pytest.raises(RuleViolation) as refused:
        move(scene, OFFICE, number, "submit", on=date(2023, 9, 2))
    assert codes_of(refused) == {"G-DAY", "G-REFERENCE", "G-FILE"}
    move(scene, OFFICE, number, "submit", text=REFERENCE, files=[a_file()], booked_for=date(2023, 9, 10))
    now = look(scene, number)
    assert (now.row.submitted_on, now.row.portal_reference) == (date(2023, 9, 1), REFERENCE)
    assert now.row.booked_for == date(2023, 9, 10)
    (receipt,) = [file for file in now.files if file.role is FileRole.RECEIPT]
    assert receipt.sha256 == a_file().stored.sha256
    assert state_of(scene, code) is TargetState.SUBMITTED


def test_the_way_from_screening_to_the_announcement_moves_the_targets_too(scene: Scene) -> None:
    number = accepted(scene)
    assert state_of(scene, "Abs1") is TargetState.VALIDATED
    day(scene, "2024-01-15")
    move(scene, OFFICE, number, "publish", text="https://example.org/targets")
    assert state_of(scene, "Abs1") is TargetState.PUBLISHED
    day(scene, "2024-01-20")
    move(scene, OFFICE, number, "announce", text="https://example.org/news")
    row = row_of(scene, number)
    assert row.state is S.ANNOUNCED
    assert (row.decided_on, row.published_on, row.announced_on) == (
        date(2023, 11, 20), date(2024, 1, 15), date(2024, 1, 20),
    )  # fmt: skip


def test_a_step_cannot_have_happened_before_the_one_before_it(scene: Scene) -> None:
    number = assessed(scene)
    with pytest.raises(RuleViolation, match="before 2023-09-18"):
        move(
            scene,
            OFFICE,
            number,
            "accept",
            on=date(2023, 9, 17),
            text="Decision",
            files=[a_file("letter.pdf")],
        )


def test_a_query_is_due_two_working_days_later_by_the_groups_calendar(scene: Scene) -> None:
    number = assessed(scene)
    with scene.by(OFFICE) as (uow, group):
        group.holidays = ["2023-09-25"]
        uow.record("test.holidays", group)
    day(scene, "2023-09-22")
    ask(scene, number, "2023-09-22")
    (query,) = look(scene, number).queries
    # Friday; the weekend and a holiday on Monday do not count.
    assert query.due == date(2023, 9, 27)
    assert row_of(scene, number).state is S.QUERY_OPEN


def test_with_its_last_open_query_a_submission_is_answered(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")
    ask(scene, number, "2023-09-18", criterion="C18")
    answer(scene, number, 1)
    assert row_of(scene, number).state is S.QUERY_OPEN
    answer(scene, number, 2)
    assert row_of(scene, number).state is S.ANSWERED


def test_an_answer_keeps_its_evidence_by_hash_and_stands_for_ever(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")
    answer(scene, number, 1, files=[a_file("sheet.pdf", "sheet")])
    with pytest.raises(RuleViolation, match="answered"):
        answer(scene, number, 1, "Another answer.")
    with scene.by(OFFICE) as (uow, _group):
        said = list(uow.session.scalars(select(QuerySaid).order_by(QuerySaid.id)))
        (evidence,) = uow.session.scalars(select(ValidationFile).where(ValidationFile.said_id == said[1].id))
    assert [(s.turn, s.is_answer, s.text) for s in said] == [
        (1, False, "Why 42 %?"), (1, True, "By absolute contraction."),
    ]  # fmt: skip
    assert evidence.sha256 == a_file("sheet.pdf", "sheet").stored.sha256


def test_what_is_asked_again_is_the_next_turn_with_a_due_day_of_its_own(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")
    answer(scene, number, 1)
    day(scene, "2023-09-20")
    with scene.by(OFFICE) as (uow, group):
        row = reads.locked_row(uow, group, number)
        asking.ask_again(
            uow, group, row, reads.query_row(uow, row, 1), on=date(2023, 9, 20), text="And from 2021?"
        )
    (query,) = look(scene, number).queries
    assert (query.turn, query.state, query.due) == (2, QueryState.OPEN, date(2023, 9, 22))
    assert row_of(scene, number).state is S.QUERY_OPEN


def test_an_open_query_is_closed_with_a_reason_only_and_lets_the_submission_go_on(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")

    def close(reason: str) -> None:
        with scene.by(OFFICE) as (uow, group):
            row = reads.locked_row(uow, group, number)
            query = reads.query_row(uow, row, 1)
            asking.close_query(uow, group, row, query, on=date(2023, 9, 18), reason=reason)

    with pytest.raises(RuleViolation, match="reason"):
        close(" ")
    close("Asked by mistake.")
    assert look(scene, number).queries[0].state is QueryState.CLOSED
    assert row_of(scene, number).state is S.ANSWERED


def test_an_approval_is_not_noted_while_a_query_is_open(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")
    with pytest.raises(RuleViolation) as refused:
        move(scene, OFFICE, number, "accept", text="Decision", files=[a_file("letter.pdf")])
    assert codes_of(refused) == {"G-STATE"}


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("criterion", {"criterion": " "}),
        ("criterion", {"criterion": "C" * 61}),
        ("text", {"text": ""}),
        ("on", {"on": "2023-09-19"}),
        ("on", {"on": "2023-08-31"}),
        ("holder", {"holder_id": 1}),
    ],
)
def test_a_query_that_says_too_little_is_refused_beside_its_field(
    scene: Scene, field: str, fields: dict[str, object]
) -> None:
    number = assessed(scene)
    with pytest.raises(BadInput) as refused:
        ask(scene, number, **{"on": "2023-09-18", **fields})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_who_answers_and_the_deputy_are_told_by_mail_then_reminded_once_each(scene: Scene) -> None:
    number = assessed(scene)
    holder, deputy = (scene.town.people[name] for name in (OFFICE, SECOND))
    ask(scene, number, "2023-09-18", holder_id=holder, deputy_id=deputy)
    run_all_due()
    assert mails(scene) == {OFFICE: 1, SECOND: 1}
    day(scene, "2023-09-19")
    run_all_due()
    assert mails(scene) == {OFFICE: 2, SECOND: 2}
    day(scene, "2023-09-21")
    run_all_due()
    run_all_due()
    assert mails(scene) == {OFFICE: 3, SECOND: 3}


def test_an_answered_query_is_not_reminded_of(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")
    run_all_due()
    answer(scene, number, 1)
    day(scene, "2023-09-25")
    run_all_due()
    assert mails(scene) == {OFFICE: 1}


def mails(scene: Scene) -> dict[str, int]:
    names = {person_id: name for name, person_id in scene.town.people.items()}
    with scene.by(OFFICE) as (uow, _group):
        found = list(uow.session.scalars(select(Mail).where(Mail.subject.contains("SBT-"))))
    told = [names[mail.person_id] for mail in found if mail.person_id]
    return {name: told.count(name) for name in sorted(set(told))}


def test_a_refused_submission_is_revised_and_its_next_round_says_what_changed(scene: Scene) -> None:
    number = assessed(scene)
    day(scene, "2023-11-20")
    move(scene, OFFICE, number, "refuse", text="Not approved: scope 3", files=[a_file("letter.pdf", "no")])
    assert row_of(scene, number).state is S.NOT_APPROVED
    move(scene, OFFICE, number, "revise", text="Deeper cut.", revised={"Abs1"})
    assert state_of(scene, "Abs1") is TargetState.DRAFT
    row = row_of(scene, number)
    assert (row.round, row.submitted_on, row.state) == (2, None, S.DRAFT)
    with scene.by(OFFICE) as (uow, group):
        target = target_by_code(uow.session, group, "Abs1")
        answers = {**target.answers, "reduction": "0.46"}
        base = uow.session.get_one(type(target), target.id).inventory_id
        written = Written(target.name, target.rule_set_id, answers)
        write_target(uow, target, written)
        target.inventory_id = base
        uow.record("test.base", target)
    scene.move(SIGNATORY, "Abs1", "approve")
    add_dossier(scene, number, "dossier-2.pdf", "second")
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    with scene.by(OFFICE) as (uow, group):
        row = reads.submission_row(uow.session, group, number)
        first, second = reads.rounds_of(uow.session, row)
        found = differences(first, second, reads.held(uow.session, row).versions)
    said = {d.where: (d.was, d.now) for d in found}
    assert said["Abs1 › target › answers › reduction"] == (NEAR_TERM["reduction"], "0.46")
    assert said["documents › dossier-1.pdf"][1] is None
    assert said["documents › dossier-2.pdf"][0] is None


def test_a_revision_without_changed_targets_hands_the_same_versions_in_again(scene: Scene) -> None:
    number = assessed(scene)
    move(scene, OFFICE, number, "revise", text="A clearer dossier.")
    assert state_of(scene, "Abs1") is TargetState.SUBMITTED
    add_dossier(scene, number, "dossier-2.pdf", "clearer")
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    move(scene, OFFICE, number, "submit", text=REFERENCE, files=[a_file()])
    assert row_of(scene, number).state is S.SUBMITTED


def test_a_withdrawn_submission_opens_its_targets_again_and_frees_them(scene: Scene) -> None:
    number = submitted(scene)
    move(scene, OFFICE, number, "withdraw", text="The group is sold.")
    assert state_of(scene, "Abs1") is TargetState.DRAFT
    assert begin(scene, "Abs1", kind=RequestKind.UPDATE) == number + 1


def test_documents_are_added_once_and_taken_out_only_while_it_is_prepared(scene: Scene) -> None:
    number = begin(scene, approved_target(scene))
    add_dossier(scene, number)
    add_dossier(scene, number)
    (file,) = look(scene, number).documents
    with scene.by(OFFICE) as (uow, group):
        row = reads.locked_row(uow, group, number)
        documents.remove_document(uow, row, reads.file_of(uow.session, group, file.id))
    assert look(scene, number).documents == ()
    add_dossier(scene, number)
    move(scene, OFFICE, number, "hand_in")
    with pytest.raises(RuleViolation, match="internal approval"):
        add_dossier(scene, number, "late.pdf", "late")


def test_of_two_people_on_one_submission_one_wins_and_the_other_is_told(scene: Scene) -> None:
    number = begin(scene, approved_target(scene))
    add_dossier(scene, number)
    seen = row_of(scene, number).version
    move(scene, OFFICE, number, "hand_in", version=seen)
    with pytest.raises(ChangedMeanwhile):
        move(scene, SECOND, number, "hand_in", version=seen)


def test_a_query_noted_twice_from_one_form_is_one_query(scene: Scene) -> None:
    number = assessed(scene)
    seen = row_of(scene, number).version
    for attempt in (1, 2):
        with scene.by(OFFICE) as (uow, group):
            row = reads.locked_row(uow, group, number)
            question = asking.Question(date(2023, 9, 18), "C15", "Why?")
            if attempt == 1:
                asking.note_query(uow, group, row, question, version=seen)
            else:
                with pytest.raises(ChangedMeanwhile):
                    asking.note_query(uow, group, row, question, version=seen)
    assert len(look(scene, number).queries) == 1


def signed_version(code: str) -> None:
    """Lay a made version down as signed; how it is signed is tried with the documents themselves."""
    with unit_of_work(the_system()) as uow:
        made = uow.session.scalars(select(DossierVersion).where(DossierVersion.code == code)).one()
        setattr(made, "state", VersionState.SIGNED)  # noqa: B010  the version's own move is tested there
        uow.record("test.signed", made)


def add_version(scene: Scene, number: int, code: str) -> None:
    with scene.by(SECOND) as (uow, group):
        documents.add_version(uow, group, reads.locked_row(uow, group, number), code)


def test_a_version_of_the_dossier_is_handed_in_only_signed_and_a_revised_one_with_its_differences(
    scene: Scene,
) -> None:
    approved_target(scene)
    number = begin(scene, "Abs1")
    make(scene)
    with pytest.raises(BadInput, match="dossier-1 is not signed yet"):
        add_version(scene, number, "dossier-1")
    signed_version("dossier-1")
    add_version(scene, number, "dossier-1")
    first = {file.name: file.sha256 for file in look(scene, number).documents}
    assert first == {"dossier-1.docx": version("dossier-1").document_sha256,
                     "dossier-1.xlsx": version("dossier-1").workbook_sha256}  # fmt: skip
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    move(scene, OFFICE, number, "revise", text="Staff was wrong.")
    scene.state_submission(staff="9100")
    make(scene)
    signed_version("dossier-2")
    add_version(scene, number, "dossier-2")
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    with scene.by(OFFICE) as (uow, group):
        row = reads.submission_row(uow.session, group, number)
        rounds = reads.rounds_of(uow.session, row)
        page = submission_page(uow.session, group, row, uow.actor, date(2023, 9, 1), rounds=rounds)
    said = {d.where: (d.was, d.now) for d in page.rounds[1].changed}
    assert any(
        where.startswith("dossier-2 › ") and pair == ("9000", "9100") for where, pair in said.items()
    ), said


def test_the_demo_stores_a_submission_with_a_query_that_is_not_yet_due(scene: Scene, tmp_path: Path) -> None:
    approved_target(scene, on="2022-11-29")
    scene.move(SIGNATORY, "Abs2", "approve")
    for kind in (DocumentKind.LETTER, DocumentKind.DOSSIER):
        make(scene, kind)
    signed_version("dossier-1")
    stage = Stage(scene.town.house.clock, tmp_path)
    stage.ids = {play.OFFICE: scene.town.people[OFFICE], play.SIGNATORY: scene.town.people[SIGNATORY]}
    now = look(scene, play.submit_targets(stage))
    assert (now.row.state, [t.code for t in now.targets]) == (S.QUERY_OPEN, ["Abs1", "Abs2"])
    assert [query.due for query in now.open_queries] == [date(2022, 12, 1)]
