"""`revenue-streams`: the gaps of every stream of own-source revenue, the largest first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.diagnosis.revenue.charges import DAYS, MONTHS, Charges, charge_gaps
from localgoals.diagnosis.revenue.priorities import ranks_by_gap, shares_of_gap
from localgoals.diagnosis.revenue.property_tax import PropertyRoll, property_gaps
from localgoals.diagnosis.revenue.streams import Billing, billed_gaps
from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
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
from localgoals.reports.pictures.waterfall import Step, Waterfall
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.revenue_cards import cards
from localgoals.tool_suite.worked import Worked

__all__ = ["revenue_streams"]

_UNIT = "currency"
_GAPS = {
    "compliance": Text("Billed or due, not paid", "应缴未缴"),
    "coverage": Text("Not registered", "未登记"),
    "liability": Text("Bill, rate or value too low", "账单、费率或估值偏低"),
    "liability_compliance": Text("Too low, not paid", "偏低且未缴"),
    "liability_coverage": Text("Too low, not registered", "偏低且未登记"),
}
_REVENUE = Text("Revenue to date", "现有收入")
_POTENTIAL = Text("Potential", "潜在收入")
_GAP = Text("All gaps", "全部缺口")


def revenue_streams(inputs: Inputs) -> Worked:
    """Work out the gaps of every stream; those of all together, and by stream."""
    _check(inputs)
    readers = {"streams": _billed, "property_tax": _property_tax, "charges": _charges}
    found = [readers[name](table) for name, table in inputs.tables.items()]
    figures = _ordered(pd.concat(found, ignore_index=True))
    parts = (_summary(figures), _streams(figures), cards(figures, list(_GAPS)))
    return Worked(parts, {"gaps": figures})


def _check(inputs: Inputs) -> None:
    """Refuse parts that are more than their whole, and a result of nothing."""
    if not inputs.tables:
        raise InputRefused([feed_problem("revenue-no-table", "revenue-streams")])
    problems = []
    for name, part, whole in (
        ("streams", "outstanding", "billed"),
        ("property_tax", "outstanding", "billed"),
        ("charges", "payers", "users"),
        ("charges", "rate", "possible_rate"),
    ):
        table = inputs.tables.get(name)
        if table is None:
            continue
        kind = "revenue-outstanding" if part == "outstanding" else "tool-part-above-whole"
        more = table[part] > table[whole]
        problems += inputs.faults(kind, name, part, more, whole=whole)
    if problems:
        raise InputRefused(problems)


def _billed(table: pd.DataFrame) -> pd.DataFrame:
    gaps = billed_gaps(Billing(*(table[name].to_numpy() for name in Billing._fields)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "stream": table["stream"].to_numpy(),
                "group": table["group"].where(table["group"] != "", "licences").to_numpy(),
                "revenue": gaps.revenue,
                **{name: getattr(gaps, name) for name in _GAPS},
                "gap": gaps.gap,
                "potential": gaps.potential,
                "compliance_percent": 100 * gaps.revenue / table["billed"].to_numpy(),
                "coverage_percent": 100 * table["registered"].to_numpy() / gaps.units,
            }
        )


def _property_tax(table: pd.DataFrame) -> pd.DataFrame:
    gaps = property_gaps(PropertyRoll(*(table[name].to_numpy() for name in PropertyRoll._fields)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "stream": table["stream"].to_numpy(),
                "group": "property_tax",
                "revenue": gaps.revenue,
                "compliance": gaps.compliance,
                "coverage": gaps.coverage,
                "liability": gaps.valuation,
                "liability_compliance": gaps.valuation_compliance,
                "liability_coverage": gaps.valuation_coverage,
                "gap": gaps.gap,
                "potential": gaps.potential,
                "compliance_percent": 100 * gaps.revenue / table["billed"].to_numpy(),
                "coverage_percent": 100 * table["registered"].to_numpy() / gaps.properties,
                "valuation_percent": 100
                * table["taxable_value"].to_numpy()
                / table["market_value"].to_numpy(),
            }
        )


def _charges(table: pd.DataFrame) -> pd.DataFrame:
    """Lay charges out; who does not pay and who is not registered cannot be told apart in them."""
    daily = (table["due"] == "daily").to_numpy()
    users, payers = table["users"].to_numpy(), table["payers"].to_numpy()
    possible, rate = table["possible_rate"].to_numpy(), table["rate"].to_numpy()
    times = np.where(daily, DAYS, MONTHS)
    gaps = charge_gaps(Charges(users, payers, possible, rate, times))
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "stream": table["stream"].to_numpy(),
                "group": np.where(daily, "daily", "fees"),
                "revenue": gaps.revenue,
                "compliance": gaps.compliance,
                "liability": gaps.rate,
                "liability_compliance": gaps.rate_compliance,
                "gap": gaps.gap,
                "potential": gaps.potential,
                "compliance_percent": 100 * table["payers"].to_numpy() / table["users"].to_numpy(),
            }
        )


def _ordered(figures: pd.DataFrame) -> pd.DataFrame:
    """Put the stream with the largest gap first, and say what it has of all gaps."""
    ordered = ["stream", "group", "revenue", *_GAPS, "gap", "potential"]
    ratios = ["compliance_percent", "coverage_percent", "valuation_percent"]
    made = figures.reindex(columns=[*ordered, *ratios])
    made["share_of_gap_percent"] = 100 * shares_of_gap(made["gap"])
    made["rank"] = ranks_by_gap(made["gap"])
    return made.sort_values("gap", ascending=False, kind="stable", ignore_index=True)


def _summary(figures: pd.DataFrame) -> Part:
    known = figures[figures["gap"].notna()]
    total = known[["revenue", *_GAPS, "gap", "potential"]].sum(min_count=1)
    keys = tuple(
        KeyFigure(name, Figure(total[column], _UNIT, bare=True), unit_words(_UNIT), rating="none")
        for column, name in (("revenue", _REVENUE), ("gap", _GAP), ("potential", _POTENTIAL))
    )
    blocks: list[Block] = [KeyFigures(keys)]
    if len(known):
        blocks.append(_plate(total.fillna(0)))
    if left := [str(one) for one in figures.loc[figures["gap"].isna(), "stream"]]:
        names = ", ".join(left)
        blocks.append(
            Paragraph(
                Text(
                    f"Not in these sums, as something that is needed is blank: {names}.",
                    f"以下收入来源因缺少所需数据而未计入合计：{names}。",
                ),
                "note",
            )
        )
    return Part("summary", Text("What could be raised", "可增加的收入"), tuple(blocks))


def _plate(total: pd.Series) -> Plate:
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
    return Plate(picture, Table(title, columns, rows))


def _streams(figures: pd.DataFrame) -> Part:
    names = {"revenue": _REVENUE, "gap": _GAP, "potential": _POTENTIAL}
    columns = (
        Column(Text("Stream", "收入来源"), share=2),
        *(Column(name, numeric=True, share=2) for name in names.values()),
        Column(Text("Share of all gaps", "占全部缺口的比例"), numeric=True),
        Column(Text("Largest gap", "最大缺口"), share=2),
    )
    table = Table(
        Text("Streams, the largest gap first", "收入来源，缺口最大者在先"),
        columns,
        tuple(_rows(figures, list(names))),
    )
    tip = Text(
        "Begin with the two or three streams at the top. Change the order where politics, cost or "
        "capacity ask for it.",
        "先从排在最前的两三项入手；可根据政治可行性、成本和能力调整顺序。",
    )
    return Part("streams", Text("Stream by stream", "逐项收入来源"), (table, Paragraph(tip)))


def _rows(figures: pd.DataFrame, names: list[str]) -> Iterator[tuple[Cell, ...]]:
    for _, one in figures.iterrows():
        parts = one[list(_GAPS)].astype(float)
        largest = _GAPS[str(parts.idxmax())] if one["gap"] == one["gap"] else Text("–", "–")
        yield (
            Cell(str(one["stream"])),
            *(Cell(Figure(one[name], _UNIT, bare=True), numeric=True) for name in names),
            Cell(Figure(one["share_of_gap_percent"], "percent"), numeric=True),
            Cell(largest),
        )
