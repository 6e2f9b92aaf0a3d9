"""The request list: asked for, answered, accepted, asked again, reminded of."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.documents import requests
from workflow.documents.requests import RequestRow, request_for_writing
from workflow.documents.rules import REQUEST, RequestState
from workflow.ghg_statement.sheet import Entries, to_csv
from workflow.planning import queries
from workflow.planning.forms import AnswerForm, AskAgainForm, ReasonForm, RequestForm
from workflow.planning.routes import bp, codes_in, keep
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, now

Page = str | Response | tuple[str, int]


@bp.get("/requests")
@needs(Permission.READ_REQUESTS)
def request_list(reference: str) -> str:
    """Everything that was asked for, with state and due date."""
    return _requests()


def _asked_state() -> RequestState | None:
    word = request.args.get("state", "")
    return RequestState(word) if word in set(RequestState) else None


def _requests(form: RequestForm | None = None) -> str:
    rows = requests.requests_of(db(), g.case, viewer=g.actor, today=now().date())
    state = _asked_state()
    return render_template(
        "planning/requests.html",
        requests=[r for r in rows if state in (None, r.state)],
        total=len(rows),
        states=list(RequestState),
        chosen=state,
        form=_with_activities(form or RequestForm(request.args)),
        is_asking="activity_code" in request.args or form is not None,
    )


def _with_activities(form: RequestForm) -> RequestForm:
    seen = queries.activities_of(db(), g.case) if queries.may_see(g.actor) else []
    form.activity_code.choices = [("", "–"), *((a.code, f"{a.code} {a.purpose[:60]}") for a in seen)]
    return form


@bp.post("/requests")
@needs(Permission.EDIT_REQUESTS)
def ask(reference: str) -> Page:
    """Ask for evidence."""
    form = _with_activities(RequestForm())
    if not keep(form, lambda uow, case: requests.ask_for(uow, case, **form.fields())):
        return _requests(form), 422
    flash(_("Asked for. The responsible party's people get a mail."), "done")
    return redirect(url_for(".request_list", reference=reference), 303)


@bp.get("/requests.csv")
@needs(Permission.READ_REQUESTS)
def requests_csv(reference: str) -> Response:
    """Exactly the list that is shown, as CSV."""
    rows = requests.requests_of(db(), g.case, viewer=g.actor, today=now().date(), state=_asked_state())
    heads = [
        "Code",
        "Item",
        "Of whom",
        "Asked on",
        "Due",
        "State",
        "Received",
        "Accepted",
        "Asked again",
        "Documents",
    ]
    lines: Entries = [[*heads]]
    for r in rows:
        again = " ".join(day.isoformat() for day in r.asked_again_on)
        dates = [str(r.received_on or ""), str(r.accepted_on or ""), again]
        lines.append(
            [
                r.code,
                r.item,
                r.owner_name,
                str(r.asked_on),
                str(r.due),
                r.state.value,
                *dates,
                " ".join(r.document_codes),
            ]
        )
    return download(to_csv(lines), f"{reference}-requests.csv")


def download(content: bytes, name: str) -> Response:
    """A CSV file to be kept."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, mimetype="text/csv")


@bp.get("/requests/<code>")
@needs(Permission.READ_REQUESTS)
def request_page(reference: str, code: str) -> str:
    """One request with its dates and what came."""
    return _request(code)


def _request(code: str, *, answer: AnswerForm | None = None, again: AskAgainForm | None = None) -> str:
    row = requests.request_by_code(db(), g.case, code, viewer=g.actor, today=now().date())
    return render_template(
        "planning/request.html",
        request_row=row,
        moves={move.name for move in REQUEST.moves_from(row.state)},
        was_reminded_today=now().date() in row.reminded_on,
        answer_form=answer or AnswerForm(formdata=None, version=row.version, answer=row.answer),
        again_form=again or AskAgainForm(formdata=None, version=row.version),
        cancel_form=ReasonForm(formdata=None, version=row.version),
        finding_url=_finding_url(row),
    )


def _finding_url(row: RequestRow) -> str | None:
    """Where an overdue item becomes a clarification in one step, for those who draft findings."""
    if not row.is_overdue or row.finding_code or not g.actor.may(Permission.DRAFT_FINDING):
        return None
    return f"/cases/{g.case.code}/findings/new?request={row.code}"


@bp.post("/requests/<code>/answer")
@needs(Permission.ANSWER_REQUEST)
def answer(reference: str, code: str) -> Page:
    """All of it is here."""
    form = AnswerForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        requests.answer_request(
            uow, case, request_for_writing(uow.session, case, code), version=form.seen(),
            document_codes=codes_in(form.documents.data), answer=form.answer.data or None,
        )  # fmt: skip

    if not keep(form, act):
        return _request(code, answer=form), 422
    flash(_("The team is told that all of it is here."), "done")
    return redirect(url_for(".request_page", reference=reference, code=code), 303)


@bp.post("/requests/<code>/accept")
@needs(Permission.EDIT_REQUESTS)
def accept(reference: str, code: str) -> Response:
    """The team has what it asked for."""
    with unit_of_work(g.actor) as uow:
        row = request_for_writing(uow.session, case_by_code(uow.session, reference), code)
        requests.accept_request(uow, row, version=request.form.get("version", type=int))
    return redirect(url_for(".request_page", reference=reference, code=code), 303)


@bp.post("/requests/<code>/ask-again")
@needs(Permission.EDIT_REQUESTS)
def ask_again(reference: str, code: str) -> Page:
    """Ask again with a new date and the reason."""
    form = AskAgainForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        row = request_for_writing(uow.session, case, code)
        requests.ask_again(uow, case, row, due=form.due.data, reason=form.reason.data, version=form.seen())

    if not keep(form, act):
        return _request(code, again=form), 422
    return redirect(url_for(".request_page", reference=reference, code=code), 303)


@bp.post("/requests/<code>/cancel")
@needs(Permission.EDIT_REQUESTS)
def cancel(reference: str, code: str) -> Page:
    """The item is no longer needed."""
    form = ReasonForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        row = request_for_writing(uow.session, case, code)
        requests.cancel_request(uow, row, reason=form.reason.data, version=form.seen())

    if not keep(form, act):
        return _request(code), 422
    return redirect(url_for(".request_page", reference=reference, code=code), 303)


def _remind(reference: str, code: str) -> Response:
    with unit_of_work(g.actor) as uow:
        requests.remind_of_request(
            uow, request_for_writing(uow.session, case_by_code(uow.session, reference), code)
        )
    flash(_("A reminder goes out by mail."), "done")
    return redirect(url_for(".request_page", reference=reference, code=code), 303)


@bp.post("/requests/<code>/remind")
@needs(Permission.REMIND)
def remind(reference: str, code: str) -> Response:
    """The group's office reminds its subsidiary."""
    return _remind(reference, code)


@bp.post("/requests/<code>/remind-by-team")
@needs(Permission.EDIT_REQUESTS)
def remind_by_team(reference: str, code: str) -> Response:
    """The team reminds the responsible party."""
    return _remind(reference, code)
