"""`risk-events`: what events would cost, each year and at worst."""

from __future__ import annotations

from math import isnan
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.climate.risk_events import (
    Curve,
    Expected,
    Hits,
    damage_ratio,
    exceedance,
    expected,
    impact_at,
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
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.exceedance import Exceedance
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.worked import Worked

__all__ = ["risk_events"]

_UNIT = "currency"
_PERIODS = (2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0)
"""Return periods that plans are often made for. [years]"""
_ROWS = 30


class _Found(NamedTuple):
    """What the tables come to."""

    hits: Hits
    expected: Expected
    curve: Curve


def risk_events(inputs: Inputs) -> Worked:
    """Work out the impact of every event on every asset, and what is to be expected of them."""
    _check(inputs)
    found = _worked_out(inputs)
    tables = _tables(inputs, found)
    parts = (_summary(found, tables), _on_assets(tables["assets"]))
    return Worked(parts, tables)


def _check(inputs: Inputs) -> None:
    """Refuse names that no other table has, and functions of one point."""
    hits, assets = inputs.tables["intensities"], inputs.tables["assets"]
    functions = inputs.tables["functions"]["impact_function"]
    problems: list[Problem] = []
    for column, table in (("event", "events"), ("asset", "assets")):
        strange = ~hits[column].isin(inputs.tables[table][column])
        problems += inputs.faults("tool-other-table", "intensities", column, strange, other=table)
    strange = ~assets["impact_function"].isin(functions)
    problems += inputs.faults(
        "tool-other-table", "assets", "impact_function", strange, other="functions"
    )
    short = ~functions.duplicated(keep=False)
    problems += inputs.faults("risk-function-short", "functions", "impact_function", short)
    if problems:
        raise InputRefused(problems)


def _worked_out(inputs: Inputs) -> _Found:
    events, assets = inputs.tables["events"], inputs.tables["assets"]
    given = inputs.tables["intensities"]
    event = pd.Index(events["event"]).get_indexer(given["event"])
    asset = pd.Index(assets["asset"]).get_indexer(given["asset"])
    ratio = _ratios(inputs, asset, given["intensity"].to_numpy(np.float64))
    hits = Hits(event, asset, assets["value"].to_numpy(np.float64)[asset] * ratio)
    frequency = events["frequency"].to_numpy(np.float64)
    sums = expected(hits, frequency, len(assets))
    return _Found(hits, sums, exceedance(sums.at_event, frequency))


def _ratios(
    inputs: Inputs, asset: NDArray[np.intp], intensity: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the mean damage ratio of each pair by the impact function of its asset."""
    used = inputs.tables["assets"]["impact_function"].to_numpy()[asset]
    ratio = np.full(len(asset), np.nan)
    for name, points in inputs.tables["functions"].groupby("impact_function"):
        rising = points.sort_values("intensity")
        here = used == name
        ratio[here] = damage_ratio(
            intensity[here], rising["intensity"], rising["damage_share"], rising["affected_share"]
        )
    return ratio


def _tables(inputs: Inputs, found: _Found) -> dict[str, pd.DataFrame]:
    events, assets = inputs.tables["events"], inputs.tables["assets"]
    value = assets["value"].to_numpy(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(value > 0, found.expected.on_asset / value, np.nan)
    impacts = inputs.tables["intensities"].assign(impact=found.hits.impact)
    frequency = events["frequency"]
    curve = pd.DataFrame(found.curve._asdict())
    # What never comes has no return period.
    curve["return_period"] = curve["return_period"].where(np.isfinite(curve["return_period"]))
    asked = np.array(_PERIODS)
    at = pd.DataFrame({"return_period": asked, "impact": impact_at(found.curve, asked)})
    return {
        "impacts": impacts.reset_index(drop=True),
        "events": pd.DataFrame(
            {
                "event": events["event"], "frequency": frequency,
                "impact": found.expected.at_event,
                "each_year": frequency * found.expected.at_event,
            }
        ),
        "assets": pd.DataFrame(
            {
                "asset": assets["asset"], "value": value,
                "expected_each_year": found.expected.on_asset, "share_of_value": share,
            }
        ),
        "exceedance": curve,
        "return_periods": at,
    }  # fmt: skip


def _summary(found: _Found, tables: dict[str, pd.DataFrame]) -> Part:
    worst = tables["events"]["impact"].max(skipna=False)
    keys = (
        KeyFigure(
            Text("Expected each year, on all assets", "全部资产年期望损失"),
            _amount(found.expected.each_year), unit_words(_UNIT), rating="none",
        ),
        KeyFigure(
            Text("Greatest impact of an event", "单一事件最大损失"),
            _amount(worst), unit_words(_UNIT), rating="none",
        ),
        KeyFigure(
            Text("Of all that is there, expected each year", "年期望损失占总价值"),
            Figure(_percent_of_all(tables["assets"]), "percent", bare=True),
            unit_words("percent"), rating="none",
        ),
    )  # fmt: skip
    blocks: list[Block] = [KeyFigures(keys)]
    if unknown := int(np.isnan(found.hits.impact).sum()):
        words = Text(
            f"{unknown} impacts are not known: an intensity or a value is blank. What they are a "
            "part of is not known either; it is not counted as 0.",
            f"{unknown}项影响未知：强度或价值空白。包含它们的合计同样未知，不计为0。",
        )
        blocks.append(Paragraph(words, "note"))
    blocks += [_curve(found.curve, tables["return_periods"]), _events(tables["events"])]
    words = Text(
        "Events are taken to come independently of each other. An impact between two events is "
        "read from a straight line; beyond the rarest one it is not known. Formulas are those of "
        "CLIMADA, whose published test figures are reproduced.",
        "假定各事件相互独立。两事件之间的损失按直线读取；比最罕见事件更罕见者未知。公式与CLIMADA一致，并复现其公开测试数值。",
    )
    blocks.append(Paragraph(words, "small"))
    return Part("summary", Text("What is to be expected", "预期损失"), tuple(blocks))


def _percent_of_all(assets: pd.DataFrame) -> float:
    whole = assets["value"].sum(skipna=False)
    lost = assets["expected_each_year"].sum(skipna=False)
    return float(100 * lost / whole) if whole > 0 else float("nan")


def _curve(curve: Curve, periods: pd.DataFrame) -> Block:
    columns = (
        Column(Text("Return period, years", "重现期，年")),
        Column(Text("Impact reached or exceeded", "达到或超过的损失"), numeric=True),
    )
    rows = tuple(
        (Cell(f"{one['return_period']:g}"), Cell(_amount(one["impact"]), numeric=True))
        for one in periods.to_dict("records")
    )
    title = Text("Impact by return period", "各重现期的损失")
    table = Table(title, columns, rows)
    seen = np.isfinite(curve.return_period) & ~np.isnan(curve.impact)
    pairs = zip(curve.return_period[seen], curve.impact[seen], strict=True)
    points = tuple((float(period), float(impact)) for period, impact in pairs)
    if not points:
        return table
    alt = Text(
        "A rising line: the impact that comes once in so many years or more rarely; figures "
        "stand in the table",
        "上升曲线：每若干年达到或超过一次的损失，数值见表",
    )
    return Plate(Exceedance("exceedance", title, alt, _UNIT, points), table)


def _events(events: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Event", "事件"), share=3),
        Column(Text("Times a year", "每年次数"), numeric=True),
        Column(Text("Impact", "损失"), numeric=True, share=2),
        Column(Text("Each year", "年均"), numeric=True, share=2),
    )
    worst = events.sort_values("impact", ascending=False, na_position="first", kind="stable")
    rows = tuple(
        (
            Cell(str(one["event"])),
            Cell(f"{one['frequency']:g}", numeric=True),
            Cell(_amount(one["impact"]), numeric=True),
            Cell(_amount(one["each_year"]), numeric=True),
        )
        for one in worst.head(_ROWS).to_dict("records")
    )
    return Table(Text("Events, the greatest first", "事件，由大到小"), columns, rows)


def _on_assets(assets: pd.DataFrame) -> Part:
    columns = (
        Column(Text("Asset", "资产"), share=3),
        Column(Text("Value", "价值"), numeric=True, share=2),
        Column(Text("Expected each year", "年期望损失"), numeric=True, share=2),
        Column(Text("Of its value, %", "占其价值，%"), numeric=True),
    )
    order = assets.sort_values(
        "expected_each_year", ascending=False, na_position="first", kind="stable"
    )
    rows = tuple(
        (
            Cell(str(one["asset"])),
            Cell(_amount(one["value"]), numeric=True),
            Cell(_amount(one["expected_each_year"]), numeric=True),
            Cell(_percent(one["share_of_value"]), numeric=True),
        )
        for one in order.head(_ROWS).to_dict("records")
    )
    caption = Text("Assets, the most expected first", "资产，按期望损失由大到小")
    table = Table(caption, columns, rows)
    return Part("assets", Text("Where it is to be expected", "损失集中在哪里"), (table,))


def _amount(value: float) -> Figure:
    return Figure(float(value), _UNIT, bare=True)


def _percent(share: float) -> str:
    """Write small shares with digits that tell them apart."""
    return "–" if isnan(share) else f"{100 * share:.2g}"
