"""How a person proves who it is: passwords, codes used once, guesses slowed down."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from tests.factories import EVERYTHING
from tests.workflow.town import Town
from workflow import audit
from workflow.errors import BadInput, TooManyTries
from workflow.limits import WEB
from workflow.people import sign_in
from workflow.people.models import Mail, SignIn
from workflow.unit_of_work import reading, unit_of_work

GOOD = "lantern orchid gravel 52"
HERE, THERE = "192.0.2.1", "192.0.2.2"
JONAS = "jonas.lind@example.org"


def give_password(town: Town, name: str = "Jonas Lind", password: str = GOOD) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        sign_in.set_password(uow, town.person(uow, name), password)


def try_password(password: str, email: str = JONAS, address: str = HERE) -> bool:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        sign_in.refuse_guessing(uow, email, address)
        return sign_in.check_password(uow, email, password, address) is not None


def give_app(town: Town, name: str = "Jonas Lind") -> tuple[pyotp.TOTP, list[str]]:
    """Set up an authenticator app; gives it and the recovery codes, half a minute later."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = town.person(uow, name)
        app = pyotp.TOTP(sign_in.pending_secret(uow, person))
        codes = sign_in.confirm_app(uow, person, app.at(town.house.clock.now()))
    pass_time(town, timedelta(seconds=60))
    return app, codes


def pass_time(town: Town, by: timedelta) -> None:
    town.house.clock.set(town.house.clock.now() + by)


def try_code(town: Town, code: str, name: str = "Jonas Lind") -> bool:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        return sign_in.check_second_factor(uow, town.person(uow, name), code)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short pass1", "12 to 128 characters"),
        ("x" * 129, "12 to 128 characters"),
        ("password1234", "easy to guess"),
        ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("qwertyuiop12", "easy to guess"),
        ("jonas.lind.jonas", "easy to guess"),
        ("assayassayassay", "easy to guess"),
    ],
)
def test_a_weak_password_is_refused(town: Town, password: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        give_password(town, password=password)


@pytest.mark.parametrize(
    "password",
    [GOOD, "kj4 8fj20sPq", "明天去昆山看气表和电表的读数", "ü" * 8 + " gravel orchid 7", (GOOD + " ") * 5],
)
def test_a_long_unrelated_password_is_taken_and_works(town: Town, password: str) -> None:
    give_password(town, password=password)
    assert try_password(password)
    assert not try_password(password + "x")


def test_a_password_is_stored_only_as_an_argon2_hash_and_never_in_the_trail(town: Town) -> None:
    give_password(town)
    with reading(EVERYTHING) as session:
        stored = session.scalars(select(SignIn).where(SignIn.person_id == town.people["Jonas Lind"])).one()
        assert (stored.password_hash or "").startswith("$argon2id$")
        bodies = [e.body for s in audit.all_streams(session) for e in audit.events_of(session, s)]
    assert not any(GOOD in body or "$argon2" in body for body in bodies)


def test_what_is_longer_than_a_password_may_be_does_not_fit(town: Town) -> None:
    longest = (GOOD * 10)[: WEB.password_longest]
    give_password(town, password=longest)
    assert try_password(longest)
    assert not try_password(longest + "and more")


def test_nobody_signs_in_with_an_unknown_address_or_without_a_password(town: Town) -> None:
    assert not try_password(GOOD)
    assert not try_password(GOOD, email="nobody@example.org")


def test_guesses_are_slowed_for_one_account_from_one_address_only(town: Town) -> None:
    give_password(town)
    for _ in range(WEB.sign_in_tries):
        assert not try_password("wrong wrong wrong")
    with pytest.raises(TooManyTries, match="Wait 15 minutes"):
        try_password(GOOD)
    assert try_password(GOOD, address=THERE)
    pass_time(town, WEB.sign_in_window - timedelta(seconds=1))
    with pytest.raises(TooManyTries, match="Wait 15 minutes"):
        try_password(GOOD)
    pass_time(town, timedelta(seconds=2))
    assert try_password(GOOD)


def test_one_address_cannot_go_through_many_accounts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a try costs is not what is tried here, a hundred times over.
    cheap = PasswordHasher(time_cost=1, memory_cost=64).hash("somebody's")
    monkeypatch.setattr(sign_in, "_decoy", lambda: cheap)
    for number in range(10 * WEB.sign_in_tries):
        try_password("wrong", email=f"nobody{number}@example.org")
    with pytest.raises(TooManyTries):
        try_password("wrong", email="somebody.else@example.org")


def test_a_failed_sign_in_stands_in_the_security_log_without_the_address(town: Town) -> None:
    try_password("wrong")
    with reading(EVERYTHING) as session:
        last = list(audit.events_of(session, audit.SECURITY_STREAM))[-1]
    assert last.verb == "sign_in.failed"
    assert JONAS not in last.body


def test_a_code_of_the_app_works_once(town: Town) -> None:
    app, _codes = give_app(town)
    code = app.at(town.house.clock.now())
    assert try_code(town, code)
    assert not try_code(town, code)


def test_a_code_of_the_app_works_late_by_one_step_and_no_more(town: Town) -> None:
    app, _codes = give_app(town)
    code = app.at(town.house.clock.now())
    pass_time(town, timedelta(seconds=30))
    assert try_code(town, code)
    late = app.at(town.house.clock.now())
    pass_time(town, timedelta(seconds=60))
    assert not try_code(town, late)


def test_a_code_is_taken_with_spaces_and_in_full_width_digits(town: Town) -> None:
    app, _codes = give_app(town)
    code = app.at(town.house.clock.now())
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert try_code(town, f" {wide[:3]} {wide[3:]} ")


@pytest.mark.parametrize("nonsense", ["", "12345", "абвгде", "一二三四五六", "\x00" * 6, "9" * 20])
def test_nonsense_is_no_code(town: Town, nonsense: str) -> None:
    give_app(town)
    assert not try_code(town, nonsense)


def test_the_app_is_in_force_only_after_a_first_right_code(town: Town) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = town.person(uow, "Jonas Lind")
        sign_in.pending_secret(uow, person)
        with pytest.raises(BadInput, match="six digits"):
            sign_in.confirm_app(uow, person, "000000")
        assert sign_in.must_set_up_app(uow.session, person)


def test_an_app_that_is_in_force_is_not_replaced_by_a_code(town: Town) -> None:
    app, _codes = give_app(town)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = town.person(uow, "Jonas Lind")
        for again in (
            lambda: sign_in.pending_secret(uow, person),
            lambda: sign_in.confirm_app(uow, person, app.at(town.house.clock.now())),
        ):
            with pytest.raises(BadInput, match="set up already"):
                again()


def test_each_recovery_code_works_once(town: Town) -> None:
    _app, codes = give_app(town)
    assert len(set(codes)) == sign_in.RECOVERY_CODES
    assert try_code(town, codes[0].upper())
    assert not try_code(town, codes[0])
    assert try_code(town, codes[1])


def mailed_code(town: Town, name: str = "Liu Yan") -> str:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        sign_in.mail_code(uow, town.person(uow, name))
    with reading(EVERYTHING) as session:
        text = session.scalars(select(Mail.text).order_by(Mail.id.desc()).limit(1)).one()
    found = re.search(r"\d{6}", text)
    assert found
    return found.group()


def test_a_mailed_code_works_once_and_for_ten_minutes(town: Town) -> None:
    code = mailed_code(town)
    assert try_code(town, code, "Liu Yan")
    assert not try_code(town, code, "Liu Yan")
    just = mailed_code(town)
    pass_time(town, WEB.mail_code_life)
    assert try_code(town, just, "Liu Yan")
    late = mailed_code(town)
    pass_time(town, WEB.mail_code_life + timedelta(seconds=1))
    assert not try_code(town, late, "Liu Yan")


def test_only_the_newest_mailed_code_counts_and_only_for_its_person(town: Town) -> None:
    older, newer = mailed_code(town), mailed_code(town)
    assert older == newer or not try_code(town, older, "Liu Yan")
    assert not try_code(town, newer, "Zhang Min")
    assert try_code(town, newer, "Liu Yan")


def test_a_mailed_code_cannot_be_guessed_by_trying_often(town: Town) -> None:
    code = mailed_code(town)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(WEB.sign_in_tries):
        assert not try_code(town, wrong, "Liu Yan")
    assert not try_code(town, code, "Liu Yan")


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("Jonas Lind", True),
        ("Ingrid Solberg", True),
        ("Olga Operator", True),
        ("Liu Yan", False),
        ("Zhang Min", False),
    ],
)
def test_verifiers_managers_and_operators_need_an_app(town: Town, name: str, needed: bool) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        assert sign_in.must_set_up_app(uow.session, town.person(uow, name)) is needed


def test_the_app_s_picture_is_drawn_without_a_script(town: Town) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = town.person(uow, "Jonas Lind")
        picture = sign_in.app_picture(person, sign_in.pending_secret(uow, person))
    assert "<svg" in picture
    assert "script" not in picture
