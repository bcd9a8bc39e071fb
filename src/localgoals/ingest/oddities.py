"""Figures that can be right and often are not: copied down, jumping, shares called percent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

import pandas as pd

from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

COPIED_PERIODS: Final = 4
"""This many periods running with one value look copied; rounded figures do repeat now and then."""
JUMP_TIMES: Final = 10
"""A figure that changes so many times from one period to the next has often changed its unit."""
FEWEST_SHARES: Final = 3
"""So many values in percent, none above 1, look like shares."""


def oddities(table: pd.DataFrame) -> list[Problem]:
    """
    Warn of figures to compare with their source.

    Parameters
    ----------
    table
        A long table with `series`, `area`, `period` (a year, or two with a hyphen), `group`,
        `value`, `where` (the file) and `percent` (whether its unit says percent).

    Returns
    -------
    problems
        Warnings: nothing is changed or left out. The values 0 and 100 may last for years.
    """
    known = table.dropna(subset="value") if len(table) else table
    if known.empty:
        return []
    problems: list[Problem] = []
    for _, rows in known.groupby(["series", "area", "group"], sort=False):
        line = rows.sort_values("period")
        problems += _copied_down(line)
        problems += _jumps(line)
    for _, rows in known[known["percent"].astype(bool)].groupby(["where", "series"], sort=False):
        problems += _shares(rows)
    return problems


def _copied_down(line: pd.DataFrame) -> Iterator[Problem]:
    figures = zip(line["value"], line["period"], strict=True)
    for value, run in groupby(figures, key=lambda one: one[0]):
        periods = [period for _, period in run]
        if len(periods) >= COPIED_PERIODS and value not in (0, 100):
            yield feed_problem(
                "opensdg-copied-down",
                _where(line),
                **_named(line),
                value=f"{value:.15g}",
                count=len(periods),
                first=periods[0],
                last=periods[-1],
            )


def _jumps(line: pd.DataFrame) -> Iterator[Problem]:
    figures = zip(line["value"], line["period"], strict=True)
    for (before, first), (value, last) in pairwise(figures):
        small, large = sorted((abs(before), abs(value)))
        if small > 0 and large >= JUMP_TIMES * small:
            yield feed_problem(
                "opensdg-jump",
                _where(line),
                **_named(line),
                before=f"{before:.15g}",
                first=first,
                value=f"{value:.15g}",
                last=last,
            )


def _shares(rows: pd.DataFrame) -> Iterator[Problem]:
    values = rows["value"]
    fractions = values[(values > 0) & (values < 1)]
    if len(fractions) >= FEWEST_SHARES and values.between(0, 1).all():
        yield feed_problem(
            "opensdg-percent-as-share",
            _where(rows),
            series=rows["series"].iloc[0],
            count=len(values),
            value=f"{values.max():.15g}",
        )


def _where(rows: pd.DataFrame) -> str:
    return str(rows["where"].iloc[0])


def _named(rows: pd.DataFrame) -> dict[str, str]:
    return {"series": rows["series"].iloc[0], "group": rows["group"].iloc[0] or "-"}
