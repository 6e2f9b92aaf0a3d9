"""What every page shares: request session, shell, filters, refusals as pages, security headers."""

from __future__ import annotations

import logging
import secrets
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, g, has_app_context, jsonify, render_template, request, session
from flask.globals import app_ctx
from flask_babel import Babel, get_locale
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from evidence.store import StoreFull
from workflow.access import Actor, Permission
from workflow.clock import DemoClock
from workflow.db import ScopedSession
from workflow.errors import (
    AssayError,
    BadInput,
    ChangedMeanwhile,
    NotAllowed,
    NotYours,
    RuleViolation,
    TooManyTries,
)
from workflow.i18n import LANGUAGES, Message, catalogue, say
from workflow.limits import WEB
from workflow.unit_of_work import reading, services

log = logging.getLogger(__name__)
csrf = CSRFProtect()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class Shell:
    """What the frame around every page shows."""

    actor: Actor | None
    person_name: str | None
    organisation_name: str | None
    roles: tuple[str, ...]
    my_work_count: int | None
    demo_clock: datetime | None
    today: date
    csrf_token: str
    on_behalf_of: str | None = None


def db() -> ScopedSession:
    """The reading session of this request, within the scope of the person."""
    if "reading" not in g:
        g.reading_context = reading(g.actor.scope)
        g.reading = g.reading_context.__enter__()
    session: ScopedSession = g.reading
    return session


def now() -> datetime:
    """The product's time."""
    return services().clock.now()


def language() -> str:
    """The language of this request, one of those that the product has; worked out once."""
    if not has_app_context():
        return "en"
    held = app_ctx.g
    if "language" not in held:
        held.language = str(get_locale() or "en")
    chosen: str = held.language
    return chosen


@lru_cache(maxsize=4096)
def _said(text: str, chosen: str) -> Markup:
    return Markup(catalogue(chosen).gettext(text))  # noqa: S704  our own catalogue and templates


@lru_cache(maxsize=4096)
def _said_plainly(text: str, chosen: str) -> Markup:
    return _said(text, chosen) % {}


def _gettext(text: str, /, **named: object) -> Markup:
    """A sentence of a template, named values in it escaped; `%%` is a percent sign."""
    chosen = language()
    return _said(text, chosen) % named if named else _said_plainly(text, chosen)


def _ngettext(one: str, many: str, num: int, /, **named: object) -> Markup:
    said = Markup(catalogue(language()).ngettext(one, many, num))  # noqa: S704  as above
    return said % {"num": num, **named}


def _speak(environment: Any) -> None:
    """Let templates ask our own catalogue: a page has hundreds of sentences, and Flask-Babel and Jinja's own
    wrapping of it look up and wrap each anew."""
    environment.install_gettext_callables(gettext=_gettext, ngettext=_ngettext, newstyle=False)
    environment.globals.update(_=_gettext, page_link=page_link)


def page_link(changes: Mapping[str, object], drop: Collection[str] = ()) -> str:
    """This page's own address with some parameters changed; none removes one, and paging never survives a change."""
    gone = {*changes, *drop, "after", "before"}
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in gone]
    kept += [(key, str(value)) for key, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def install(app: Flask) -> None:
    """Add to the application what every page shares."""
    app.config.update(
        MAX_CONTENT_LENGTH=WEB.upload_bytes + WEB.form_bytes,
        MAX_FORM_MEMORY_SIZE=WEB.form_bytes,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME="assay_form",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=services().config.base_url.startswith("https:"),
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.jinja_env.undefined = StrictUndefined
    # Drawings are templates too: by their names alone, ending in .svg.jinja, Flask would not escape what people typed.
    app.jinja_env.autoescape = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.before_request(_refuse_long_forms)
    csrf.init_app(app)
    Babel(app, locale_selector=_chosen_language)
    _speak(app.jinja_env)
    app.jinja_env.filters.update(
        say=lambda m: say(m, language()),
        grouped=grouped,
        tonnes=tonnes,
        quantity=quantity,
        day=day,
        instant=instant,
        words=words,
    )
    app.context_processor(_frame)
    app.teardown_request(_close_reading)
    app.after_request(_secure)
    _answer_refusals(app)


def _refuse_long_forms() -> None:
    """Files come as multipart; any other body is read whole into memory, so it has the bound of a form."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = WEB.form_bytes


def _chosen_language() -> str:
    actor: Actor | None = g.get("actor")
    if "session_id" in g and actor is not None and actor.language in LANGUAGES:
        return actor.language
    return (request.accept_languages.best_match(["en", "zh"]) == "zh" and "zh_Hans_CN") or "en"


def _frame() -> dict[str, Any]:
    actor: Actor | None = g.get("actor")
    # A stranger has no row: who is not signed in is shown no name, no search and no work.
    signed_in = actor if actor is not None and (actor.person_id or 0) > 0 else None
    clock = services().clock
    shell = Shell(
        actor=signed_in,
        person_name=signed_in.name if signed_in else None,
        organisation_name=g.get("organisation_name"),
        roles=tuple(sorted({words(r.value) for _, r in signed_in.organisation_roles})) if signed_in else (),
        my_work_count=g.get("my_work_count", session.get("my_work")),
        demo_clock=clock.now() if isinstance(clock, DemoClock) else None,
        today=clock.now().date(),
        csrf_token=generate_csrf(),
        on_behalf_of=signed_in.on_behalf_of if signed_in else None,
    )
    return {"shell": shell, "locale": language(), "g_may": _may}


def _may(permission: str) -> bool:
    """Whether the person of this request holds a permission here; for showing and hiding acts."""
    actor: Actor = g.actor
    return actor.may(Permission(permission))


def _close_reading(_error: BaseException | None = None) -> None:
    context = g.pop("reading_context", None)
    g.pop("reading", None)
    if context is not None:
        context.__exit__(None, None, None)


def _secure(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in {"static", "bootstrap.static"}:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


@contextmanager
def sent_file(missing: str) -> Iterator[tuple[Path, str]]:
    """The file of a form, kept while the block lasts, and its name; BadInput says `missing` when none was chosen."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput(missing, "file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        sent.save(path)
        yield path, sent.filename


def grouped(value: Decimal | int, places: int | None = None, *, signed: bool = False) -> str:
    """A number grouped for the reader, minus sign U+2212; as exactly as it is stored, or rounded to places.

    All languages of the product group by comma and point by dot.
    """
    sign = "+" if signed and value else "-"
    if places is not None:
        said = f"{value:{sign},.{places}f}"
    else:
        said = f"{value:{sign},d}" if isinstance(value, int) else f"{value:{sign},f}"
    return said.replace("-", "\N{MINUS SIGN}")


def tonnes(value: Decimal | None, places: int = 2) -> str:
    """Tonnes CO2e grouped for the reader, minus sign U+2212; an en dash for nothing."""
    return "–" if value is None else grouped(value, places)


def quantity(value: Decimal | None, unit: str | None = None) -> str:
    """A quantity as exactly as it is stored, grouped, with its unit behind a thin space."""
    if value is None:
        return "–"
    text = grouped(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}\N{THIN SPACE}{unit}" if unit else text


def day(value: date | None) -> str:
    return "–" if value is None else value.strftime("%Y-%m-%d")


def instant(value: datetime | None) -> str:
    return "–" if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def words(value: object) -> str:
    """A word of a closed list as people read it: the value, with spaces."""
    text = str(getattr(value, "value", value)).replace("_", " ")
    return say(text, language())


Answer = tuple[Response | str, int]


def _answer_refusals(app: Flask) -> None:
    for kind, (status, template) in _SAID_BY_ITSELF.items():
        app.register_error_handler(kind, _sentence_page(status, template))
    app.register_error_handler(RuleViolation, _refused)
    app.register_error_handler(NotYours, _missing)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(StoreFull, _full)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


# Errors that carry the sentence for the person: with which status and on which page it is said.
_SAID_BY_ITSELF: dict[type[AssayError], tuple[int, str]] = {
    ChangedMeanwhile: (409, "errors/changed.html"),
    TooManyTries: (429, "errors/other.html"),
    BadInput: (422, "errors/bad_input.html"),
    NotAllowed: (403, "errors/403.html"),
}


def _sentence_page(status: int, template: str) -> Callable[[AssayError], Answer]:
    def answer(error: AssayError) -> Answer:
        name = HTTPStatus(status).phrase
        return _error_page(status, template, name=name, sentence=say(error.reason, language()))

    return answer


def answer_not_allowed(error: NotAllowed) -> Answer:
    """The page that says that a right is missing, for blueprints that answer some people otherwise."""
    return _sentence_page(HTTPStatus.FORBIDDEN, "errors/403.html")(error)


def _refused(error: RuleViolation) -> Answer:
    reasons = [(r.code, say(r.reason, language())) for r in error.refusals]
    return _error_page(409, "errors/refused.html", reasons=reasons)


def _missing(_error: NotYours) -> Answer:
    return _error_page(404, "errors/404.html")


def _forged(_error: CSRFError) -> Answer:
    sentence = Message("This form is too old or came from another page. Go back, reload and send again.")
    return _error_page(400, "errors/bad_input.html", sentence=say(sentence, language()))


def _full(error: StoreFull) -> Answer:
    status = HTTPStatus.INSUFFICIENT_STORAGE
    sentence = say(Message(str(error)), language())
    return _error_page(status, "errors/other.html", name=status.phrase, sentence=sentence)


def _busy(error: OperationalError) -> Answer | tuple[Response | str, int, dict[str, str]]:
    # SQLite says "no such table" by the same name as "locked": that is a fault, and waiting mends nothing.
    if "no such" in str(error.orig):
        return _failed(error)
    log.error("database.busy %s", type(error.orig).__name__)
    return *_error_page(503, "errors/busy.html"), {"Retry-After": "5"}


def _http(error: HTTPException) -> Answer | Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    code = error.code or 500
    template = f"errors/{code}.html" if code in {401, 403, 404, 413} else "errors/other.html"
    return _error_page(code, template, name=error.name)


def _failed(error: Exception) -> Answer:
    mark = secrets.token_hex(4)
    log.exception("request.failed %s %s", mark, type(error).__name__)
    return _error_page(500, "errors/500.html", mark=mark)


def _error_page(status: int, template: str, **context: Any) -> Answer:
    if wants_json():
        told = {key: value for key, value in context.items() if isinstance(value, (str, list))}
        return jsonify(error=status, **told), status
    return render_template(template, status=status, **context), status


def complain(field: Any, sentence: str) -> None:
    """Put a sentence beside a form's field, as its own checks do."""
    field.errors = (*field.errors, sentence)


def wants_json() -> bool:
    """True when a script asks: it gets the reasons as JSON instead of a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return bool(best == "application/json")


def undeclared_views(app: Flask) -> list[str]:
    """Endpoints whose view neither names a permission nor is declared public."""
    open_files = {"static", "bootstrap.static"}
    return sorted(
        name
        for name, view in app.view_functions.items()
        if name not in open_files and not hasattr(view, "permission")
    )


def blueprint(noun: str, prefix: str = "") -> Blueprint:
    """The blueprint of a noun, with its pages under templates/<noun>/."""
    return Blueprint(noun, f"workflow.{noun}.routes", url_prefix=prefix or None)
