"""One act, one transaction: it commits with its event in the trail and its jobs, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.orm.exc import StaleDataError

from workflow import audit, jobs
from workflow.access import Actor, Scope
from workflow.clock import Clock, WallClock
from workflow.config import Config
from workflow.db import Base, CaseItself, CaseOwned, Owned, ScopedSession
from workflow.errors import ChangedMeanwhile, NotAllowed, Refusal, RuleViolation, UnrecordedChange
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.machine import Machine

TEXT_KEPT = 4000


@dataclass(frozen=True)
class Services:
    """What the product runs on: settings, database, clocks and the queue."""

    config: Config
    engine: Engine
    clock: Clock
    sender: jobs.Sender | None
    wall: Clock = field(default_factory=WallClock)


_bound: list[Services] = []
_one_writer = threading.Lock()


def bind(services: Services) -> None:
    """Make these the services of this process."""
    _bound[:] = [services]


def services() -> Services:
    """The services of this process."""
    if not _bound:
        raise RuntimeError(
            "the application was not created yet: call app.create_app() or unit_of_work.bind()"
        )
    return _bound[0]


@contextmanager
def reading(scope: Scope) -> Iterator[ScopedSession]:
    """A session for reading within a scope; it never writes."""
    with ScopedSession(services().engine, info={"scope": scope}, autoflush=False) as session:
        yield session


@dataclass(frozen=True)
class _Attempt:
    stream: str
    verb: str
    subject: str
    for_client: bool


def _attempt_on(subject: Base, verb: str) -> _Attempt:
    return _Attempt(_stream(subject), verb, _name(subject), getattr(subject, "shown_to_client", True))


class UnitOfWork:
    """What a command works with: the session, the time, and the only ways to record, move and send."""

    def __init__(self, session: ScopedSession, actor: Actor, clock: Clock) -> None:
        self.session = session
        self.actor = actor
        self.now = clock.now()
        self._pending: dict[Base, dict[str, tuple[Any, Any]]] = {}
        self._jobs: list[jobs.Job] = []
        self.attempt: _Attempt | None = None
        self.latest: _Attempt | None = None
        session.info["unit_of_work"] = self

    def expect(self, row: Base, version: int | None) -> None:
        """Refuse when the person looked at an older version of the row than the one stored."""
        if version is not None and row.version != version:  # type: ignore[attr-defined]
            self.latest = _attempt_on(row, f"{row.__tablename__}.save")
            raise ChangedMeanwhile(_LOOK_AGAIN)

    def record(
        self, verb: str, subject: Base, *, covers: Iterable[Base] = (), comment: str | None = None,
        for_client: bool | None = None, **facts: Any,
    ) -> audit.AuditEvent:  # fmt: skip
        """Write one event; its was/now are the changes of `subject` and of the rows it covers."""
        self.latest = _attempt_on(subject, verb)
        self.session.flush()
        was: dict[str, Any] = {}
        now: dict[str, Any] = {}
        for row in (subject, *covers):
            changes = self._pending.pop(row, {})
            prefix = "" if row is subject else f"{_name(row)}."
            for column, (before, after) in changes.items():
                if before is not None:
                    was[prefix + column] = before
                if after is not None:
                    now[prefix + column] = after
        if for_client is None:
            for_client = getattr(subject, "shown_to_client", True)
        entry = audit.Entry(
            stream=_stream(subject), verb=verb, subject=_name(subject), actor=self.actor, at=self.now,
            for_client=for_client, was=was, now=now, facts=_plain(facts), comment=comment,
        )  # fmt: skip
        return audit.append(self.session, entry)

    def move(
        self, machine: Machine, subject: Base, name: str, *, facts: object = None,
        covers: Iterable[Base] = (), comment: str | None = None, **recorded: Any,
    ) -> None:  # fmt: skip
        """Make a move of a machine, or raise RuleViolation with every gate that is shut.

        This is the only place in the product that assigns a state.
        """
        state: StrEnum = subject.state  # type: ignore[attr-defined]
        verb = f"{machine.noun}.{name}"
        self.attempt = _attempt_on(subject, verb)
        # Who may not is told so before anything else is told (403 before 409).
        if not self.actor.may(machine.permission(name)):
            self.attempt = None
            raise NotAllowed(message(N_("Your role on this case does not allow this.")))
        refusals = machine.blockers(name, state, facts)
        if refusals:
            raise RuleViolation(*refusals)
        move = machine.move(name, state)
        assert move is not None
        subject.state = move.target  # type: ignore[attr-defined]
        self.record(verb, subject, covers=covers, comment=comment, **recorded)
        self.attempt = None

    def refuse_unless(self, subject: Base, verb: str, *refusals: Any) -> None:
        """Raise RuleViolation for an act that is no move of a machine; the attempt is recorded."""
        found = tuple(r for r in refusals if r is not None)
        if found:
            self.attempt = _attempt_on(subject, verb)
            raise RuleViolation(*found)

    def after_commit(
        self, job: str, *args: int | str, lane: jobs.Lane = jobs.Lane.WORK, subject: Base | None = None,
        key: str | None = None, due_at: datetime | None = None, is_merged: bool = False,
    ) -> jobs.Job | None:  # fmt: skip
        """Write a job that is sent once the change is committed; ids only, never objects."""
        row = jobs.add_job(
            self.session, job, args, now=self.now, lane=lane, key=key, due_at=due_at, is_merged=is_merged,
            case_id=_case_id(subject), owner_org_id=getattr(subject, "owner_org_id", None),
        )  # fmt: skip
        if row is not None:
            self._jobs.append(row)
        return row

    def _note(self, row: Base, changes: dict[str, tuple[Any, Any]]) -> None:
        known = self._pending.setdefault(row, {})
        for column, (before, after) in changes.items():
            known[column] = (known[column][0] if column in known else before, after)

    def finish(self) -> list[tuple[int, jobs.Lane]]:
        """Flush, refuse what no event tells of, and give the jobs to send after the commit."""
        to_send = [job for job in self._jobs if job.due_at <= self.now]
        for job in to_send:
            job.sent_at = services().wall.now()
        self.session.flush()
        forgotten = [row for row, changes in self._pending.items() if changes]
        if forgotten:
            named = ", ".join(f"{_name(row)} ({', '.join(self._pending[row])})" for row in forgotten[:5])
            raise UnrecordedChange(f"no event tells of the change of {named}")
        return [(job.id, job.lane) for job in to_send]


_LOOK_AGAIN = message(N_("Somebody changed this meanwhile. Look at it again before you save."))
_CHANGED = RuleViolation(Refusal("G-CHANGED", _LOOK_AGAIN))


@contextmanager
def unit_of_work(actor: Actor) -> Iterator[UnitOfWork]:
    """One act of an actor: commits and sends its jobs, or rolls back and records the refusal."""
    bound = services()
    with _write_lock(bound.engine):
        engine = bound.engine.execution_options(writes=True)
        # Rows stay readable after the commit, for the sentence that tells what was done.
        with ScopedSession(engine, info={"scope": actor.scope}, expire_on_commit=False) as session:
            uow = UnitOfWork(session, actor, bound.clock)
            try:
                yield uow
                to_send = uow.finish()
                session.commit()
            except (StaleDataError, ChangedMeanwhile) as stale:
                session.rollback()
                # A job that met somebody's save tries again by itself; a person was refused.
                if not actor.is_system:
                    _record_refusal(engine, uow, uow.attempt or uow.latest, _CHANGED)
                if isinstance(stale, ChangedMeanwhile):
                    raise
                raise ChangedMeanwhile(_LOOK_AGAIN) from stale
            except RuleViolation as violation:
                session.rollback()
                _record_refusal(engine, uow, uow.attempt, violation)
                raise
            except BaseException:
                session.rollback()
                raise
    crashpoint("commit.before_send")
    send_jobs(to_send)


def send_jobs(to_send: Iterable[tuple[int, jobs.Lane]]) -> None:
    """Hand job ids to the queue; rows that could not be sent wait for the sweep."""
    sender = services().sender
    if sender is None:
        return
    for job_id, lane in to_send:
        sender.send(job_id, lane)


@contextmanager
def _write_lock(engine: Engine) -> Iterator[None]:
    # SQLite's own wait for the write lock is unfair under threads; one queue in the process is not.
    if engine.dialect.name != "sqlite":
        yield
        return
    with _one_writer:
        yield


def _record_refusal(
    engine: Engine, uow: UnitOfWork, attempt: _Attempt | None, violation: RuleViolation
) -> None:
    if attempt is None:
        return
    with ScopedSession(engine, info={"scope": uow.actor.scope}) as session:
        refusals = [
            {"code": r.code, "reason": r.reason.id, "params": _plain(r.reason.params)}
            for r in violation.refusals
        ]
        entry = audit.Entry(
            stream=attempt.stream, verb=f"{attempt.verb}.refused", subject=attempt.subject, actor=uow.actor,
            at=uow.now, for_client=attempt.for_client, facts={"refusals": refusals},
        )  # fmt: skip
        audit.append(session, entry)
        session.commit()


@event.listens_for(ScopedSession, "before_flush")
def _watch_changes(session: ScopedSession, _flush: UOWTransaction, _rows: object) -> None:
    uow: UnitOfWork | None = session.info.get("unit_of_work")
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, Base) or type(row).unrecorded is not None:
            continue
        if row in session.dirty and not session.is_modified(row):
            continue
        if uow is None:
            raise UnrecordedChange(f"{_name(row)} was changed outside a unit of work")
        if row in session.new and isinstance(row, Owned):
            _refuse_foreign(row, session.scope)
        uow._note(row, _changes(row, is_new=row in session.new, is_deleted=row in session.deleted))


@event.listens_for(ScopedSession, "do_orm_execute")
def _refuse_bulk_changes(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and not state.execution_options.get("recorded"):
        raise UnrecordedChange("a bulk statement changes rows without an event")


def _refuse_foreign(row: Owned, scope: Scope) -> None:
    if scope.everything:
        return
    if isinstance(row, CaseOwned):
        inside = row.case_id in scope.cases or row.owner_org_id in scope.case_owners
    else:
        inside = row.owner_org_id in scope.organisations or row.owner_org_id in scope.case_owners
    if not inside:
        raise UnrecordedChange(f"{type(row).__name__} would be written outside the actor's scope")


def _changes(row: Base, *, is_new: bool, is_deleted: bool) -> dict[str, tuple[Any, Any]]:
    state = inspect(row)
    changes: dict[str, tuple[Any, Any]] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        if attribute.key in {"id", "version", "owner_org_id", "case_id"} and not is_deleted:
            continue
        history = state.attrs[attribute.key].history
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if is_deleted:
            before, after = state.attrs[attribute.key].value, None
        if not is_new and not is_deleted and not history.has_changes():
            continue
        if column.info.get("secret"):
            before, after = None, "(changed)"
        if before is not None or after is not None:
            changes[attribute.key] = (_plain(before), _plain(after))
    # A new row is a change even when every field still has its default.
    if is_new and not changes:
        changes["created"] = (None, True)
    return changes


def _plain(value: Any) -> Any:
    """A value as the trail's JSON holds it: decimals and instants as text."""
    if isinstance(value, (dict, Mapping)):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    match value:
        case None | bool():
            return value
        case StrEnum():
            return value.value
        case str():
            return value if len(value) <= TEXT_KEPT else value[:TEXT_KEPT] + "…"
        case int():
            return value if abs(value) < 2**53 else str(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat().replace("+00:00", "Z")
        case Base():
            return _name(value)
        case bytes():
            return f"({len(value)} bytes)"
    return str(value)


def _name(row: Base) -> str:
    code = getattr(row, "code", None) or row.id
    return f"{row.__tablename__}:{code}"


def _case_id(row: Base | None) -> int | None:
    if isinstance(row, CaseItself):
        return row.id
    return row.case_id if isinstance(row, CaseOwned) else None


def _stream(row: Base) -> str:
    case_id = _case_id(row)
    if case_id is not None:
        return audit.case_stream(case_id)
    owner = getattr(row, "owner_org_id", None)
    return audit.organisation_stream(owner) if owner is not None else audit.SECURITY_STREAM
