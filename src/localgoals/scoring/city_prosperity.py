"""
The City Prosperity Index of UN-Habitat: standardised indicators, dimensions, bands.

None of its numbers is confirmed: they were read in an implementation of the index. Where that
implementation contradicts itself, the slips are not repeated; the notes of the scales say which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import numpy as np

from localgoals.catalogue.entries import ListedItem
from localgoals.catalogue.prosperity import Form, ProsperityScale, Transform
from localgoals.errors import BadInput
from localgoals.model.text import Message
from localgoals.scoring.aggregate import Grouping
from localgoals.scoring.normalise import Floats

Band = Literal[
    "very_solid", "solid", "moderately_solid", "moderately_weak", "weak", "very_weak", "none"
]
"""`none`: there is no score."""

BANDS: tuple[Band, ...] = get_args(Band)
_STEPS = (0.8, 0.7, 0.6, 0.5, 0.4)

TRANSFORMS: dict[Transform, Callable[[Floats], Floats]] = {
    "identity": lambda values: values,
    "ln": lambda values: np.log(values),
    "root2": lambda values: np.sqrt(values),
    "root3": lambda values: np.cbrt(values),
    "root4": lambda values: values ** (1 / 4),
    "root5": lambda values: values ** (1 / 5),
}
"""What tames the skew of an indicator before it is scaled."""


def prosperity_scores(
    values: Floats, scale: ProsperityScale, *, benchmark: float | Floats | None = None
) -> Floats:
    """
    Standardise the values of one indicator.

    Parameters
    ----------
    values
        In the unit of the scale, any shape; NaN where not known.
    scale
        Form, transform and bounds.
    benchmark
        The value with the full score where the scale's depends on the city: one for all values, or
        one for each. See `specialisation_benchmark` and `stations_benchmark`.

    Returns
    -------
    scores
        Like `values`; NaN stays NaN. With f the transform and X* the benchmark, held to 0 and 1:

        - `up`    (f(x) - f(min)) / (f(max) - f(min))
        - `down`  1 - (f(x) - f(min)) / (f(max) - f(min))
        - `peak`  1 - abs(x - X*) / X*
        - `up0`   x / X*
        - `pct`   x / 100

        [0 to 1; the source multiplies by 100]

    Raises
    ------
    BadInput
        When the benchmark is not above 0, or depends on something and was not given.

    References
    ----------
    UN-Habitat (2016), Measurement of City Prosperity: Methodology and Metadata, on standardisation;
    not confirmed, read in an implementation.

    Examples
    --------
    >>> from localgoals.catalogue.prosperity import prosperity_scales
    >>> scales = prosperity_scales()
    >>> prosperity_scores(np.array([30.0, 45, 70, np.nan]), scales["average-daily-travel-time"])
    array([1. , 0.5, 0. , nan])
    >>> prosperity_scores(np.array([0.0, 10, 20, 30]), scales["street-density"])
    array([0. , 0.5, 1. , 0.5])
    """
    if scale.form in ("peak", "up0"):
        return _against(values, scale.form, _benchmark(scale, benchmark))
    if scale.form == "pct":
        return _held(values / 100)
    # Held to the ends before the transform, so that 0 has a logarithm of no concern.
    held = TRANSFORMS[scale.transform](np.clip(values, scale.low, scale.high))
    low, high = TRANSFORMS[scale.transform](np.array([scale.low, scale.high]))
    part = _held((held - low) / (high - low))
    return part if scale.form == "up" else 1 - part


def _benchmark(scale: ProsperityScale, given: float | Floats | None) -> float | Floats:
    benchmark = scale.benchmark if given is None else given
    if not np.all(np.greater(benchmark, 0)):
        raise BadInput(
            Message(
                "{code}: the benchmark is {found}, and must be above 0. It depends on: {needs}.",
                {
                    "code": scale.code,
                    "found": benchmark,
                    "needs": ", ".join(scale.depends_on) or "-",
                },
            )
        )
    return benchmark


def _against(values: Floats, form: Form, benchmark: float | Floats) -> Floats:
    if form == "up0":
        return _held(values / benchmark)
    return _held(1 - np.abs(values - benchmark) / benchmark)


def _held(scores: Floats) -> Floats:
    held: Floats = np.clip(scores, 0.0, 1.0)
    return held


def specialisation_benchmark(sectors: int) -> float:
    """
    Give the desirable concentration of an economy of so many sectors.

    (0.25 - 1/N) / (1 - 1/N), for the Herfindahl-Hirschman index that is scaled the same way.

    Raises
    ------
    BadInput
        Below five sectors, where it is not above 0.

    References
    ----------
    UN-Habitat (2016), Measurement of City Prosperity: Methodology and Metadata, economic
    specialization; not confirmed, read in an implementation.

    Examples
    --------
    >>> round(specialisation_benchmark(7), 6)
    0.125
    """
    if sectors < 5:
        raise BadInput(
            Message("{count} sectors are too few; 5 is the least.", {"count": sectors}),
        )
    return (0.25 - 1 / sectors) / (1 - 1 / sectors)


def stations_benchmark(people: Floats, pm10: Floats) -> Floats:
    """
    Give how many stations ought to measure the air of cities.

    Parameters
    ----------
    people
        Residents, one for each city.
    pm10
        Annual mean of PM10, one for each city. [µg/m³]

    Returns
    -------
    stations
        people / 125,000 from 48 µg/m³, / 250,000 from 32, / 500,000 below; NaN where either is not
        known.

    References
    ----------
    UN-Habitat (2016), Measurement of City Prosperity: Methodology and Metadata, number of
    monitoring stations; not confirmed, read in an implementation.

    Examples
    --------
    >>> stations_benchmark(np.array([1e6, 1e6, 1e6]), np.array([48.0, 32.0, 31.9]))
    array([8., 4., 2.])
    """
    each = np.select([pm10 >= 48, pm10 >= 32, pm10 < 32], [125_000.0, 250_000.0, 500_000.0], np.nan)
    stations: Floats = people / each
    return stations


def subdimensions(items: Mapping[str, ListedItem]) -> Grouping:
    """Group the indicators of the index by sub-dimension, such as `Productivity: employment`."""
    members: dict[str, list[str]] = {}
    for code, item in items.items():
        assert item.group is not None
        members.setdefault(item.group.en, []).append(code)
    return Grouping("subdimension", {name: tuple(codes) for name, codes in members.items()})


def dimensions(below: Grouping) -> Grouping:
    """Group the sub-dimensions of the index by dimension, such as `Productivity`."""
    members: dict[str, list[str]] = {}
    for name in below.members:
        members.setdefault(name.partition(":")[0], []).append(name)
    return Grouping("dimension", {name: tuple(parts) for name, parts in members.items()})


def band_of(score: float) -> Band:
    """
    Name the band of a score of the index; a score on a step belongs to the better band.

    References
    ----------
    UN-Habitat, City Prosperity Initiative: 80 and above very solid, 70 solid, 60 moderately solid,
    50 moderately weak, 40 weak, below very weak; not confirmed, read in an implementation.

    Examples
    --------
    >>> band_of(0.8), band_of(0.39), band_of(float("nan"))
    ('very_solid', 'very_weak', 'none')
    """
    if np.isnan(score):
        return "none"
    return BANDS[sum(score < step for step in _STEPS)]
