"""`material-flows`: what a place takes in and gives out per head, and whether use leaves growth."""

from __future__ import annotations

import pandas as pd

from localgoals.diagnosis.resources.flows import Flows, elasticity, metabolism
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.reports.blocks import Bar, Cell, Column, Paragraph, Part, Table
from localgoals.tool_suite.subjects import dots, items_of, subject_parts, unconfirmed
from localgoals.tool_suite.table_words import figure
from localgoals.tool_suite.worked import Worked

__all__ = ["material_flows"]

_MOST = 20
_STATES = {
    "strong": Text("grows while use falls: strong decoupling", "增长而使用下降：强脱钩"),
    "weak": Text("use grows more slowly: weak decoupling", "使用增长较慢：弱脱钩"),
    "coupled": Text("both grow alike: coupled", "同步增长：增长联结"),
    "negative": Text("use grows faster: negative decoupling", "使用增长更快：增长负脱钩"),
    "strong_negative": Text(
        "shrinks while use grows: strong negative decoupling", "衰退而使用增长：强负脱钩"
    ),
    "weak_negative": Text(
        "use falls more slowly: weak negative decoupling", "使用下降较慢：弱负脱钩"
    ),
    "recessive_coupled": Text("both fall alike: coupled", "同步下降：衰退联结"),
    "recessive": Text("use falls faster: recessive decoupling", "使用下降更快：衰退脱钩"),
    "": Text("not known", "未知"),
}
_USES = {
    "consumption": Text("Materials", "物质"),
    "energy_tj": Text("Energy", "能源"),
    "water_m3": Text("Water", "水"),
    "waste_t": Text("Waste", "废物"),
}


def material_flows(inputs: Inputs) -> Worked:
    """Work out the flows of every place and year, and from first to last year what parts."""
    table = inputs.tables["years"].sort_values(["place", "year"], kind="stable")
    found = metabolism(Flows(*(table[name].to_numpy() for name in Flows._fields)))
    people = table["population"].where(table["population"] > 0)
    figures = table[["place", "year"]].assign(
        **found._asdict(),
        energy_gj_per_person=1000 * table["energy_tj"] / people,
        water_m3_per_person=table["water_m3"] / people,
        waste_kg_per_person=1000 * table["waste_t"] / people,
    )
    parted = _parted(table.assign(consumption=found.consumption))
    years = figures["year"].astype(int).astype(str)
    named = figures.assign(subject=figures["place"].str.cat(years, sep=" "))
    items = items_of("material-flows/items.yaml")
    parts = (_decoupling(parted), *subject_parts(named, "subject", items))
    last = Part("notes", Text("Not confirmed", "未经确认"), unconfirmed(items))
    tables = {"flows": figures, "decoupling": parted}
    return Worked((*parts, last), tables, years=("first_year", "last_year"))


def _parted(table: pd.DataFrame) -> pd.DataFrame:
    """Hold the use of each thing in the last year of a place to that in its first."""
    # `first` and `last` of pandas would skip blanks, and so mix years.
    first = table.groupby("place", sort=False).head(1).set_index("place")
    last = table.groupby("place", sort=False).tail(1).set_index("place").loc[first.index]
    product = (first["product"], last["product"])
    rows = []
    for use in _USES:
        ratios, states = elasticity((first[use], last[use]), product)
        made = pd.DataFrame({"place": first.index, "use": use, "elasticity": ratios})
        years = {"first_year": first["year"].values, "last_year": last["year"].values}
        rows.append(made.assign(state=states, **years))
    return pd.concat(rows, ignore_index=True)


def _decoupling(parted: pd.DataFrame) -> Part:
    shown = parted.head(_MOST)
    title = Text("Growth and use, first to last year", "增长与使用（首年至末年）")
    columns = (
        Column(Text("Place", "地区"), share=2),
        Column(Text("Use of", "使用"), share=2),
        Column(Text("Elasticity", "弹性"), numeric=True),
        Column(Text("What it says", "含义"), share=4),
    )
    rows = tuple(
        (
            Cell(str(row["place"])),
            Cell(_USES[str(row["use"])]),
            figure(row["elasticity"], "ratio"),
            Cell(_STATES[str(row["state"])]),
        )
        for _, row in shown.iterrows()
    )
    bars = tuple(
        Bar(_USES[str(row["use"])], float(row["elasticity"]), family=str(row["place"]))
        for _, row in shown.iterrows()
        if row["elasticity"] == row["elasticity"]
    )
    table = Table(title, columns, rows, stacked=True)
    words = Text(
        "Elasticity: by how many per cent use changes where the product changes by one. Below 1, "
        "use parts from growth; below 0, use falls while the product grows, or the reverse.",
        "弹性：产值每变化1%，使用量变化百分之几。低于1表示使用与增长脱钩；低于0表示产值增长而使用下降，或相反。",
    )
    return Part(
        "decoupling", title, (Paragraph(words), *dots("decoupling", title, "ratio", bars, table))
    )
