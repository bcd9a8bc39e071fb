"""Pages of planning: rows are named by what they are about, and figures say of how many."""

from __future__ import annotations

from collections.abc import Iterator

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.reports.blocks import KeyFigures, Plate, Table
from localgoals.reports.pictures.stacked_bars import StackedBars
from localgoals.reports.wording import spoken
from localgoals.tool_suite.registry import method_of


def blocks_of(code: str) -> Iterator[object]:
    for part in method_of(code)(read_example(tool_of(code))).parts:
        yield from part.blocks


def test_an_order_is_named_by_its_options_and_a_value_not_known_shows_its_range() -> None:
    plate = next(one for one in blocks_of("priorities") if isinstance(one, Plate))
    assert isinstance(plate.picture, StackedBars)
    assert plate.table is not None

    first = [row[0].words for row in plate.table.rows]
    beside = {stack.name: stack.words for stack in plate.picture.stacks}

    assert first == list(beside)
    assert beside["11.7 Public space"] == "34.3–59.3"


def test_states_of_indicators_are_counted_of_all_of_them() -> None:
    keys = next(one for one in blocks_of("logical-framework") if isinstance(one, KeyFigures))

    assert {spoken(one.unit, "en") for one in keys.items} == {"of 5"}
    assert {spoken(one.unit, "zh") for one in keys.items} == {"共5个"}


def test_rules_side_by_side_are_read_one_below_the_other_on_a_phone() -> None:
    tables = [one for one in blocks_of("participatory-budget") if isinstance(one, Table)]

    assert next(one for one in tables if len(one.columns) == 7).stacked
