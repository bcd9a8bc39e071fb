"""The methods of progress by name: how each is computed, its version, and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from localgoals.model.text import Message
from localgoals.scoring.progress import arrows, cagr, csi_api, projected_share
from localgoals.scoring.progress.tracks import Method, Outcomes, Tracks


@dataclass(frozen=True)
class Verdict:
    """What a method says of a row: in words, and as a sign that is told without colour."""

    sign: str
    words: Message


@dataclass(frozen=True)
class Way:
    """One method: what computes it, the table of its parameters, its verdicts, best first."""

    compute: Callable[[Tracks, Mapping[str, float] | None], Outcomes]
    parameters: str
    """Code of the table of parameters in the catalogue."""
    version: str
    title: Message
    verdicts: Mapping[str, Verdict]


METHODS: dict[Method, Way] = {
    "cagr": Way(
        cagr.cagr,
        cagr.PARAMETERS,
        cagr.VERSION,
        Message("growth rates (Open SDG)"),
        {
            "achieved": Verdict("★", Message("target achieved")),
            "on-track": Verdict("●●●●", Message("on track")),
            "acceleration-needed": Verdict(
                "●●●○", Message("progress made but acceleration needed")
            ),
            "limited": Verdict("●●○○", Message("limited progress")),
            "deterioration": Verdict("●○○○", Message("deterioration")),
            "not-achieved": Verdict("☆", Message("target not achieved")),
        },
    ),
    "projected-share": Way(
        projected_share.projected_share,
        projected_share.PARAMETERS,
        projected_share.VERSION,
        Message("projected share (United Nations Progress Chart 2023, read second-hand)"),
        {
            "on-track": Verdict("●●●", Message("target met or on track")),
            "fair": Verdict("●●○", Message("fair progress but acceleration needed")),
            "stagnation": Verdict("●○○", Message("stagnation or regression")),
        },
    ),
    "arrows": Way(
        arrows.arrows,
        arrows.PARAMETERS,
        arrows.VERSION,
        Message("trend arrows (SDG Index; cut-offs reconstructed, not confirmed)"),
        {
            "up": Verdict("↑", Message("on track or maintaining achievement")),
            "moderate": Verdict("↗", Message("moderately improving")),
            "stagnating": Verdict("→", Message("stagnating")),
            "decreasing": Verdict("↓", Message("decreasing")),
        },
    ),
    "csi-api": Way(
        csi_api.csi_api,
        csi_api.PARAMETERS,
        csi_api.VERSION,
        Message("current status and anticipated progress (ESCAP; cut-points not confirmed)"),
        {
            "maintain": Verdict("●●●", Message("maintain progress to achieve the target")),
            "accelerate": Verdict("●●○", Message("accelerate progress to achieve the target")),
            "reverse": Verdict("●○○", Message("reverse the trend to achieve the target")),
        },
    ),
}
"""By the name on the command line; the first is the default."""

REASONS: dict[str, Message] = {
    "no-direction": Message("neither a higher nor a lower figure is better"),
    "no-figure": Message("there is no figure"),
    "one-year": Message("there is a figure of one year only"),
    "same-year-twice": Message("two figures begin in the same year"),
    "none-since-base-year": Message("fewer than two figures from the base year on"),
    "mixed-signs": Message("figures above and below zero have no rate of growth"),
    "zero-throughout": Message(
        "the figure is zero at both ends, and there is no target that it meets"
    ),
    "zero-base": Message("the first figure is zero, from which there is no rate of growth"),
    "below-zero": Message("figures below zero without a target"),
    "no-target": Message("there is no target"),
    "no-bounds": Message("there are no bounds that say what is green"),
    "base-at-target": Message("the first figure is the target itself"),
    "target-year-passed": Message("the target year is not after the first figure"),
    "target-of-other-sign": Message("the target and the figures lie on two sides of zero"),
}
"""Why there is no result."""

REMARKS: dict[str, Message] = {
    "method-differs": Message("the two figures were made in different ways"),
    "sources-differ": Message("the two figures were made from different files"),
    "rough": Message("at least one of the two figures is a rough estimate (quality 4 or 5)"),
    "ranges-overlap": Message(
        "the ranges of the two figures overlap, so that the change may be chance"
    ),
    "zero-replaced": Message("a zero was replaced by 0.001, as the method asks"),
}
"""What must be said beside a result, because it may say more about the figures than the city."""
