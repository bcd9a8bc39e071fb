"""Access to basic services: SDG 1.4.1, a dashboard of nine components and never one number."""

from __future__ import annotations

from dataclasses import replace

from localgoals.catalogue.load import load
from localgoals.indicators import combined
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import Findings
from localgoals.indicators.missing import latest_period
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation

CODE = "1.4.1"
MOBILITY = "mobility"
TRANSPORT = ("11.2.1", "total")


def observe(city: City, walk: Walk) -> Findings:
    """
    Give each component that statistics or a survey can give, and say of the others what is missing.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 1.4.1: nine components, shown side by side.
    """
    found = combined.observe(city, walk, code=CODE)
    given = {one.series for one in found.observations}
    indicator = load().indicators[CODE]
    period = latest_period(city)
    gaps = tuple(
        draft(CODE, series, period, way="none", lineage=Lineage()).gap(
            city.code, "no-series", str(ratio.numerator)
        )
        for series, ratio in indicator.more_ratios.items()
        if series not in given
    )
    return Findings(found.observations + gaps, notes=found.notes)


def with_transport(findings: Findings) -> Findings:
    """
    Show access to public transport, as measured for 11.2.1, as the component mobility.

    The metadata takes the component from that indicator in cities. A figure that statistics or a
    survey gave stands.

    Parameters
    ----------
    findings
        Of every indicator.
    """
    own = [one for one in findings.observations if (one.indicator, one.series) == (CODE, MOBILITY)]
    if any(not one.notation for one in own):
        return findings
    taken = [
        replace(one, indicator=CODE, series=MOBILITY)
        for one in findings.observations
        if (one.indicator, one.series) == TRANSPORT and not one.notation
    ]
    if not taken:
        return findings
    kept: list[Observation] = []
    for one in findings.observations:
        if (one.indicator, one.series) == (CODE, MOBILITY):
            kept += taken
            taken = []
        else:
            kept.append(one)
    return replace(findings, observations=(*kept, *taken))
