"""A long table whose series are indicators: figures of one or of many cities, as observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.long_table import read_long_table
from localgoals.ingest.numbers import DecimalMark
from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.problem import Problem

# A table does not say how its figures were made, so none is called rough and none exact.
_QUALITY_NOT_SAID = 3
_SHOWN = 50


def read_indicator_figures(
    path: Path, indicators: Mapping[str, Indicator], *, decimal: DecimalMark | None = None
) -> tuple[tuple[Observation, ...], list[Problem]]:
    """
    Read the headline figures of indicators from a long table.

    Parameters
    ----------
    path
        CSV, XLSX or Parquet with `series` (the code of an indicator), `area`, `period`, `value`,
        and if need be `group` and `margin`, as in the statistics of a city pack.
    indicators
        By code.
    decimal
        The mark before decimals, where it is not plain.

    Returns
    -------
    observations
        In the order of the table; none where the table has an error. Rows without a value and rows
        of other series are left out.
    problems
        Every fault.

    Raises
    ------
    BadInput
        When the file is not a table.
    """
    statistics, problems = read_long_table(path, decimal=decimal)
    if statistics is None:
        return (), problems
    counts = statistics.table["series"].value_counts(sort=False)
    problems += [
        feed_problem("indicator-unknown", path.name, series=series, count=int(count))
        for series, count in counts.items()
        if series not in indicators
    ][:_SHOWN]
    known = statistics.table[statistics.table["series"].isin(list(indicators))].dropna(
        subset="value"
    )
    faults = list(_impossible(known, indicators, path.name))
    return (() if faults else tuple(_observations(known, indicators))), problems + faults


def _impossible(
    table: pd.DataFrame, indicators: Mapping[str, Indicator], where: str
) -> Iterator[Problem]:
    """Name the figures that cannot be, as many as a person reads."""
    possible = {code: one.headline.possible for code, one in indicators.items()}
    low = table["series"].map({code: one.low for code, one in possible.items()})
    high = table["series"].map({code: one.high for code, one in possible.items()})
    wrong = table[(table["value"] < low) | (table["value"] > high)]
    for row in wrong.head(_SHOWN).to_dict("records"):
        yield feed_problem(
            "indicator-impossible",
            where,
            value=row["value"],
            series=row["series"],
            area=row["area"],
            period=row["period"],
            low=_end(possible[row["series"]].low),
            high=_end(possible[row["series"]].high),
        )


def _end(limit: float) -> str:
    return f"{limit:g}".replace("inf", "∞")


def _observations(
    table: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> Iterator[Observation]:
    names = ("series", "area", "period", "group", "value", "margin")
    for code, area, period, group, value, margin in zip(
        *(table[name].tolist() for name in names), strict=True
    ):
        head = indicators[code].headline
        yield Observation(
            indicator=code,
            series=head.code,
            area=area,
            period=period,
            group=group,
            value=value,
            unit=head.unit,
            method="",
            quality=_QUALITY_NOT_SAID,
            sources=(),
            inputs=(),
            # NaN where the margin is not known.
            lower=value - margin,
            upper=value + margin,
            state="imported",
        )
