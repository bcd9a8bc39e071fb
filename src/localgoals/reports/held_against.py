"""What a figure is held against: its target, its bounds, and values with a name."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from localgoals.model.observation import Observation
from localgoals.model.text import Message
from localgoals.reports.blocks import Figure, Listing, Words
from localgoals.scoring.status import Standing

__all__ = ["held_against"]


def held_against(standing: Standing, shown: Observation) -> Iterator[Words]:
    """
    Say how sure a figure is, and the target, bounds and named values that it is compared with.

    Parameters
    ----------
    standing
        Of the indicator.
    shown
        The figure that the report shows.
    """
    indicator = standing.indicator
    if isfinite(shown.lower) and isfinite(shown.upper):
        yield Message(
            "Range of the survey (90 % confidence): {lower} to {upper}",
            {
                "lower": Figure(shown.lower, shown.unit, bare=True),
                "upper": Figure(shown.upper, shown.unit),
            },
        )
    if indicator.target is not None:
        target = indicator.target
        value = Figure(target.value, shown.unit, short=True)
        yield Message(
            "Target for {year}: {value} ({name})",
            {"year": target.year, "value": value, "name": target.name},
        )
    if indicator.bounds is not None and indicator.better in ("higher", "lower"):
        yield Message(
            "Counts as reached from {green}; red below {red}"
            if indicator.better == "higher"
            else "Counts as reached up to {green}; red above {red}",
            {
                "green": Figure(indicator.bounds.green, shown.unit, short=True),
                "red": Figure(indicator.bounds.red, shown.unit, short=True),
            },
        )
    own = [one for one in indicator.thresholds if one.series in ("", indicator.headline.code)]
    if own and standing.met is None:
        yield Message(
            "Meets none of the named values: {values}",
            {
                "values": Listing(
                    tuple(
                        Message(
                            "{name} {value}",
                            {"name": one.name, "value": Figure(one.value, shown.unit, short=True)},
                        )
                        for one in own
                    )
                )
            },
        )
    elif standing.met is not None:
        met = standing.met
        yield Message(
            "Meets: {name} ({value})",
            {"name": met.name, "value": Figure(met.value, shown.unit, short=True)},
        )
