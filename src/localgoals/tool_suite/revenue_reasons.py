"""Why `revenue-streams` takes streams up in its order."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Figure
from localgoals.tool_suite.reasons import Reason

__all__ = ["MOVED_FOR", "revenue_reasons"]

MOVED_FOR = {
    "politics": Text("political feasibility", "政治可行性"),
    "cost": Text("cost", "成本"),
    "quick_win": Text("quick to win", "见效快"),
    "capacity": Text("capacity", "能力"),
    "": Text("–", "–"),
}


def revenue_reasons(
    figures: pd.DataFrame, gaps: Mapping[str, Text], given: pd.DataFrame | None
) -> Iterator[Reason]:
    """
    Say why each stream stands where it does.

    Parameters
    ----------
    figures
        Streams in the order of work, with `gap`, `share_of_gap_percent`, `rank` and `order`.
    gaps
        The columns of their gaps, and what each is called.
    given
        Places that people gave by hand, with `stream`, `place` and `reason`.
    """
    by_hand = set() if given is None else set(given.loc[given["place"].notna(), "stream"])
    titles = list(gaps.values())
    largest = figures[list(gaps)].fillna(-np.inf).to_numpy().argmax(axis=1)
    for one, number in zip(figures.to_dict("records"), largest, strict=True):
        yield _by_gap(one, titles[number])
        if one["stream"] in by_hand:
            yield _moved(one)


def _by_gap(one: Mapping[Hashable, Any], largest: Text) -> Reason:
    name, gap = str(one["stream"]), float(one["gap"])
    about: dict[str, object] = {"stream": name}
    if gap != gap:
        words = Message(
            "The gap of {stream} is not known: something that is needed is blank.", about
        )
        return Reason(name, "unknown", words)
    if gap == 0:
        words = Message("{stream} has no gap.", about)
        return Reason(name, "largest-gap", words, source="rosra")
    values: dict[str, object] = {
        "stream": name,
        "rank": int(one["rank"]),
        "gap": Figure(gap, "currency"),
        "share": Figure(float(one["share_of_gap_percent"]), "percent"),
        "largest": largest,
    }
    words = Message(
        "{stream} takes place {rank} by its gap of {gap}, {share} of all gaps. Its largest part: "
        "{largest}.",
        values,
    )
    return Reason(name, "largest-gap", words, source="rosra")


def _moved(one: Mapping[Hashable, Any]) -> Reason:
    name, reason = str(one["stream"]), str(one["reason"])
    values: dict[str, object] = {"stream": name, "place": int(one["order"])}
    if reason:
        values["reason"] = MOVED_FOR[reason]
        words = Message("{stream} was put at place {place} by hand, for: {reason}.", values)
    else:
        words = Message("{stream} was put at place {place} by hand.", values)
    return Reason(name, "moved-by-hand", words, source="rosra")
