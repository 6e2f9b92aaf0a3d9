"""What every answer of the product shares: forms that are ours, headers, refusals and faults as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app import create_app
from tests.workflow.town import Town, the_app
from workflow import web
from workflow.access import Role
from workflow.limits import WEB
from workflow.unit_of_work import services

ROOT = Path(__file__).resolve().parents[2]
KUNSHAN = "Halden Interconnect (Kunshan)"


@pytest.fixture
def broken(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A town in which My work breaks in its query."""

    def break_down(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM /var/lib/assay")

    monkeypatch.setattr("workflow.home.queries.my_work", break_down)
    return town


def test_a_form_without_the_page_s_token_is_refused_and_changes_nothing(town: Town) -> None:
    browser = town.browser("Jonas Lind")
    answer = browser.client.post("/people/me/settings", data={"language": "zh_Hans_CN"})
    assert answer.status_code == 400
    assert "came from another page" in answer.text
    assert 'lang="en"' in browser.get("/").text


def test_a_token_of_another_browser_is_refused(town: Town) -> None:
    jonas, rita = town.browser("Jonas Lind"), town.browser("Rita Rival")
    assert jonas.post("/people/me/settings", language="en").status_code == 303
    rita.get("/people/me")
    forged = rita.client.post("/people/me/settings", data={"language": "en", "csrf_token": jonas.token})
    assert forged.status_code == 400


def test_a_form_of_as_many_bytes_as_allowed_is_read_and_one_more_is_refused(town: Town) -> None:
    visitor = town.visitor()
    for more, status in ((0, 400), (1, 413)):
        # Without the page's token: a form that was read is refused for that.
        filled = {"email": "x" * (WEB.form_bytes - len("email=") + more)}
        assert visitor.client.post("/sign-in", data=filled).status_code == status


def test_a_body_above_what_uploads_may_hold_is_refused_by_its_stated_length(town: Town) -> None:
    visitor = town.visitor()
    stated = {"CONTENT_LENGTH": str(WEB.upload_bytes + WEB.form_bytes + 1)}
    answer = visitor.client.post("/sign-in", data={"email": "x"}, environ_overrides=stated)
    assert answer.status_code == 413


def test_every_answer_carries_the_security_headers(town: Town) -> None:
    browser, visitor = town.browser("Jonas Lind"), town.visitor()
    answers = [
        browser.get("/"), browser.get("/cases/C-2099-0001"), browser.get("/admin"), visitor.get("/"),
        visitor.get("/sign-in"), visitor.get("/health/live"), visitor.get("/static/assay.css"),
        visitor.get("/nowhere"), visitor.post("/sign-in") if visitor.token else visitor.client.post("/sign-in"),
    ]  # fmt: skip
    for answer in answers:
        for name, value in web.HEADERS.items():
            assert answer.headers[name] == value, answer.request.path
    policy = answers[0].headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


def test_pages_are_kept_in_no_cache_but_the_product_s_files_are(town: Town) -> None:
    browser = town.browser("Jonas Lind")
    assert browser.get("/").headers["Cache-Control"] == "no-store"
    assert browser.get("/static/assay.css").headers.get("Cache-Control") != "no-store"


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|\sstyle=|\son(click|load|change|submit)=|javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_no_template_has_a_script_or_a_style_within(path: Path) -> None:
    assert INLINE.search(path.read_text()) is None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cases",
        "/people",
        "/people/me",
        "/cases/{code}",
        "/cases/{code}/team",
        "/cases/{code}/engagement",
        "/cases/{code}/trail",
        "/help",
    ],
)
def test_no_page_is_answered_with_a_script_or_a_style_within(town: Town, path: str) -> None:
    code = town.open_case(KUNSHAN, Ingrid_Solberg=Role.LEAD_VERIFIER)
    answer = town.browser("Jonas Lind").get(path.format(code=code))
    assert answer.status_code == 200
    assert INLINE.search(answer.text) is None


def test_a_fault_of_ours_tells_nothing_but_a_mark_that_stands_in_the_log(
    broken: Town, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.browser("Jonas Lind").get("/")
    assert answer.status_code == 500
    for secret in ("SELECT", "/var/lib", "RuntimeError", "Traceback", "workflow"):
        assert secret not in answer.text.replace("/workflow", "")
    mark = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert mark
    assert f"request.failed {mark.group(1)} RuntimeError" in caplog.text


def test_a_script_is_answered_in_json(broken: Town) -> None:
    asks = {"headers": {"Accept": "application/json"}}
    browser = broken.browser("Jonas Lind")
    assert browser.get("/", **asks).json["error"] == 500
    assert browser.get("/admin", **asks).json["sentence"] == "Your role does not allow this."
    assert browser.get("/cases/C-2099-0001", **asks).json["error"] == 404
    assert broken.visitor().get("/", **asks).status_code == 401
    code = broken.open_case(KUNSHAN)
    browser.post("/people/me/settings", language="en")
    refused = browser.client.post(f"/cases/{code}/move/engage", data={"csrf_token": browser.token}, **asks)
    assert refused.status_code == 409
    assert refused.json["reasons"][0][0] == "G-APP"


def test_a_database_that_is_held_is_said_to_be_busy_and_one_that_lacks_a_table_is_a_fault(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, status in (("database is locked", 503), ("no such table: finding", 500)):

        def fail(*_: object, words: str = words) -> None:
            raise OperationalError("SELECT", {}, Exception(words))

        monkeypatch.setattr("workflow.home.queries.my_work", fail)
        answer = town.browser("Jonas Lind").get("/")
        assert answer.status_code == status
        assert (answer.headers.get("Retry-After") is not None) is (status == 503)


def test_a_form_shown_before_somebody_else_saved_is_told_so(town: Town) -> None:
    code = town.open_case(KUNSHAN)
    browser = town.browser("Liu Yan")
    fields = {"title": "first", "version": "1"}
    assert browser.post(f"/cases/{code}/engagement/application", **fields).status_code == 303
    late = browser.post(f"/cases/{code}/engagement/application", **{**fields, "title": "second"})
    assert late.status_code == 409
    assert "Somebody changed this meanwhile" in late.text
    assert "first" in browser.get(f"/cases/{code}").text


def test_a_method_that_a_view_does_not_take_is_answered_with_a_sentence(town: Town) -> None:
    answer = town.browser("Jonas Lind").client.get("/sign-out")
    assert answer.status_code == 405
    assert "use the button on the page" in answer.text


def test_what_people_type_is_never_taken_for_markup(town: Town) -> None:
    code = town.open_case(KUNSHAN)
    browser = town.browser("Liu Yan")
    sharp = "<script>alert(1)</script>"
    browser.post(f"/cases/{code}/engagement/application", title=sharp, sites=sharp, intended_users=sharp)
    for path in ("/", "/cases", f"/cases/{code}", f"/cases/{code}/engagement"):
        text = browser.get(path).text
        assert sharp not in text
    assert "&lt;script&gt;" in text


def test_a_view_that_declares_nothing_keeps_the_application_from_starting(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflow.home import routes

    monkeypatch.delattr(routes.index, "permission")
    with pytest.raises(RuntimeError, match=r"declare no permission: home\.index"):
        create_app(services=services())


def test_the_person_s_language_is_the_page_s(town: Town) -> None:
    browser = town.browser("Liu Yan")
    assert browser.post("/people/me/settings", language="zh_Hans_CN").status_code == 303
    assert 'lang="zh-Hans-CN"' in browser.get("/").text
    visitor = town.visitor()
    assert 'lang="zh-Hans-CN"' in visitor.get("/sign-in", headers={"Accept-Language": "zh"}).text


def test_health_says_that_the_database_answers_and_whether_the_queue_is_there(town: Town) -> None:
    visitor = town.visitor()
    assert visitor.get("/health/live").json == {"state": "live"}
    assert visitor.get("/health/ready").json == {"state": "ready", "queue": "away"}


def test_the_application_is_made_once_for_all_tests() -> None:
    assert the_app() is the_app()
