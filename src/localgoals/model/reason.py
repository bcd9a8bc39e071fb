"""Why a figure is missing, and what would fill it."""

from __future__ import annotations

from localgoals.model.text import Message

# key: (why there is no figure, what would fill the gap); {detail} is filled by the observation.
_REASONS: dict[str, tuple[str, str]] = {
    "no-resource": (
        "the pack has no {detail}",
        "Add a resource with the role {detail}: localgoals pack add.",
    ),
    "one-year-only": (
        "only one year ({detail}) is there, and the indicator compares two",
        "Add the same layer for an earlier or a later year.",
    ),
    "incomplete-year": (
        "too few measurements: {detail}",
        "Add the missing months or stations, or choose a complete year.",
    ),
    "nobody-lives-here": (
        "nobody lives in this area according to the population layer",
        "Nothing is missing; check the population layer if people do live here.",
    ),
    "outside-coverage": (
        "the input {detail} does not cover this area",
        "Add a layer that covers the whole area.",
    ),
    "no-grid": (
        "there is no population grid that shows how settlement goes on beyond the border",
        "Add a population grid of the same year: a GeoTIFF with the role {detail}.",
    ),
    "no-timetable": (
        "the stops come without a timetable",
        "Add a GTFS feed with stop_times.txt, and with calendar.txt or calendar_dates.txt.",
    ),
    "no-series": (
        "the statistics table has no series {detail} for this area and year",
        "Add rows with this series to the statistics table.",
    ),
    "no-question": (
        "no survey of the pack asked {detail}",
        "Add a survey with this question, or name its column: --field.",
    ),
    "too-few-answers": (
        "too few people answered: {detail}",
        "Ask more people, or join groups or districts.",
    ),
    "zero-denominator": (
        "the denominator {detail} is zero",
        "Check the statistics table.",
    ),
    "impossible-value": (
        "the statistics give {detail}, which cannot be",
        "Check the numerator and the denominator in the statistics table.",
    ),
    "no-change-in-population": (
        "the population did not change, so the ratio of the two rates is not defined",
        "Read land consumption and population growth side by side instead.",
    ),
    "too-far-from-streets": (
        "nobody here lives within {detail} of a street in the network",
        "Use a street extract that covers the area.",
    ),
}

REASONS = frozenset(_REASONS)


def why(reason: str, detail: str) -> Message:
    """Say why there is no figure."""
    return Message(_REASONS[reason][0], {"detail": detail})


def what_would_fill(reason: str, detail: str) -> Message:
    """Say what a person can do to get the figure."""
    return Message(_REASONS[reason][1], {"detail": detail})
