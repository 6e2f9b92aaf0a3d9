"""Steps 14 and 15: a fact discovered later, revision 1, and the trail that no row of it can be edited."""

from __future__ import annotations

from sqlalchemy import text

from demo.opinion import DRAFT, PASSPHRASES
from demo.stage import DIRECTOR
from tests.journeys.town import Town
from tests.journeys.worked_case import planning
from tests.journeys.worked_case.issuing import NUMBER, download, verdict
from tests.journeys.worked_case.people import (
    APPROVER,
    CASE,
    CODE,
    LEAD,
    MANAGER,
    PREPARER,
    REVIEWER,
)
from workflow.audit import case_stream
from workflow.cases.queries import case_by_code
from workflow.db import make_engine
from workflow.opinion.rules import REVIEW_CHECKS
from workflow.unit_of_work import reading

HERE = f"{CASE}/opinion"
EDITED = 40
STEAM = {"description": "The steam supplier's factor was wrong: 0.24 t/GJ, not 0.11.", "source_code": "S07"}


def step_14a_later_fact(town: Town) -> None:
    """A small effect would only be noted; 5.12 % of group A opens the revision, once users are warned."""
    town.at("2022-12-06")
    lead, manager = town.visit(LEAD), town.visit(MANAGER)
    lead.get(HERE).send(
        "opinion/later-facts", discovered_on="2022-12-05", told_by=PREPARER, effect="-196.00", group_code="A",
        **STEAM,
    ).sees("0.79 %")  # fmt: skip
    lead.get(CASE).send("move/review_after_issue").sees("post issue review")
    town.stranger().get(f"/status/{NUMBER}").sees("under review")
    manager.get(CASE).push(f"{CASE}/move/revise", 409, reason="steam").sees("G-LATER")
    fact = next(a for a in lead.get(HERE).forms() if a.endswith("/assess"))
    lead.send(fact, effect="-1274.00", source_code="S07", group_code="A").sees("5.12 %")
    manager.push(f"{CASE}/move/revise", 409, reason="steam").sees("Warn the users")
    lead.get(HERE).send(fact.replace("/assess", "/warn"), users="Halden Precision Group")
    manager.push(f"{CASE}/move/note_only", 409, reason="small")
    manager.get(CASE).send("move/revise", reason="5.12 % of group A").sees("evaluation")


def step_14b_revision(town: Town) -> None:
    """Revision 1 goes the whole way; revision 0 keeps its bytes and says superseded."""
    before = download(town, PREPARER, "0/client").read_bytes()
    lead, manager, reviewer = town.visit(LEAD), town.visit(MANAGER), town.visit(REVIEWER)
    town.at("2022-12-12")
    third_version(town)
    lead.get(f"{CASE}/evaluation").send("/evaluation").sees("26,157.32")
    lead.send("evaluation/completion", risk_reassessment="As before.", controls_assessment="None relied on.")
    for group in ("A", "B"):
        lead.send(f"{group}/decide", kind="unmodified", reason="as proposed")
    town.visit(PREPARER).get(HERE).send("opinion/letter")
    town.visit(APPROVER).freshly().get(HERE).send("letter/sign")
    town.settle()
    lead.get(HERE).send("opinion/draft", **{k: v for k, v in DRAFT.items() if v})
    lead.get(CASE).send("move/draft_opinion")
    lead.get(HERE).send("factual-check/send")
    town.visit(PREPARER).get(HERE).send("factual-check/answer")
    lead.get(CASE).send("move/hand_to_review")
    reviewer.freshly().get(HERE).send("review/start")
    ticks = {f"tick_{key}": True for key in REVIEW_CHECKS} | {f"comment_{k}": "seen" for k in REVIEW_CHECKS}
    reviewer.send("review/ticks", **ticks).send("review/approve").get(CASE).send("move/approve_review")
    manager.get(HERE).send(
        "opinion/decision", text="The corrected statement supports both conclusions.",
        what_changed="Steam with the supplier's corrected factor.",
    ).sees(f"{NUMBER}/1")  # fmt: skip
    for visitor, action in ((lead, "sign/lead"), (manager, "sign/signatory")):
        visitor.freshly().get(f"{HERE}/sign").send(action, passphrase=PASSPHRASES[visitor.name])
    manager.get(CASE).send("move/issue").sees("issued")
    town.settle()
    _look_at_both(town, before)


def third_version(town: Town) -> None:
    """Version 3 begins with the lines of version 2; one factor is another."""
    preparer = town.visit(PREPARER).get(f"{CASE}/statement")
    preparer.send(
        "statement/new", title="GHG statement 2021, version 3", dated="2022-12-12", gwp_set="AR6-27.9",
        what_changed="Steam with 0.24 t/GJ.", copy_lines=True,
    )  # fmt: skip
    here = f"{CASE}/statement/3"
    preparer.get(f"{here}/line?source=S07")
    preparer.send("3/line", **{"Factor-0": "0.24", "t CO2e-0": "2352.00"}).sees("2,352.00")
    preparer.get(here).send("3/hand-in")
    planning.sign_and_submit(town, 3)


def _look_at_both(town: Town, before: bytes) -> None:
    old, new = download(town, PREPARER, "0/client"), download(town, PREPARER, "1/client")
    assert old.read_bytes() == before
    assert verdict(town, old).holds
    assert verdict(town, new).holds
    town.visit(PREPARER).get(f"{CASE}/package").sees(f"{NUMBER}/1", "superseded")
    stranger = town.stranger()
    stranger.get(f"/status/{NUMBER}/0").sees("superseded by rev 1")
    stranger.get(f"/status/{NUMBER}").sees("valid", "rev 1")
    sheet = town.visit(PREPARER).download(f"{CASE}/package/0/cover-sheet.pdf")
    assert sheet.startswith(b"%PDF")


def step_15_trail(town: Town) -> None:
    """The chain of the trail holds; with one row edited behind the product's back it breaks at that row."""
    lead = town.visit(LEAD).get(f"{CASE}/trail/check").sees("The chain holds")
    town.visit(PREPARER).get(f"{CASE}/trail").misses("T-001")
    edited = _edit_one_row(town)
    lead.get(f"{CASE}/trail/check").sees(f"The chain is broken at event {edited}")


def _edit_one_row(town: Town) -> int:
    """As somebody with the database's own password could; the product itself cannot."""
    with reading(DIRECTOR) as session:
        stream = case_stream(case_by_code(session, CODE).id)
    engine = make_engine(town.config.database_url)
    unlock = "DROP TRIGGER audit_event_no_update"
    if engine.dialect.name != "sqlite":
        unlock = "ALTER TABLE audit_event DISABLE TRIGGER USER"
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(unlock))
        chosen = {"stream": stream, "seq": EDITED}
        told = (
            "UPDATE audit_event SET actor_name = 'Somebody else' WHERE seq = :seq "
            "AND stream_id = (SELECT id FROM audit_stream WHERE name = :stream)"
        )
        assert connection.execute(text(told), chosen).rowcount == 1
    engine.dispose()
    return EDITED
