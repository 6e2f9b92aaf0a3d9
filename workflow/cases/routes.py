"""Pages of the engagement: list and opening of cases, application, terms, agreement, team, impartiality."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import CASE_ROLES, Permission, Role, needs
from workflow.cases import commands, queries
from workflow.cases.commands import DeclaredThreat
from workflow.cases.entities import open_group_case
from workflow.cases.facts import engagement_facts
from workflow.cases.forms import (
    AgreementForm,
    ApplicationForm,
    DeclarationForm,
    GroupForm,
    OpenCaseForm,
    ReasonForm,
    SignForm,
    TeamForm,
    TermsForm,
    ThreatForm,
)
from workflow.cases.models import Case
from workflow.cases.reach import permitted
from workflow.cases.rules import (
    AssuranceLevel,
    ConsolidationApproach,
    ThreatDecision,
    ThreatKind,
    ThreatRisk,
)
from workflow.people import queries as people
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import blueprint, db, now, words

bp = blueprint("cases", "/cases")


def _case(uow: UnitOfWork, version: str | None = None) -> Case:
    """The case of this request, loaded for writing; refused when somebody saved since the form was shown."""
    case = queries.case_by_code(uow.session, g.case.code)
    uow.expect(case, int(version) if version and version.isdigit() else None)
    return case


@bp.get("")
@needs(Permission.USE_OWN_ACCOUNT)
def index() -> str:
    """All cases that open to the person, newest first."""
    is_open = permitted(g.actor, Permission.READ_CASE, now().date())
    rows = queries.cases_seen(db(), is_open, before=request.args.get("before", type=int))
    names = queries.names_of(db(), [c.responsible_party_org_id for c in rows])
    return render_template("cases/index.html", cases=rows, names=names)


def _open_form() -> OpenCaseForm:
    form = OpenCaseForm()
    known = queries.organisations_to_verify(db())
    groups = [o for o in known if o.kind is OrganisationKind.GROUP]
    form.responsible_party.choices = [(o.id, o.name) for o in known]
    form.group.choices = [(0, "–"), *((o.id, o.name) for o in groups)]
    return form


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.CREATE_CASE)
def open_case() -> Response | str:
    """Open a case for a responsible party."""
    form = _open_form()
    if not form.validate_on_submit():
        return render_template("cases/new.html", form=form)
    body_id = next(o for o, role in g.actor.organisation_roles if role is Role.BODY_MANAGER)
    with unit_of_work(g.actor) as uow:
        party = queries.organisation_to_verify(uow.session, form.responsible_party.data)
        group = queries.organisation_to_verify(uow.session, form.group.data) if form.group.data else None
        body = people.organisation(uow.session, body_id)
        if form.is_group_case.data:
            case = open_group_case(uow, body, title=form.title.data, group=party)
        else:
            case = commands.open_case(uow, body, title=form.title.data, responsible_party=party, group=group)
        code = case.code
    return redirect(url_for("cases.engagement", reference=code), 303)


@bp.get("/<reference>/engagement")
@needs(Permission.READ_CASE)
def engagement(reference: str) -> str:
    """Application, terms, groups and agreement of a case."""
    return _engagement()


def _engagement(**shown: object) -> str:
    case: Case = g.case
    agreement = queries.agreement_of(db(), case)
    context = {
        "case": case,
        "agreement": agreement,
        "groups": queries.groups_of(db(), case),
        "facts": engagement_facts(db(), case, now().date()),
        "names": queries.names_of(
            db(), [case.owner_org_id, case.client_org_id, case.responsible_party_org_id, case.group_org_id]
        ),
        "signatures": queries.agreement_signatures(db(), case),
        "application_form": ApplicationForm(None, obj=case),
        "terms_form": TermsForm(None, obj=case),
        "agreement_form": AgreementForm(None, obj=agreement),
        "group_form": GroupForm(None),
        "sign_form": SignForm(None, sha256=agreement.sha256 if agreement else ""),
    }
    return render_template("cases/engagement.html", **{**context, **shown})


@bp.post("/<reference>/engagement/application")
@needs(Permission.EDIT_APPLICATION)
def fill_application(reference: str) -> Response | tuple[str, int]:
    """Take the application."""
    form = ApplicationForm()
    if not form.validate_on_submit():
        return _engagement(application_form=form), 422
    with unit_of_work(g.actor) as uow:
        fields = {k: v for k, v in form.data.items() if k not in {"csrf_token", "version"}}
        commands.fill_application(uow, _case(uow, form.version.data), **fields)
    flash(_("The application is saved."), "done")
    return redirect(url_for("cases.engagement", reference=reference), 303)


@bp.post("/<reference>/engagement/terms")
@needs(Permission.RUN_CASE)
def set_terms(reference: str) -> Response | tuple[str, int]:
    """Take programme profile, required competences and the body's clearance."""
    form = TermsForm()
    if not form.validate_on_submit():
        return _engagement(terms_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.set_terms(
            uow,
            _case(uow, form.version.data),
            look_back_years=int(form.look_back_years.data),
            must_correct_all=form.must_correct_all.data,
            reviewer_outside_client=form.reviewer_outside_client.data,
            body_clearance=form.body_clearance.data or None,
            body_cleared_on=uow.now.date() if form.body_clearance.data else None,
            required_competences=form.required_competences.data,
        )
    flash(_("Saved."), "done")
    return redirect(url_for("cases.engagement", reference=reference), 303)


@bp.post("/<reference>/engagement/groups")
@needs(Permission.EDIT_AGREEMENT)
def add_group(reference: str) -> Response | tuple[str, int]:
    """Add an assurance group."""
    form = GroupForm()
    if not form.validate_on_submit():
        return _engagement(group_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.add_group(
            uow, _case(uow), code=form.code.data, name=form.name.data, categories=form.categories.data,
            level=AssuranceLevel(form.level.data), threshold_percent=form.threshold_percent.data,
            qualitative_materiality=form.qualitative_materiality.data or None,
        )  # fmt: skip
    return redirect(url_for("cases.engagement", reference=reference), 303)


@bp.post("/<reference>/engagement/agreement")
@needs(Permission.EDIT_AGREEMENT)
def write_agreement(reference: str) -> Response | tuple[str, int]:
    """Write the agreed terms."""
    form = AgreementForm()
    if not form.validate_on_submit():
        return _engagement(agreement_form=form), 422
    with unit_of_work(g.actor) as uow:
        fields = {k: v or None for k, v in form.data.items() if k not in {"csrf_token", "version"}}
        fields["consolidation_approach"] = ConsolidationApproach(form.consolidation_approach.data)
        seen = int(form.version.data) if (form.version.data or "").isdigit() else None
        commands.write_agreement(uow, _case(uow), seen_version=seen, **fields)
    flash(_("The terms are saved. Both sides sign them as they stand now."), "done")
    return redirect(url_for("cases.engagement", reference=reference), 303)


def _sign(reference: str, *, for_body: bool) -> Response | tuple[str, int]:
    form = SignForm()
    here = url_for("cases.engagement", reference=reference)
    if not g.actor.is_fresh:
        return redirect(url_for("people.fresh", next=here), 303)
    if not form.validate_on_submit():
        return _engagement(), 422
    with unit_of_work(g.actor) as uow:
        commands.sign_agreement(uow, _case(uow), for_body=for_body, shown_sha256=form.sha256.data)
    flash(_("Signed."), "done")
    return redirect(here, 303)


@bp.post("/<reference>/engagement/sign-for-body")
@needs(Permission.SIGN_FOR_BODY)
def sign_for_body(reference: str) -> Response | tuple[str, int]:
    """Sign the agreement for the verification body."""
    return _sign(reference, for_body=True)


@bp.post("/<reference>/engagement/sign-for-party")
@needs(Permission.SIGN_FOR_RESPONSIBLE_PARTY)
def sign_for_party(reference: str) -> Response | tuple[str, int]:
    """Sign the agreement for the responsible party."""
    return _sign(reference, for_body=False)


@bp.post("/<reference>/engagement/waive-separation")
@needs(Permission.REMIND)
def waive_separation(reference: str) -> Response | tuple[str, int]:
    """The project office's waiver for a one-person site (SOD-4)."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _engagement(), 422
    with unit_of_work(g.actor) as uow:
        commands.waive_separation(uow, _case(uow), reason=form.reason.data)
    return redirect(url_for("cases.engagement", reference=reference), 303)


@bp.get("/<reference>/team")
@needs(Permission.READ_CASE)
def team(reference: str) -> str:
    """Who works on the case, and for the body's people their declarations."""
    return _team()


def _team_form(case: Case) -> TeamForm:
    form = TeamForm()
    if g.actor.may(Permission.NAME_TEAM):
        body = people.organisation(db(), case.owner_org_id)
        form.person.choices = [(p.id, p.name) for p in people.active_people_of(db(), body)]
    else:
        form.person.choices = []
    form.role.choices = [(r.value, words(r)) for r in sorted(CASE_ROLES)]
    return form


def _team(**shown: object) -> str:
    case: Case = g.case
    seen = g.actor.may(Permission.READ_IMPARTIALITY)
    context = {
        "case": case,
        "members": queries.team_of(db(), case),
        "declarations": queries.declarations_of(db(), case) if seen else [],
        "facts": engagement_facts(db(), case, now().date()) if seen else None,
        "team_form": shown.get("team_form") or _team_form(case),
        "declaration_form": DeclarationForm(None),
        "threat_form": ThreatForm(None),
        "reason_form": ReasonForm(None),
    }
    return render_template("cases/team.html", **{**context, **shown})


@bp.post("/<reference>/team")
@needs(Permission.NAME_TEAM)
def name_member(reference: str) -> Response | tuple[str, int]:
    """Give a person a role on the case; proposed until the agreement stands."""
    form = _team_form(g.case)
    if not form.validate_on_submit():
        return _team(team_form=form), 422
    with unit_of_work(g.actor) as uow:
        case = _case(uow)
        person = people.person_of(uow.session, queries.body_of(uow.session, case), form.person.data)
        commands.name_team_member(
            uow, case, person, Role(form.role.data), proposed=queries.is_before_agreed(case)
        )
    return redirect(url_for("cases.team", reference=reference), 303)


@bp.post("/<reference>/team/<int:member_id>/end")
@needs(Permission.NAME_TEAM)
def end_member(reference: str, member_id: int) -> Response | tuple[str, int]:
    """End a role on the case, with the reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _team(), 422
    with unit_of_work(g.actor) as uow:
        case = _case(uow)
        member = queries.member(uow.session, case, member_id)
        commands.end_team_member(uow, case, member, reason=form.reason.data)
    return redirect(url_for("cases.team", reference=reference), 303)


@bp.post("/<reference>/team/declaration")
@needs(Permission.DECLARE_IMPARTIALITY)
def declare(reference: str) -> Response | tuple[str, int]:
    """One's own declaration of impartiality for this case."""
    form = DeclarationForm()
    if not form.validate_on_submit():
        return _team(declaration_form=form), 422
    threats = []
    if form.threat.data:
        threats.append(
            DeclaredThreat(
                kind=ThreatKind(form.kind.data), description=form.threat.data,
                risk=ThreatRisk(form.risk.data), is_consultancy=form.is_consultancy.data,
                period_from=form.period_from.data, period_to=form.period_to.data,
                safeguard=form.safeguard.data or None,
            )
        )  # fmt: skip
    with unit_of_work(g.actor) as uow:
        person = people.person(uow.session, g.actor.person_id)
        commands.declare_impartiality(uow, _case(uow), person, statement=form.statement.data, threats=threats)
    flash(_("Your declaration is recorded. The body clears it."), "done")
    return redirect(url_for("cases.team", reference=reference), 303)


@bp.post("/<reference>/team/threats/<int:threat_id>")
@needs(Permission.NAME_TEAM)
def decide_threat(reference: str, threat_id: int) -> Response | tuple[str, int]:
    """The body's decision on a declared threat."""
    form = ThreatForm()
    if not form.validate_on_submit():
        return _team(threat_form=form), 422
    with unit_of_work(g.actor) as uow:
        threat = queries.threat(uow.session, _case(uow), threat_id)
        commands.decide_threat(
            uow, threat, ThreatDecision(form.decision.data), safeguard=form.safeguard.data or None,
            reason=form.reason.data,
        )  # fmt: skip
    return redirect(url_for("cases.team", reference=reference), 303)


@bp.post("/<reference>/team/declarations/<int:declaration_id>/clear")
@needs(Permission.NAME_TEAM)
def clear(reference: str, declaration_id: int) -> Response | tuple[str, int]:
    """Clear a person for the case."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _team(), 422
    with unit_of_work(g.actor) as uow:
        declaration = queries.declaration(uow.session, _case(uow), declaration_id)
        commands.clear_declaration(uow, declaration, reason=form.reason.data)
    return redirect(url_for("cases.team", reference=reference), 303)
