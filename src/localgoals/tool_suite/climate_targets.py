"""`climate-targets`: what targets allow, the way to them, and how far the city has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.climate.targets import (
    Course,
    Peak,
    base_year_goal,
    baseline,
    intensity_goal,
    on_the_way,
    peak,
    progress,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Line,
    Paragraph,
    Part,
    Plate,
    Table,
    Trend,
)
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.subjects import small_percents
from localgoals.tool_suite.table_words import answer, figure
from localgoals.tool_suite.worked import Worked

__all__ = ["climate_targets"]

Floats = NDArray[np.float64]

_UNIT = "tonnes_co2e"
_RESIDUAL_PERCENT = 10.0
"""A net-zero residual at most, of the base year; 5 to 10 is quoted, neither is confirmed."""
_NEEDS = {
    "base_year": ("reduction_percent",),
    "intensity": ("reduction_percent", "base_output", "target_output"),
    "baseline": ("reduction_percent",),
    "fixed_level": ("fixed_emissions",),
}
_KINDS = {
    "base_year": Text("base year", "基准年"),
    "intensity": Text("intensity", "强度"),
    "baseline": Text("baseline scenario", "基线情景"),
    "fixed_level": Text("fixed level", "固定水平"),
}
_MAX_LINES = 4


def climate_targets(inputs: Inputs) -> Worked:
    """Work out what each target allows, and hold the latest emissions against it."""
    emissions = inputs.tables["emissions"].sort_values("year")
    given = inputs.tables["targets"]
    base = _base(given, emissions)
    _check(inputs, base)
    found = _worked_out(given, base, emissions)
    path = _paths(found, emissions)
    peaked = _peak(emissions)
    summary = _summary(found, path, emissions)
    summary = replace(
        summary, blocks=(*summary.blocks, *small_percents(given, "target", ["reduction_percent"]))
    )
    parts = (summary, _balance(found, emissions), _peaked(peaked))
    return Worked(parts, {"targets": found, "paths": path, "peak": _peak_table(peaked)})


def _base(given: pd.DataFrame, emissions: pd.DataFrame) -> Floats:
    """Take the emissions of the base year that a target gives, else those of the table."""
    by_year = emissions.set_index("year")["emissions"]
    found = given["base_year"].map(by_year).to_numpy(np.float64)
    own = given["base_emissions"].to_numpy(np.float64)
    return np.where(np.isnan(own), found, own)


def _check(inputs: Inputs, base: Floats) -> None:
    """Refuse targets that lack what their kind is made of, or end before they begin."""
    given = inputs.tables["targets"]
    problems: list[Problem] = []
    early = given["target_year"] <= given["base_year"]
    problems += inputs.faults("climate-target-year", "targets", "target_year", early)
    problems += inputs.faults("climate-target-base", "targets", "base_year", np.isnan(base))
    for kind, columns in _NEEDS.items():
        here = given["kind"] == kind
        for column in columns:
            lacking = here & given[column].isna()
            problems += inputs.faults(
                "climate-target-needs", "targets", column, lacking, needs=column
            )
    nothing = (given["kind"] == "intensity") & (given["base_output"] == 0)
    problems += inputs.faults("climate-target-zero", "targets", "base_output", nothing)
    neither = (given["kind"] == "baseline") & given["growth_percent"].isna()
    neither &= given["baseline_emissions"].isna()
    needs = "growth_percent / baseline_emissions"
    problems += inputs.faults(
        "climate-target-needs", "targets", "growth_percent", neither, needs=needs
    )
    if problems:
        raise InputRefused(problems)


def _worked_out(given: pd.DataFrame, base: Floats, emissions: pd.DataFrame) -> pd.DataFrame:
    number = {name: given[name].to_numpy(np.float64) for name in given.columns[2:-1]}
    cut = number["reduction_percent"] / 100
    years = number["target_year"] - number["base_year"]
    grown = baseline(base, number["growth_percent"] / 100, years)
    own = number["baseline_emissions"]
    without = np.where(np.isnan(own), grown, own)
    allowed = {
        "base_year": base_year_goal(base, cut),
        "intensity": intensity_goal(base, cut, number["base_output"], number["target_output"]),
        "baseline": base_year_goal(without, cut),
        "fixed_level": number["fixed_emissions"],
    }
    kinds = given["kind"].to_numpy()
    target = np.select([kinds == kind for kind in allowed], list(allowed.values()), np.nan)
    known = emissions[emissions["emissions"].notna()]
    latest, year = _latest(known)
    course = Course(number["base_year"], base, number["target_year"], target)
    expected = on_the_way(course, year)
    # Before its base year nothing can have been gone of a way.
    gone = np.where(year >= number["base_year"], progress(course, latest), np.nan)
    planned = number["planned_removals"]
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = np.where(base > 0, 100 * target / base, np.nan)
    return pd.DataFrame(
        {
            "target": given["target"],
            "kind": given["kind"],
            "base_year": number["base_year"],
            "base_emissions": base,
            "target_year": number["target_year"],
            "target_emissions": target,
            "latest_year": year,
            "latest_emissions": latest,
            "path_emissions": expected,
            "above_path": latest - expected,
            "progress": gone,
            "residual_percent": residual,
            "planned_removals": planned,
            "left_after_removals": target - planned,
        }
    )


def _latest(known: pd.DataFrame) -> tuple[float, float]:
    """Give the last figure and its year; NaN where there is none."""
    if known.empty:
        return float("nan"), float("nan")
    last = known.iloc[-1]
    return float(last["emissions"]), float(last["year"])


def _paths(found: pd.DataFrame, emissions: pd.DataFrame) -> pd.DataFrame:
    """Give the way to each target year by year, beside what was emitted."""
    by_year = emissions.set_index("year")["emissions"]
    rows = []
    for one in found.to_dict("records"):
        years = np.arange(one["base_year"], one["target_year"] + 1)
        course = Course(
            one["base_year"], one["base_emissions"], one["target_year"], one["target_emissions"]
        )
        path = on_the_way(course, years)
        actual = pd.Series(years).map(by_year)
        columns = {"target": one["target"], "year": years, "path": path, "emissions": actual}
        rows.append(pd.DataFrame(columns))
    return pd.concat(rows, ignore_index=True)


def _peak(emissions: pd.DataFrame) -> Peak:
    """Test the series as of its last year: the library knows no clock."""
    years = emissions["year"].to_numpy()
    return peak(years, emissions["emissions"].to_numpy(), now=float(years.max()))


def _summary(found: pd.DataFrame, path: pd.DataFrame, emissions: pd.DataFrame) -> Part:
    first = found.iloc[0]
    keys = (
        KeyFigure(
            Text(f"{first['latest_year']:.0f}: emissions", f"{first['latest_year']:.0f}年排放"),
            Figure(first["latest_emissions"], _UNIT, bare=True), unit_words(_UNIT), rating="none",
        ),
        KeyFigure(
            Text(f"Allowed: {first['target']}", f"允许排放：{first['target']}"),
            Figure(first["target_emissions"], _UNIT, bare=True), unit_words(_UNIT), rating="none",
        ),
        KeyFigure(
            Text(f"Way gone to: {first['target']}", f"进度：{first['target']}"),
            Figure(100 * first["progress"], "percent", bare=True),
            unit_words("percent"), rating="none",
        ),
    )  # fmt: skip
    blocks: list[Block] = [KeyFigures(keys), Plate(_trend(path, emissions), _targets(found))]
    blocks.append(
        Paragraph(
            Text(
                "The way is a straight line from the base year to the target year. A negative "
                "share of it means that emissions are further from the target than in the base "
                "year. The formulas are those of the goal types of the Mitigation Goal Standard; "
                "they have not been confirmed there.",
                "路径为从基准年到目标年的直线。路程为负，表示排放比基准年离目标更远。公式对应《减缓目标标准》"
                "的目标类型，尚未在该文件中核实。",
            ),
            "note",
        )
    )
    return Part("summary", Text("Where the city stands", "城市现状"), tuple(blocks))


def _trend(path: pd.DataFrame, emissions: pd.DataFrame) -> Trend:
    """Draw what was emitted, and the first few ways by their bends only."""
    known = emissions[emissions["emissions"].notna()]
    points = zip(known["year"].astype(int), known["emissions"], strict=True)
    lines = [Line(Text("Emissions", "排放量"), tuple(points))]
    for name in list(dict.fromkeys(path["target"]))[:_MAX_LINES]:
        way = path[path["target"] == name]
        ends = way.iloc[[0, -1]]
        lines.append(Line(name, tuple(zip(ends["year"].astype(int), ends["path"], strict=True))))
    title = Text("Emissions and the way to each target", "排放量与通往各目标的路径")
    alt = Text(
        "Emissions by year, and a straight line to each target; the figures stand in the table",
        "逐年排放量和通往各目标的直线，数值见下表",
    )
    return Trend("target-paths", title, alt, _UNIT, tuple(line for line in lines if line.points))


def _targets(found: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Target", "目标"), share=3),
        Column(Text("Kind", "类型"), share=2),
        Column(Text("Base", "基准排放"), numeric=True, share=2),
        Column(Text("Allowed", "允许排放"), numeric=True, share=2),
        Column(Text("Way in the latest year", "最近年份路径值"), numeric=True, share=2),
        Column(Text("Above the way", "高于路径"), numeric=True, share=2),
        Column(Text("Gone, %", "已完成，%"), numeric=True),
    )
    rows = tuple(
        (
            Cell(f"{one['target']} ({one['base_year']:.0f}–{one['target_year']:.0f})"),
            Cell(_KINDS[one["kind"]]),
            *(
                figure(one[name], _UNIT)
                for name in ("base_emissions", "target_emissions", "path_emissions", "above_path")
            ),
            figure(100 * one["progress"], "percent"),
        )
        for one in found.to_dict("records")
    )
    title = Text("Targets, t CO₂e", "目标，吨二氧化碳当量")
    return Table(title, columns, rows, stacked=True)


def _balance(found: pd.DataFrame, emissions: pd.DataFrame) -> Part:
    columns = (
        Column(Text("Target", "目标"), share=3),
        Column(Text("Left in the target year", "目标年剩余排放"), numeric=True, share=2),
        Column(Text("Of the base year, %", "占基准年，%"), numeric=True),
        Column(Text("Removals planned", "计划清除量"), numeric=True, share=2),
        Column(Text("Left after removals", "清除后剩余"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(str(one["target"])),
            figure(one["target_emissions"], _UNIT),
            figure(one["residual_percent"], "percent"),
            figure(one["planned_removals"], _UNIT),
            figure(one["left_after_removals"], _UNIT),
        )
        for one in found.to_dict("records")
    )
    words = Text(
        "Removals stand beside emissions and lower none of the figures above. Net zero is often "
        f"said to leave {_RESIDUAL_PERCENT / 2:g} to {_RESIDUAL_PERCENT:g} % of the base year at "
        "most for removals to balance; this limit is not confirmed.",
        "清除量单独列示，不减少上文任何数值。通常认为净零时须由清除量平衡的剩余排放不超过基准年的"
        f"{_RESIDUAL_PERCENT / 2:g}%至{_RESIDUAL_PERCENT:g}%；该限值未经核实。",
    )
    blocks: tuple[Block, ...] = (
        Paragraph(words, "note"),
        Table(
            Text("Balance in the target year, t CO₂e", "目标年平衡，吨二氧化碳当量"),
            columns,
            rows,
            stacked=True,
        ),
        _removals(emissions),
    )
    return Part(
        "balance", Text("What removals would have to balance", "须由清除量平衡的部分"), blocks
    )


def _removals(emissions: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Year", "年份")),
        Column(Text("Emissions", "排放量"), numeric=True),
        Column(Text("Removals", "清除量"), numeric=True),
        Column(Text("Net", "净值"), numeric=True),
    )
    rows = tuple(
        (
            Cell(f"{one['year']:.0f}"),
            figure(one["emissions"], _UNIT),
            figure(one["removals"], _UNIT),
            figure(one["emissions"] - one["removals"], _UNIT),
        )
        for one in emissions.to_dict("records")
    )
    return Table(Text("Year by year, t CO₂e", "逐年，吨二氧化碳当量"), columns, rows)


def _tests(found: Peak) -> Iterator[tuple[Text, bool]]:
    yield Text("Three years or more have figures", "至少三个年份有数值"), bool(found.enough_points)
    yield (
        Text(
            "The peak is more than five years before the latest figure", "峰值早于最近数值五年以上"
        ),
        bool(found.long_ago),
    )
    yield (
        Text("The latest figure is five years old or less", "最近数值不超过五年"),
        bool(found.recent),
    )
    yield (
        Text("The peak is more than 10 % above the latest figure", "峰值比最近数值高10%以上"),
        bool(found.fallen),
    )


def _peaked(found: Peak) -> Part:
    verdict = {
        True: Text(
            f"Emissions peaked in {found.year:.0f}. This can be said until "
            f"{found.holds_until:.0f}: then the latest figure is too old.",
            f"排放已于{found.year:.0f}年达峰。这一结论可用至{found.holds_until:.0f}年，"
            "此后最近数值过旧。",
        ),
        False: Text("Emissions cannot be said to have peaked.", "尚不能认定排放已达峰。"),
    }[bool(found.has_peaked)]
    columns = (Column(Text("Test", "检验"), share=4), Column(Text("Answer", "结果")))
    rows = tuple((Cell(words), Cell(answer(passed))) for words, passed in _tests(found))
    words = Text(
        "The age of the latest figure is counted from the last year of the table.",
        "最近数值的年龄以表中最后一年为准。",
    )
    caption = Text("All four have to hold", "四项须同时成立")
    blocks = (Paragraph(verdict), Table(caption, columns, rows), Paragraph(words, "small"))
    return Part("peak", Text("Have emissions peaked?", "排放是否已达峰？"), blocks)


def _peak_table(found: Peak) -> pd.DataFrame:
    return pd.DataFrame([{**found._asdict(), "has_peaked": found.has_peaked}])
