"""The commitment letter as a Word document: what the group promises, within which time, and who signs."""

from __future__ import annotations

from methods.targets import commitment_ends
from reports.sbt_contract import Commitment, CommitmentContract, Stater, facts_of
from reports.sbt_paper import SbtPaper, begin_paper
from reports.word import WordCell
from reports.wording import English

TITLE = "Commitment letter"
_COMPANY = ("legal_name", "local_name", "address", "country", "isin", "lei", "sector", "isic", "staff")
_PROMISES = {
    Commitment.NEAR_TERM: "We commit to set near-term science-based emission reduction targets for the whole group.",
    Commitment.NEAR_TERM_AND_NET_ZERO: (
        "We commit to set near-term science-based emission reduction targets for the whole group, and long-term "
        "targets to reach net-zero by 2050 at the latest."
    ),
}


def render_commitment(contract: CommitmentContract, words: English | None = None) -> bytes:
    """Return the letter as DOCX; the same contract gives the same bytes."""
    paper = begin_paper(TITLE, contract.header, contract, words or English())
    say, word, header = paper.say, paper.word, contract.header
    word.text(say(TITLE), "Title")
    local = f"\n{header.group.local_name}" if header.group.local_name else ""
    word.text(f"{header.group.name}{local}", "Subtitle")
    word.facts([(say("To"), _of(paper, contract, "addressee")), (say("Date"), paper.words.day(header.dated))])
    word.heading(say("Our commitment"), 2)
    for sentence in _promises(paper, contract):
        word.text(sentence)
    word.heading(say("The company"), 2)
    company = [fact for fact in facts_of(contract.company) if fact.name in _COMPANY]
    word.facts([(say(fact.terms.label), paper.value(fact)) for fact in company])
    word.heading(say("Contact"), 2)
    contacts = [
        (one.role, "\n".join(filter(None, (one.name, one.mail, one.phone))))
        for one in contract.company.contacts
    ]
    word.facts(contacts or [(say("Contact"), paper.lacking(Stater.OFFICE))])
    word.heading(say("Signed for the company"), 2)
    paper.sign_off(contract.sign_off, but=("approved_on",))
    return paper.bytes()


def _promises(paper: SbtPaper, contract: CommitmentContract) -> list[str]:
    say = paper.say
    lacking = f"{say('Commitment')}: {paper.lacking(Stater.BOARD).text}."
    ends = paper.words.day(commitment_ends(contract.header.dated))
    found = [say(_PROMISES[contract.choice]) if contract.choice else lacking]
    found.append(
        say(
            "The targets will follow the criteria of the Science Based Targets initiative in force when they are "
            "handed in, and will be handed in within 24 months of this letter, by {day}.",
            day=ends,
        )
    )
    if contract.consents is None:
        found.append(f"{say('Consent to be listed')}: {paper.lacking(Stater.SIGNATORY).text}.")
    elif contract.consents:
        found.append(
            say('We agree to be listed publicly as "committed", and to the terms of the initiative.')
        )
    else:
        found.append(say('We do not agree to be listed publicly as "committed".'))
    return found


def _of(paper: SbtPaper, contract: CommitmentContract, name: str) -> WordCell:
    return next(paper.value(fact) for fact in facts_of(contract) if fact.name == name)
