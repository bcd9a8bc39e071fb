"""`revenue-streams`: the gaps of every stream of own-source revenue, the largest first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.diagnosis.revenue.charges import DAYS, MONTHS, Charges, charge_gaps
from localgoals.diagnosis.revenue.priorities import (
    order_of_work,
    ranks_by_gap,
    shares_of_gap,
)
from localgoals.diagnosis.revenue.property_tax import PropertyRoll, property_gaps
from localgoals.diagnosis.revenue.streams import Billing, billed_gaps
from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
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
from localgoals.tool_suite.reasons import Reason, reason_table
from localgoals.tool_suite.revenue_cards import cards
from localgoals.tool_suite.revenue_reasons import MOVED_FOR, revenue_reasons
from localgoals.tool_suite.subjects import small_percents, with_question
from localgoals.tool_suite.table_words import caption
from localgoals.tool_suite.worked import Worked

__all__ = ["revenue_streams"]

_UNIT = "currency"
_SHOWN = 50
"""So many streams stand on the page; the table has all."""
_GAPS = {
    "compliance": Text("Billed or due, not paid", "应缴未缴"),
    "coverage": Text("Not registered", "未登记"),
    "liability": Text("Bill, rate or value too low", "账单、费率或估值偏低"),
    "liability_compliance": Text("Too low, not paid", "偏低且未缴"),
    "liability_coverage": Text("Too low, not registered", "偏低且未登记"),
}
_EXPLAINED = 10
"""Of so many the reason stands below them; reasons.csv has all."""
_REVENUE = Text("Revenue to date", "现有收入")
_POTENTIAL = Text("Potential", "潜在收入")
_GAP = Text("All gaps", "全部缺口")
_KINDS = ("streams", "property_tax", "charges")
_PERCENTS = ("unregistered_percent", "improvement_percent")
_RATIOS = {
    "compliance_percent": Text("Paid of what is billed", "开单金额中已缴部分"),
    "coverage_percent": Text("Registered, of all", "全部单位中已登记部分"),
    "valuation_percent": Text("Taxed, of the market value", "计税价值占市场价值"),
}


def revenue_streams(inputs: Inputs) -> Worked:
    """Work out the gaps of every stream; those of all together, and by stream."""
    _check(inputs)
    readers = {"streams": _billed, "property_tax": _property_tax, "charges": _charges}
    found = [readers[name](inputs.tables[name]) for name in _KINDS if name in inputs.tables]
    given = inputs.tables.get("priorities")
    figures = _ordered(pd.concat(found, ignore_index=True), given)
    reasons = list(revenue_reasons(figures, _GAPS, given))
    streams = _streams(figures, reasons, by_hand=given is not None)
    parts: tuple[Part, ...] = (
        _summary(figures), streams, _ratios(figures), cards(figures, list(_GAPS)),
    )  # fmt: skip
    if "streams" in inputs.tables:
        asked = small_percents(inputs.tables["streams"], "stream", _PERCENTS)
        parts = with_question(parts, asked)
    return Worked(parts, {"gaps": figures, "reasons": reason_table(reasons)})


def _check(inputs: Inputs) -> None:
    """Refuse parts that are more than their whole, and a result of nothing."""
    if not any(name in inputs.tables for name in _KINDS):
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
    problems += _twice(inputs)
    problems += _priorities(inputs)
    if problems:
        raise InputRefused(problems)


def _twice(inputs: Inputs) -> Iterator[Problem]:
    """Name streams that stand in two tables, so that none is counted twice."""
    seen: set[str] = set()
    for name in _KINDS:
        if name in inputs.tables:
            names = inputs.tables[name]["stream"]
            yield from inputs.faults("tool-row-twice", name, "stream", names.isin(seen))
            seen |= set(names)


def _priorities(inputs: Inputs) -> Iterator[Problem]:
    """Name places that are given twice or to a stream that is not there."""
    given = inputs.tables.get("priorities")
    if given is None:
        return
    known = {one for name in _KINDS if name in inputs.tables for one in inputs.tables[name].stream}
    strange, other = ~given["stream"].isin(known), ", ".join(_KINDS)
    yield from inputs.faults("tool-other-table", "priorities", "stream", strange, other=other)
    again = given["place"].duplicated(keep="first") & given["place"].notna()
    yield from inputs.faults("tool-row-twice", "priorities", "place", again)


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
                "paying_units": gaps.paying,
                "bill": gaps.bill,
                "bill_within_reach": gaps.bill_within_reach,
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
                / table["market_value"].where(table["market_value"] > 0).to_numpy(),
            }
        )


def _charges(table: pd.DataFrame) -> pd.DataFrame:
    """
    Lay charges out; who does not pay and who is not registered cannot be told apart in them.

    A charge of two rows, by the day and by the month, becomes one stream: its parts are added, and
    one that is not known leaves the sum unknown.
    """
    daily = (table["due"] == "daily").to_numpy()
    users, payers = table["users"].to_numpy(), table["payers"].to_numpy()
    possible, rate = table["possible_rate"].to_numpy(), table["rate"].to_numpy()
    times = np.where(daily, DAYS, MONTHS)
    gaps = charge_gaps(Charges(users, payers, possible, rate, times))
    rows = pd.DataFrame(
        {
            "stream": table["stream"].to_numpy(),
            "group": np.where(daily, "daily", "fees"),
            "revenue": gaps.revenue,
            "compliance": gaps.compliance,
            "liability": gaps.rate,
            "liability_compliance": gaps.rate_compliance,
            "gap": gaps.gap,
            "potential": gaps.potential,
        }
    )
    streams = rows.groupby("stream", sort=False)
    # The daily part of a mixed charge is the harder one to collect: its solutions come first.
    made = streams.agg(group=("group", "min")).join(streams.sum(numeric_only=True, skipna=False))
    due = (made["revenue"] + made["compliance"]).where(lambda one: one > 0)
    return made.assign(compliance_percent=100 * made["revenue"] / due).reset_index()


def _ordered(figures: pd.DataFrame, given: pd.DataFrame | None) -> pd.DataFrame:
    """Put streams in the order of work, and say what each has of all gaps."""
    ordered = ["stream", "group", "revenue", *_GAPS, "gap", "potential", *_RATIOS]
    made = figures.reindex(columns=[*ordered, "paying_units", "bill", "bill_within_reach"])
    made["share_of_gap_percent"] = 100 * shares_of_gap(made["gap"])
    made["rank"] = ranks_by_gap(made["gap"])
    by_hand = pd.DataFrame({"stream": [], "place": [], "reason": []}) if given is None else given
    chosen = by_hand.set_index("stream").astype({"place": np.float64, "reason": object})
    places = made["stream"].map(chosen["place"]).to_numpy(np.float64)
    known = made["gap"].notna() | ~np.isnan(places)
    made["order"] = np.where(known, order_of_work(made["gap"], places), np.nan)
    reasons = made["stream"].map(chosen["reason"]).astype(object)
    made["reason"] = reasons.where(reasons.notna(), "")
    return made.sort_values("order", kind="stable", ignore_index=True)


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
        names = ", ".join(left[:_SHOWN]) + (f" … ({len(left):,})" if len(left) > _SHOWN else "")
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


def _streams(figures: pd.DataFrame, reasons: list[Reason], *, by_hand: bool) -> Part:
    names = {"revenue": _REVENUE, "gap": _GAP, "potential": _POTENTIAL}
    chosen = (
        Column(Text("Place by gap", "按缺口排名"), numeric=True),
        Column(Text("Moved for", "调整理由"), share=2),
    )
    columns = (
        Column(Text("Stream", "收入来源"), share=2),
        *(Column(name, numeric=True, share=2) for name in names.values()),
        Column(Text("Share of all gaps", "占全部缺口的比例"), numeric=True),
        Column(Text("Largest gap", "最大缺口"), share=2),
        *(chosen if by_hand else ()),
    )
    title = Text("Streams, the largest gap first", "收入来源，缺口最大者在先")
    if by_hand:
        title = Text("Streams in the order that was chosen", "收入来源，按选定顺序")
    rows = tuple(_rows(figures.head(_SHOWN), list(names), by_hand=by_hand))
    heading = caption(title, shown=_SHOWN, rows=len(figures))
    table = Table(heading, columns, rows, stacked=True)
    tip = Text(
        "Begin with the two or three streams at the top. Where politics, cost or capacity ask for "
        "another order, give places in the table priorities.",
        "先从排在最前的两三项入手；如需按政治可行性、成本或能力调整顺序，"
        "请在priorities表中填写次序。",
    )
    first = set(figures["stream"].head(_EXPLAINED))
    why = Bullets(tuple(one.words for one in reasons if one.about in first))
    return Part("streams", Text("Stream by stream", "逐项收入来源"), (table, why, Paragraph(tip)))


def _ratios(figures: pd.DataFrame) -> Part:
    """Tell how well each stream is paid, registered and valued."""
    title = Text("Paid, registered, valued", "缴纳、登记与估值")
    columns = (
        Column(Text("Stream", "收入来源"), share=2),
        *(Column(name, numeric=True, share=2) for name in _RATIOS.values()),
    )
    rows = tuple(
        (
            Cell(str(one["stream"])),
            *(Cell(Figure(one[name], "percent"), numeric=True) for name in _RATIOS),
        )
        for one in figures.to_dict("records")
    )
    return Part("ratios", title, (Table(title, columns, rows),))


def _rows(figures: pd.DataFrame, names: list[str], *, by_hand: bool) -> Iterator[tuple[Cell, ...]]:
    for _, one in figures.iterrows():
        parts = one[list(_GAPS)].astype(float)
        largest = _GAPS[str(parts.idxmax())] if one["gap"] == one["gap"] else Text("–", "–")
        yield (
            Cell(str(one["stream"])),
            *(Cell(Figure(one[name], _UNIT, bare=True), numeric=True) for name in names),
            Cell(Figure(one["share_of_gap_percent"], "percent"), numeric=True),
            Cell(largest),
            *(_chosen(one) if by_hand else ()),
        )


def _chosen(stream: pd.Series) -> tuple[Cell, Cell]:
    place = Cell(Figure(float(stream["rank"]), "number", bare=True), numeric=True)
    return place, Cell(MOVED_FOR[str(stream["reason"])])
