"""What drove the change of emissions of cities, as a table and a part of the page."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localgoals.climate.drivers import Driven, State, driven
from localgoals.model.text import Text
from localgoals.reports.blocks import Block, Cell, Column, Paragraph, Part, Plate, Table
from localgoals.reports.pictures.waterfall import Step, Waterfall
from localgoals.tool_suite.table_words import figure

__all__ = ["DRIVEN", "driven_table", "drivers_part"]

_UNIT = "tonnes_co2e"
_FIGURES = ["people", "gdp", "energy", "emissions"]
DRIVEN = (
    "city", "from_year", "to_year", "base_emissions", *Driven._fields, "change", "end_emissions",
)  # fmt: skip
_NAMES = {
    "people": Text("People", "人口"),
    "wealth": Text("GDP per person", "人均GDP"),
    "energy_intensity": Text("Energy per GDP", "单位GDP能耗"),
    "carbon_intensity": Text("Carbon per energy", "单位能源碳排放"),
}


def driven_table(given: pd.DataFrame, emissions: pd.DataFrame) -> pd.DataFrame:
    """
    Share the changes of cities out, from each year of which all four figures are known to the next.

    Parameters
    ----------
    given
        People, GDP and energy by city and year.
    emissions
        By city and year. [t CO2e]

    Returns
    -------
    driven
        `DRIVEN`, city by city and year by year; without rows where no city has two such years.
    """
    rows = given.merge(emissions[["city", "year", "emissions"]], on=["city", "year"], how="left")
    rows = rows[(rows[_FIGURES] > 0).all(axis=1)].sort_values(["city", "year"], kind="stable")
    rows = rows.reset_index(drop=True)
    follows = (rows["city"] == rows["city"].shift(1)).to_numpy()
    after, before = rows[follows], rows.shift(1)[follows]
    found = driven(_state(before), _state(after))
    table = pd.DataFrame(
        {
            "city": after["city"].to_numpy(),
            "from_year": before["year"].to_numpy(np.float64),
            "to_year": after["year"].to_numpy(np.float64),
            "base_emissions": before["emissions"].to_numpy(np.float64),
            **found._asdict(),
            "change": (after["emissions"] - before["emissions"]).to_numpy(np.float64),
            "end_emissions": after["emissions"].to_numpy(np.float64),
        }
    )
    return table[list(DRIVEN)]


def _state(rows: pd.DataFrame) -> State:
    return State(*(rows[name].to_numpy(np.float64) for name in _FIGURES))


def drivers_part(found: pd.DataFrame, ending: str) -> Part:
    """
    Lay out what drove the change of one city.

    Parameters
    ----------
    found
        Its rows of `driven_table`.
    ending
        What tells its anchors from those of other cities.
    """
    title = Text("What drove the change", "变化的驱动因素")
    if found.empty:
        words = Text(
            "It is not known what drove the change: people, GDP, energy and emissions have to be "
            "known, and above 0, in two of the years.",
            "变化的驱动因素未知：至少须有两个年份的人口、GDP、能源和排放量均已知且大于零。",
        )
        return Part(f"drivers{ending}", title, (Paragraph(words, "note"),))
    words = Text(
        "Emissions are people × GDP per person × energy per GDP × carbon per energy. Each change "
        "from one year of the table to the next is shared out among the four; they add up to it. "
        "This says what changed together, not what caused it.",
        "排放量＝人口×人均GDP×单位GDP能耗×单位能源碳排放。表中相邻年份之间的变化分解为四项，四项之和等于总变化。"
        "这说明哪些因素同时变化，并不说明因果。",
    )
    blocks: tuple[Block, ...] = (Plate(_waterfall(found, ending), _table(found)), Paragraph(words))
    return Part(f"drivers{ending}", title, blocks)


def _waterfall(found: pd.DataFrame, ending: str) -> Waterfall:
    first, last = found.iloc[0], found.iloc[-1]
    begin, end = f"{first['from_year']:.0f}", f"{last['to_year']:.0f}"
    steps = (
        Step(begin, first["base_emissions"], total=True),
        *(Step(name, float(found[column].sum())) for column, name in _NAMES.items()),
        Step(end, last["end_emissions"], total=True),
    )
    title = Text(
        f"From the emissions of {begin} to those of {end}", f"从{begin}年排放到{end}年排放"
    )
    return Waterfall(f"emission-drivers{ending}", title, title, _UNIT, steps)


def _table(found: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Years", "年份"), share=2),
        *(Column(name, numeric=True, share=2) for name in _NAMES.values()),
        Column(Text("Change", "变化"), numeric=True, share=2),
    )
    lines = [
        (f"{one['from_year']:.0f}–{one['to_year']:.0f}", one) for one in found.to_dict("records")
    ]
    if len(lines) > 1:
        years = f"{found['from_year'].iloc[0]:.0f}–{found['to_year'].iloc[-1]:.0f}"
        lines.append((years, found[[*_NAMES, "change"]].sum().to_dict()))
    rows = tuple(
        (Cell(years), *(figure(one[name], _UNIT) for name in (*_NAMES, "change")))
        for years, one in lines
    )
    title = Text("What each factor added, t CO₂e", "各因素的贡献，吨二氧化碳当量")
    return Table(title, columns, rows, stacked=True)
