"""`mobility-suti` and `mobility-indicators`: what travel costs, and an index of ten indicators."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localgoals.diagnosis.mobility.scores import (
    Travel,
    delay_percent,
    geometric_index,
    scaled,
    travel_indicators,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.reports.blocks import Bar, Cell, Column, Figure, Paragraph, Part, Plate, Table
from localgoals.tool_suite.subjects import Item, dots, items_of, subject_parts, unconfirmed
from localgoals.tool_suite.worked import Worked

__all__ = ["mobility_indicators", "mobility_suti"]

_MOST = 20
_INDEX = Text("Index", "指数")


def mobility_suti(inputs: Inputs) -> Worked:
    """Score ten indicators of every city, and join them."""
    table = inputs.tables["cities"]
    items = items_of("mobility-suti/items.yaml")
    given = table[[one.code for one in items]].to_numpy()
    scores = scaled(given, [one.worst for one in items], [one.best for one in items], (1, 100))
    figures = pd.DataFrame(scores, columns=[one.code for one in items], index=table.index)
    figures.insert(0, "city", table["city"])
    figures.insert(1, "index", geometric_index(scores))
    figures = figures.sort_values("index", ascending=False, kind="stable", ignore_index=True)
    title = Text("Scores from 1 (worst) to 100 (best)", "得分：1（最差）至100（最佳）")
    note = Text(
        "A city with a blank has no index: unknown is not zero.",
        "有空缺数据的城市没有指数：未知不等于零。",
    )
    part = Part(
        "scores", title, (*_scores(figures, title, items), Paragraph(note), *unconfirmed(items))
    )
    return Worked((part,), {"scores": figures})


def _scores(
    figures: pd.DataFrame, title: Text, items: tuple[Item, ...]
) -> tuple[Plate | Table, ...]:
    shown = figures.head(_MOST)
    bars = tuple(
        Bar(one.title, float(row[one.code]), family=str(row["city"]))
        for _, row in shown.head(3).iterrows()
        for one in items
        if row[one.code] == row[one.code]
    )
    columns = (
        Column(Text("Indicator", "指标"), share=3),
        *(Column(str(name), numeric=True) for name in shown["city"].head(4)),
    )
    rows = tuple(
        (Cell(name), *(Cell(Figure(float(value), "index_100", bare=True), numeric=True)
                       for value in shown[code].head(4)))
        for name, code in [(_INDEX, "index"), *((one.title, one.code) for one in items)]
    )  # fmt: skip
    return dots("scores", title, "index_100", bars, Table(title, columns, rows))


def mobility_indicators(inputs: Inputs) -> Worked:
    """Work out the indicators of every city, and score those that have a scale."""
    table = inputs.tables["cities"]
    more = table["active_deaths"] > table["road_deaths"]
    problems = inputs.faults(
        "tool-part-above-whole", "cities", "active_deaths", more, whole="road_deaths"
    )
    roads = inputs.tables.get("roads")
    if roads is not None:
        unknown = ~roads["city"].isin(table["city"])
        problems += inputs.faults("tool-other-table", "roads", "city", unknown, other="cities")
    if problems:
        raise InputRefused(problems)
    found = travel_indicators(Travel(*(table[name].to_numpy() for name in Travel._fields)))
    figures = table[["city"]].assign(**found._asdict())
    figures["delay_percent"] = figures["city"].map(_delays(roads))
    items = items_of("mobility-indicators/items.yaml")
    for one in items:
        if one.worst == one.worst:
            values = figures[one.code].to_numpy()
            figures[f"{one.code}_score"] = scaled(values, one.worst, one.best, (0, 10))
    title = Text("Scores from 0 (worst) to 10 (best)", "得分：0（最差）至10（最佳）")
    bars = tuple(
        Bar(one.title, float(row[f"{one.code}_score"]), family=str(row["city"]))
        for _, row in figures.head(8).iterrows()
        for one in items
        if one.worst == one.worst and not np.isnan(row[f"{one.code}_score"])
    )
    drawn = dots("scores", title, "score_10", bars)
    parts = subject_parts(figures, "city", items)
    first = Part("scores", title, (*drawn, *unconfirmed(items)))
    return Worked((*parts, first), {"indicators": figures})


def _delays(roads: pd.DataFrame | None) -> dict[str, float]:
    if roads is None:
        return {}
    return {
        str(city): delay_percent(some["peak_minutes"], some["free_minutes"], some["traffic"])
        for city, some in roads.groupby("city", sort=False)
    }
