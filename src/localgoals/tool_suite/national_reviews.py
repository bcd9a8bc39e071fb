"""`national-reviews`: how far local governments were heard when countries reported."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from math import nan

import numpy as np
import pandas as pd

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.catalogue.load import load
from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.planning.national_reviews import heard
from localgoals.reports.blocks import (
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.table_words import caption, figure
from localgoals.tool_suite.worked import Worked

__all__ = ["national_reviews"]

_FILE = "tool_suite/national-reviews/classes.yaml"
_SHOWN = 20
"""So many years stand on the page, the last ones; the table has all."""


@dataclass(frozen=True)
class Standing:
    """A class of participation, and its points in the index."""

    code: str
    points: float = nan
    """NaN for a class that says nothing about participation."""
    confirmed: bool = True


def national_reviews(inputs: Inputs) -> Worked:
    """Count the reviews of every year by class, and of all years together."""
    given = [name for name in ("reviews", "counts") if name in inputs.tables]
    if len(given) != 1:
        raise InputRefused([feed_problem("reviews-one-form", ", ".join(inputs.files))])
    classes = standings()
    counts = _counts(inputs, [one.code for one in classes])
    years = _figures(counts, classes)
    total = counts.sum(skipna=False).to_frame("all").T
    together = _figures(total, classes).rename(columns={"year": "years"})
    titles = _titles()
    summary = Part(
        "summary",
        Text("How far local governments were heard", "地方政府参与程度"),
        (_keys(together.iloc[0]), _plate(years, together.iloc[0], titles), _note(classes, titles)),
    )
    return Worked((summary,), {"years": years, "together": together})


def standings() -> tuple[Standing, ...]:
    """Read the classes and their points, in the order in which they are shown."""
    rows = read_yaml(files("localgoals") / "catalogue" / _FILE)
    assert isinstance(rows, list), _FILE
    return tuple(declare(Standing, row, _FILE, references=load().references) for row in rows)


def _counts(inputs: Inputs, codes: list[str]) -> pd.DataFrame:
    """Lay the reviews out by year (rows) and class; a class without a row of counts has none."""
    if "reviews" in inputs.tables:
        table = inputs.tables["reviews"].assign(reviews=1.0)
    else:
        table = inputs.tables["counts"]
    # `sum` would skip a blank, and make what is not known a 0.
    added = table.groupby(["year", "participation"])["reviews"].agg(
        lambda one: one.sum(skipna=False)
    )
    wide = added.unstack(fill_value=0)
    return wide.reindex(columns=codes, fill_value=0.0).sort_index()


def _figures(counts: pd.DataFrame, classes: tuple[Standing, ...]) -> pd.DataFrame:
    found = heard(counts.to_numpy(), [one.points for one in classes])
    figures = pd.DataFrame({"year": counts.index, "reviews": found.reviews})
    for number, one in enumerate(classes):
        figures[one.code] = counts[one.code].to_numpy()
        figures[f"{one.code}_percent"] = found.percents[:, number]
    return figures.assign(mean_points=found.mean_points)


def _titles() -> dict[str, Text]:
    """Give the words of the classes, as the tables that are sent out have them."""
    (column,) = (
        column
        for table in tool_of("national-reviews").tables
        for column in table.columns
        if table.name == "counts" and column.name == "participation"
    )
    return {one.code: one.title for one in column.choices}


def _keys(total: pd.Series) -> KeyFigures:
    every = KeyFigure(
        Text("Reviews", "审查数"),
        Figure(float(total["reviews"]), "count", bare=True),
        "",
        rating="none",
    )
    invited = KeyFigure(
        Text("Associations or a delegation were invited", "邀请了协会或代表团"),
        Figure(float(total["mid_high_percent"]), "percent", bare=True),
        unit_words("percent"),
        rating="none",
    )
    return KeyFigures((every, invited))


def _plate(years: pd.DataFrame, total: pd.Series, titles: dict[str, Text]) -> Plate | Table:
    shown = years.tail(_SHOWN)
    title = Text("Reviews by year and class", "各年各类审查数")
    columns = (
        Column(Text("Year", "年份")),
        Column(Text("Reviews", "审查数"), numeric=True),
        *(Column(one, numeric=True) for one in titles.values()),
        Column(Text("Index, 0 to 3", "指数（0至3）"), numeric=True),
    )
    rows = [_row(str(int(one["year"])), one, titles) for _, one in shown.iterrows()]
    rows.append(_row(Text("All years", "全部年份"), total, titles))
    rows.append(
        (
            Cell(Text("Of all, %", "占比，%")),
            Cell(""),
            *(figure(total[f"{code}_percent"], "percent") for code in titles),
            Cell(""),
        )
    )
    table = Table(caption(title, shown=_SHOWN, rows=len(years)), columns, tuple(rows), stacked=True)
    amounts = shown[list(titles)].to_numpy(np.float64)
    named = zip(shown["year"], amounts, strict=True)
    stacks = tuple(
        Stack(f"{year:.0f}", tuple(row)) for year, row in named if not np.isnan(row).any()
    )
    if not stacks:
        return table
    words = Text("Reviews by year and class, as in the table", "各年各类审查数，数值见表")
    layers = tuple(titles.values())
    return Plate(StackedBars("reviews-by-year", title, words, "count", layers, stacks), table)


def _row(name: str | Text, one: pd.Series, titles: dict[str, Text]) -> tuple[Cell, ...]:
    return (
        Cell(name),
        figure(one["reviews"], "count"),
        *(figure(one[code], "count") for code in titles),
        figure(one["mean_points"], "ratio"),
    )


def _note(classes: tuple[Standing, ...], titles: dict[str, Text]) -> Paragraph:
    counted = [one for one in classes if one.points == one.points]
    en = "; ".join(f"{titles[one.code].en}: {one.points:g}" for one in counted)
    zh = "；".join(f"{titles[one.code].zh}：{one.points:g}" for one in counted)
    guessed = not all(one.confirmed for one in counted)
    return Paragraph(
        Text(
            f"The index is the mean of points ({en}). Classes without points say nothing about "
            "participation and are left out of it."
            + (" The points are not confirmed in a publication." if guessed else ""),
            f"指数为平均分（{zh}）。没有分值的类别不反映参与程度，不计入指数。"
            + ("分值未经出版物确认。" if guessed else ""),
        ),
        "note",
    )
