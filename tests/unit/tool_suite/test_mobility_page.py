"""The page of `mobility-suti`: a radar of the ten scores, with the numbers beside it."""

from __future__ import annotations

import pandas as pd

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.reports.blocks import KeyFigures, Plate, Table
from localgoals.reports.pictures.radar import Radar
from localgoals.tool_suite.mobility import mobility_suti


def cities(count: int) -> pd.DataFrame:
    example = read_example(tool_of("mobility-suti")).tables["cities"]
    many = example.loc[example.index.repeat(count)].head(count).reset_index(drop=True)
    return many.assign(city=[f"city {number}" for number in range(count)])


def page_of_cities(table: pd.DataFrame) -> tuple[object, ...]:
    worked = mobility_suti(Inputs({"cities": table}, {"cities": "cities.csv"}, {}))
    return worked.parts[0].blocks


def test_three_cities_at_most_are_outlined_and_the_table_numbers_the_spokes() -> None:
    blocks = page_of_cities(cities(6))

    plate = next(one for one in blocks if isinstance(one, Plate))
    assert isinstance(plate.picture, Radar)
    assert plate.table is not None
    assert plate.picture.spokes == 10
    assert [str(one.name) for one in plate.picture.outlines] == ["city 0", "city 1", "city 2"]
    assert [str(row[0].words).split(" ")[0] for row in plate.table.rows[:10]] == [
        str(number) for number in range(1, 11)
    ]


def test_a_city_without_any_figure_has_a_table_and_no_radar() -> None:
    table = cities(1)
    table[[one for one in table.columns if one != "city"]] = float("nan")

    blocks = page_of_cities(table)

    assert not any(isinstance(one, Plate) for one in blocks)
    assert any(isinstance(one, Table) for one in blocks)
    assert any(isinstance(one, KeyFigures) for one in blocks)
