"""Pages of planning: who gets 404, 403 and 401; what the client sees; the acts through the forms."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from flask.testing import FlaskClient

from tests.workflow.planning.desk import CODE, PLAN, Desk, a_document, an_activity, plan_whole
from tests.workflow.planning.test_samples import draw, examine
from workflow.cases.rules import CaseState
from workflow.documents import requests
from workflow.figures.rules import Technique
from workflow.planning import commands, queries

D = Decimal
HERE = f"/cases/{CODE}/plan"
OF_THE_BODY = ("/analysis", "/risks", "/activities", "/samples", "/activities/T-001", "/samples/S-001")
OF_ALL = ("", "/visits", "/requests")


def post(client: FlaskClient, path: str, **fields: object) -> tuple[int, str]:
    """Send a form with its token; gives status and the page that follows."""
    page = client.get(HERE).get_data(as_text=True)
    found = re.search(r'name="csrf-token" content="([^"]+)"|name="csrf_token" value="([^"]+)"', page)
    token = next(filter(None, found.groups())) if found else ""
    answer = client.post(HERE + path, data={"csrf_token": token, **fields})
    if answer.status_code == 303:
        return 303, client.get(answer.headers["Location"]).get_data(as_text=True)
    return answer.status_code, answer.get_data(as_text=True)


def statuses(client: FlaskClient, paths: tuple[str, ...]) -> set[int]:
    return {client.get(HERE + path).status_code for path in paths}


def test_a_stranger_signs_in_first_and_another_tenant_finds_nothing(desk: Desk) -> None:
    assert statuses(desk.app.test_client(), (*OF_ALL, *OF_THE_BODY)) == {302}
    assert statuses(desk.browser("Otto Fremd"), (*OF_ALL, *OF_THE_BODY)) == {404}


def test_the_client_s_side_never_opens_the_evidence_gathering_side(desk: Desk) -> None:
    for name in ("Liu Yan", "Zhang Min", "Sofia Marques"):
        assert statuses(desk.browser(name), OF_THE_BODY) == {403}, name


def test_everybody_on_the_case_opens_plan_visits_and_requests(desk: Desk) -> None:
    plan_whole(desk)
    for name in ("Ingrid Solberg", "Chen Wei", "Amara Okafor", "Liu Yan", "Sofia Marques"):
        assert statuses(desk.browser(name), OF_ALL) == {200}, name


def test_the_body_opens_every_page_of_planning(desk: Desk) -> None:
    plan_whole(desk)
    draw(desk)
    for name in ("Ingrid Solberg", "Chen Wei", "Amara Okafor", "Jonas Lind"):
        assert statuses(desk.browser(name), OF_THE_BODY) == {200}, name


WRONG_ROLES = (
    ("Chen Wei", ("", "/send", "/analysis/sign")),
    ("Amara Okafor", ("/analysis", "/activities", "/risks", "/requests")),
    ("Liu Yan", ("/visits", "/requests", "/requests/R-001/accept", "/requests/R-001/remind")),
    ("Jonas Lind", ("/samples/new",)),
    ("Sofia Marques", ("/requests/R-001/answer",)),
    ("Ingrid Solberg", ("/requests/R-001/answer",)),
)


def test_a_wrong_role_is_refused_with_403(desk: Desk) -> None:
    for name, paths in WRONG_ROLES:
        client = desk.browser(name)
        assert {path: post(client, path)[0] for path in paths} == dict.fromkeys(paths, 403), name


def test_the_client_reads_the_plan_only_once_it_is_sent(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.write_plan(uow, case, **{**PLAN, "objectives": "Conclude with reasonable assurance."})
    client = desk.browser("Liu Yan")
    assert "reasonable assurance" not in client.get(HERE).get_data(as_text=True)
    status, page = post(desk.browser("Ingrid Solberg"), "/send")
    assert (status, "sent to the client" in page) == (303, True)
    shown = client.get(HERE).get_data(as_text=True)
    assert "reasonable assurance" in shown
    assert "/plan/activities" not in shown


def test_the_plan_page_says_what_is_missing_for_the_approval(desk: Desk) -> None:
    page = desk.browser("Ingrid Solberg").get(HERE).get_data(as_text=True)
    assert "Complete and sign the strategic analysis." in page
    assert "G-RISK-1" in page


def test_the_analysis_is_written_and_signed_on_its_page(desk: Desk) -> None:
    status, page = post(
        desk.browser("Chen Wei"), "/analysis", **dict.fromkeys(commands.ANALYSIS_FIELDS, "Known.")
    )
    assert (status, "not signed" in page) == (303, True)
    status, page = post(desk.browser("Ingrid Solberg"), "/analysis/sign", version="1")
    assert status == 303
    assert "Ingrid Solberg" in page


def test_a_form_over_an_older_analysis_is_told_so(desk: Desk) -> None:
    lead = desk.browser("Ingrid Solberg")
    for needs, version in (("Known.", ""), ("Better known.", "1")):
        assert post(lead, "/analysis", users_needs=needs, version=version)[0] == 303
    assert post(lead, "/analysis", users_needs="Other.", version="1")[0] == 409


def test_a_control_risk_without_a_test_is_refused_beside_its_field(desk: Desk) -> None:
    risk = {"source_code": "S06", "assertion": "accuracy", "inherent": "3", "control": "1", "reason": "bills"}
    status, page = post(desk.browser("Chen Wei"), "/risks", **risk)
    assert status == 422
    assert "Without a control test the control risk is high." in page
    status, page = post(desk.browser("Chen Wei"), "/risks", **{**risk, "control": "3"})
    assert (status, "H × H = 9" in page) == (303, True)


def test_an_activity_is_planned_done_signed_and_reviewed_by_another(desk: Desk) -> None:
    chen, lead = desk.browser("Chen Wei"), desk.browser("Ingrid Solberg")
    a_document(desk, "E-001")
    planned = {"source_codes": ["S06"], "assertion": "accuracy", "technique": "retracing", "purpose": "Trace"}
    assert post(chen, "/activities", **planned)[0] == 303
    paper = {
        "work": "Traced all 24 bills.",
        "evidence": "E-001",
        "result": "no_exception",
        "conclusion": "Holds.",
    }
    assert post(chen, "/activities/T-001/paper", **paper)[0] == 303
    assert post(chen, "/activities/T-001/prepare")[0] == 303
    status, page = post(chen, "/activities/T-001/review")
    assert (status, "SOD-5" in page) == (409, True)
    status, page = post(lead, "/activities/T-001/review")
    assert (status, "Ingrid Solberg" in page) == (303, True)


def test_an_unknown_code_of_evidence_is_told_beside_its_field(desk: Desk) -> None:
    an_activity(desk)
    paper = {"work": "Looked.", "evidence": "E-099", "result": "no_exception", "conclusion": "Holds."}
    status, page = post(desk.browser("Chen Wei"), "/activities/T-001/paper", **paper)
    assert status == 422
    assert "No such document or figure on this case: E-099" in page


def test_a_visit_is_answered_on_its_page(desk: Desk) -> None:
    status, page = post(desk.browser("Ingrid Solberg"), "/visits", trigger="central_office", site="Plant")
    assert (status, "always visited" in page) == (422, True)
    visit = {"trigger": "central_office", "site": "Plant", "mode": "on_site", "first_day": "2022-10-12"}
    status, page = post(desk.browser("Ingrid Solberg"), "/visits", **visit)
    assert (status, "2022-10-12" in page) == (303, True)


def test_a_sample_is_planned_then_drawn_then_examined_then_evaluated(desk: Desk) -> None:
    an_activity(desk, ("S11",), Technique.SAMPLING)
    a_document(desk, "E-025")
    chen = desk.browser("Chen Wei")
    inputs = {
        "activity": "T-001", "source": "S11", "population": "Two lots", "listing": "A\t60\nB\t40\nC\t0",
        "tolerable": "80", "expected": "0", "risk": "20", "method_reason": "by name", "begin": "stated",
    }  # fmt: skip
    status, page = post(chen, "/samples/new", **inputs, act="plan")
    assert (status, "49.69" in page, "Draw" in page) == (200, True, True)
    status, page = post(chen, "/samples/new", **inputs, act="draw", start="10")
    assert (status, "needs a reason" in page) == (422, True)
    status, page = post(chen, "/samples/new", **inputs, act="draw", start="10", start_reason="a test")
    assert status == 303
    assert "stated: a test" in page
    names = re.findall(r'name="verified-(\d+)"', page)
    rows = {f"verified-{n}": v for n, v in zip(names, ("54", "40"), strict=False)}
    status, page = post(chen, "/samples/S-001/verified", **rows)
    assert (status, "say where the verified value is printed" in page) == (422, True)
    places = {f"citation-{n}": "E-025 p.1" for n in names}
    assert post(chen, "/samples/S-001/verified", **rows, **places)[0] == 303
    status, page = post(chen, "/samples/S-001/evaluate")
    assert (status, "Overstatement" in page, "Understatement" in page) == (303, True, True)


def test_the_sample_page_always_shows_method_parameters_start_and_hash(desk: Desk) -> None:
    code = draw(desk)
    examine(desk, code, {"PL-43": D("180.09")})
    client = desk.browser("Chen Wei")
    assert post(client, f"/samples/{code}/evaluate")[0] == 303
    page = client.get(f"{HERE}/samples/{code}").get_data(as_text=True)
    for shown in (
        "C7",
        "1,114.19",
        "500.00",
        "1.61",
        "1.3",
        "1,948.72",
        "1,793.85",
        "111.42",
        "43.45",
        "20 %",
    ):
        assert shown in page, shown
    with desk.on() as (uow, case):
        row = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        assert row.population_sha256 in page


def test_the_drawn_records_and_the_whole_list_download_as_csv(desk: Desk) -> None:
    code = draw(desk)
    client = desk.browser("Chen Wei")
    drawn = client.get(f"{HERE}/samples/{code}.csv").get_data(as_text=True).splitlines()
    assert len(drawn) == 1 + 22
    assert drawn[1].startswith("3,CU-03,174.15")
    whole = client.get(f"{HERE}/samples/{code}/population.csv").get_data(as_text=True).splitlines()
    assert len(whole) == 1 + 130


def ask(desk: Desk, **changed: object) -> str:
    with desk.on("Chen Wei") as (uow, case):
        inputs = {"item": "Delivery notes", "owner_name": "Liu Yan", "due": date(2022, 9, 15), **changed}
        return requests.ask_for(uow, case, **inputs).code  # type: ignore[arg-type]


def test_the_client_answers_a_request_and_never_sees_its_activity(desk: Desk) -> None:
    an_activity(desk)
    code = ask(desk, activity_code="T-001")
    liu = desk.browser("Liu Yan")
    for path in ("/requests", f"/requests/{code}", "/requests.csv"):
        assert "T-001" not in liu.get(HERE + path).get_data(as_text=True)
    assert "T-001" in desk.browser("Chen Wei").get(f"{HERE}/requests/{code}").get_data(as_text=True)
    status, page = post(liu, f"/requests/{code}/answer", answer="They were sent by post.")
    assert (status, "received" in page) == (303, True)
    status, page = post(desk.browser("Chen Wei"), f"/requests/{code}/accept")
    assert (status, "accepted" in page) == (303, True)


def test_an_empty_answer_is_refused_with_its_gate(desk: Desk) -> None:
    status, page = post(desk.browser("Liu Yan"), f"/requests/{ask(desk)}/answer")
    assert (status, "G-ANSWER" in page) == (409, True)


def test_an_overdue_request_becomes_a_clarification_in_one_step(desk: Desk) -> None:
    code = ask(desk)
    lead = desk.browser("Ingrid Solberg")
    link = f"/cases/{CODE}/findings/new?request={code}"
    assert link not in lead.get(f"{HERE}/requests/{code}").get_data(as_text=True)
    desk.house.clock.set(desk.house.clock.now().replace(day=20))
    page = desk.browser("Ingrid Solberg").get(f"{HERE}/requests/{code}").get_data(as_text=True)
    assert link in page
    assert "5 days late" in page


def test_the_group_s_office_reminds_and_cannot_answer(desk: Desk) -> None:
    code = ask(desk)
    office = desk.browser("Sofia Marques")
    assert post(office, f"/requests/{code}/remind")[0] == 303
    assert post(office, f"/requests/{code}/remind")[0] == 422


def test_a_typed_request_keeps_its_code_of_evidence(desk: Desk) -> None:
    asked = {"item": "July bill", "owner_name": "Liu Yan", "due": "2022-10-31", "reserved_code": "E-003"}
    status, page = post(desk.browser("Chen Wei"), "/requests", **asked)
    assert (status, "kept for it: E-003" in page) == (303, True)
    status, page = post(desk.browser("Chen Wei"), "/requests", **asked)
    assert (status, "E-003 is kept for R-001 already" in page) == (422, True)


def test_the_pages_ask_as_many_queries_for_many_rows_as_for_few(desk: Desk) -> None:
    from sqlalchemy import event

    desk.move_to(CaseState.PLANNING)
    an_activity(desk)
    client = desk.browser("Chen Wei")
    count = [0]
    event.listen(desk.house.engine, "before_cursor_execute", lambda *_: count.__setitem__(0, count[0] + 1))

    def asked(path: str) -> int:
        count[0] = 0
        assert client.get(HERE + path).status_code == 200
        return count[0]

    few = {path: asked(path) for path in ("", "/risks", "/activities", "/requests", "/visits")}
    for _ in range(5):
        an_activity(desk)
        ask(desk, due=date(2022, 10, 31))
    many = {path: asked(path) for path in few}
    assert many == few
