"""`water-utility`: ratios of utilities beside usual benchmarks."""

from __future__ import annotations

import pandas as pd

from localgoals.diagnosis.water.ratios import Utilities, ratios
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.reports.blocks import Bar, Part, Plate, Table
from localgoals.tool_suite.subjects import dots, items_of, subject_parts, unconfirmed
from localgoals.tool_suite.worked import Worked

__all__ = ["water_utility"]

_DRAWN = (
    "water_coverage",
    "sewerage_coverage",
    "non_revenue_water",
    "metering",
    "collection_ratio",
)
_MOST = 8
"""So many utilities at most are drawn side by side."""
_PARTS = (
    ("served_water", "population"),
    ("served_sewerage", "population"),
    ("billed_m3", "produced_m3"),
    ("metered_connections", "connections"),
)


def water_utility(inputs: Inputs) -> Worked:
    """Work out the ratios of every utility and year."""
    table = inputs.tables["utilities"]
    problems = []
    for part, whole in _PARTS:
        more = table[part] > table[whole]
        problems += inputs.faults("tool-part-above-whole", "utilities", part, more, whole=whole)
    if problems:
        raise InputRefused(problems)
    found = ratios(Utilities(*(table[name].to_numpy() for name in Utilities._fields)))
    figures = table[["utility", "year", "hours"]].assign(**found._asdict())
    years = figures["year"].astype(int).astype(str)
    figures.insert(0, "subject", figures["utility"].str.cat(years, sep=" "))
    items = items_of("water-utility/items.yaml")
    parts = subject_parts(figures, "subject", items)
    title = Text("Utilities side by side", "企业对比")
    first = Part("summary", title, (*_drawn(figures, title), *unconfirmed(items)))
    return Worked((first, *parts), {"ratios": figures.drop(columns="subject")})


def _drawn(figures: pd.DataFrame, title: Text) -> tuple[Plate | Table, ...]:
    titles = {one.code: one.title for one in items_of("water-utility/items.yaml")}
    bars = tuple(
        Bar(titles[code], float(row[code]), family=str(row["subject"]))
        for _, row in figures.head(_MOST).iterrows()
        for code in _DRAWN
        if row[code] == row[code]
    )
    return dots("utilities", title, "percent", bars)
