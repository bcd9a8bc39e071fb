"""What speaks for and against a project, each with its figure and what it is held against."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Figure
from localgoals.tool_suite.reasons import Reason

__all__ = ["finance_reasons"]

_CASH = Text("in cash", "按现金")
_SOCIETY = Text("with its benefits", "含效益")


def finance_reasons(figures: pd.DataFrame, drawn: pd.DataFrame) -> Iterator[Reason]:
    """
    Say what speaks for and against each project.

    Parameters
    ----------
    figures
        A row for each project.
    drawn
        A row for each project whose flows are all known: what the draws gave.
    """
    outlooks = {str(one["project"]): one for _, one in drawn.iterrows()}
    for _, row in figures.iterrows():
        name = str(row["project"])
        yield _worth(name, _CASH, float(row["npv"]), row)
        yield _worth(name, _SOCIETY, float(row["npv_with_benefits"]), row)
        yield from _rate(name, row)
        yield _time(name, float(row["payback_years"]), float(row["npv"]))
        yield _cover(name, row)
        if name in outlooks:
            yield from _drawn(name, outlooks[name])


def _money(value: float) -> Figure:
    return Figure(value, "currency")


def _percent(value: float) -> Figure:
    return Figure(value, "percent")


def _worth(name: str, kind: Text, value: float, row: pd.Series) -> Reason:
    values: dict[str, object] = {
        "kind": kind, "value": _money(value), "rate": _percent(float(row["discount_rate_percent"])),
    }  # fmt: skip
    if value != value:
        words = Message("Its value {kind} is unknown, because a flow is not known.", values)
    elif value > 0:
        words = Message("Worth more than it costs {kind}: {value} at a rate of {rate}.", values)
    else:
        words = Message("Not worth what it costs {kind}: {value} at a rate of {rate}.", values)
    return Reason(name, "net-present-value", words, source="brealey-2020")


def _rate(name: str, row: pd.Series) -> Iterator[Reason]:
    rate, changes = float(row["irr_percent"]), int(row["sign_changes"])
    values: dict[str, object] = {"rate": _percent(rate), "count": changes}
    if changes > 1:
        words = Message(
            "Its cash changes its sign {count} times, so that several internal rates may answer: "
            "judge it by its net present value.",
            values,
        )
        yield Reason(name, "internal-rate", words, source="brealey-2020")
    elif rate == rate:
        words = Message("It returns {rate} a year in cash.", values)
        yield Reason(name, "internal-rate", words, source="brealey-2020")


def _time(name: str, years: float, value: float) -> Reason:
    if years == years:
        words = Message("Its cost comes back in {years}.", {"years": Figure(years, "years")})
    elif value == value:
        words = Message("Its cost does not come back within the years given.")
    else:
        words = Message("When its cost comes back is unknown, because a flow is not known.")
    return Reason(name, "payback", words, source="brealey-2020")


def _cover(name: str, row: pd.Series) -> Reason:
    debt, least, required = (
        float(row[column]) for column in ("debt", "least_cover", "required_cover")
    )
    values: dict[str, object] = {
        "least": Figure(least, "ratio"), "required": Figure(required, "ratio"),
    }  # fmt: skip
    if debt == 0:
        words = Message("It takes no loan.")
    elif least != least:
        words = Message("Whether it can pay a loan is unknown: loan or flows are not known.")
    elif required != required:
        words = Message("In its worst year it earns {least} times its debt service.", values)
    elif least >= required:
        words = Message(
            "In its worst year it earns {least} times its debt service; the lender asks for "
            "{required}.",
            values,
        )
    else:
        words = Message(
            "In its worst year it earns only {least} times its debt service, and the lender asks "
            "for {required}: a smaller or longer loan, or years of grace, would help.",
            values,
        )
    return Reason(name, "debt-service-cover", words, source="yescombe-2014")


def _drawn(name: str, outlook: pd.Series) -> Iterator[Reason]:
    values: dict[str, object] = {
        "loss": _percent(100 * float(outlook["loss"])),
        "least": _money(float(outlook["least"])),
        "most": _money(float(outlook["most"])),
        "draws": f"{int(outlook['draws']):,}",
    }
    words = Message(
        "In {draws} draws its value with benefits is below 0 in {loss}; in eight of ten it lies "
        "from {least} to {most}.",
        values,
    )
    yield Reason(name, "draws", words, source="cba-guide-2014")
    uncovered = float(outlook["uncovered"])
    if uncovered == uncovered:
        said: dict[str, object] = {"share": _percent(100 * uncovered)}
        words = Message("In {share} of the draws some year falls short of what lenders ask.", said)
        yield Reason(name, "draws-cover", words, source="cba-guide-2014")
