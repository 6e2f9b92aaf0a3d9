"""Signed-in browsers: a random token in the cookie, its hash in the row, idle and absolute limits."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, select, update

from workflow.access import Scope
from workflow.db import ScopedSession
from workflow.limits import WEB
from workflow.people.models import Membership, Person, WebSession
from workflow.unit_of_work import UnitOfWork, services

COOKIE = "assay_session"
LOOKUP = Scope(everything="who holds this session's token is asked before anybody is signed in")


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def open_session(
    uow: UnitOfWork, person: Person, *, address: str, agent: str, has_second_factor: bool
) -> tuple[WebSession, str]:
    """A new signed-in browser; gives the row and the token for the cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    wall = services().wall.now()
    row = WebSession(
        person_id=person.id,
        token_hash=token_hash(token),
        created_at=wall,
        last_seen_at=wall,
        fresh_at=wall,
        second_factor_at=wall if has_second_factor else None,
        address=address[:60],
        agent=agent[:200],
    )
    uow.session.add(row)
    uow.session.flush()
    return row, token


# Made once: every request asks it.
_BEHIND_TOKEN = (
    select(WebSession, Person, Membership)
    .join(Person, Person.id == WebSession.person_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .where(WebSession.token_hash == bindparam("asked"))
    .order_by(Membership.id)
)


def live_session(
    session: ScopedSession, token: str, wall: datetime
) -> tuple[WebSession, Person, list[Membership]] | None:
    """The browser, person and roles behind a token; None when ended, idle too long or past its life."""
    found = session.execute(_BEHIND_TOKEN, {"asked": token_hash(token)}).all()
    if not found:
        return None
    row, person, _first = found[0]
    is_over = (
        row.ended_at is not None
        or wall - row.last_seen_at > WEB.session_idle
        or wall - row.created_at > WEB.session_absolute
        or not person.is_active
    )
    return None if is_over else (row, person, [m for _row, _person, m in found if m is not None])


def is_fresh(row: WebSession, wall: datetime) -> bool:
    """True when the person proved who it is just now, as signing asks."""
    return row.fresh_at is not None and wall - row.fresh_at <= WEB.fresh_sign_in


def touch(row_id: int, wall: datetime) -> None:
    """Remember that the browser was seen; at most once a minute a session, by the caller."""
    engine = services().engine.execution_options(writes=True)
    with ScopedSession(engine, info={"scope": LOOKUP}) as session:
        session.execute(
            update(WebSession).where(WebSession.id == row_id).values(last_seen_at=wall),
            execution_options={"recorded": "last-seen is no act", "synchronize_session": False},
        )
        session.commit()
