"""Bodies of water with good ambient water quality (SDG 6.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import pandas as pd

from localgoals.indicators.areas import area_codes
from localgoals.indicators.choices import draft, parameter
from localgoals.indicators.findings import Findings, Note
from localgoals.indicators.missing import without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City, WaterSamples
from localgoals.ingest.roles import WATER_CORE
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Message

CODE = "6.3.2"
_NAMED = 20
SERIES_OF_KIND = {"river": "rivers", "lake": "lakes", "groundwater": "groundwater"}


def compliance(complying: int, measured: int) -> float:
    """
    Share of the measurements in a water body that keep to their targets (C_wq).

    Parameters
    ----------
    complying, measured
        Numbers of measurements.

    Returns
    -------
    percent
        NaN without a measurement. [%, 0 to 100]

    References
    ----------
    UN Environment Programme (2022), SDG indicator metadata 6.3.2.

    Examples
    --------
    >>> compliance(79, 100)
    79.0
    """
    return 100 * complying / measured if measured else nan


def is_good(percent: float, *, least_percent: float = 80) -> bool:
    """
    Tell whether a water body is of good quality: at least 80 % of its measurements comply.

    Examples
    --------
    >>> is_good(80.0), is_good(79.9)
    (True, False)
    """
    return percent >= least_percent


def bodies_of(samples: pd.DataFrame, *, least_percent: float = 80) -> pd.DataFrame:
    """
    Judge each water body in each period.

    Parameters
    ----------
    samples
        As in `WaterSamples`.
    least_percent
        From which compliance on a body is good.

    Returns
    -------
    bodies
        One row for each body and period: body, period, kind, area, percent, good, and missing (the
        core groups that were not measured). A body that lies in several areas is listed in each of
        them, with its measurements there.
    """
    rows = [
        {
            "body": body,
            "period": period,
            "area": area,
            "kind": kind,
            "percent": (percent := compliance(int(group["complies"].sum()), len(group))),
            "good": is_good(percent, least_percent=least_percent),
            "missing": tuple(
                one for one in WATER_CORE[str(kind)] if one not in set(group["parameter"])
            ),
        }
        for (body, period, area, kind), group in samples.groupby(
            ["body", "period", "area", "kind"], sort=True
        )
    ]
    columns = ["body", "period", "area", "kind", "percent", "good", "missing"]
    return pd.DataFrame(rows, columns=columns)


def observe(city: City, walk: Walk) -> Findings:
    """
    Give the share of good water bodies, by kind and by district.

    Parameters
    ----------
    city, walk
        The city; nobody walks here.
    """
    if city.water_samples is None or city.water_samples.table.empty:
        return without(city, CODE, "water-quality")
    table = city.water_samples.table
    findings = Findings()
    for period in sorted(table["period"].unique()):
        here = table[table["period"] == period]
        findings += Findings(
            tuple(_observations(city, city.water_samples, here, period)),
            notes=tuple(_notes(here.assign(area=city.code), period)),
        )
    return findings


def _observations(
    city: City, samples: WaterSamples, table: pd.DataFrame, period: Period
) -> Iterator[Observation]:
    least = parameter("water_body_good_percent")
    # A river that runs through two districts is one body of the city, judged by all of it.
    of_city = bodies_of(table.assign(area=city.code), least_percent=least)
    for series, bodies in (
        ("value", of_city),
        *((name, of_city[of_city["kind"] == kind]) for kind, name in SERIES_OF_KIND.items()),
    ):
        if len(bodies):
            yield _share(samples, bodies, series, period)
    of_areas = bodies_of(table, least_percent=least)
    for area in area_codes(city)[1:]:
        bodies = of_areas[of_areas["area"] == area]
        if len(bodies):
            yield _share(samples, bodies, "value", period)


def _share(samples: WaterSamples, bodies: pd.DataFrame, series: str, period: Period) -> Observation:
    start = draft(CODE, series, period, way="samples", lineage=samples.lineage)
    quality = grade({"water-core-missing"} if bodies["missing"].astype(bool).any() else ())
    percent = 100 * int(bodies["good"].sum()) / len(bodies)
    return start.figure(str(bodies["area"].iloc[0]), percent, quality=quality)


def _notes(table: pd.DataFrame, period: Period) -> Iterator[Note]:
    bodies = bodies_of(table, least_percent=parameter("water_body_good_percent"))
    counts: dict[str, object] = {
        "good": int(bodies["good"].sum()),
        "all": len(bodies),
        "samples": len(table),
    }
    yield Note(
        CODE,
        period,
        Message("{good} of {all} water bodies are good, by {samples} measurements.", counts),
    )
    lacking = bodies[bodies["missing"].astype(bool)].head(_NAMED)
    for body, missing in zip(lacking["body"], lacking["missing"].tolist(), strict=True):
        values: dict[str, object] = {"body": body, "groups": ", ".join(missing)}
        yield Note(CODE, period, Message("{body} was not measured for {groups}.", values))
