"""Views of the list of targets and of the builder: inputs, the pre-check beside them, moves, a second rule set."""

from __future__ import annotations

from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.errors import BadInput, NotYours
from workflow.i18n import say
from workflow.targets import queries, target_commands
from workflow.targets.access import may_edit
from workflow.targets.fields import Shape, Typed, fields_of, read_form
from workflow.targets.machine import TARGET
from workflow.targets.models import Target
from workflow.targets.page import OUTCOME_KINDS, BuilderPage, build_page
from workflow.targets.pre_check import check_stored, compare_sets
from workflow.targets.queries import Held, Stated
from workflow.targets.routes import bp, group_in, held_here
from workflow.targets.rules import CHOSEN_SETS, KIND_WORDS, STATE_KINDS, TargetKind, rule_set_of
from workflow.targets.target_commands import Written
from workflow.unit_of_work import unit_of_work
from workflow.web import db, language


@bp.get("")
@needs(Permission.READ_TARGETS)
def index() -> str:
    """All targets of the group with the outcome of their pre-check."""
    held = held_here()
    checks = {row.code: check_stored(held, row.code) for row in held.targets}
    return render_template(
        "targets/index.html", held=held, checks=checks, kinds=KIND_WORDS, state_kinds=STATE_KINDS,
        may_write=may_edit(g.actor, held.group),
        said_kinds=[(kind.value, say(words, language())) for kind, words in KIND_WORDS.items()],
    )  # fmt: skip


@bp.post("/new")
@needs(Permission.EDIT_TARGETS)
def begin() -> Response:
    """Begin a target of a kind on the newest base year; the builder opens on it."""
    kind = _kind(request.form.get("kind", ""))
    with unit_of_work(g.actor) as uow:
        group = group_in(uow)
        held = queries.hold(uow.session, group, uow.now.date())
        base = next(iter(held.newest.values()), None)
        name = request.form.get("name", "").strip() or str(KIND_WORDS[kind])
        written = Written(name, rule_set_of(kind), {}, base)
        code = target_commands.begin_target(uow, group, kind, written).code
    return redirect(url_for("targets.builder", code=code), 303)


def _kind(word: str) -> TargetKind:
    try:
        return TargetKind(word)
    except ValueError:
        raise BadInput(_("Choose the kind of the target."), "kind") from None


@bp.get("/<code>")
@needs(Permission.READ_TARGETS)
def builder(code: str) -> str:
    """A target: its inputs, the pre-check beside them, chart, coverage and wording."""
    held = held_here()
    target = held.target(code)
    return _shown(build_page(held, target, g.actor, language=language()))


@bp.post("/<code>")
@needs(Permission.EDIT_TARGETS)
def write(code: str) -> Response | tuple[str, int]:
    """Save what was typed; what cannot be read is said beside its field and nothing is saved."""
    held = held_here()
    target = held.target(code)
    typed, stated = _typed(held, target)
    if typed.errors:
        return _shown(_as_typed(held, target, typed, stated)), 422
    try:
        with unit_of_work(g.actor) as uow:
            row = queries.target_by_code(uow.session, group_in(uow), code)
            version = request.form.get("version", type=int)
            target_commands.write_target(uow, row, _written(held, stated), version=version)
    except BadInput as error:
        errors = {error.field or "name": error.reason}
        return _shown(_as_typed(held, target, Typed(typed.answers, errors), stated)), 422
    flash(_("Saved %(code)s.", code=code), "done")
    return redirect(url_for("targets.builder", code=code), 303)


@bp.post("/<code>/check")
@needs(Permission.READ_TARGETS)
def check(code: str) -> str:
    """Run the pre-check over what was typed, unsaved; a script asks for the results alone."""
    held = held_here()
    target = held.target(code)
    typed, stated = _typed(held, target)
    page = _as_typed(held, target, typed, stated)
    if request.headers.get("X-Part") == "pre-check":
        return render_template("targets/_pre_check.html", **_context(page))
    return _shown(page)


@bp.post("/<code>/moves/<name>")
@needs(Permission.READ_TARGETS)
def move(code: str, name: str) -> Response:
    """Make a move of the target's life; each asks for a right of its own."""
    if name not in {each.name for each in TARGET.moves}:
        raise NotYours("There is no such move.")
    permission = TARGET.permission(name)
    with unit_of_work(g.actor) as uow:
        group = group_in(uow, permission)
        target = queries.target_by_code(uow.session, group, code)
        target_commands.move_target(
            uow, group, target, name, on=request.form.get("on", type=date.fromisoformat), text=request.form.get("text"),
            version=request.form.get("version", type=int),
        )  # fmt: skip
    flash(_("%(code)s is %(state)s.", code=code, state=target.state.value.replace("_", " ")), "done")
    return redirect(url_for("targets.builder", code=code), 303)


@bp.get("/<code>/compare")
@needs(Permission.READ_TARGETS)
def compare(code: str) -> str:
    """The target's own rule set and another one, rule by rule."""
    held = held_here()
    target = held.target(code)
    other = request.args.get("with", "")
    if other not in CHOSEN_SETS:
        other = next(each for each in CHOSEN_SETS if each != target.rule_set_id)
    first, second = check_stored(held, code), check_stored(held, code, other)
    return render_template(
        "targets/compare.html", held=held, target=target, other=other, first=first, second=second,
        rows=compare_sets(first, second), sets=CHOSEN_SETS, outcome_kinds=OUTCOME_KINDS,
    )  # fmt: skip


def _typed(held: Held, target: Target) -> tuple[Typed, Stated]:
    form = request.form.to_dict()
    typed = read_form(fields_of(target.kind), form)
    if form.get("act") == "choose":
        typed = Typed(typed.answers | _suggested(held, target, typed), typed.errors)
    chosen = [request.form.get(name, type=int) for name in ("inventory_id", "path_id")]
    inventory, path = held.inventory(chosen[0]), held.path(chosen[1])
    return typed, Stated(typed.answers, inventory.id if inventory else None, path.id if path else None)


def _suggested(held: Held, target: Target, typed: Typed) -> dict[str, str]:
    """The largest categories that together reach what is needed, each covered whole."""
    stated = Stated(typed.answers, request.form.get("inventory_id", type=int), None)
    page = build_page(held, target, g.actor, stated=stated)
    return {f"cover_{number}": "1" for number in page.checked.suggested}


def _written(held: Held, stated: Stated) -> Written:
    return Written(
        request.form.get("name", ""), request.form.get("rule_set_id", ""), stated.answers,
        held.inventory(stated.inventory_id), held.path(stated.path_id),
    )  # fmt: skip


def _as_typed(held: Held, target: Target, typed: Typed, stated: Stated) -> BuilderPage:
    chosen = request.form.get("rule_set_id", "")
    return build_page(
        held, target, g.actor, stated=stated, name=request.form.get("name", ""),
        rule_set_id=chosen if chosen in CHOSEN_SETS else None, errors=typed.errors,
        typed=request.form.to_dict(), language=language(),
    )  # fmt: skip


def _context(page: BuilderPage) -> dict[str, object]:
    return {
        "page": page, "outcome_kinds": OUTCOME_KINDS, "shapes": Shape,
        "sets": [(each, each) for each in CHOSEN_SETS], "inventories": _inventories(page.held),
        "paths": [(row.id, row.name) for row in page.held.paths],
        "kinds": KIND_WORDS, "state_kinds": STATE_KINDS,
    }  # fmt: skip


def _inventories(held: Held) -> list[tuple[int, str]]:
    """The newest edition of each year to choose the base year from, with where its values come from."""
    return [(row.id, f"{year} ({say(row.origin.value.replace('_', ' '), language())})")
            for year, row in held.newest.items()]  # fmt: skip


def _shown(page: BuilderPage) -> str:
    versions = queries.versions_of(db(), page.target)
    return render_template("targets/builder.html", versions=versions, **_context(page))
