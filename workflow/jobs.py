"""Background jobs: the truth is a row written with the change; the queue only carries its id."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import ForeignKey, Index, String, and_, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.db import Base, EnumText

log = logging.getLogger(__name__)
RUNNER = "workflow.worker.take_turn"
# So many times the usual wait: then a job counts as lost even when its lane has much to do.
A_LONG_WHILE = 10


class Lane(StrEnum):
    """One queue and one worker process each, so that slow reading does not hold up bills or mail."""

    QUICK = "quick"
    SLOW = "slow"
    WORK = "work"


# Lanes whose cases take turns: one that sent a hundred files does not go before another's first.
IN_TURN = frozenset({Lane.QUICK, Lane.SLOW})


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of background work, its lease and its outcome."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due_at", "state", "due_at"),)
    unrecorded = "a job's course is its own record; what it does is recorded as the act it is"

    name: Mapped[str] = mapped_column(String(120))
    args: Mapped[list[Any]]
    lane: Mapped[Lane] = mapped_column(EnumText(Lane), default=Lane.WORK)
    state: Mapped[JobState] = mapped_column(EnumText(JobState), default=JobState.QUEUED)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("verification_case.id"), index=True)
    owner_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(default=0)
    progress_of: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None]


@dataclass(frozen=True)
class Lease:
    """The right to run a job until somebody else takes it over; the fence tells stale workers apart."""

    job_id: int
    fence: int
    name: str
    args: tuple[Any, ...]
    case_id: int | None
    owner_org_id: int | None
    attempts: int


def add_job(
    session: Session, name: str, args: Sequence[int | str], *, now: datetime, lane: Lane = Lane.WORK,
    case_id: int | None = None, owner_org_id: int | None = None, key: str | None = None,
    due_at: datetime | None = None, is_merged: bool = False,
) -> Job | None:  # fmt: skip
    """Write a job's row in the caller's transaction; None when a job with the same key exists already.

    One that is merged is not written while the same job for the same things waits: one run serves all.
    """
    if is_merged and _waits(session, name, args, case_id):
        return None
    if key is not None and session.scalar(select(Job.id).where(Job.key == key)) is not None:
        return None
    job = Job(
        name=name, args=list(args), lane=lane, state=JobState.QUEUED, case_id=case_id, key=key,
        owner_org_id=owner_org_id, created_at=now, due_at=due_at or now, attempts=0, fence=0,
        progress=0, progress_of=0,
    )  # fmt: skip
    session.add(job)
    return job


def _waits(session: Session, name: str, args: Sequence[int | str], case_id: int | None) -> bool:
    """True when such a job was not begun; it stays locked, so that it begins only after this transaction."""
    query = select(Job.id).where(
        Job.case_id == case_id, Job.name == name, Job.args == list(args), Job.state == JobState.QUEUED
    )
    return session.scalar(query.limit(1).with_for_update()) is not None


class Sender:
    """Puts job ids on the queue; when the queue is away the row waits for the sweep."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2)

    def send(self, job_id: int, lane: Lane) -> bool:
        """True when the queue took the id."""
        try:
            queue = Queue(lane.value, connection=self._redis, serializer=JSONSerializer)
            queue.enqueue(RUNNER, job_id, job_timeout=-1, result_ttl=60, failure_ttl=3600)
        except (RedisError, OSError) as error:
            log.warning("queue.away %s", type(error).__name__)
            return False
        return True

    def busy_lanes(self) -> frozenset[Lane]:
        """Lanes whose queue still holds ids that no worker took; none when the queue is away."""
        try:
            return frozenset(
                lane for lane in Lane if self._redis.llen(f"{Queue.redis_queue_namespace_prefix}{lane}")
            )
        except (RedisError, OSError):
            return frozenset()

    def is_there(self) -> bool:
        try:
            return bool(self._redis.ping())
        except (RedisError, OSError):
            return False


def in_turn(session: Session, job_id: int, now: datetime) -> int:
    """The job to run when the queue gives this id: of a lane in which cases take turns, the oldest that waits of
    the case that was served longest ago.

    As many ids come as jobs wait, so each has its turn. A job that was lost while it ran is run itself.
    """
    job = session.get(Job, job_id)
    if job is None or job.lane not in IN_TURN or job.state is JobState.RUNNING:
        return job_id
    waiting = session.execute(
        select(Job.owner_org_id, Job.case_id, func.min(Job.id))
        .where(
            Job.state == JobState.QUEUED, Job.due_at <= now, Job.lane == job.lane, Job.sent_at.is_not(None)
        )
        .group_by(Job.owner_org_id, Job.case_id)
    ).all()
    if len(waiting) < 2:
        return next((first for _, _, first in waiting), job_id)
    return min((_last_served(session, job.lane, owner, case), first) for owner, case, first in waiting)[1]


def _last_served(session: Session, lane: Lane, owner: int | None, case: int | None) -> int:
    """When a lane last began a job of a case, in microseconds; 0 when it never did."""
    query = select(Job.started_at).where(
        Job.owner_org_id == owner, Job.case_id == case, Job.lane == lane, Job.state != JobState.QUEUED
    )
    began = session.scalar(query.order_by(Job.id.desc()).limit(1))
    return int(began.timestamp() * 1_000_000) if began is not None else 0


def claim(session: Session, job_id: int, *, now: datetime, wall: datetime, lease: timedelta) -> Lease | None:
    """Take the lease of a job that waits (or whose lease ran out); None when it is not to be had."""
    free = or_(Job.state == JobState.QUEUED, and_(Job.state == JobState.RUNNING, Job.leased_until < wall))
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, free, Job.due_at <= now)
        .values(
            state=JobState.RUNNING, fence=Job.fence + 1, attempts=Job.attempts + 1, started_at=wall,
            leased_until=wall + lease,
        )
        .execution_options(recorded="a job's course", synchronize_session=False)
    )  # fmt: skip
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    job = session.get_one(Job, job_id, populate_existing=True)
    return Lease(job.id, job.fence, job.name, tuple(job.args), job.case_id, job.owner_org_id, job.attempts)


def update_if_mine(session: Session, lease: Lease, **values: Any) -> bool:
    """Change the row only while the lease is still mine; a stale worker changes nothing."""
    done = session.execute(
        update(Job)
        .where(Job.id == lease.job_id, Job.fence == lease.fence, Job.state == JobState.RUNNING)
        .values(**values)
        .execution_options(recorded="a job's course", synchronize_session=False)
    )
    return done.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def due_for_sending(
    session: Session, *, now: datetime, wall: datetime, resend_after: timedelta,
    busy_lanes: frozenset[Lane] = frozenset(),
) -> list[Job]:  # fmt: skip
    """Jobs that wait and are not on the queue, and jobs whose worker was lost, when not sent lately.

    Of a busy lane a job that was sent waits its turn, for ids sent again and again would be a queue of their
    own; after a long while it counts as lost all the same. Due times follow the product's clock, leases the
    wall's: the demo's clock may jump.
    """
    lately, long_ago = wall - resend_after, wall - A_LONG_WHILE * resend_after
    was_dropped = or_(
        Job.sent_at.is_(None),
        Job.sent_at <= long_ago,
        and_(Job.sent_at <= lately, Job.lane.not_in(busy_lanes)),
    )
    waiting = and_(Job.state == JobState.QUEUED, Job.due_at <= now, was_dropped)
    lost = and_(
        Job.state == JobState.RUNNING,
        Job.leased_until < wall,
        or_(Job.sent_at.is_(None), Job.sent_at <= lately),
    )
    query = select(Job).where(or_(waiting, lost)).order_by(Job.due_at, Job.id).limit(500)
    return list(session.scalars(query))


def queue_again(session: Session, job_id: int, now: datetime) -> None:
    """Let a job that failed for good run again from its beginning."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.FAILED)
        .values(state=JobState.QUEUED, attempts=0, reason=None, sent_at=None, due_at=now)
        .execution_options(recorded="a job's course", synchronize_session=False)
    )
