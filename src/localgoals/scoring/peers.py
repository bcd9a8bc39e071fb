"""
Structurally alike cities, on dimensions that the reader names.

Likeness says who may have faced the same questions. It is no ranking: nobody is better for being
nearer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message

Floats = NDArray[np.float64]

IQR_OF_NORMAL = 1.3489795003921634
"""Distance between the quartiles of a normal distribution with a standard deviation of 1."""
# Distances this near are equal: a unit of measurement changes the last digits of a sum.
_DIGITS = 9
_CLOSE = 1e-9


@dataclass(frozen=True)
class Scale:
    """How one dimension was made comparable: (value - centre) / spread."""

    dimension: str
    centre: float
    """The median, of the logarithms where `logged`."""
    spread: float
    """Quartile distance / 1.349; NaN where all cities are alike, and then no distance counts."""
    logged: bool
    known: int
    """Cities with a figure."""


@dataclass(frozen=True)
class Peer:
    """One city that is alike, and how much, dimension by dimension."""

    city: str
    distance: float
    """Root of the mean square of the distances on the shared dimensions, in spreads."""
    shared: int
    """Dimensions that both cities have a figure for."""
    by_dimension: tuple[float, ...]
    """Signed: above 0 where the peer's figure is higher, in spreads; NaN where one has none."""


@dataclass(frozen=True)
class Peers:
    """The cities most alike to one, and on what scales they were compared."""

    city: str
    scales: tuple[Scale, ...]
    missing: tuple[str, ...]
    """Dimensions that the city itself has no figure for."""
    min_shared: int
    compared: int
    """Other cities that share enough dimensions."""
    peers: tuple[Peer, ...]


@dataclass(frozen=True)
class Table:
    """Cities by dimensions."""

    cities: tuple[str, ...]
    dimensions: tuple[str, ...]
    values: Floats
    """(cities, dimensions) NaN where not known."""

    def __post_init__(self) -> None:
        assert self.values.shape == (len(self.cities), len(self.dimensions)), self.values.shape
        assert len(set(self.cities)) == len(self.cities)


def standardised(table: Table, *, logs: Collection[str] = ()) -> tuple[Floats, tuple[Scale, ...]]:
    """
    Make dimensions comparable: distance from the median, in robust spreads.

    Parameters
    ----------
    table
        Cities by dimensions.
    logs
        Dimensions to take the logarithm of first, because sizes of cities differ by factors.

    Returns
    -------
    standard
        (cities, dimensions) NaN where not known.
    scales
        One for each dimension.

    Raises
    ------
    BadInput
        When a logarithm is asked of a figure that is not above 0.

    Notes
    -----
    The spread is the distance between the quartiles divided by 1.349, which is the standard
    deviation where figures are normally distributed (their quartiles lie 0.6745 of it from the
    mean); a few huge cities do not change it. Where half of the cities have the same figure that
    distance is 0, and the mean absolute distance from the median, times the root of pi / 2, takes
    its place. A unit of measurement (a factor, or an offset as between degrees) cancels out; with a
    logarithm only a factor does.
    """
    _refuse_logs(table, logs)
    logged = np.array([name in logs for name in table.dimensions], dtype=np.bool_)
    values = np.where(np.isfinite(table.values), table.values, nan)
    values[:, logged] = np.log(values[:, logged])
    scales = tuple(
        _scale(name, column, logged=bool(is_logged))
        for name, column, is_logged in zip(table.dimensions, values.T, logged, strict=True)
    )
    centre = np.array([one.centre for one in scales])
    spread = np.array([one.spread for one in scales])
    # Where all are alike nobody differs: a known figure is 0 spreads from the median.
    away = (values - centre) / np.where(np.isnan(spread), 1.0, spread)
    return np.where(np.isnan(spread) & np.isfinite(values), 0.0, away), scales


def _refuse_logs(table: Table, logs: Collection[str]) -> None:
    faults = [
        Message(
            "No logarithm can be taken of {dimension}: {count} figures are 0 or less, for example "
            "that of {city}. Leave out --log for it.",
            {
                "dimension": name,
                "count": int(below.sum()),
                "city": table.cities[int(np.argmax(below))],
            },
        )
        for name, column in zip(table.dimensions, table.values.T, strict=True)
        if name in logs and (below := column <= 0).any()
    ]
    if faults:
        raise BadInput(*faults)


def _scale(name: str, column: Floats, *, logged: bool) -> Scale:
    known = column[np.isfinite(column)]
    if not known.size:
        return Scale(name, nan, nan, logged, 0)
    low, centre, high = np.quantile(known, [0.25, 0.5, 0.75])
    spread = (high - low) / IQR_OF_NORMAL
    size = np.abs(known).max()
    if spread <= _CLOSE * size:
        spread = np.abs(known - centre).mean() * np.sqrt(np.pi / 2)
    if spread <= _CLOSE * size:
        spread = nan
    return Scale(name, float(centre), float(spread), logged, int(known.size))


def alike(
    table: Table,
    city: str,
    *,
    count: int = 10,
    min_shared: int | None = None,
    logs: Collection[str] = (),
) -> Peers:
    """
    Find the cities that are most alike to one.

    Parameters
    ----------
    table
        Cities by dimensions.
    city
        The code of the city to find peers for.
    count
        How many peers; fewer where there are not as many.
    min_shared
        Dimensions that a peer must share with the city; more than half of them when not given.
    logs
        Dimensions to take the logarithm of.

    Returns
    -------
    peers
        The nearest first; equal ones in the order of their codes. The city is not among them.

    Raises
    ------
    BadInput
        When the city is not in the table, or has fewer figures than it must share.
    """
    if city not in table.cities:
        raise BadInput(Message("{city} is not in the table.", {"city": city}))
    least = len(table.dimensions) // 2 + 1 if min_shared is None else min_shared
    own = table.cities.index(city)
    standard, scales = standardised(table, logs=logs)
    missing = _missing(table, own)
    if len(table.dimensions) - len(missing) < least:
        raise BadInput(
            Message(
                "{city} has figures for {known} of {all} dimensions, and {least} are asked for. "
                "Missing: {missing}. Fill them in, name other dimensions, or lower --min-shared.",
                {
                    "city": city,
                    "known": len(table.dimensions) - len(missing),
                    "all": len(table.dimensions),
                    "least": least,
                    "missing": ", ".join(missing) or "–",
                },
            )
        )
    apart = standard - standard[own]
    shared = np.isfinite(apart).sum(axis=1)
    distance = _overall(apart, shared)
    others = np.flatnonzero((shared >= max(least, 1)) & (np.arange(len(shared)) != own))
    nearest = _nearest(table.cities, distance, others.tolist(), count)
    return Peers(
        city=city,
        scales=scales,
        missing=missing,
        min_shared=least,
        compared=len(others),
        peers=tuple(
            Peer(table.cities[at], float(distance[at]), int(shared[at]), tuple(apart[at].tolist()))
            for at in nearest
        ),
    )


def _missing(table: Table, own: int) -> tuple[str, ...]:
    known = np.isfinite(table.values[own])
    return tuple(name for name, has in zip(table.dimensions, known, strict=True) if not has)


def _overall(apart: Floats, shared: NDArray[np.int_]) -> Floats:
    """Join distances, so that a city that shares fewer dimensions is not nearer for that."""
    squares = np.where(np.isfinite(apart), apart, 0.0) ** 2
    mean = np.divide(squares.sum(axis=1), shared, out=np.full(len(shared), nan), where=shared > 0)
    return np.asarray(np.sqrt(mean), dtype=np.float64)


def _nearest(
    cities: Sequence[str], distance: Floats, others: Sequence[int], count: int
) -> list[int]:
    rounded = np.round(distance, _DIGITS)
    return sorted(others, key=lambda at: (float(rounded[at]), cities[at]))[:count]
