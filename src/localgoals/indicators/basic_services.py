"""Access to basic services: SDG 1.4.1, a dashboard of nine components and never one number."""

from __future__ import annotations

from dataclasses import replace

from localgoals.indicators.findings import Findings
from localgoals.model.observation import Observation

CODE = "1.4.1"
MOBILITY = "mobility"
TRANSPORT = ("11.2.1", "total")


def with_transport(findings: Findings) -> Findings:
    """
    Show access to public transport, as measured for 11.2.1, as the component mobility.

    The metadata takes the component from that indicator in cities. A figure that statistics or a
    survey gave stands. The other components are observed like any share (`combined`).

    Parameters
    ----------
    findings
        Of every indicator.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 1.4.1: nine components, shown side by side.
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
