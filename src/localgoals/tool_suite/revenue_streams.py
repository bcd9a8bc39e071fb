"""`revenue-streams`: the gaps of every stream of own-source revenue, the largest first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localgoals.diagnosis.revenue.streams import BilledGaps, Billing, billed_gaps
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.waterfall import Step, Waterfall
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.worked import Worked

__all__ = ["revenue_streams"]

_UNIT = "currency"
_GAPS = {
    "compliance": Text("Billed, not paid", "已开单未缴"),
    "coverage": Text("Not registered", "未登记"),
    "liability": Text("Billed too low", "开单偏低"),
    "liability_compliance": Text("Billed too low, not paid", "开单偏低且未缴"),
    "liability_coverage": Text("Billed too low, not registered", "开单偏低且未登记"),
}
_REVENUE = Text("Revenue to date", "现有收入")
_POTENTIAL = Text("Potential", "潜在收入")
_GAP = Text("All gaps", "全部缺口")


def revenue_streams(inputs: Inputs) -> Worked:
    """Work out the gaps of every stream; those of all together, and by stream."""
    table = inputs.tables["streams"]
    _check(inputs)
    billing = Billing(*(table[name].to_numpy() for name in Billing._fields))
    gaps = billed_gaps(billing)
    figures = _figures(table, gaps)
    return Worked((_summary(figures), _streams(figures)), {"gaps": figures})


def _check(inputs: Inputs) -> None:
    """Refuse what is not paid of a bill when it is more than the bill."""
    table = inputs.tables["streams"]
    more = table["outstanding"] > table["billed"]
    problems = inputs.faults("revenue-outstanding", "streams", "outstanding", more)
    if problems:
        raise InputRefused(problems)


def _figures(table: pd.DataFrame, gaps: BilledGaps) -> pd.DataFrame:
    """Lay the streams out, the one with the largest gap first."""
    columns: dict[str, object] = {"stream": table["stream"].to_numpy(), "revenue": gaps.revenue}
    columns |= {name: getattr(gaps, name) for name in _GAPS}
    columns |= {"gap": gaps.gap, "potential": gaps.potential}
    registered, billed = table["registered"].to_numpy(), table["billed"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        columns["compliance_percent"] = 100 * gaps.revenue / billed
        columns["coverage_percent"] = 100 * registered / gaps.units
        columns["share_of_gap_percent"] = 100 * gaps.gap / np.nansum(gaps.gap)
    return pd.DataFrame(columns).sort_values("gap", ascending=False, kind="stable")


def _summary(figures: pd.DataFrame) -> Part:
    total = figures[["revenue", *_GAPS, "gap", "potential"]].sum()
    keys = tuple(
        KeyFigure(name, Figure(total[column], _UNIT, bare=True), unit_words(_UNIT), rating="none")
        for column, name in (("revenue", _REVENUE), ("gap", _GAP), ("potential", _POTENTIAL))
    )
    steps = (
        Step(_REVENUE, total["revenue"], total=True),
        *(Step(name, total[column]) for column, name in _GAPS.items()),
        Step(_POTENTIAL, total["potential"], total=True),
    )
    title = Text("From revenue to potential, all streams", "从现有收入到潜在收入（所有收入来源）")
    picture = Waterfall("revenue-gaps", title, title, _UNIT, steps)
    columns = (Column(Text("Gap", "缺口")), Column(unit_words(_UNIT), numeric=True))
    rows = tuple(
        (Cell(step.name), Cell(Figure(step.value, _UNIT, bare=True), numeric=True))
        for step in steps
    )
    blocks = (KeyFigures(keys), Plate(picture, Table(title, columns, rows)))
    return Part("summary", Text("What could be raised", "可增加的收入"), blocks)


def _streams(figures: pd.DataFrame) -> Part:
    names = {"revenue": _REVENUE, "gap": _GAP, "potential": _POTENTIAL}
    columns = (
        Column(Text("Stream", "收入来源"), share=2),
        *(Column(name, numeric=True, share=2) for name in names.values()),
        Column(Text("Share of all gaps", "占全部缺口的比例"), numeric=True),
        Column(Text("Largest gap", "最大缺口"), share=2),
    )
    rows = []
    for _, one in figures.iterrows():
        largest = max(_GAPS, key=lambda name: one[name] if one[name] == one[name] else -np.inf)
        rows.append(
            (
                Cell(str(one["stream"])),
                *(Cell(Figure(one[name], _UNIT, bare=True), numeric=True) for name in names),
                Cell(Figure(one["share_of_gap_percent"], "percent"), numeric=True),
                Cell(_GAPS[largest]),
            )
        )
    table = Table(
        Text("Streams, the largest gap first", "收入来源，缺口最大者在先"), columns, tuple(rows)
    )
    return Part("streams", Text("Stream by stream", "逐项收入来源"), (table,))
