"""Why a project is as ready as it is: gate by gate, its score, its stage and the first step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import isnan, nan
from typing import Any

import pandas as pd

from localgoals.catalogue.tool_suite.readiness_items import STAGES
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Figure, Words
from localgoals.tool_suite.reasons import Reason

__all__ = ["ALL_DONE", "readiness_reasons", "stage_words"]

ALL_DONE = Text("all stages done", "各阶段均已完成")
_SOURCES = {
    "Cities Investment Facility": "cities-investment-facility",
    "Gap Fund": "gap-fund",
}


def stage_words(code: str) -> Words:
    """Say a stage, by its code in the tables."""
    return next((title for name, title in STAGES.items() if name == code), ALL_DONE)


def readiness_reasons(
    figures: pd.DataFrame, lines: pd.DataFrame, steps: pd.DataFrame
) -> Iterator[Reason]:
    """
    Give the reasons of each project and fund, in the order of `figures`.

    Parameters
    ----------
    figures
        A row for each project and fund.
    lines
        A row for each project and item.
    steps
        What is not done, what comes first first.
    """
    open_gates = lines[(lines["kind"] == "gate") & (lines["answer"] != "yes")]
    gates_of: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for gate in open_gates.to_dict("records"):
        gates_of[gate["project"], gate["fund"]].append(gate)
    first = {
        (one["project"], one["fund"]): one for one in steps[steps["place"] == 1].to_dict("records")
    }
    for row in figures.to_dict("records"):
        key = (row["project"], row["fund"])
        yield _gates(row)
        for gate in gates_of.get(key, []):
            yield _gate(row, gate)
        if row["score_most"] == row["score_most"]:
            yield _score(row)
        if row["stage_earliest"]:
            yield _stage(row)
        if key in first:
            yield _next(row, first[key])


def _reason(row: Any, rule: str, words: Message, weight: float = nan) -> Reason:
    source = _SOURCES.get(row["fund"], "")
    return Reason(row["project"], rule, words, weight, source)


def _gates(row: Any) -> Reason:
    count = row["gates_passed"] + row["gates_failed"] + row["gates_unknown"]
    values: dict[str, object] = {
        "project": row["project"], "fund": row["fund"], "passed": int(row["gates_passed"]),
        "failed": int(row["gates_failed"]), "unknown": int(row["gates_unknown"]),
        "count": int(count),
    }  # fmt: skip
    if count == 0:
        words = Message("{fund} sets no gates for {project}.", values)
    elif row["gates"] == "yes":
        words = Message("{project} passes all {count} gates of {fund}.", values)
    elif row["gates"] == "no":
        words = Message(
            "{project} does not pass {fund} yet: of {count} gates it passes {passed}, fails "
            "{failed}, and {unknown} are not known.",
            values,
        )
    else:
        words = Message(
            "Whether {project} passes {fund} is not known: of {count} gates it passes {passed}, "
            "and {unknown} are not known.",
            values,
        )
    return _reason(row, "gates", words)


def _gate(row: Any, gate: Any) -> Reason:
    values: dict[str, object] = {"fund": row["fund"], "gate": gate["title"]}
    if gate["answer"] == "unknown":
        words = Message("{fund}, gate not known: {gate}.", values)
    elif gate["answer"] == "partly":
        words = Message("{fund}, gate met only in part: {gate}.", values)
    else:
        words = Message("{fund}, gate not passed: {gate}.", values)
    return _reason(row, f"gate-{gate['answer']}", words)


def _score(row: Any) -> Reason:
    least, most = float(row["score_least"]), float(row["score_most"])
    values: dict[str, object] = {
        "fund": row["fund"], "least": Figure(least, "points", bare=True),
        "most": Figure(most, "points"),
    }  # fmt: skip
    if least == most:
        words = Message("{fund}: the items of preparation give {most} of 100.", values)
    else:
        words = Message(
            "{fund}: the items of preparation give {least} to {most} of 100, as some of them are "
            "not known.",
            values,
        )
    return _reason(row, "score", words)


def _stage(row: Any) -> Reason:
    earliest, latest = (stage_words(row[name]) for name in ("stage_earliest", "stage_latest"))
    values: dict[str, object] = {"fund": row["fund"], "earliest": earliest, "latest": latest}
    if earliest == latest:
        words = Message("{fund}, stage: {earliest}.", values)
    else:
        words = Message("{fund}, stage: from {earliest} to {latest}, by what is not known.", values)
    return _reason(row, "stage", words)


def _next(row: Any, step: Any) -> Reason:
    gain = float(step["gain"])
    values: dict[str, object] = {"fund": row["fund"], "step": step["title"]}
    if step["rule"] == "gate-not-known":
        words = Message("{fund}, first step: find out about the gate: {step}.", values)
    elif step["rule"] == "gate-not-passed":
        words = Message("{fund}, first step: pass the gate: {step}.", values)
    else:
        values |= {"gain": Figure(0.0 if isnan(gain) else gain, "points")}
        words = Message("{fund}, first step: {step}; it gives up to {gain}.", values)
    return _reason(row, "first-step", words, gain)
