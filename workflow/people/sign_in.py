"""How a person proves who it is: password, second factor by app or mail, recovery codes, slow-down."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from zxcvbn import zxcvbn

from workflow import audit
from workflow.access import GRANTS, Scope, system_actor
from workflow.db import ScopedSession
from workflow.errors import BadInput, NotYours, TooManyTries
from workflow.i18n import N_, message
from workflow.limits import WEB
from workflow.people import queries as deputies
from workflow.people.commands import write_mail
from workflow.people.models import Membership, Person, SecondFactorUse, SignIn, SignInAttempt, WebSession
from workflow.people.rules import SECOND_FACTOR_REQUIRED
from workflow.unit_of_work import UnitOfWork, services

DOORKEEPER = system_actor("sign-in", Scope(everything="nobody is signed in yet when sign-in is asked"))
STEP_SECONDS = 30
RECOVERY_CODES = 8
WEAKEST_SCORE = 3
FOREIGN_CHARACTERS = 6


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _decoy() -> str:
    # Checked when the account is unknown, so that the answer takes as long as for a known one.
    return _hasher().hash(secrets.token_hex(16))


def set_password(uow: UnitOfWork, person: Person, password: str) -> None:
    """Set a password: 12 to 128 characters, not a common one nor made of the person's own words."""
    if not WEB.password_shortest <= len(password) <= WEB.password_longest:
        sentence = message(
            N_("A password has {least} to {most} characters."),
            least=WEB.password_shortest,
            most=WEB.password_longest,
        )
        raise BadInput(sentence, "password")
    own_words = [*re.split(r"\W+", f"{person.name} {person.email}".lower()), "assay"]
    rest = re.sub("|".join(re.escape(word) for word in own_words if len(word) > 2), "", password.lower())
    is_own = len(rest) < FOREIGN_CHARACTERS
    if is_own or zxcvbn(password[:72], user_inputs=own_words)["score"] < WEAKEST_SCORE:
        raise BadInput(
            N_("This password is easy to guess: take a longer one, or a few unrelated words."), "password"
        )
    row = sign_in_of(uow.session, person)
    row.password_hash = _hasher().hash(password)
    uow.record("sign_in.password", row)


def sign_in_of(session: ScopedSession, person: Person) -> SignIn:
    """The person's means of signing in."""
    return session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()


def refuse_guessing(uow: UnitOfWork, email: str, address: str) -> None:
    """Slow down after many failures for one account from one address; others are not locked out."""
    since = services().wall.now() - WEB.sign_in_window
    failures = (
        select(func.count())
        .select_from(SignInAttempt)
        .where(SignInAttempt.at > since, SignInAttempt.succeeded.is_(False), SignInAttempt.address == address)
    )
    for_account = failures.where(SignInAttempt.account_hash == _account_hash(email))
    tries = uow.session.scalar(for_account) or 0
    from_address = uow.session.scalar(failures) or 0
    if tries >= WEB.sign_in_tries or from_address >= 10 * WEB.sign_in_tries:
        raise TooManyTries(
            message(
                N_("Too many tries. Wait {minutes} minutes, then try again."),
                minutes=int(WEB.sign_in_window.total_seconds() // 60),
            )
        )


def check_password(uow: UnitOfWork, email: str, password: str, address: str) -> Person | None:
    """The person when address and password fit, else None; every try is counted and logged."""
    person = uow.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    stored = sign_in_of(uow.session, person).password_hash if person else None
    fits = _verify(stored or _decoy(), password) and stored is not None and person is not None
    succeeded = bool(fits and person and person.is_active)
    _note_attempt(uow, email, address, succeeded=succeeded)
    return person if succeeded else None


def _verify(stored: str, password: str) -> bool:
    # The length is bounded before the costly hash, which is spent all the same.
    fits = len(password) <= WEB.password_longest
    try:
        return _hasher().verify(stored, password[: WEB.password_longest]) and fits
    except (VerificationError, InvalidHashError):
        return False


def _account_hash(email: str) -> str:
    return sha256(email.strip().lower().encode()).hexdigest()


def _note_attempt(uow: UnitOfWork, email: str, address: str, *, succeeded: bool) -> None:
    wall = services().wall.now()
    attempt = SignInAttempt(
        account_hash=_account_hash(email), address=address[:60], at=wall, succeeded=succeeded
    )
    uow.session.add(attempt)
    log_security(
        uow, "sign_in.password_right" if succeeded else "sign_in.failed", account=_account_hash(email)
    )


def log_security(uow: UnitOfWork, verb: str, **facts: object) -> None:
    """Append to the security log, which belongs to no case."""
    entry = audit.Entry(
        stream=audit.SECURITY_STREAM, verb=verb, subject="installation", actor=uow.actor, at=uow.now,
        for_client=False, facts=facts,
    )  # fmt: skip
    audit.append(uow.session, entry)


def needs_app(session: ScopedSession, person: Person) -> bool:
    """True for those who must use an authenticator app: verifiers, signers, managers, operators."""
    roles = session.scalars(select(Membership.role).where(Membership.person_id == person.id))
    return any(role in SECOND_FACTOR_REQUIRED and role in GRANTS for role in roles)


def must_set_up_app(session: ScopedSession, person: Person) -> bool:
    """True until the app that the person's role asks for is in force; nobody else sets one up half signed in."""
    return not sign_in_of(session, person).is_totp_confirmed and needs_app(session, person)


def pending_secret(uow: UnitOfWork, person: Person) -> str:
    """The secret for the authenticator app, not in force until a first code confirms it."""
    row = sign_in_of(uow.session, person)
    if row.is_totp_confirmed:
        raise BadInput(N_("An authenticator app is set up already."))
    if row.totp_secret is None:
        row.totp_secret = pyotp.random_base32()
        uow.record("sign_in.app_started", row)
    return row.totp_secret


def app_picture(person: Person, secret: str) -> str:
    """The QR code of the secret as SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="Assay")
    # Imported here: every start of the product would wait for it, and few ask for it.
    from reportlab.graphics import renderSVG
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    code = QrCodeWidget(uri, barWidth=180, barHeight=180)
    drawing = Drawing(180, 180)
    drawing.add(code)
    written = BytesIO()
    text: str | bytes = renderSVG.drawToString(drawing)
    written.write(text.encode() if isinstance(text, str) else text)
    return written.getvalue().decode()


def confirm_app(uow: UnitOfWork, person: Person, code: str) -> list[str]:
    """Put the app in force by its first code; gives the recovery codes, shown this once."""
    row = sign_in_of(uow.session, person)
    if row.is_totp_confirmed:
        raise BadInput(N_("An authenticator app is set up already."), "code")
    if not row.totp_secret or not _use_code(uow, person, row.totp_secret, _typed(code)):
        raise BadInput(N_("This code is not right: type the six digits that the app shows now."), "code")
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    row.is_totp_confirmed = True
    row.recovery_codes = [sha256(c.encode()).hexdigest() for c in codes]
    uow.record("sign_in.app_confirmed", row)
    return codes


def check_second_factor(uow: UnitOfWork, person: Person, code: str) -> bool:
    """True when the code is the app's current one, a mailed one, or an unused recovery code; each once."""
    row = sign_in_of(uow.session, person)
    typed = _typed(code)
    if row.is_totp_confirmed and row.totp_secret and _use_code(uow, person, row.totp_secret, typed):
        return True
    if _use_mailed_code(uow, person, typed):
        return True
    hashed = sha256(typed.lower().encode()).hexdigest()
    if hashed in row.recovery_codes:
        row.recovery_codes = [c for c in row.recovery_codes if c != hashed]
        uow.record("sign_in.recovery_code_used", row)
        return True
    log_security(uow, "sign_in.code_failed", person=person.id)
    return False


def _typed(code: str) -> str:
    """A code as people type it: with spaces, or in the full-width digits of a Chinese keyboard."""
    return "".join(unicodedata.normalize("NFKC", code).split())


def _use_code(uow: UnitOfWork, person: Person, secret: str, code: str) -> bool:
    wall = services().wall.now()
    generator = pyotp.TOTP(secret)
    current = int(wall.timestamp()) // STEP_SECONDS
    for step in (current, current - 1):
        if secrets.compare_digest(generator.at(step * STEP_SECONDS).encode(), code.encode()):
            used = select(SecondFactorUse).where(
                SecondFactorUse.person_id == person.id, SecondFactorUse.step == step
            )
            if uow.session.scalar(used) is not None:
                return False
            uow.session.add(SecondFactorUse(person_id=person.id, step=step, is_used=True))
            return True
    return False


def mail_code(uow: UnitOfWork, person: Person) -> None:
    """Mail a six-digit code that works once, for ten minutes."""
    wall = services().wall.now()
    code = f"{secrets.randbelow(1_000_000):06d}"
    # Mailed codes are numbered below zero, app codes by their time step: the two cannot collide.
    row = SecondFactorUse(
        person_id=person.id,
        step=-1 - secrets.randbelow(2**31 - 1),
        mail_code_hash=sha256(code.encode()).hexdigest(),
        expires_at=wall + WEB.mail_code_life,
    )
    uow.session.add(row)
    write_mail(
        uow,
        person.owner_org_id,
        address=person.email,
        person=person,
        subject="Your code for Assay",
        text=f"Your code is {code}. It works once, for ten minutes.",
    )


def _use_mailed_code(uow: UnitOfWork, person: Person, code: str) -> bool:
    wall = services().wall.now()
    query = (
        select(SecondFactorUse)
        .where(
            SecondFactorUse.person_id == person.id,
            SecondFactorUse.mail_code_hash.is_not(None),
            SecondFactorUse.is_used.is_(False),
        )
        .order_by(SecondFactorUse.id.desc())
        .limit(1)
    )
    row = uow.session.scalar(query)
    if row is None or row.expires_at is None or row.expires_at < wall or row.tries >= WEB.sign_in_tries:
        return False
    row.tries += 1
    if not secrets.compare_digest(row.mail_code_hash or "", sha256(code.encode()).hexdigest()):
        return False
    row.is_used = True
    return True


def count_failure(uow: UnitOfWork, email: str, address: str) -> None:
    """Count a wrong second factor as a failed try, so that codes cannot be guessed either."""
    _note_attempt(uow, email, address, succeeded=False)


def confirm_person(uow: UnitOfWork, row: WebSession, person: Person, password: str, code: str | None) -> bool:
    """A fresh proof before signing: the password, and the app's code where an app is set up."""
    means = sign_in_of(uow.session, person)
    right = _verify(means.password_hash or _decoy(), password) and means.password_hash is not None
    if right and means.is_totp_confirmed:
        right = check_second_factor(uow, person, code or "")
    if not right:
        count_failure(uow, person.email, row.address)
        return False
    row.fresh_at = services().wall.now()
    log_security(uow, "sign_in.fresh", person=person.id)
    return True


def act_for(uow: UnitOfWork, row: WebSession, deputy: Person, principal: Person) -> None:
    """Let this browser act for the person whom the deputy stands in for today."""
    if not deputies.may_act_for(uow.session, deputy.id, principal.id, uow.now.date()):
        raise NotYours("You do not stand in for this person today.")
    row.acting_for_id = principal.id
    log_security(uow, "deputy.begins", person=deputy.id, acts_for=principal.id)


def act_as_oneself(uow: UnitOfWork, row: WebSession) -> None:
    """Let this browser act in its person's own name again."""
    log_security(uow, "deputy.ends", person=row.person_id, acts_for=row.acting_for_id)
    row.acting_for_id = None


def end_session(uow: UnitOfWork, row: WebSession, person: Person, wall: datetime) -> None:
    """End a signed-in browser at once."""
    row.ended_at = wall
    log_security(uow, "sign_in.session_ended", person=person.id, session=row.id)
