"""Tonne-unit samples: the worked sample of the copper and plastics lots to the last digit, refusals first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from demo.files.receipts import MISSTATED, SAMPLED
from methods.rounding import round_tonnes
from tests.workflow.planning.desk import Desk, a_document, an_activity, lots
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import is_taken
from workflow.errors import BadInput, NotYours, RuleViolation
from workflow.figures.rules import Technique
from workflow.planning import queries, samples
from workflow.planning.models import Sample

D = Decimal
REASON = "worked case: same list in every build, and the misstated lot is in it"


def draw(desk: Desk, **changed: object) -> str:
    """The worked case's draw, with changes; gives its code."""
    activity = changed.pop("activity_code", None) or an_activity(desk, ("S11",), Technique.SAMPLING)
    inputs = {
        "source_code": "S11", "population": "130 lots of E-015", "records": lots(), "tolerable": D("2053.845"),
        "expected": D(200), "risk_percent": D(20), "method_reason": "printed table asked for by name",
        "start": D(500), "start_reason": REASON,
    }  # fmt: skip
    with desk.on() as (uow, case):
        return samples.draw_sample(uow, case, activity_code=activity, **{**inputs, **changed}).code  # type: ignore[arg-type]


def examine(desk: Desk, code: str, wrong: dict[str, Decimal]) -> None:
    """Type every verified value; `wrong` in t CO2e, all others as recorded."""
    with desk.on() as (uow, case):
        is_here = is_taken(uow.session, case.id, "E-025")
    if not is_here:
        a_document(desk, "E-025")
    with desk.on("Chen Wei") as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        for page, item in enumerate(queries.items_of(uow.session, sample), 1):
            samples.record_verified(
                uow, sample, item, verified=wrong.get(item.record, item.recorded), citation=f"E-025 p.{page}"
            )


def test_a_method_chosen_by_name_needs_its_reason(desk: Desk) -> None:
    with pytest.raises(BadInput, match="why this method"):
        draw(desk, method_reason=" ")


def test_a_stated_start_needs_its_reason(desk: Desk) -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        draw(desk, start_reason="")


def test_a_draw_needs_a_start_or_a_seed(desk: Desk) -> None:
    with pytest.raises(BadInput, match="give a seed"):
        draw(desk, start=None, start_reason=None)


def test_a_tolerable_misstatement_above_the_population_is_refused_with_both_amounts(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"50,000 t is not below the population of 24,715\.500 t"):
        draw(desk, tolerable=D(50000))


def test_a_sample_belongs_to_an_activity_that_covers_its_source(desk: Desk) -> None:
    with pytest.raises(BadInput, match="does not cover S11"):
        draw(desk, activity_code=an_activity(desk, ("S06",)))


def test_the_worked_sample_draws_the_22_lots_and_bounds_them_as_the_case_says(desk: Desk) -> None:
    code = draw(desk)
    examine(desk, code, {lot: tonnes * D("4.60") for lot, tonnes in MISSTATED.items()})
    with desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        items = queries.items_of(uow.session, sample)
        found = samples.evaluate_sample(uow, sample)
        assert tuple(item.record for item in items) == SAMPLED
        assert round_tonnes(sample.interval) == D("1114.19")
        assert round_tonnes(sample.population_tonnes / sample.interval) == D("22.18")
        assert (sample.size, sample.record_count, sum(i.hits for i in items)) == (23, 130, 22)
        assert (sample.known, sample.projected) == (D("20.01"), D("111.42"))
        assert sample.upper_over is not None and sample.upper_under is not None
        assert round_tonnes(sample.upper_over) == D("1948.72")
        assert round_tonnes(sample.upper_under) == D("1793.85")
        assert [round_tonnes(e.allowance) for e in found.over.errors] == [D("43.45")]
        assert found.is_accepted
        assert sample.start_reason == REASON


def test_the_population_is_kept_as_it_was_so_that_anybody_draws_it_again(desk: Desk) -> None:
    code = draw(desk)
    with desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        kept = queries.population_of(uow.session, sample)
    assert kept == [(r.record_id, r.recorded) for r in lots()]


def test_a_seed_gives_the_same_draw_again_and_its_uniform_is_stored(desk: Desk) -> None:
    seeded = {"start": None, "start_reason": None, "seed": 20221017}
    first, second = draw(desk, **seeded), draw(desk, **seeded)
    with desk.on() as (uow, case):
        rows = [queries.sample_by_code(uow.session, case, c, viewer=uow.actor) for c in (first, second)]
        drawn = [[i.record for i in queries.items_of(uow.session, row)] for row in rows]
        assert drawn[0] == drawn[1]
        assert rows[0].seed == "20221017"
        assert rows[0].uniform is not None
        assert rows[0].start == rows[0].interval * (1 - rows[0].uniform)


def test_an_evaluation_waits_for_every_drawn_record(desk: Desk) -> None:
    code = draw(desk)
    with pytest.raises(BadInput, match="Not examined yet, 22 in all: CU-03"), desk.on() as (uow, case):
        samples.evaluate_sample(uow, queries.sample_by_code(uow.session, case, code, viewer=uow.actor))


def test_a_verified_value_needs_the_place_where_it_is_printed(desk: Desk) -> None:
    code = draw(desk)
    with pytest.raises(BadInput, match="CU-03: say where"), desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        item = queries.items_of(uow.session, sample)[0]
        samples.record_verified(uow, sample, item, verified=D(1), citation=" ")


def test_a_verified_value_is_printed_on_a_document_of_the_case(desk: Desk) -> None:
    code = draw(desk)
    with (
        pytest.raises(BadInput, match="CU-03: there is no document or figure E-025"),
        desk.on() as (uow, case),
    ):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        item = queries.items_of(uow.session, sample)[0]
        samples.record_verified(uow, sample, item, verified=D(1), citation="E-025 p.1")


def test_a_changed_value_takes_the_evaluation_away(desk: Desk) -> None:
    code = draw(desk)
    examine(desk, code, {})
    with desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        samples.evaluate_sample(uow, sample)
    examine(desk, code, {"PL-43": D("180.09")})
    with desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        assert (sample.evaluated_at, sample.upper_over) == (None, None)


def test_changed_inputs_void_the_draw_with_the_reason_and_nothing_is_recomputed(desk: Desk) -> None:
    code = draw(desk)
    with desk.on() as (uow, case):
        old = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        new = samples.draw_sample(
            uow, case, activity_code=old.activity_code, source_code="S11", population="130 lots of E-015",
            records=lots(), tolerable=D(2000), expected=D(200), risk_percent=D(20), method_reason="by name",
            seed=1, replaces=old, replace_reason="the threshold of the group changed",
        )  # fmt: skip
        assert (old.void_reason, new.replaces) == ("the threshold of the group changed", code)
    with pytest.raises(BadInput, match="is void: the threshold"):
        examine(desk, code, {})


def test_a_draw_is_not_voided_without_a_reason(desk: Desk) -> None:
    code = draw(desk)
    with pytest.raises(BadInput, match="why the draw is void"), desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        samples.void_sample(uow, sample, reason=" ")


def test_a_newer_version_of_the_population_s_document_stops_the_draw(desk: Desk) -> None:
    a_document(desk, "E-015")
    code = draw(desk, population_document_code="E-015")
    with desk.on() as (uow, case):
        sample = queries.sample_by_code(uow.session, case, code, viewer=uow.actor)
        assert sample.population_file_sha256 == "a" * 64
        version = (
            uow.session.query(DocumentVersion)
            .join(Document, Document.id == DocumentVersion.document_id)
            .filter(Document.code == "E-015")
            .one()
        )
        version.sha256 = "b" * 64
        uow.record("test.newer", version)
    with pytest.raises(RuleViolation, match="E-015 has a newer version since the draw"):
        examine(desk, code, {})


def test_the_client_never_sees_a_sample(desk: Desk) -> None:
    code = draw(desk)
    with pytest.raises(NotYours), desk.on("Liu Yan") as (uow, case):
        queries.sample_by_code(uow.session, case, code, viewer=uow.actor)


def test_planning_tells_the_size_the_certain_records_and_how_wrong_one_record_may_be() -> None:
    planned = samples.plan_sample(lots(), D("2053.845"), D(200), D(20))
    assert planned.plan.size == 23
    assert planned.certain == ()
    # One error of this taint takes the upper limit exactly to the tolerable misstatement: 260 / (I x 1.39).
    assert round(planned.largest_taint, 4) == D("0.1679")


def test_a_void_sample_stays_in_the_list(desk: Desk) -> None:
    code = draw(desk)
    with desk.on() as (uow, case):
        samples.void_sample(
            uow, queries.sample_by_code(uow.session, case, code, viewer=uow.actor), reason="wrong list"
        )
    with desk.on() as (uow, case):
        assert [(s.code, s.void_reason) for s in queries.samples_of(uow.session, case)] == [
            (code, "wrong list")
        ]
        assert isinstance(queries.samples_of(uow.session, case)[0], Sample)
