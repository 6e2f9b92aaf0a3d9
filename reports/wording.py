"""The sentences of statement and report, one class per language; a language overrides every sentence."""

from __future__ import annotations

from datetime import date

from reports.contract import (
    Basis,
    Conclusion,
    GroupOpinion,
    Level,
    Matter,
    Nature,
    Objective,
    PartyDuty,
    Period,
    StatementContract,
    VerifierDuty,
)
from reports.numbers import percent, whole_percent, with_unit

CATEGORY_NAMES = {
    1: "Direct emissions and removals",
    2: "Indirect emissions from imported energy",
    3: "Indirect emissions from transportation",
    4: "Indirect emissions from products used by the organisation",
    5: "Indirect emissions from the use of the organisation's products",
    6: "Indirect emissions from other sources",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class English:
    """English, in our own words; ``say`` is where another language looks a label up."""

    code = "en"
    name = "English"

    def say(self, label: str) -> str:
        """Return the label in this language; English labels are the message ids."""
        return label

    def characters(self) -> str:
        """Return the characters outside Latin that the labels of this language need."""
        return ""

    def day(self, day: date | None) -> str:
        """Return the day in words; a draft may lack it."""
        if day is None:
            return "not yet dated"
        return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}"

    def period(self, period: Period) -> str:
        return f"{self.day(period.start)} to {self.day(period.end)}"

    def category(self, category: int) -> str:
        return CATEGORY_NAMES[category]

    def categories(self, categories: tuple[int, ...]) -> str:
        if len(categories) == 1:
            return f"category\u00a0{categories[0]}"
        return f"categories {' and '.join([', '.join(map(str, categories[:-1])), str(categories[-1])])}"

    def level(self, level: Level) -> str:
        return {Level.REASONABLE: "reasonable assurance", Level.LIMITED: "limited assurance"}[level]

    def conclusion(self, conclusion: Conclusion) -> str:
        return {
            Conclusion.UNMODIFIED: "unmodified",
            Conclusion.MODIFIED: "modified",
            Conclusion.ADVERSE: "adverse",
            Conclusion.DISCLAIMER: "no opinion issued",
        }[conclusion]

    def basis(self, basis: Basis) -> str:
        return {Basis.LOCATION: "location-based", Basis.MARKET: "market-based"}[basis]

    def nature(self, nature: Nature) -> str:
        return {
            Nature.HISTORICAL: "The data are historical: they state what was emitted in the period.",
            Nature.PROJECTED: "The data are projected: they state what is expected, and results may differ.",
        }[nature]

    def party_duty(self, duty: PartyDuty) -> str:
        return {
            PartyDuty.PREPARATION: "preparing the GHG statement according to the criteria",
            PartyDuty.FAIR_PRESENTATION: "its fair presentation",
            PartyDuty.CONTROLS: "the data management and the controls that keep it free from material error",
            PartyDuty.DISCLOSURE: "making all sources and all evidence known to the verification body",
        }[duty]

    def verifier_duty(self, duty: VerifierDuty) -> str:
        return {
            VerifierDuty.OPINION: "giving an independent opinion on the GHG statement, group by group",
            VerifierDuty.EVIDENCE: "gathering evidence that is sufficient and appropriate for that opinion",
            VerifierDuty.IMPARTIALITY: "the impartiality and the competence of all who worked on it",
            VerifierDuty.NO_PREPARATION: "keeping apart: it prepared no part of the statement it verified",
        }[duty]

    def objective(self, objective: Objective) -> str:
        return {
            Objective.MATERIAL_CORRECTNESS: "to conclude whether the GHG statement is materially correct and "
            "fairly presented",
            Objective.CONFORMITY: "to conclude whether it was prepared according to the criteria",
            Objective.CONTROLS: "to evaluate the data management and controls on which it rests",
        }[objective]

    def report_title(self, statement: StatementContract) -> str:
        ghg = statement.ghg_statement
        assert ghg is not None  # refused before: element 5
        return f"Verification report on the {ghg.title}, {ghg.version}, of {statement.responsible_party.name}"

    def responsibility(self, statement: StatementContract) -> str:
        duties = _enumerate([self.party_duty(duty) for duty in statement.party_duties])
        return f"{statement.responsible_party.name} is the responsible party. It answers for {duties}."

    def verifier_responsibility(self, statement: StatementContract) -> str:
        duties = _enumerate([self.verifier_duty(duty) for duty in statement.verifier_duties])
        return f"{statement.body.name} is the verification body. It answers for {duties}."

    def declaration(self, statement: StatementContract) -> str:
        programme = f" and the rules of {statement.programme}" if statement.programme else ""
        return f"The verification was done according to {statement.verification_standard}{programme}."

    def objectives(self, statement: StatementContract) -> str:
        aims = _enumerate([self.objective(objective) for objective in statement.objectives])
        return f"The objectives agreed are {aims}."

    def narrower_work(self, groups: list[GroupOpinion]) -> str:
        named = _enumerate([f"group\u00a0{group.code}" for group in groups])
        return (
            f"For {named} the assurance is limited: the procedures are narrower in kind and extent than for "
            "reasonable assurance, and so is the assurance obtained."
        )

    def opinion(self, statement: StatementContract, group: GroupOpinion) -> str:
        """Return the conclusion of one group, positive for reasonable, negative for limited assurance.

        A refusal to conclude (disclaimer) and an adverse conclusion have their own form (elements 16, 17).
        """
        if group.conclusion is Conclusion.DISCLAIMER:
            return self._disclaimer(group)
        if group.conclusion is Conclusion.ADVERSE:
            return self._adverse(statement, group)
        plain = self._plain(statement, group)
        if group.conclusion is Conclusion.MODIFIED:
            return f"{plain}, except for {self._matters(group)}."
        return f"{plain}."

    def opinion_matter(self, matter: Matter, group: GroupOpinion) -> str:
        amount = "" if matter.amount is None else f", {with_unit(matter.amount)}"
        share = "" if matter.share is None else f" ({percent(matter.share)} of group\u00a0{group.code})"
        return f"{matter.text}{amount}{share}"

    def materiality(self, group: GroupOpinion) -> str:
        return (
            f"{whole_percent(group.threshold)} of {group.denominator_basis} "
            f"({with_unit(group.denominator)}), which is {with_unit(group.threshold_tonnes)}"
        )

    def replacement(self, statement: StatementContract) -> str:
        return f"This statement replaces {statement.replaces}. {statement.replacement_reason}"

    def prevailing(self, statement: StatementContract) -> str:
        if statement.language == statement.prevailing_language:
            return f"This is the {self.name} text; where languages differ, it prevails."
        return f"This is the {self.name} text; where languages differ, the other text prevails."

    def _subject(self, statement: StatementContract, group: GroupOpinion) -> str:
        ghg = statement.ghg_statement
        assert ghg is not None  # refused before: element 5
        return (
            f"{self.categories(group.categories)} of the GHG statement {ghg.version} of "
            f"{statement.responsible_party.name} for {self.period(ghg.period)}"
        )

    def _plain(self, statement: StatementContract, group: GroupOpinion) -> str:
        subject, criteria = self._subject(statement, group), _enumerate(list(statement.criteria))
        verb = "is" if len(group.categories) == 1 else "are"
        was = "was" if len(group.categories) == 1 else "were"
        if group.level is Level.REASONABLE:
            return (
                f"In our opinion, {subject} {verb}, in all material respects, correct and fairly presented, "
                f"and {was} prepared according to {criteria}"
            )
        return (
            "On the basis of the procedures done, which are narrower than for reasonable assurance, nothing "
            f"came to our notice that makes us believe that {subject} {verb} not materially correct or "
            f"{was} not prepared according to {criteria}"
        )

    def _adverse(self, statement: StatementContract, group: GroupOpinion) -> str:
        verb = "is" if len(group.categories) == 1 else "are"
        criteria = _enumerate(list(statement.criteria))
        return (
            f"Because of {self._matters(group)}, {self._subject(statement, group)} {verb} not materially "
            f"correct or not prepared according to {criteria}, and not fairly presented."
        )

    def _disclaimer(self, group: GroupOpinion) -> str:
        return (
            f"We could not obtain sufficient evidence on {self._matters(group)}; "
            f"we therefore issue no opinion on group\u00a0{group.code}."
        )

    def _matters(self, group: GroupOpinion) -> str:
        return _enumerate([self.opinion_matter(matter, group) for matter in group.matters])


_WORDINGS = {"en": English()}


def wording(language: str) -> English:
    """Return the sentences of a language; raises ValueError naming the languages there are."""
    try:
        return _WORDINGS[language]
    except KeyError:
        known = ", ".join(sorted(_WORDINGS))
        raise ValueError(f"No document can be made in {language!r}; the languages are: {known}.") from None


def _enumerate(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{'; '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 2 else f"{parts[0]} and {parts[1]}"
