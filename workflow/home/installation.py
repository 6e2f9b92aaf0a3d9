"""What waits on the operator of the installation: mail that reaches nobody, work that failed for good."""

from __future__ import annotations

from sqlalchemy import func, select

from workflow.access import Actor, Permission
from workflow.config import Config
from workflow.db import ScopedSession
from workflow.home.desk import WorkItem
from workflow.i18n import N_, Message, message, say
from workflow.jobs import Job, JobState


def to_be_looked_after(session: ScopedSession, actor: Actor, config: Config) -> list[WorkItem]:
    """What of the installation asks for its operator; nothing for anybody else."""
    if not actor.may(Permission.OPERATE):
        return []
    found = []
    failed = session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)) or 0
    if failed:
        what = message(
            N_("Jobs that failed for good: {count}. Read why, then let them run again."), count=failed
        )
        found.append(_item(actor, N_("Jobs"), "/admin/jobs?state=failed", what, N_("failed")))
    if config.mail_url is None:
        sentence = N_(
            "Mail reaches nobody: without a server it is laid down in the folder outbox. Set SMTP_URL."
        )
        found.append(_item(actor, N_("Mail"), "/admin", message(sentence), N_("not set up")))
    return found


def _item(actor: Actor, code: str, url: str, what: Message, state: str) -> WorkItem:
    speak = actor.language
    return WorkItem(
        code=say(code, speak), url=url, what=say(what, speak), case_code="", case_name="", case_url="", due=None,
        days_overdue=0, state=say(state, speak), kind="waiting", holder=None,
    )  # fmt: skip
