"""Indicators that the statistics table or a survey can give."""

from __future__ import annotations

from localgoals.catalogue.load import load
from localgoals.indicators import ratios, surveyed
from localgoals.indicators.findings import Findings
from localgoals.indicators.missing import blank, without
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City
from localgoals.model.observation import Observation


def observe(city: City, walk: Walk, *, code: str) -> Findings:
    """
    Give an indicator from the statistics table, and from surveys what the table does not have.

    Parameters
    ----------
    city, walk
        The city; nobody walks here.
    code
        A key of `localgoals.indicators.surveyed.MEASURES`.

    Returns
    -------
    findings
        A figure of the table stands, because it may count what a sample only estimates. Where the
        table has none, and a survey asked, the survey's figure or gap is given.
    """
    asked = surveyed.observe(city, code=code)
    has_ratio = bool(load().indicators[code].ratio or load().indicators[code].more_ratios)
    counted = ratios.observe(city, walk, code=code) if has_ratio else Findings()
    if not asked.observations:
        return counted if city.statistics and has_ratio else _nothing(city, code)
    known = {_key(one): one for one in counted.observations if not one.notation}
    added = [one for one in asked.observations if _key(one) not in known]
    given = {one.series for one in asked.observations}
    gaps = [one for one in counted.observations if one.notation and one.series not in given]
    return Findings((*known.values(), *gaps, *added), notes=asked.notes)


def _key(one: Observation) -> tuple[object, ...]:
    return one.series, one.period, one.area, one.group


def _nothing(city: City, code: str) -> Findings:
    indicator = load().indicators[code]
    if city.surveys:
        return blank(city, code, "no-question", ", ".join(indicator.questions))
    return without(city, code, indicator.needs[0])
