"""What a person throws away at home, from a survey that weighed the waste of households."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan, nan, sqrt

import numpy as np

from localgoals.indicators import survey
from localgoals.indicators.survey import Estimate
from localgoals.ingest.layers import City, Survey
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period

QUESTION = "household_waste_kg_per_day"
_INCOME = "income="


def joined(by_group: Mapping[str, Estimate], people: Mapping[str, float]) -> tuple[float, float]:
    """
    Waste per head of a city, from that of its income groups and how many people each has.

    Parameters
    ----------
    by_group
        Waste per head of each group, as its households tell it. [kg per person and day]
    people
        People of each group, or their shares: only the proportions count.

    Returns
    -------
    mean, error
        Mean over people, and its standard error; NaN when a group has people and no estimate.
        [kg per person and day]

    Notes
    -----
    sum(share × mean), with the variance sum(share² × variance): the groups are strata that are
    sampled apart.

    References
    ----------
    UN-Habitat (2021), Waste Wise Cities Tool, household survey by income level; the number of
    households and days to sample were not confirmed in it and are not assumed here.
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 5.3 (stratified mean).

    Examples
    --------
    >>> poor, rich = Estimate(0.3, 0.03, 30, 29, 1.0), Estimate(0.8, 0.04, 30, 29, 1.0)
    >>> mean, error = joined({"low": poor, "high": rich}, {"low": 600_000, "high": 400_000})
    >>> round(mean, 6), round(error, 6)
    (0.5, 0.024083)
    """
    everybody = sum(people.values())
    if not everybody or any(number and group not in by_group for group, number in people.items()):
        return nan, nan
    shares = {group: number / everybody for group, number in people.items() if number}
    mean = sum(share * by_group[group].value for group, share in shares.items())
    variance = sum((share * by_group[group].error) ** 2 for group, share in shares.items())
    return mean, sqrt(variance) if not isnan(variance) else nan


def per_head(city: City) -> dict[tuple[Period, str, str], tuple[float, float, Lineage]]:
    """
    Waste of households per head in each survey that weighed it: value, margin of error, lineage.

    Where the survey tells income groups apart and the statistics have the people of each, the
    groups count by their people; else each household counts by its weight.
    """
    return {
        (one.period, city.code, ""): _of_survey(city, one)
        for one in city.surveys
        if QUESTION in one.answers
    }


def design_of(one: Survey) -> survey.Design:
    """Give the design of a survey in the form that estimates take."""
    return survey.Design(one.weight, one.cluster, one.stratum, one.stratum_size)


def _of_survey(city: City, one: Survey) -> tuple[float, float, Lineage]:
    kilograms, design = one.answers[QUESTION], design_of(one)
    plain = survey.ratio(kilograms, one.people, design)
    people, lineage = _people_by_income(city, one.period)
    groups = {name: rows for name, rows in one.groups.items() if name.startswith(_INCOME)}
    if not groups or set(groups) != set(people):
        return plain.value, survey.margin(plain), one.lineage
    by_group = {
        name: survey.ratio(np.where(rows, kilograms, np.nan), one.people, design)
        for name, rows in groups.items()
    }
    mean, error = joined(by_group, people)
    freedom = sum(found.freedom for found in by_group.values())
    whole = Estimate(mean, error, plain.answers, freedom, nan)
    return mean, survey.margin(whole), one.lineage + lineage


def _people_by_income(city: City, period: Period) -> tuple[dict[str, float], Lineage]:
    """Give the people of each income group of the city, where the statistics have all of them."""
    if city.statistics is None:
        return {}, Lineage()
    table = city.statistics.table
    rows = table[
        (table["series"] == "people")
        & (table["area"] == city.code)
        & (table["period"] == period)
        & table["group"].str.startswith(_INCOME)
        & table["value"].notna()
    ]
    lineage = sum((city.statistics.lineages[name] for name in rows["resource"]), Lineage())
    return dict(zip(rows["group"], rows["value"].astype(float), strict=True)), lineage
