"""How the city's figures have changed: one line at each indicator, and one table of them all."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from localgoals.model.text import Message
from localgoals.reports.blocks import (
    Cell,
    Column,
    Fact,
    Figure,
    Listing,
    Paragraph,
    Part,
    Table,
    Words,
)
from localgoals.reports.context import Context, anchor_of
from localgoals.scoring.progress.methods import METHODS, REASONS, REMARKS
from localgoals.scoring.progress.observed import Progress

__all__ = ["method_of_progress", "progress_lines", "progress_part"]

# What says nothing about change: the indicator, or the want of a second figure, does not ask.
_NOT_WORTH_A_LINE = ("no-direction", "no-figure", "one-year")
_GROWTH_UNIT = "percent_per_year"


def progress_lines(one: Progress | None) -> Iterator[Words]:
    """
    Say how an indicator has changed, and what to mind when reading that.

    Parameters
    ----------
    one
        Of the city as a whole; nothing is said where there are no two figures to compare.
    """
    if one is None or one.reason in _NOT_WORTH_A_LINE:
        return
    if one.first is None or one.last is None or one.reason:
        yield Message("No verdict on progress: {reason}", {"reason": REASONS[one.reason]})
        return
    parts: dict[str, object] = {
        "first": one.first.period,
        "last": one.last.period,
        "sign": METHODS[one.method].verdicts[one.verdict].sign,
        "verdict": METHODS[one.method].verdicts[one.verdict].words,
        "growth": _a_year(one, "growth"),
    }
    if isfinite(one.measures["required_growth"]) and one.verdict != "achieved":
        yield Message(
            "Progress from {first} to {last}: {sign} {verdict} ({growth}; the target for {year} "
            "asks for {required})",
            parts | {"year": one.target_year, "required": _a_year(one, "required_growth")},
        )
    else:
        yield Message("Progress from {first} to {last}: {sign} {verdict} ({growth})", parts)
    if one.remarks:
        yield Message(
            "Compare with care: {remarks}",
            {"remarks": Listing(tuple(REMARKS[remark] for remark in one.remarks))},
        )


def _a_year(one: Progress, measure: str) -> Figure:
    return Figure(100 * one.measures[measure], _GROWTH_UNIT)


def method_of_progress(one: Progress | None) -> Iterator[Fact]:
    """Name the method by which an indicator's change was judged."""
    if one is None or not one.verdict:
        return
    yield Fact(
        Message("Progress"),
        Message(
            "{method}; version {version}; from {year} on",
            {
                "method": METHODS[one.method].title,
                "version": one.version,
                "year": f"{one.parameters['base_year']:g}",
            },
        ),
    )


def progress_part(context: Context) -> Iterator[Part]:
    """Put the change of all indicators into one table; nothing where there is none to show."""
    shown = [one for one in context.progress.values() if one.verdict and one.first and one.last]
    if not shown:
        return
    columns = (
        Column(Message("Indicator"), share=3),
        Column(Message("Progress"), share=2),
    )
    yield Part(
        "progress",
        Message("Progress over the years"),
        (
            Paragraph(
                Message(
                    "Method: {method}. It compares growth a year with the growth that the target "
                    "asks for, or with fixed rates where there is no target. It says whether "
                    "things get better, not whether they are good. More filled dots are better.",
                    {"method": METHODS[shown[0].method].title},
                )
            ),
            Table(
                Message("How the figures have changed"),
                columns,
                tuple(_row(context, one) for one in shown),
            ),
        ),
    )


def _row(context: Context, one: Progress) -> tuple[Cell, ...]:
    assert one.first is not None
    assert one.last is not None
    verdict = METHODS[one.method].verdicts[one.verdict]
    change = Message(
        "{first} in {first_year}, {last} in {last_year}",
        {
            "first": Figure(one.first.value, one.first.unit, bare=True),
            "first_year": one.first.period,
            "last": Figure(one.last.value, one.last.unit),
            "last_year": one.last.period,
        },
    )
    return (
        # In the cell of the name, for a number never breaks and a phone is narrow.
        Cell(
            context.catalogue.indicators[one.indicator].title,
            anchor=anchor_of(one.indicator),
            note=change,
        ),
        Cell(
            Message("{sign} {words}", {"sign": verdict.sign, "words": verdict.words}),
            note=Message("compare with care") if one.remarks else "",
        ),
    )
