"""The trail: one append-only, hash-chained stream per case and per organisation.

Form of the chain (decision 9), the same as the package's offline check recomputes:
digest = SHA-256(salt ‖ body), hash = SHA-256(prev ‖ seq as 8 bytes, big-endian ‖ digest); body is the
canonical JSON (RFC 8785) stored as written, so a body may be left out of a copy and the chain still holds.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.access import Actor
from workflow.db import Base

FIRST_PREVIOUS = "0" * 64


class AuditStream(Base):
    """The head of one stream; locked before an event is appended, so sequence numbers have no gaps."""

    __tablename__ = "audit_stream"
    unrecorded = "it is the trail's own head"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    head_seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default=FIRST_PREVIOUS)


class AuditEvent(Base):
    """One act: what was done, by whom, to what, and how it hangs on the event before."""

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("stream_id", "seq"),)
    unrecorded = "it is the trail itself"

    stream_id: Mapped[int] = mapped_column(ForeignKey("audit_stream.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    verb: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    for_client: Mapped[bool] = mapped_column(default=True)
    salt: Mapped[str] = mapped_column(String(32))
    body: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Entry:
    """What is to be recorded; `was` and `now` hold the fields that changed."""

    stream: str
    verb: str
    subject: str
    actor: Actor
    at: datetime
    for_client: bool = True
    was: Mapping[str, Any] | None = None
    now: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] | None = None
    comment: str | None = None


@dataclass(frozen=True)
class ChainProblem:
    """Where a stream's chain is broken, and how."""

    stream: str
    seq: int
    sentence: str


def case_stream(case_id: int) -> str:
    return f"case:{case_id}"


def organisation_stream(organisation_id: int) -> str:
    return f"organisation:{organisation_id}"


SECURITY_STREAM = "security"


def link_hash(prev: str, seq: int, digest: str) -> str:
    """The hash of an event from its predecessor's hash, its number and its body's digest (all hex)."""
    return sha256(bytes.fromhex(prev) + seq.to_bytes(8, "big") + bytes.fromhex(digest)).hexdigest()


def body_digest(salt: str, body: str) -> str:
    """The digest of a stored body under its salt."""
    return sha256(bytes.fromhex(salt) + body.encode()).hexdigest()


def append(session: Session, entry: Entry) -> AuditEvent:
    """Append one event at the head of its stream, inside the caller's transaction."""
    head = _locked_head(session, entry.stream)
    body = rfc8785.dumps(_body(entry)).decode()
    salt = secrets.token_hex(16)
    digest = body_digest(salt, body)
    seq = head.head_seq + 1
    event = AuditEvent(
        stream_id=head.id, seq=seq, at=entry.at,
        actor_id=entry.actor.deputy_id or entry.actor.person_id, actor_name=entry.actor.name,
        verb=entry.verb, subject=entry.subject, for_client=entry.for_client, salt=salt, body=body,
        digest=digest, prev=head.head_hash, hash=link_hash(head.head_hash, seq, digest),
    )  # fmt: skip
    head.head_seq, head.head_hash = seq, event.hash
    session.add(event)
    return event


def _locked_head(session: Session, name: str) -> AuditStream:
    query = select(AuditStream).where(AuditStream.name == name).with_for_update()
    head = session.scalar(query)
    if head is None:
        head = AuditStream(name=name, head_seq=0, head_hash=FIRST_PREVIOUS)
        session.add(head)
        session.flush()
    return head


def _body(entry: Entry) -> dict[str, Any]:
    actor: dict[str, Any] = {"name": entry.actor.name}
    if entry.actor.person_id is not None:
        actor["person"] = entry.actor.deputy_id or entry.actor.person_id
    if entry.actor.case_roles:
        actor["roles"] = sorted(role.value for role in entry.actor.case_roles)
    if entry.actor.on_behalf_of:
        actor["on_behalf_of"] = entry.actor.on_behalf_of
    body: dict[str, Any] = {
        "actor": actor,
        "at": _stamp(entry.at),
        "subject": entry.subject,
        "verb": entry.verb,
    }
    for key in ("was", "now", "facts", "comment"):
        value = getattr(entry, key)
        if value:
            body[key] = value
    return body


def events_of(session: Session, stream: str) -> Iterator[AuditEvent]:
    """All events of a stream in order, a thousand at a time."""
    query = (
        select(AuditEvent)
        .join(AuditStream, AuditStream.id == AuditEvent.stream_id)
        .where(AuditStream.name == stream)
        .order_by(AuditEvent.seq)
        .execution_options(yield_per=1000)
    )
    yield from session.scalars(query)


def head_of(session: Session, stream: str) -> tuple[int, str]:
    """Sequence number and hash of the newest event; (0, zeros) for an empty stream."""
    head = session.scalar(select(AuditStream).where(AuditStream.name == stream))
    return (head.head_seq, head.head_hash) if head else (0, FIRST_PREVIOUS)


def verify_chain(session: Session, stream: str) -> ChainProblem | None:
    """The first break of a stream's chain, or None when it holds from the first event to the head."""
    prev, expected = FIRST_PREVIOUS, 1
    for event in events_of(session, stream):
        problem = _broken(event, prev, expected)
        if problem:
            return ChainProblem(stream, expected, problem)
        prev, expected = event.hash, expected + 1
    seq, head = head_of(session, stream)
    if (seq, head) != (expected - 1, prev):
        return ChainProblem(
            stream, expected, f"the stream's head says event {seq}, the events end at {expected - 1}"
        )
    return None


def _broken(event: AuditEvent, prev: str, expected: int) -> str | None:
    if event.seq != expected:
        return f"event {expected} is missing: the next one stored is {event.seq}"
    if event.prev != prev:
        return f"event {event.seq} does not follow from event {event.seq - 1}"
    if body_digest(event.salt, event.body) != event.digest:
        return f"the text of event {event.seq} was changed"
    if link_hash(event.prev, event.seq, event.digest) != event.hash:
        return f"the hash of event {event.seq} was changed"
    if _columns(event) != _said(event.body):
        return f"the row of event {event.seq} tells something else than its hashed text"
    return None


def _columns(event: AuditEvent) -> tuple[object, ...]:
    """What lists and searches show of an event; the hash is over its text alone, so both must agree."""
    return event.actor_name, event.actor_id, event.verb, event.subject, _stamp(event.at)


def _said(body: str) -> tuple[object, ...]:
    said = json.loads(body)
    actor = said["actor"]
    return actor["name"], actor.get("person"), said["verb"], said["subject"], said["at"]


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def all_streams(session: Session) -> list[str]:
    """The names of all streams."""
    return list(session.scalars(select(AuditStream.name).order_by(AuditStream.name)))
