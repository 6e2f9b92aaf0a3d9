"""Renders the verification statement from its frozen contract; refuses while an element of 1.7 is empty."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from reports import places
from reports.completeness import refuse_incomplete_statement
from reports.consolidated_pages import entity_tables
from reports.contract import Level, Person, StatementContract, canonical, contract_hash
from reports.flowables import SignatureBox
from reports.fonts import font_set
from reports.lines import line_table
from reports.masthead import numbered, opening, opinions, status_address, summary_table
from reports.pages import Plan, Running, set_pages
from reports.palette import CONTENT_WIDTH
from reports.style import Cell, Column, Compositor, Content, only_filled
from reports.wording import wording

SIGNATURE_FIELDS = ("LeadVerifier", "AuthorisedSignatory")


def render_verification_statement(statement: StatementContract, *, is_draft: bool = False) -> bytes:
    """Return the PDF of a complete statement; the same contract gives the same bytes.

    A draft carries the DRAFT mark and no signature field, and may lack elements 3, 18, 20 and 21. Raises
    IncompleteError naming every other empty element of 1.7, MissingGlyphError when a character cannot be
    printed.
    """
    refuse_incomplete_statement(statement, is_draft=is_draft)
    sha256 = contract_hash(statement)
    words = wording(statement.language)
    fonts = font_set(canonical(statement).decode() + words.characters())

    def story(_: Plan) -> Sequence[Flowable]:
        compositor = Compositor(fonts, words)
        return [
            *opening(compositor, statement, sha256, statement.title, places.STATEMENT),
            *opinions(compositor, statement),
            *subject(compositor, statement),
            *_summary(compositor, statement),
            *statement_work(compositor, statement),
            *signatures(compositor, statement, is_draft=is_draft),
            *_annexes(compositor, statement),
        ]

    return set_pages(story, running_of(statement, sha256, "Verification statement", is_draft=is_draft), fonts)


def running_of(statement: StatementContract, sha256: str, kind: str, *, is_draft: bool) -> Running:
    """Return head and foot of a document that hangs on this statement."""
    words = wording(statement.language)
    return Running(
        title=f"{words.say(kind)} {numbered(statement)}",
        author=statement.body.name,
        head_left=f"{words.say(kind)}  ·  {statement.responsible_party.name}",
        head_right=numbered(statement),
        page_of=words.say("page {page} of {pages}"),
        sha256=sha256,
        sha256_label=words.say("Contract"),
        foot=f"{words.say('Audit trail head')} {statement.audit_head[:16]}" if statement.audit_head else "",
        status_url=status_address(statement.status_url, statement.number),
        draft_word=words.say("DRAFT") if is_draft else "",
        language=statement.language,
    )


def subject(compositor: Compositor, statement: StatementContract) -> list[Flowable]:
    """Return what the opinion is about: elements 2, 4, 5, 7, 9 and 10."""
    say, words, ghg = compositor.say, compositor.words, statement.ghg_statement
    assert ghg is not None and statement.nature is not None  # elements 5 and 10 are refused before
    party = statement.organisation
    named = f"{party.name}\n{party.local_name}" if party.local_name else party.name
    rows: list[tuple[str, Content]] = [
        (say("Addressee"), statement.addressee),
        (say("Organisation"), named),
        (say("Address, registration"), "  ·  ".join(filter(None, (party.address, party.registration)))),
        (say("Activity"), statement.activity),
        (
            say("Boundary"),
            f"{statement.organisational_boundary.rstrip('.')}. {say('The sites are listed in annex B.')}",
        ),
        (
            say("GHG statement"),
            f"{ghg.title}, {ghg.version}, {say('dated')} {words.day(ghg.dated)}, {words.period(ghg.period)}",
        ),
        (say("SHA-256 of the GHG statement"), Cell(ghg.sha256, raw=True)),
        (say("Criteria"), "; ".join(statement.criteria)),
        (say("Scope"), statement.scope),
        (say("Nature of the data"), words.nature(statement.nature)),
        (say("Case"), statement.case_reference),
    ]
    return [compositor.heading(say("What was verified")), compositor.facts(rows)]


def _summary(compositor: Compositor, statement: StatementContract) -> list[Flowable]:
    assert statement.summary is not None  # element 13 is refused before
    return [
        compositor.heading(compositor.say("Summary of the GHG statement")),
        *summary_table(compositor, statement.summary, places.STATEMENT),
    ]


def statement_work(compositor: Compositor, statement: StatementContract) -> list[Flowable]:
    """Return responsibilities, work, materiality, body, reviewer and restriction: elements 6 to 22."""
    say, words = compositor.say, compositor.words
    limited = [group for group in statement.groups if group.level is Level.LIMITED]
    story: list[Flowable] = [
        compositor.heading(say("Responsibilities")),
        compositor.text(words.responsibility(statement)),
        compositor.text(words.verifier_responsibility(statement)),
        compositor.heading(say("How the verification was done")),
        compositor.text(words.declaration(statement)),
        compositor.text(words.objectives(statement)),
        *compositor.bullets(
            [
                f"{work.technique.capitalize()}: {work.text}" if work.technique else work.text
                for work in statement.evidence_work
            ]
        ),
    ]
    if limited:
        story += [compositor.space(2), compositor.text(words.narrower_work(limited))]
    story.append(compositor.heading(say("Level of assurance and materiality"), 2))
    story.append(compositor.facts(_materiality(compositor, statement)))
    return [*story, *_body(compositor, statement)]


def _materiality(compositor: Compositor, statement: StatementContract) -> list[tuple[str, Content]]:
    words = compositor.words
    rows: list[tuple[str, Content]] = []
    for group in statement.groups:
        always = "; ".join(reason.rstrip(".;") for reason in group.qualitative_materiality)
        note = f" {words.say('Material at any size')}: {always}." if always else ""
        rows.append(
            (
                f"{words.say('Group')} {group.code}, {words.level(group.level)}",
                f"{words.materiality(group)}.{note}",
            )
        )
    return rows


def _body(compositor: Compositor, statement: StatementContract) -> list[Flowable]:
    say, words, body = compositor.say, compositor.words, statement.body
    reviewer = statement.reviewer
    rows: list[tuple[str, Content]] = [
        (say("Verification body"), f"{body.name}, {body.address}"),
        (
            say("Accreditation"),
            ", ".join(
                filter(None, (body.accreditation_number, body.accreditation_body, body.accreditation_scope))
            ),
        ),
        (
            say("Independent review"),
            f"{reviewer.name}, {reviewer.role}, {say('reviewed this opinion before its issue')}: "
            f"{words.day(statement.reviewed_on)}",
        ),
        (say("Restriction on use"), statement.restriction),
    ]
    if statement.replaces:
        rows.append((say("Replaces"), words.replacement(statement)))
    small = " ".join([words.prevailing(statement), *statement.notices])
    return [
        compositor.heading(say("Verification body, review and use")),
        compositor.facts(rows),
        compositor.space(3),
        compositor.text(small, "small", quiet=True),
    ]


def signatures(
    compositor: Compositor, statement: StatementContract, *, is_draft: bool, place: str = ""
) -> list[Flowable]:
    """Return date and the two signature blocks; their boxes are found again by signature_places."""
    say = compositor.say
    half, gutter = CONTENT_WIDTH / 2 - 8, 16
    blocks = [
        _signature(compositor, person, field, half, is_draft)
        for person, field in zip(
            (statement.lead_verifier, statement.authorised_signatory), SIGNATURE_FIELDS, strict=True
        )
    ]
    pair = compositor.beside(blocks, [half + gutter, half])
    dated = f"{say('Date of the opinion')}: {compositor.words.day(statement.opinion_date)}"
    if place:
        dated = f"{dated}. {say('Place and date of this report')}: {place}"
    notice = (
        [compositor.text(statement.signature_notice, "small", quiet=True)]
        if statement.signature_notice
        else []
    )
    return [
        compositor.together(
            compositor.heading(say("Signatures")),
            compositor.text(dated, after=6),
            pair,
            compositor.space(4),
            *notice,
        )
    ]


def _signature(
    compositor: Compositor, person: Person, field: str, width: float, is_draft: bool
) -> list[Flowable]:
    who = compositor.text(person.name, bold=True, after=0)
    role = compositor.text(", ".join(filter(None, (person.role, person.organisation))), "table", after=4)
    if is_draft:
        return [who, role, compositor.text(compositor.say("DRAFT, not signed"), quiet=True)]
    return [who, role, SignatureBox(field, width, 26 * mm)]


def _annexes(compositor: Compositor, statement: StatementContract) -> list[Flowable]:
    say = compositor.say

    def to_trace(line: object) -> str:
        return places.link_to(places.TRACE, places.line_name(getattr(line, "code", "")), places.STATEMENT)

    sites = [[site.name, site.address, site.activity] for site in statement.sites]
    columns = [Column(say("Site"), 38), Column(say("Address"), 36), Column(say("Activity"), 26)]
    filled, rows = only_filled(columns, sites)
    return [
        compositor.heading(say("Annex A. Lines of the GHG statement"), anchor=places.LINES_NAME),
        line_table(compositor, statement.lines, to_trace),
        compositor.heading(say("Annex B. Sites")),
        compositor.table(filled, rows),
        *entity_tables(compositor, statement.consolidated, annex="Annex C. Entities of the group"),
    ]
