"""Progress of a city, its districts and groups, from their observations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, isnan, nan

import numpy as np

from localgoals.catalogue.load import load, order_of_code
from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.scoring.progress.methods import METHODS
from localgoals.scoring.progress.tracks import Method, Outcomes, Tracks, mirrored

ROUGH = 4
_WAYS = {"higher": 1, "lower": -1, "middle": -1, "neither": 0}

Key = tuple[str, str, str]
"""Indicator, area, group."""


@dataclass(frozen=True)
class Progress:
    """What a method says of one indicator in one place for one group."""

    indicator: str
    series: str
    area: str
    group: str
    method: Method
    version: str
    parameters: Mapping[str, float]
    """Every number that the method used."""
    verdict: str
    """A key of the method's verdicts; empty without a result."""
    reason: str
    """Why there is no result; empty with one."""
    first: Observation | None
    """Where the measuring starts; None where there are no two figures to compare."""
    last: Observation | None
    target: float
    """NaN where the indicator has none."""
    target_year: int
    measures: Mapping[str, float]
    """The numbers behind the verdict, by name; NaN where there is none."""
    remarks: tuple[str, ...] = ()
    """Keys of `methods.REMARKS`."""


@dataclass(frozen=True)
class Choices:
    """What a reader may choose about a method; None leaves it to the catalogue."""

    method: Method = "cagr"
    base_year: int | None = None
    target_year: int | None = None


def progress(
    observations: Iterable[Observation],
    indicators: Mapping[str, Indicator],
    *,
    city: str | None = None,
    choices: Choices | None = None,
) -> tuple[Progress, ...]:
    """
    Say how every indicator has changed, by one method, in every area and for every group.

    Only headline series take part: targets and bounds are about them. A period counts as its first
    year, as the method of Open SDG has it.

    Parameters
    ----------
    observations
        All of them, in any order.
    indicators
        By code.
    city
        The city's own code: for it every indicator with a figure is there, with a reason where
        there is no result, and for its districts and groups only what has two figures and a better
        direction. None keeps everything.
    choices
        Method, base year and target year; growth rates and the catalogue's years when not given.

    Returns
    -------
    progress
        In the order of indicators, areas and groups.
    """
    chosen = choices or Choices()
    by_key: dict[Key, list[Observation]] = {}
    for one in observations:
        indicator = indicators.get(one.indicator)
        if indicator is not None and indicator.is_named_by(one.series) and not one.notation:
            by_key.setdefault((one.indicator, one.area, one.group), []).append(one)
    keys = sorted(
        (
            key
            for key, found in by_key.items()
            if city is None
            or (key[1:] == (city, ""))
            or (len(found) > 1 and indicators[key[0]].better != "neither")
        ),
        key=lambda key: (order_of_code(key[0]), *key[1:]),
    )
    rows = [_Row(indicators[key[0]], sorted(by_key[key], key=_age)) for key in keys]
    return tuple(_judged(keys, rows, chosen))


def _age(one: Observation) -> tuple[Period, str]:
    return one.period, one.method


@dataclass(frozen=True)
class _Row:
    """An indicator and its figures in one place, oldest first."""

    indicator: Indicator
    found: Sequence[Observation]

    def twice(self) -> bool:
        """Tell whether two figures begin in one year."""
        years = [one.period.first for one in self.found]
        return len(set(years)) < len(years)


def _judged(keys: Sequence[Key], rows: Sequence[_Row], choices: Choices) -> Iterator[Progress]:
    tracks = _tracks(rows, choices)
    way = METHODS[choices.method]
    parameters = dict(load().parameter_tables[way.parameters].values)
    outcomes = way.compute(tracks, parameters)
    used = parameters | {"base_year": tracks.base_year}
    for number, (key, row) in enumerate(zip(keys, rows, strict=True)):
        yield _one(key, row, outcomes, number, (tracks, used))


def _tracks(rows: Sequence[_Row], choices: Choices) -> Tracks:
    defaults = load().parameter_tables[METHODS[choices.method].parameters].values
    base_year = choices.base_year or int(defaults["base_year"])
    years = sorted({one.period.first for row in rows for one in row.found})
    place = {year: column for column, year in enumerate(years)}
    values = np.full((len(rows), len(years)), nan)
    for number, row in enumerate(rows):
        for one in row.found:
            values[number, place[one.period.first]] = one.value
    ways, targets, target_years, greens, limits, percents = (
        zip(*(_aim(row.indicator, choices, defaults) for row in rows), strict=True)
        if rows
        else ((),) * 6
    )
    target = np.array(targets, dtype=np.float64)
    middle = np.array([row.indicator.better == "middle" for row in rows], dtype=np.bool_)
    about = np.where(middle, target, nan)[:, None]
    return Tracks(
        years=np.array(years, dtype=np.int64),
        values=np.where(np.isfinite(about), mirrored(values, about), values),
        way=np.array(ways, dtype=np.int64),
        target=target,
        target_year=np.array(target_years, dtype=np.int64),
        green=np.array(greens, dtype=np.float64),
        limit=np.array(limits, dtype=np.float64),
        percent=np.array(percents, dtype=np.bool_),
        base_year=base_year,
    )


def _aim(
    indicator: Indicator, choices: Choices, defaults: Mapping[str, float]
) -> tuple[int, float, int, float, float, bool]:
    """Say what an indicator is to come to: way, target, year, green, limit, whether per cent."""
    target = indicator.target
    # What is best in the middle has a way to go only where somebody said where the middle is.
    way = 0 if indicator.better == "middle" and target is None else _WAYS[indicator.better]
    own_year = int(defaults["target_year"]) if target is None else target.year
    possible = indicator.headline.possible
    return (
        way,
        nan if target is None else target.value,
        choices.target_year or own_year,
        nan if indicator.bounds is None else indicator.bounds.green,
        possible.high if way > 0 else possible.low,
        indicator.headline.unit.startswith("percent"),
    )


def _one(
    key: Key, row: _Row, outcomes: Outcomes, number: int, given: tuple[Tracks, Mapping[str, float]]
) -> Progress:
    tracks, parameters = given
    by_year = {one.period.first: one for one in row.found}
    first = by_year.get(int(outcomes.ends.first_year[number]))
    last = by_year.get(int(outcomes.ends.last_year[number]))
    code, area, group = key
    measures = {name: float(values[number]) for name, values in outcomes.measures.items()}
    made = Progress(
        indicator=code,
        series=row.indicator.headline.code,
        area=area,
        group=group,
        method=outcomes.method,
        version=METHODS[outcomes.method].version,
        parameters=_with_limit(tracks, number, parameters),
        verdict=str(outcomes.verdict[number]),
        reason=str(outcomes.reason[number]),
        first=first,
        last=last,
        target=float(tracks.target[number]),
        target_year=int(tracks.target_year[number]),
        measures=measures,
    )
    if row.twice() and made.reason != "no-direction":
        return replace(
            made, verdict="", reason="same-year-twice", first=None, last=None,
            measures=dict.fromkeys(measures, nan),
        )  # fmt: skip
    if made.reason:
        return made
    replaced = bool(outcomes.zero_replaced[number])
    return replace(made, remarks=tuple(_remarks(first, last, zero_replaced=replaced)))


def _with_limit(
    tracks: Tracks, number: int, parameters: Mapping[str, float]
) -> Mapping[str, float]:
    """Add the natural limit where the method eases what it asks for near one."""
    limit = float(tracks.limit[number])
    eased = "limit_exponent" in parameters and isnan(tracks.target[number]) and isfinite(limit)
    return {**parameters, "limit": limit} if eased else parameters


def _remarks(
    first: Observation | None, last: Observation | None, *, zero_replaced: bool
) -> Iterator[str]:
    """Say what makes the two figures less than comparable."""
    if first is None or last is None:
        return
    if first.method != last.method:
        yield "method-differs"
    if first.sources != last.sources:
        yield "sources-differ"
    if max(first.quality, last.quality) >= ROUGH:
        yield "rough"
    if first.upper >= last.lower and last.upper >= first.lower:
        yield "ranges-overlap"
    if zero_replaced:
        yield "zero-replaced"
