"""Pages of a group's targets; people of suppliers are answered as if there were none."""

from __future__ import annotations

from flask import current_app, g
from flask.typing import ResponseReturnValue

from methods.sentence import Sentence
from workflow.access import Permission
from workflow.errors import NotAllowed, NotYours
from workflow.ghg_statement.inputs import as_message
from workflow.i18n import say
from workflow.people.models import Organisation
from workflow.targets.access import group_of, is_hidden_from, today_of
from workflow.targets.queries import Held, hold
from workflow.unit_of_work import UnitOfWork
from workflow.web import answer_not_allowed, blueprint, db, language, now

bp = blueprint("targets", "/targets")


@bp.errorhandler(NotAllowed)
def _denied(error: NotAllowed) -> ResponseReturnValue:
    if is_hidden_from(db(), g.actor):
        return current_app.handle_user_exception(NotYours("There are no such targets."))
    return answer_not_allowed(error)


@bp.app_template_filter("sentence")
def _in_words(said: Sentence) -> str:
    """A sentence of methods/ in the person's language."""
    return say(as_message(said), language())


def group_here(permission: Permission = Permission.READ_TARGETS) -> Organisation:
    """The group whose targets the person of this request reads."""
    return group_of(db(), g.actor, permission)


def group_in(uow: UnitOfWork, permission: Permission = Permission.EDIT_TARGETS) -> Organisation:
    """The group whose targets the person of this request writes, within an act."""
    return group_of(uow.session, g.actor, permission)


def held_here() -> Held:
    """All targets of the person's group with what they stand on."""
    group = group_here()
    return hold(db(), group, today_of(group, now()))


from workflow.targets.routes import (  # noqa: E402  they add their views
    base_year,  # noqa: F401
    building,  # noqa: F401
    documents,  # noqa: F401
    progress,  # noqa: F401
    roadmap,  # noqa: F401
    stating,  # noqa: F401
    validation,  # noqa: F401
    validation_acts,  # noqa: F401
)
