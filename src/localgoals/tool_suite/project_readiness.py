"""`project-readiness`: gates that projects pass, how far they are prepared, what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from localgoals.catalogue.citation import cite
from localgoals.catalogue.tool_suite.readiness_items import STAGES, readiness_items
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.projects.readiness import DONE, NOT_DONE, PARTLY, Floats, gates, score, stages
from localgoals.tool_suite.project_readiness_page import readiness_parts
from localgoals.tool_suite.project_readiness_reasons import readiness_reasons
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.worked import Worked

__all__ = ["project_readiness"]

_COUNTS = {"yes": DONE, "partly": PARTLY, "no": NOT_DONE}
_STATES = {1.0: "yes", 0.0: "no"}


def project_readiness(inputs: Inputs) -> Worked:
    """Hold projects against the gates and items of funds, and say what to do first."""
    items = _items(inputs)
    _check(inputs, items)
    given = inputs.tables["answers"]
    items = items[items["fund"].isin(items.loc[items["item"].isin(given["item"]), "fund"])]
    items = items.reset_index(drop=True)
    projects = np.asarray(pd.unique(given["project"]), np.object_)
    answers = _answers(given, projects, items)
    figures: pd.DataFrame = pd.concat(list(_by_fund(projects, items, answers)), ignore_index=True)
    lines = _lines(given, projects, items, answers)
    steps = _steps(lines)
    figures = figures.merge(_first(steps), on=["project", "fund"], how="left")
    figures = figures.merge(_chosen(inputs), on="project", how="left")
    reasons = list(readiness_reasons(figures, lines, steps))
    tables = {
        "readiness": figures,
        "items": lines.drop(columns=["title"]),
        "next_steps": steps.drop(columns=["title"]),
        "reasons": reason_table(reasons),
    }
    return Worked(readiness_parts(figures, lines, steps, reasons), tables)


def _items(inputs: Inputs) -> pd.DataFrame:
    """Give the shipped gates and items, and after them those that a person added."""
    rows: list[dict[str, Any]] = [
        {
            "item": one.code, "fund": one.fund, "title": one.title, "kind": one.kind,
            "weight": one.weight, "stage": one.stage, "source": cite(one.source, "en"),
            "confirmed": one.confirmed,
        }
        for one in readiness_items()
    ]  # fmt: skip
    if "own_items" in inputs.tables:
        own = inputs.tables["own_items"].assign(confirmed=True)
        is_item = own["kind"] == "item"
        own["weight"] = own["weight"].fillna(1.0).where(is_item, 0.0)
        return pd.concat([pd.DataFrame(rows), own], ignore_index=True)
    return pd.DataFrame(rows)


def _check(inputs: Inputs, items: pd.DataFrame) -> None:
    """Refuse what the declaration of the tables cannot express."""
    answers = inputs.tables["answers"]
    strange = ~answers["item"].isin(items["item"])
    allowed = ", ".join(items["item"])
    problems = inputs.faults("tool-choice", "answers", "item", strange, allowed=allowed)
    if "own_items" in inputs.tables:
        own = inputs.tables["own_items"]
        taken = own["item"].isin([one.code for one in readiness_items()])
        problems += inputs.faults("readiness-code", "own_items", "item", taken)
    if "choices" in inputs.tables:
        strange = ~inputs.tables["choices"]["project"].isin(answers["project"])
        problems += inputs.faults(
            "tool-other-table", "choices", "project", strange, other="answers"
        )
    if problems:
        raise InputRefused(problems)


def _answers(given: pd.DataFrame, projects: np.ndarray, items: pd.DataFrame) -> Floats:
    """Lay the answers out: (projects, items), NaN where nobody has said."""
    answers = np.full((len(projects), len(items)), np.nan)
    rows = pd.Index(projects).get_indexer(pd.Index(given["project"]))
    columns = pd.Index(items["item"]).get_indexer(pd.Index(given["item"]))
    answers[rows, columns] = given["answer"].map(_COUNTS).to_numpy(np.float64)
    return answers


def _by_fund(projects: np.ndarray, items: pd.DataFrame, answers: Floats) -> Iterator[pd.DataFrame]:
    names = list(STAGES)
    for fund, of_fund in items.groupby("fund", sort=False):
        mine = answers[:, of_fund.index]
        is_gate = (of_fund["kind"] == "gate").to_numpy()
        passed = gates(mine[:, is_gate])
        points = score(mine[:, ~is_gate], of_fund.loc[~is_gate, "weight"])
        numbers = of_fund["stage"].map(lambda one: names.index(one) if one else -1)
        stand = stages(mine, numbers, len(names))
        staged = (numbers >= 0).any()
        yield pd.DataFrame(
            {
                "project": projects,
                "fund": fund,
                "gates": [_STATES.get(float(one), "unknown") for one in passed.state],
                "gates_passed": passed.held,
                "gates_failed": passed.failed,
                "gates_unknown": passed.unknown,
                "score_least": points.least,
                "score_most": points.most,
                "stage_earliest": [_stage(one) if staged else "" for one in stand.earliest],
                "stage_latest": [_stage(one) if staged else "" for one in stand.latest],
            }
        )


def _stage(number: int) -> str:
    return [*STAGES, "all-done"][number]


def _lines(
    given: pd.DataFrame, projects: np.ndarray, items: pd.DataFrame, answers: Floats
) -> pd.DataFrame:
    """Give a row for each project and item: its answer, its evidence, and points that it gives."""
    total = items["weight"].groupby(items["fund"]).transform("sum")
    share = (100 * items["weight"] / total.where(total > 0)).where(items["kind"] == "item")
    full = np.tile(share.to_numpy(np.float64), len(projects))
    count = len(items)
    lines = pd.DataFrame({"project": np.repeat(projects, count)}).join(
        pd.concat([items] * len(projects), ignore_index=True)
    )
    evidence = given[["project", "item", "evidence"]]
    lines = lines.merge(evidence, on=["project", "item"], how="left").fillna({"evidence": ""})
    known = answers.ravel()
    words = {score: word for word, score in _COUNTS.items()}
    lines["answer"] = [words.get(float(one), "unknown") for one in known]
    lines["points_least"] = np.where(np.isnan(known), NOT_DONE, known) * full
    lines["points_most"] = np.where(np.isnan(known), DONE, known) * full
    lines["points_full"] = full
    for language in ("en", "zh"):
        lines[f"title_{language}"] = [
            one if isinstance(one, str) else getattr(one, language) for one in lines["title"]
        ]
    return lines


def _steps(lines: pd.DataFrame) -> pd.DataFrame:
    """
    Give what is not done, what comes first first.

    Gates that are not passed, then gates of which nobody has said, then items: by stage, and within
    a stage by the points that they could still give.
    """
    steps = lines[lines["answer"] != "yes"].copy()
    is_gate = steps["kind"] == "gate"
    is_unknown = steps["answer"] == "unknown"
    rules = ["gate-not-passed", "gate-not-known", "item-open"]
    steps["order"] = np.select([is_gate & ~is_unknown, is_gate], [0, 1], 2)
    steps["rule"] = steps["order"].map(dict(enumerate(rules)))
    steps["late"] = steps["stage"].map(["", *STAGES].index).where(~is_gate, 0)
    steps["gain"] = steps["points_full"] - steps["points_least"]
    steps["less"] = -steps["gain"].fillna(0)
    steps = steps.sort_values(["order", "late", "less"], kind="stable")
    together = steps.groupby(["project", "fund"], sort=False)
    steps["place"] = together.cumcount() + 1
    kept = ["project", "fund", "place", "rule", "item", "answer", "stage", "gain", "title"]
    kept += ["title_en", "title_zh"]
    return steps.sort_values(["project", "fund", "place"], kind="stable", ignore_index=True)[kept]


def _first(steps: pd.DataFrame) -> pd.DataFrame:
    first = steps[steps["place"] == 1][["project", "fund", "item"]]
    return first.rename(columns={"item": "first_step"})


def _chosen(inputs: Inputs) -> pd.DataFrame:
    if "choices" not in inputs.tables:
        return pd.DataFrame({"project": pd.Series(dtype=str), "chosen": np.nan, "why": ""})
    return inputs.tables["choices"][["project", "chosen", "why"]]
