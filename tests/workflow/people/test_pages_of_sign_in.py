"""The door: sign-in with both factors, sessions that end, fresh sign-in, what the security log keeps."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import EVERYTHING
from tests.workflow.people.test_commands_sign_in import GOOD, give_app, give_password, mailed_code, pass_time
from tests.workflow.town import TOKEN, Browser, Town
from workflow import audit
from workflow.limits import WEB
from workflow.people import commands, sessions, sign_in
from workflow.people.models import WebSession
from workflow.unit_of_work import reading, unit_of_work


def send(browser: Browser, path: str, **fields: str) -> object:
    """Fill in a form of the door: its own page carries the token."""
    token = TOKEN.search(browser.get(path).text)
    assert token
    return browser.client.post(path, data={"csrf_token": token.group(1), **fields})


def with_password(town: Town, name: str) -> Browser:
    """A browser after the right password; the second factor is owed."""
    give_password(town, name)
    browser = town.visitor()
    email = name.lower().replace(" ", ".") + "@example.org"
    answer = send(browser, "/sign-in", email=email, password=GOOD)
    assert answer.status_code == 303
    return browser


def security_log() -> list[tuple[str, str]]:
    with reading(EVERYTHING) as session:
        return [(e.verb, e.body) for e in audit.events_of(session, audit.SECURITY_STREAM)]


def test_a_password_alone_opens_nothing(town: Town) -> None:
    browser = with_password(town, "Liu Yan")
    assert browser.get("/").status_code == 302


def test_a_preparer_signs_in_with_a_mailed_code(town: Town) -> None:
    browser = with_password(town, "Liu Yan")
    answer = send(browser, "/sign-in/code", code=mailed_code(town))
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert browser.get("/").status_code == 200


def test_who_holds_only_the_password_cannot_bring_an_app_of_their_own(town: Town) -> None:
    browser = with_password(town, "Liu Yan")
    answer = browser.get("/sign-in/app")
    assert answer.headers["Location"] == "/sign-in/code"


def test_a_verifier_sets_up_an_app_and_is_shown_recovery_codes_once(town: Town) -> None:
    import pyotp

    browser = with_password(town, "Ingrid Solberg")
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", browser.get("/sign-in/app").text)
    assert secret
    code = pyotp.TOTP(secret.group(1)).at(town.house.clock.now())
    answer = send(browser, "/sign-in/app", code=code)
    assert len(re.findall(r"\b[0-9a-f]{10}\b", answer.text)) == sign_in.RECOVERY_CODES
    assert browser.get("/").status_code == 200


def test_wrong_codes_of_an_app_being_set_up_are_slowed_down(town: Town) -> None:
    browser = with_password(town, "Ingrid Solberg")
    codes = [send(browser, "/sign-in/app", code="000000").status_code for _ in range(WEB.sign_in_tries)]
    assert set(codes) == {200}
    assert browser.get("/sign-in/app").status_code == 429


def test_wrong_codes_are_slowed_down(town: Town) -> None:
    app, _codes = give_app(town, "Ingrid Solberg")
    browser = with_password(town, "Ingrid Solberg")
    answers = [send(browser, "/sign-in/code", code="000000").status_code for _ in range(WEB.sign_in_tries)]
    assert set(answers) == {422}
    answer = send(browser, "/sign-in/code", code=app.at(town.house.clock.now()))
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.text


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(town: Town) -> None:
    give_password(town, "Liu Yan")
    told = []
    for email in ("liu.yan@example.org", "nobody@example.org"):
        answer = send(town.visitor(), "/sign-in", email=email, password="not the right one")
        assert answer.status_code == 422
        assert "Address and password do not fit together." in answer.text
        told.append(re.sub(r'value="[^"]*"', "", answer.text).replace(email, ""))
    assert told[0] == told[1]


def test_signing_in_gives_a_new_token_each_time_stored_only_as_a_hash(town: Town) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = town.person(uow, "Liu Yan")
        pairs = [
            sessions.open_session(uow, person, address="a", agent="b", has_second_factor=True) for _ in "12"
        ]
        assert pairs[0][1] != pairs[1][1]
        assert all(row.token_hash != token and len(token) >= 43 for row, token in pairs)


@pytest.mark.parametrize(("pause", "times", "ends"), [
    (WEB.session_idle - timedelta(seconds=1), 1, False),
    (WEB.session_idle + timedelta(seconds=1), 1, True),
    (timedelta(hours=3), 4, False),
    (timedelta(hours=3, seconds=1), 4, True),
])  # fmt: skip
def test_a_session_ends_when_idle_and_at_its_age(
    town: Town, pause: timedelta, times: int, ends: bool
) -> None:
    browser = town.browser("Liu Yan")
    for _ in range(times):
        pass_time(town, pause)
        answer = browser.get("/")
    assert (answer.status_code == 302) is ends


def test_signing_out_ends_the_session_on_the_server(town: Town) -> None:
    browser = town.browser("Liu Yan")
    stolen = browser.client.get_cookie(sessions.COOKIE)
    assert stolen
    assert browser.post("/sign-out").status_code == 303
    browser.client.set_cookie(sessions.COOKIE, stolen.value)
    assert browser.get("/").status_code == 302


def test_one_sees_one_s_browsers_and_ends_another_of_one_s_own(town: Town) -> None:
    here, there = town.browser("Liu Yan"), town.browser("Liu Yan")
    assert "Signed-in browsers" in here.get("/people/me").text
    assert here.post(f"/people/me/sessions/{there.session_id}/end").status_code == 303
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_nobody_ends_a_browser_of_somebody_else(town: Town) -> None:
    other = town.browser("Zhang Min")
    assert town.browser("Liu Yan").post(f"/people/me/sessions/{other.session_id}/end").status_code == 404
    assert other.get("/").status_code == 200


def test_the_operator_sees_and_ends_sessions(town: Town) -> None:
    browser, operator = town.browser("Liu Yan"), town.browser("Olga Operator")
    assert "Liu Yan" in operator.get("/admin/sessions").text
    assert operator.post(f"/admin/sessions/{browser.session_id}/end").status_code == 303
    assert browser.get("/").status_code == 302


def test_a_closed_account_s_session_ends_at_the_next_request(town: Town) -> None:
    browser, manager = town.browser("Ingrid Solberg"), town.browser("Jonas Lind")
    here = f"/people/of/{town.organisations['Norrland Assurance AS']}/{town.people['Ingrid Solberg']}/close"
    assert manager.post(here).status_code == 422
    assert manager.post(here, reason="left the body").status_code == 303
    assert browser.get("/").status_code == 302


def test_nobody_closes_their_own_account_or_one_elsewhere(town: Town) -> None:
    manager = town.browser("Jonas Lind")
    body = town.organisations["Norrland Assurance AS"]
    own = manager.post(f"/people/of/{body}/{town.people['Jonas Lind']}/close", reason="tired")
    assert (own.status_code, "lock yourself out" in own.text) == (422, True)
    assert manager.post(f"/people/of/{body}/{town.people['Rita Rival']}/close", reason="x").status_code == 404
    rival = town.organisations["Rival Verification Ltd"]
    assert (
        manager.post(f"/people/of/{rival}/{town.people['Rita Rival']}/close", reason="x").status_code == 404
    )


def test_a_role_with_an_end_date_gives_no_right_on_the_day_after(town: Town) -> None:
    last = town.house.clock.now().date() + timedelta(days=1)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        body = town.organisation(uow, "Norrland Assurance AS")
        extra = commands.add_person(uow, body, "Eva Short", "eva.short@example.org")
        from workflow.access import Role

        commands.give_role(uow, extra, body, Role.BODY_MANAGER, until=last)
        town.people["Eva Short"] = extra.id
    pass_time(town, timedelta(days=1))
    assert town.browser("Eva Short").get("/people").status_code == 200
    pass_time(town, timedelta(days=1))
    assert town.browser("Eva Short").get("/people").status_code == 403


def test_a_fresh_sign_in_asks_for_password_and_code_and_then_holds_for_ten_minutes(town: Town) -> None:
    give_password(town, "Ingrid Solberg")
    app, _codes = give_app(town, "Ingrid Solberg")
    browser = town.browser("Ingrid Solberg", is_fresh=False)
    new = {"password": "harbour cobalt thistle 81"}
    assert "/people/fresh" in browser.post("/people/me/password", **new).headers["Location"]
    assert browser.post("/people/fresh", password=GOOD, code="000000").status_code == 422
    code = app.at(town.house.clock.now())
    assert browser.post("/people/fresh?next=/people/me", password=GOOD, code=code).status_code == 303
    assert browser.post("/people/me/password", **new).headers["Location"] == "/people/me"
    pass_time(town, WEB.fresh_sign_in + timedelta(seconds=1))
    assert "/people/fresh" in browser.post("/people/me/password", **new).headers["Location"]


def test_a_proof_of_who_it_is_holds_to_its_last_second_and_no_longer() -> None:
    proved = datetime(2022, 11, 30, 8, tzinfo=UTC)
    row = WebSession(fresh_at=proved)
    assert sessions.is_fresh(row, proved + WEB.fresh_sign_in)
    assert not sessions.is_fresh(row, proved + WEB.fresh_sign_in + timedelta(seconds=1))


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_after_signing_in_only_a_path_of_this_site_is_followed(town: Town, target: str) -> None:
    give_password(town, "Liu Yan")
    browser = town.browser("Liu Yan", is_fresh=False)
    answer = browser.client.post(
        "/people/fresh", query_string={"next": target},
        data={"csrf_token": TOKEN.search(browser.get("/people/me").text).group(1), "password": GOOD},
    )  # fmt: skip
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_what_is_denied_to_a_signed_in_person_stands_in_the_security_log(town: Town) -> None:
    browser = town.browser("Liu Yan")
    assert browser.get("/admin").status_code == 403
    assert browser.get("/cases/C-2099-0001").status_code == 404
    denied = [body for verb, body in security_log() if verb == "access.denied"]
    assert len(denied) == 2
    assert '"path":"/admin","status":403' in denied[0]
    assert '"name":"Liu Yan"' in denied[0]
    assert '"path":"/cases/C-2099-0001","status":404' in denied[1]


def test_a_line_break_in_an_address_does_not_forge_a_line_of_the_log(town: Town) -> None:
    town.browser("Liu Yan").get("/nothing%0Aaccess.granted%0D")
    body = security_log()[-1][1]
    assert "\n" not in body
    assert "\\naccess.granted\\r" in body


def test_strangers_and_files_of_the_product_write_nothing_into_the_log(town: Town) -> None:
    before = len(security_log())
    town.visitor().get("/nowhere")
    town.browser("Liu Yan").get("/static/not-there.css")
    assert len(security_log()) == before


def test_a_link_that_carries_a_secret_is_logged_without_it(town: Town) -> None:
    assert town.browser("Liu Yan").get("/join/very-secret-token").status_code == 404
    assert "very-secret-token" not in security_log()[-1][1]
    assert "/join/<token>" in security_log()[-1][1]
