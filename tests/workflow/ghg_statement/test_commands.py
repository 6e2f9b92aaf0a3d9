"""A version is prepared, handed in, signed and submitted, and refused where the rules say so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlalchemy import select

from tests.factories import EVERYTHING
from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import (
    PERIOD,
    Halden,
    hand_in,
    prepare,
    sign,
    stated,
    submit,
)
from workflow.access import Role
from workflow.cases.commands import waive_separation
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, NotYours, RuleViolation
from workflow.ghg_statement import commands, queries
from workflow.ghg_statement.rules import ReportItemState
from workflow.jobs import Job
from workflow.unit_of_work import reading, unit_of_work

D = Decimal


def test_a_version_without_lines_is_not_handed_in(halden: Halden) -> None:
    number = prepare(halden, ())
    with pytest.raises(RuleViolation) as refused:
        hand_in(halden, number)
    assert refused.value.codes == ("G-LINES",)


def test_no_version_is_started_before_the_case_is_agreed(halden: Halden) -> None:
    halden.move_to(CaseState.DRAFT)
    with pytest.raises(RuleViolation) as refused:
        prepare(halden, worked_case.V1)
    assert refused.value.codes == ("G-CASE",)


def test_a_second_version_is_not_started_while_one_is_prepared(halden: Halden) -> None:
    prepare(halden, worked_case.V1)
    with pytest.raises(RuleViolation):
        prepare(halden, worked_case.V1)


def test_the_content_of_a_draft_is_what_was_hashed(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    digest = hand_in(halden, number)
    with reading(EVERYTHING) as session:
        content = halden.version(session, number).content or ""
    assert sha256(content.encode()).hexdigest() == digest
    held = json.loads(content)
    assert held["totals"]["total"] == "52151.15"
    assert held["lines"][3]["inputs"]["gas_factors"][0]["stated_gwp"] == "2088"


def test_a_draft_never_changes(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    hand_in(halden, number)
    with unit_of_work(halden.preparer) as uow, pytest.raises(RuleViolation) as refused:
        commands.set_line(uow, halden.version(uow.session, number), stated(worked_case.STEAM))
    assert refused.value.codes == ("G-STATE",)


def test_an_unsigned_draft_is_not_submitted(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    hand_in(halden, number)
    with pytest.raises(RuleViolation) as refused, unit_of_work(halden.preparer) as uow:
        commands.submit_version(uow, halden.version(uow.session, number))
    assert refused.value.codes == ("G-SIGNED",)


def test_the_preparer_does_not_sign(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    digest = hand_in(halden, number)
    with pytest.raises(RuleViolation) as refused, unit_of_work(halden.preparer) as uow:
        commands.sign_version(uow, halden.version(uow.session, number), shown_sha256=digest)
    assert refused.value.codes == ("SOD-4",)


def test_who_holds_the_preparer_s_role_does_not_sign_either(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    digest = hand_in(halden, number)
    with reading(EVERYTHING) as session:
        party = halden.case(session).responsible_party_org_id or 0
    both = replace(halden.approver, organisation_roles=frozenset({(party, Role.PREPARER)}))
    with pytest.raises(RuleViolation) as refused, unit_of_work(both) as uow:
        commands.sign_version(uow, halden.version(uow.session, number), shown_sha256=digest)
    assert refused.value.codes == ("SOD-4",)


def test_a_waiver_lets_the_one_person_of_a_site_sign(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    digest = hand_in(halden, number)
    with unit_of_work(halden.preparer) as uow:
        waive_separation(uow, halden.case(uow.session), reason="one person works at this site")
    with unit_of_work(halden.preparer) as uow:
        act = commands.sign_version(uow, halden.version(uow.session, number), shown_sha256=digest)
        assert act.sha256 == digest


def test_signing_asks_for_a_fresh_sign_in(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    digest = hand_in(halden, number)
    stale = replace(halden.approver, is_fresh=False)
    with pytest.raises(RuleViolation) as refused, unit_of_work(stale) as uow:
        commands.sign_version(uow, halden.version(uow.session, number), shown_sha256=digest)
    assert refused.value.codes == ("G-FRESH",)


def test_a_signature_over_another_hash_is_refused(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    hand_in(halden, number)
    with pytest.raises(RuleViolation) as refused:
        sign(halden, number, "0" * 64)
    assert refused.value.codes == ("G-SIG",)


def test_a_version_has_the_checks_run_and_once_submitted_sends_its_job_to_the_lifecycle(
    halden: Halden,
) -> None:
    submit(halden, worked_case.V1)
    with reading(EVERYTHING) as session:
        sent = [job.name for job in session.scalars(select(Job).order_by(Job.id))]
    assert sent == ["workflow.figures.jobs.carry_links", "workflow.lifecycle.jobs.version_submitted"]


def test_an_older_draft_does_not_follow_a_newer_submission(halden: Halden) -> None:
    first = prepare(halden, worked_case.V1)
    sign(halden, first, hand_in(halden, first))
    submit(halden, worked_case.V2)
    with pytest.raises(RuleViolation) as refused, unit_of_work(halden.preparer) as uow:
        commands.submit_version(uow, halden.version(uow.session, first))
    assert refused.value.codes == ("G-NEWER",)


def test_the_recalculated_value_stands_beside_the_claim(halden: Halden) -> None:
    number = prepare(halden, ())
    claim = replace(stated(worked_case.STEAM), tonnes=D("1100.00"))
    with unit_of_work(halden.preparer) as uow:
        commands.set_line(uow, halden.version(uow.session, number), claim)
    sign(halden, number, hand_in(halden, number))
    with unit_of_work(halden.preparer) as uow:
        commands.submit_version(uow, halden.version(uow.session, number))
    with reading(EVERYTHING) as session:
        (line,) = queries.lines_of(session, halden.version(session, number))
        assert (line.tonnes, line.recalculated) == (D("1100.00"), D("1078.00"))
        assert halden.version(session, number).total == D("1100.00")


def test_the_gates_see_the_newest_signed_version(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    with reading(EVERYTHING) as session:
        facts = queries.statement_facts(session, halden.case(session))
    assert (facts.submitted_number, facts.is_signed) == (1, True)
    assert facts.source_codes == tuple(f"S{n:02d}" for n in range(1, 13))


def test_the_register_holds_a_source_only_from_a_received_version_on(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    with reading(EVERYTHING) as session:
        assert queries.sources_of(session, halden.case(session)) == []
    hand_in(halden, number)
    with reading(EVERYTHING) as session:
        assert len(queries.sources_of(session, halden.case(session))) == 12


def test_a_version_in_preparation_is_hidden_from_the_verifier(halden: Halden) -> None:
    prepare(halden, worked_case.V1)
    with reading(EVERYTHING) as session:
        case = halden.case(session)
        assert queries.versions_of(session, case, halden.lead) == []
        assert len(queries.versions_of(session, case, halden.preparer)) == 1
        with pytest.raises(NotYours):
            queries.version(session, case, 1, halden.lead)


def test_importing_again_keeps_codes_and_drops_what_is_gone(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    with unit_of_work(halden.preparer) as uow:
        done = commands.import_lines(
            uow, halden.version(uow.session, number), [stated(line) for line in worked_case.V2[:6]]
        )
    assert (done.added, done.changed, done.removed) == (1, 5, 7)
    with reading(EVERYTHING) as session:
        codes = [line.code for line in queries.lines_of(session, halden.version(session, number))]
    assert codes == ["L-001", "L-002", "L-003", "L-004", "L-005", "L-013"]


def test_a_source_keeps_its_category_for_ever(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    moved = stated(replace(worked_case.STEAM, iso_category=1, scope_code="S1"))
    with pytest.raises(BadInput, match="category 2"), unit_of_work(halden.preparer) as uow:
        commands.set_line(uow, halden.version(uow.session, number), moved)


def test_a_scope_code_of_another_category_is_refused(halden: Halden) -> None:
    number = prepare(halden, ())
    wrong = stated(replace(worked_case.FREIGHT, iso_category=4))
    with pytest.raises(BadInput, match="does not belong"), unit_of_work(halden.preparer) as uow:
        commands.set_line(uow, halden.version(uow.session, number), wrong)


def test_more_certificates_than_consumption_are_refused(halden: Halden) -> None:
    number = prepare(halden, ())
    wrong = stated(replace(worked_case.ELECTRICITY_V1, activity=D(100)))
    with pytest.raises(BadInput, match="Claim no more"), unit_of_work(halden.preparer) as uow:
        commands.set_line(uow, halden.version(uow.session, number), wrong)


def test_the_next_version_can_start_from_the_lines_of_the_last(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    with unit_of_work(halden.preparer) as uow:
        version = commands.start_version(
            uow, halden.case(uow.session), title="GHG report 2021", dated=date(2022, 11, 7),
            gwp_set="AR6-27.9", period_start=PERIOD[0], period_end=PERIOD[1], copy_lines=True,
        )  # fmt: skip
        assert len(queries.lines_of(uow.session, version)) == 12


def test_an_older_gwp_set_needs_its_justification(halden: Halden) -> None:
    with pytest.raises(BadInput, match="latest"), unit_of_work(halden.preparer) as uow:
        commands.start_version(
            uow, halden.case(uow.session), title="GHG report 2021", dated=date(2022, 9, 12), gwp_set="AR5",
            period_start=PERIOD[0], period_end=PERIOD[1],
        )  # fmt: skip


def test_an_absent_item_of_the_report_needs_its_reason(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    with pytest.raises(BadInput, match="R-h"), unit_of_work(halden.preparer) as uow:
        commands.describe_report_item(
            uow, halden.version(uow.session, number), "R-h", state=ReportItemState.NOT_APPLICABLE
        )


def test_an_item_of_the_report_is_described_and_described_again(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    for text in ("the year", "1 January to 31 December 2021"):
        with unit_of_work(halden.preparer) as uow:
            commands.describe_report_item(
                uow, halden.version(uow.session, number), "R-c", state=ReportItemState.PRESENT, text=text
            )
    with reading(EVERYTHING) as session:
        items = queries.report_items_of(session, halden.version(session, number))
    assert {key: item.text for key, item in items.items()} == {"R-c": "1 January to 31 December 2021"}


def test_a_line_s_documents_are_declared_complete_once(halden: Halden) -> None:
    number = submit(halden, worked_case.V1)
    for _ in range(2):
        with unit_of_work(halden.preparer) as uow:
            case = halden.case(uow.session)
            source = queries.source_by_code(uow.session, case, "S06")
            commands.declare_complete(uow, halden.version(uow.session, number), source)
    with reading(EVERYTHING) as session:
        declared = queries.complete_sets_of(session, halden.version(session, number))
    assert [row.declared_by for row in declared.values()] == ["Liu Yan"]


def test_a_removed_line_is_told_in_the_trail_and_its_code_is_not_given_again(halden: Halden) -> None:
    number = prepare(halden, worked_case.V1)
    with unit_of_work(halden.preparer) as uow:
        version = halden.version(uow.session, number)
        commands.remove_line(uow, version, "S12")
        line = commands.set_line(uow, version, stated(worked_case.WASTE))
        assert line.code == "L-013"
