"""Several inventories together: the years of one place, and places that do not overlap."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Line,
    Paragraph,
    Part,
    Plate,
    Table,
    Trend,
)
from localgoals.tool_suite.table_words import figure

__all__ = ["added_up", "several_parts"]

_UNIT = "tonnes_co2e"
_TOTALS = {
    "basic": Text("BASIC", "BASIC 总量"),
    "basic_plus": Text("BASIC+", "BASIC+ 总量"),
    "territorial": Text("Territorial (scope 1)", "地域总量（范围一）"),
}
_MISSING = Text("Lines missing", "缺失子类别")
_YEAR = Column(Text("Year", "年份"))
_POTENTIALS = Column(Text("Warming potentials", "全球变暖潜势"))


def added_up(inventories: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """
    Add the territorial totals of places up whose boundaries do not overlap.

    Parameters
    ----------
    inventories
        n rows; those with 1 in `apart` are added.
    sums
        Their totals, in the same order.

    Returns
    -------
    added
        A row for each year and set of potentials: how many inventories, their `territorial` total
        in t CO2e, and how many lines of scope 1 have neither a figure nor a key.

    References
    ----------
    GPC 1.1, chapter 4: inventories of several cities are added by scope 1, where boundaries do not
    overlap.
    """
    apart = sums[(inventories["apart"] == 1).to_numpy()]
    groups = apart.groupby(["year", "potentials"], sort=True)
    return groups.agg(
        inventories=("inventory", "size"),
        territorial=("territorial", lambda one: one.sum(min_count=1)),
        scope_1_lines_missing=("scope_1_lines_missing", "sum"),
    ).reset_index()


def several_parts(
    inventories: pd.DataFrame, sums: pd.DataFrame, added: pd.DataFrame
) -> Iterator[Part]:
    """Tell how the first place has gone over the years, and what places apart are together."""
    first = inventories.iloc[0]
    here = (inventories["place"] == first["place"]).to_numpy()
    years = sums[here].sort_values("year", kind="stable")
    if first["place"] and len(years) > 1:
        yield _over_the_years(str(first["place"]), years)
    if len(added):
        yield _together(added)


def _over_the_years(place: str, years: pd.DataFrame) -> Part:
    title = Text(f"{place}: totals by year", f"{place}：逐年总量")
    columns = (
        _YEAR,
        *(Column(name, numeric=True, share=2) for name in _TOTALS.values()),
        Column(_MISSING, numeric=True),
        _POTENTIALS,
    )
    rows = tuple(
        (
            Cell(f"{one['year']:.0f}"),
            *(figure(one[name], _UNIT) for name in _TOTALS),
            figure(one["basic_lines_missing"], "count"),
            Cell(str(one["potentials"]).upper().replace("_", " ")),
        )
        for one in years.to_dict("records")
    )
    caption = Text(f"{title.en}, t CO₂e", f"{title.zh}，吨二氧化碳当量")
    table = Table(caption, columns, rows, stacked=True)
    blocks: list[Block] = [*_drawn(title, years, table), *_doubts(years)]
    return Part("trend", Text("Over the years", "历年变化"), tuple(blocks))


def _drawn(title: Text, years: pd.DataFrame, table: Table) -> Iterator[Block]:
    """Draw the years, unless one of them has two inventories: a line cannot be in two places."""
    if years["year"].duplicated().any():
        yield Paragraph(
            Text(
                "A year has two inventories of this place, so no line is drawn.",
                "同一年份有两份清单，因此不绘制曲线。",
            )
        )
        yield table
        return
    lines = []
    for column, name in _TOTALS.items():
        known = years[years[column].notna()]
        points = tuple(zip(known["year"].astype(int), known[column], strict=True))
        lines += [Line(name, points)] if points else []
    if not lines:
        yield table
        return
    alt = Text(f"{title.en}, as in the table below", f"{title.zh}，数值见下表")
    yield Plate(Trend("inventory-years", title, alt, _UNIT, tuple(lines)), table)


def _doubts(years: pd.DataFrame) -> Iterator[Paragraph]:
    if years["potentials"].nunique() > 1:
        yield Paragraph(
            Text(
                "The years are weighed by different reports of the IPCC: choose one report for all "
                "before you compare them.",
                "各年份采用的IPCC报告不同：比较之前请统一选用一份报告。",
            ),
            "note",
        )
    if (years["basic_lines_missing"] > 0).any():
        yield Paragraph(
            Text(
                "Where lines are missing a year can look lower than it was.",
                "有子类别缺失的年份可能显得偏低。",
            ),
            "note",
        )


def _together(added: pd.DataFrame) -> Part:
    columns = (
        _YEAR,
        _POTENTIALS,
        Column(Text("Inventories", "清单数"), numeric=True),
        Column(_TOTALS["territorial"], numeric=True, share=2),
        Column(Text("Lines of scope 1 missing", "范围一缺失子类别"), numeric=True),
    )
    rows = tuple(
        (
            Cell(f"{one['year']:.0f}"),
            Cell(str(one["potentials"]).upper().replace("_", " ")),
            figure(one["inventories"], "count"),
            figure(one["territorial"], _UNIT),
            figure(one["scope_1_lines_missing"], "count"),
        )
        for one in added.to_dict("records")
    )
    words = Text(
        "Only inventories whose boundary is said to overlap with no other's are added, by their "
        "scope 1: what one city causes in another is counted there.",
        "只汇总声明边界互不重叠的清单，且只计范围一：一市在另一市引起的排放计入后者。",
    )
    caption = Text("Places together, t CO₂e", "各地合计，吨二氧化碳当量")
    blocks = (Paragraph(words), Table(caption, columns, rows, stacked=True))
    return Part("together", Text("Places together", "各地合计"), blocks)
