"""`mobility-suti` and `mobility-indicators`: what travel costs, and an index of ten indicators."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.diagnosis.mobility.scores import (
    Roads,
    Travel,
    delay_percents,
    geometric_index,
    modal_split,
    scaled,
    travel_indicators,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Bar,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Named,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.radar import Outline, Radar
from localgoals.tool_suite.subjects import (
    Item,
    dots,
    items_of,
    small_percents,
    subject_parts,
    unconfirmed,
)
from localgoals.tool_suite.travel_split import MODES, split_part
from localgoals.tool_suite.worked import Worked

__all__ = ["mobility_indicators", "mobility_suti"]

_OUTLINES = 3
"""More outlines than these cover each other."""
_COLUMNS = 4
_INDEX = Text("Index", "指数")
_OF_100 = Text("of 100", "满分100")


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
    percents = [one.code for one in items if one.unit == "percent"]
    asked = small_percents(table, "city", percents)
    drawn = (_indices(figures), _scores(figures, title, items))
    part = Part("scores", title, (*drawn, Paragraph(note), *asked, *unconfirmed(items)))
    return Worked((part,), {"scores": figures})


def _indices(figures: pd.DataFrame) -> KeyFigures:
    """Give the index of each city that is drawn, as a figure of its own."""
    return KeyFigures(
        tuple(
            KeyFigure(
                Named(str(row["city"]), _INDEX),
                Figure(float(row["index"]), "index_100", bare=True),
                _OF_100,
                rating="none",
            )
            for row in figures.head(_OUTLINES).to_dict("records")
        )
    )


def _scores(figures: pd.DataFrame, title: Text, items: tuple[Item, ...]) -> Plate | Table:
    """Draw the scores of the first cities as outlines around a centre, and lay all numbers out."""
    codes = [one.code for one in items]
    outlines = tuple(
        Outline(str(row["city"]), tuple(float(row[code]) for code in codes))
        for row in figures.dropna(subset=codes, how="all").head(_OUTLINES).to_dict("records")
    )
    shown = figures.head(_COLUMNS)
    columns = (
        Column(Text("Indicator", "指标"), share=3),
        *(Column(str(name), numeric=True) for name in shown["city"]),
    )
    numbered = [
        (Text(f"{number} {one.title.en}", f"{number} {one.title.zh}"), one.code)
        for number, one in enumerate(items, start=1)
    ]
    rows = tuple(
        (Cell(name), *(Cell(Figure(float(value), "index_100", bare=True), numeric=True)
                       for value in shown[code]))
        for name, code in [*numbered, (_INDEX, "index")]
    )  # fmt: skip
    table = Table(title, columns, rows)
    if not outlines:
        return table
    words = Text(
        "Radar of the ten scores, one outline for each city; the outer ring is the best, 100. The"
        " numbers are in the table.",
        "十项得分的雷达图，每个城市一条轮廓线，外圈为最佳（100）；数值见表。",
    )
    return Plate(Radar("scores", title, words, len(items), outlines), table)


def mobility_indicators(inputs: Inputs) -> Worked:
    """Work out the indicators of every city, and score those that have a scale."""
    _check(inputs)
    table = inputs.tables["cities"]
    found = travel_indicators(Travel(*(table[name].to_numpy() for name in Travel._fields)))
    known = table.assign(**found._asdict(), delay_percent=_delays(inputs))
    items = items_of("mobility-indicators/items.yaml")
    figures = known[["city", *(one.code for one in items)]].copy()
    scored = [one for one in items if one.worst == one.worst]
    for one in scored:
        values = figures[one.code].to_numpy()
        figures[f"{one.code}_score"] = scaled(values, one.worst, one.best, (0, 10))
    title = Text("Scores from 0 (worst) to 10 (best)", "得分：0（最差）至10（最佳）")
    bars = tuple(
        Bar(one.title, float(row[f"{one.code}_score"]), family=str(row["city"]))
        for _, row in figures.head(8).iterrows()
        for one in scored
        if not np.isnan(row[f"{one.code}_score"])
    )
    drawn = dots("scores", title, "score_10", bars)
    parts = subject_parts(figures, "city", items)
    percents = [one.code for one in items if one.code in table and "percent" in one.unit]
    asked = small_percents(table, "city", percents)
    notes = (Paragraph(_NO_SCALE, "note"), *asked, *unconfirmed(items))
    first = Part("scores", title, (*drawn, *notes))
    split = _split(inputs)
    shown = () if split is None else (split_part(split),)
    tables = {"indicators": figures} | ({} if split is None else {"modal_split": split})
    return Worked((*parts, *shown, first), tables)


_NO_SCALE = Text(
    "The other indicators have a value and no score: no scale of theirs is at hand.",
    "其他指标只有数值而无得分：尚无其量程。",
)


def _check(inputs: Inputs) -> None:
    """Refuse parts above their whole, and rows of cities that are not there."""
    table = inputs.tables["cities"]
    more = table["active_deaths"] > table["road_deaths"]
    problems = inputs.faults(
        "tool-part-above-whole", "cities", "active_deaths", more, whole="road_deaths"
    )
    for name in ("roads", "trips"):
        if name in inputs.tables:
            unknown = ~inputs.tables[name]["city"].isin(table["city"])
            problems += inputs.faults("tool-other-table", name, "city", unknown, other="cities")
    if problems:
        raise InputRefused(problems)


def _delays(inputs: Inputs) -> NDArray[np.float64]:
    """Give the delay of each city, in the order of their table; NaN where no road is timed."""
    cities = pd.Index(inputs.tables["cities"]["city"])
    roads = inputs.tables.get("roads")
    if roads is None:
        return np.full(len(cities), np.nan)
    times = Roads(*(roads[name].to_numpy() for name in ("peak_minutes", "free_minutes", "traffic")))
    return delay_percents(cities.get_indexer(pd.Index(roads["city"])), len(cities), times)


def _split(inputs: Inputs) -> pd.DataFrame | None:
    """Give the split of trips by mode of each city that has any; a mode not named has none."""
    trips = inputs.tables.get("trips")
    if trips is None:
        return None
    # A trip count that is not known has to stay so: only modes without a row become 0.
    wide = trips.set_index(["city", "mode"])["trips"].unstack("mode")
    given = trips.assign(one=1).set_index(["city", "mode"])["one"].unstack("mode")
    wide = wide.where(given.notna(), 0.0).reindex(columns=list(MODES), fill_value=0.0)
    order = list(dict.fromkeys(trips["city"]))
    split = pd.DataFrame(modal_split(wide.loc[order]), index=order, columns=list(MODES))
    sustainable = split[["walking", "cycling", "public_transport"]].sum(axis=1, skipna=False)
    return split.assign(sustainable=sustainable).rename_axis("city").reset_index()
