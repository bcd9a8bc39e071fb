"""`revenue-peers` and `revenue-countries`: own-source revenue against those who raise the most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan

import numpy as np
import pandas as pd

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.diagnosis.revenue.frontiers import (
    LocalFinance,
    headroom,
    peer_frontier,
    reached,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Bar,
    Cell,
    Column,
    Dots,
    Figure,
    KeyFigure,
    KeyFigures,
    Mark,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.worked import Worked

__all__ = ["revenue_countries", "revenue_peers"]

_DRAWN = 50
"""So many rows at most stand in a picture and its table; the CSV has all."""
_FRONTIER = Text("Frontier", "前沿")


@dataclass(frozen=True)
class _CountryFrontier:
    """The highest of an income level and kind of state."""

    income: str
    state: str
    revenue_per_person: float
    own_revenue_per_person: float
    autonomy: float


def revenue_peers(inputs: Inputs) -> Worked:
    """Hold each place to the frontier of its country."""
    table = inputs.tables["peers"]
    frontier = peer_frontier(table["revenue"], table["product"], table["include"])
    found = reached(table["revenue"], table["product"], frontier)
    figures = table[["place", "revenue", "product", "population"]].assign(**found._asdict())
    people = table["population"].where(table["population"] > 0)
    figures["gap_per_person"] = found.gap / people
    figures = figures.sort_values("gap", ascending=False, kind="stable", ignore_index=True)
    money = unit_words("currency")
    keys = (
        _key(
            Text("Raised for each 1,000 of product at the frontier", "前沿水平：每千元产值的收入"),
            Figure(1000 * frontier.multiplier, "ratio", bare=True),
            money,
        ),
        _key(Text("Peers", "同类地区"), Figure(frontier.peers, "count", bare=True), ""),
        _key(
            Text("All gaps", "全部缺口"),
            Figure(float(figures["gap"].sum(min_count=1)), "currency", bare=True),
            money,
        ),
    )
    title = Text("What each place raises of its potential", "各地实现的潜力比例")
    names = {
        "revenue": (Text("Revenue", "收入"), "currency"),
        "potential": (Text("Potential", "潜力"), "currency"),
        "gap": (Text("Gap", "缺口"), "currency"),
        "performance_percent": (Text("Raised of it", "实现比例"), "percent"),
    }
    plate = _plate(figures, "place", title, names, "performance_percent")
    one = pd.DataFrame([frontier._asdict()])
    return Worked(
        (Part("peers", title, (KeyFigures(keys), plate)),), {"places": figures, "frontier": one}
    )


def _key(name: Text, figure: Figure, unit: Words) -> KeyFigure:
    return KeyFigure(name, figure, unit, rating="none")


def revenue_countries(inputs: Inputs) -> Worked:
    """Hold each country to the frontier of its income level and kind of state."""
    table = inputs.tables["countries"]
    more = table["own_percent_gdp"] > table["total_percent_gdp"]
    problems = inputs.faults(
        "tool-part-above-whole", "countries", "own_percent_gdp", more, whole="total_percent_gdp"
    )
    if problems:
        raise InputRefused(problems)
    lines = [
        _frontier_of(one, kind) for one, kind in zip(table["income"], table["state"], strict=True)
    ]
    finance = LocalFinance(*(table[name].to_numpy() for name in LocalFinance._fields))
    found = headroom(
        finance,
        np.array([one.revenue_per_person if one else nan for one in lines]),
        np.array([one.autonomy if one else nan for one in lines]),
    )
    figures = table[["country", "income", "state"]].assign(
        held_to=[one.state if one else "" for one in lines],
        **found._asdict(),
        own_frontier_per_person=[one.own_revenue_per_person if one else nan for one in lines],
    )
    title = Text(
        "Revenue of local governments, of the frontier", "地方政府收入相当于前沿水平的比例"
    )
    usd = "usd_per_person"
    names = {
        "revenue_per_person": (Text("Revenue per person, USD", "人均收入（美元）"), usd),
        "headroom_per_person": (
            Text("Room to the frontier per person, USD", "人均距前沿的空间（美元）"),
            usd,
        ),
        "own_per_person": (Text("Own revenue per person, USD", "人均自有来源收入（美元）"), usd),
        "autonomy": (
            Text("Own revenue, share of all (0 to 1)", "自有来源收入占比（0至1）"),
            "share",
        ),
        "funding_percent": (Text("Revenue, of the frontier", "收入相当于前沿"), "percent"),
        "autonomy_percent": (Text("Autonomy, of the frontier", "自主性相当于前沿"), "percent"),
    }
    plate = _plate(figures, "country", title, names, "funding_percent")
    return Worked((Part("countries", title, (plate,)),), {"countries": figures})


@cache
def _frontiers() -> dict[tuple[str, str], _CountryFrontier]:
    where = "tool_suite/revenue-countries/frontiers.yaml"
    rows = read_yaml(files("localgoals") / "catalogue" / where)
    assert isinstance(rows, list), where
    made = [declare(_CountryFrontier, row, where, references={}) for row in rows]
    return {(one.income, one.state): one for one in made}


def _frontier_of(income: str, state: str) -> _CountryFrontier | None:
    """Give the frontier of a country: a federal one without its own has that of unitary ones."""
    known = _frontiers()
    return known.get((income, state), known.get((income, "unitary")))


def _plate(
    figures: pd.DataFrame,
    label: str,
    title: Text,
    names: dict[str, tuple[Text, str]],
    drawn: str,
) -> Plate:
    """Draw one column beside the frontier, and list all of them."""
    shown = figures.head(_DRAWN)
    bars = tuple(
        Bar(str(name), float(value))
        for name, value in zip(shown[label], shown[drawn], strict=True)
        if value == value
    )
    columns = (
        Column(Text("Place", "地区"), share=2),
        *(Column(words, numeric=True, share=2) for words, _ in names.values()),
    )
    rows = tuple(
        (
            Cell(str(one[label])),
            *(Cell(Figure(float(one[name]), unit, bare=unit != "percent"), numeric=True)
              for name, (_, unit) in names.items()),
        )
        for _, one in shown.iterrows()
    )  # fmt: skip
    table = Table(title, columns, rows, stacked=True)
    mark = Mark(_FRONTIER, 100.0)
    legend = (Text("Dashed line: the frontier, 100%", "虚线：前沿，100%"),)
    return Plate(Dots("frontier", title, title, "percent", bars, mark, legend), table)
