"""Green area per head (3.3-P1)."""

from __future__ import annotations

import numpy as np

from localgoals.indicators.areas import area_polygons
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import Findings
from localgoals.indicators.missing import blank, without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City, Floats
from localgoals.model.observation import Observation
from localgoals.spatial.land import area_by_zone

CODE = "3.3-P1"


def area_per_head(area_m2: Floats, people: Floats) -> Floats:
    """
    Area for each person.

    Parameters
    ----------
    area_m2
        Green land, or built-up land, of each district. [m², 0 or more]
    people
        Residents of the same districts. [0 or more]

    Returns
    -------
    per_head
        area / people; NaN where nobody lives. [m²/person]

    References
    ----------
    UN-Habitat (2016), City Prosperity Index, green area per capita (read in an implementation of
    it); UN-Habitat (2021), indicator metadata 11.3.1, built-up area per capita.

    Examples
    --------
    >>> import numpy as np
    >>> area_per_head(np.array([500.0, 500.0]), np.array([20.0, 0.0]))
    array([25., nan])
    """
    per_head = np.full(len(people), np.nan)
    lived_in = people > 0
    per_head[lived_in] = area_m2[lived_in] / people[lived_in]
    return per_head


def observe(city: City, walk: Walk) -> Findings:
    """
    Give the green area per resident of the latest population, for the city and its districts.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if city.green is None or not len(city.green.geometry):
        return without(city, CODE, "green")
    if not walk.residents:
        return without(city, CODE, "population")
    codes, polygons = area_polygons(city)
    if not codes:
        return blank(city, CODE, "no-resource", "boundary")
    residents = walk.residents[max(walk.residents)]
    people = dict(zip(residents.areas.codes, residents.totals[""].tolist(), strict=True))
    green_m2 = area_by_zone(city.green.geometry, polygons)
    per_head = area_per_head(green_m2, np.array([people[code] for code in codes]))
    lineage = residents.people.lineage + city.green.lineage
    kept = draft(CODE, "green_per_head", residents.period, way="polygons", lineage=lineage)
    doubts = residents.doubts() | ({"input-modelled"} if city.green.lineage.modelled else set())
    quality = grade(doubts)
    rows: list[Observation] = []
    for code, value in zip(codes, per_head.tolist(), strict=True):
        lived_in = people[code] > 0
        rows.append(
            kept.figure(code, value, quality=quality)
            if lived_in
            else kept.gap(code, "nobody-lives-here")
        )
    return Findings(tuple(rows))
