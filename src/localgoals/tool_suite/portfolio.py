"""`portfolio`: which projects to choose and when they begin, with what each displaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Message
from localgoals.projects.portfolio import (
    Aim,
    Floats,
    Limit,
    Portfolio,
    Programme,
    best,
    earliest,
    open_starts,
    programme,
    spending,
)
from localgoals.projects.portfolio_reasons import FrontPoint, conflict, front
from localgoals.reports.blocks import Paragraph
from localgoals.tool_suite.portfolio_fairness import fairness_table
from localgoals.tool_suite.portfolio_limits import Question, portfolio_question, refused
from localgoals.tool_suite.portfolio_page import Decided, Pages, portfolio_parts
from localgoals.tool_suite.portfolio_reasons import (
    Explained,
    explained,
    limits_listed,
    portfolio_reasons,
    resolve_aim,
)
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.subjects import small_percents, with_question
from localgoals.tool_suite.worked import Worked

__all__ = ["portfolio"]

_SHARES = tuple(percent / 100 for percent in range(50, 151, 10))
"""Of the budget, of the front."""
_LINE_FROM, _LINE_GAP = 300, 0.005
"""With more columns the line of other budgets is drawn to this gap; its table has the bounds."""
_CONFLICT_SECONDS = 10.0
_PERCENT = (
    ("settings", "settings", "discount_percent"),
    ("sectors", "sector", "least_percent"),
    ("districts", "district", "most_percent"),
)
"""Table, what names its rows, and a column in percent."""
_CHOOSING = Message("Choosing the portfolio")
_OTHER_BUDGETS = Message("Choosing anew at other budgets")


def portfolio(inputs: Inputs) -> Worked:
    """Choose, and choose anew: without each project, with each other one, at other budgets."""
    question = portfolio_question(inputs)
    written = programme(question.case)
    found = _found(question, written)
    points = _front(question, found)
    told = explained(question, written, found, points)
    reasons = list(portfolio_reasons(question, found, told))
    figures = _figures(question, found)
    money, quotas = _money(question, found), _quotas(question, found)
    line = _front_table(question, points)
    fairness = fairness_table(question, found, _line_aim(question, found))
    decided = _decided(question, written, found)
    pages = Pages(figures, money, quotas, line, fairness, tuple(reasons))
    parts = with_question(portfolio_parts(question, found, pages, decided), _asked(inputs))
    tables = {
        "portfolio": figures,
        "spending": money,
        "shares": quotas,
        "front": line,
        "fairness": fairness,
        "regrets": _regrets(question, found, told),
        "reasons": reason_table(reasons),
    }
    return Worked(parts, tables)


def _asked(inputs: Inputs) -> tuple[Paragraph, ...]:
    """Ask whether percentages below 1 were meant as shares; a gap as small as that is usual."""
    given = ((one, name, column) for one, name, column in _PERCENT if one in inputs.tables)
    return tuple(
        asked
        for one, name, column in given
        # Settings are one row without a name of its own.
        for asked in small_percents(inputs.tables[one].assign(settings=one), name, [column])
    )


def _found(question: Question, written: Programme) -> Portfolio:
    aim = Aim(question.settings.gap, question.settings.seconds)
    progress = question.inputs.progress
    progress(_CHOOSING, 0, 1)
    found = best(written, aim)
    progress(_CHOOSING, 1, 1)
    if found.status == "impossible":
        raise refused(question, conflict(written, _CONFLICT_SECONDS))
    if np.isnan(found.value):
        place = question.inputs.places.get("settings", question.inputs.places["projects"])
        seconds = f"{aim.seconds:g}"
        raise InputRefused([feed_problem("portfolio-time", place, value=seconds)])
    return earliest(written, found, aim)


def _front(question: Question, found: Portfolio) -> list[FrontPoint]:
    shares = [one for one in _SHARES if one != 1]
    points = [FrontPoint(1.0, found)]
    others = front(question.case, shares, _line_aim(question, found))
    for done, one in enumerate(others, start=1):
        points.append(one)
        question.inputs.progress(_OTHER_BUDGETS, done, len(shares))
    return sorted(points, key=lambda one: one.share)


def _line_aim(question: Question, found: Portfolio) -> Aim:
    aim = resolve_aim(question, found)
    large = open_starts(question.case).sum() > _LINE_FROM
    return aim._replace(gap=max(aim.gap, _LINE_GAP)) if large else aim


def _decided(question: Question, written: Programme, found: Portfolio) -> Decided | None:
    """Choose the best portfolio that keeps to what people decided."""
    table = question.inputs.tables.get("choices")
    if table is None:
        return None
    row = pd.Index(question.names)
    taken, barred = (
        row.get_indexer(pd.Index(table.loc[table["chosen"] == answer, "project"])).tolist()
        for answer in (1, 0)
    )
    kept = best(written, resolve_aim(question, found), taken=taken, barred=barred)
    blocked: tuple[Limit, ...] = ()
    if kept.status == "impossible":
        blocked = conflict(written, _CONFLICT_SECONDS, taken=taken, barred=barred)
    return Decided(kept, limits_listed(question, blocked))


def _figures(question: Question, found: Portfolio) -> pd.DataFrame:
    """Give a row for each project, those that are in first, in the order in which they begin."""
    given = question.inputs.tables["projects"]
    projects = question.case.projects
    # What is not chosen begins at -1: the last of these, no year.
    years = np.append(np.array(question.years, np.float64), nan)
    table = pd.DataFrame(
        {
            "project": question.names,
            "chosen": found.chosen.astype(int),
            "begins": years[found.start],
            "value": projects.value,
            "cost": projects.cost.sum(axis=1),
            "sector": given["sector"].to_numpy(),
            "district": given["district"].to_numpy(),
            "fixed": given["fixed"].to_numpy(),
        }
    )
    choices = question.inputs.tables.get("choices")
    if choices is None:
        table["chosen_by_people"], table["why"] = nan, ""
    else:
        said = choices.rename(columns={"chosen": "chosen_by_people"})
        table = table.merge(said, on="project", how="left")
    order = table.sort_values(["begins", "value"], ascending=[True, False], kind="stable")
    return order.reset_index(drop=True)


def _money(question: Question, found: Portfolio) -> pd.DataFrame:
    """Give a row for each year: budget, what came over from the year before, spent and left."""
    budget = question.case.budget
    spent = spending(question.case, found.start).sum(axis=0)
    rows, over = [], 0.0
    for year, amount, carries, went in zip(
        question.years, budget.amount, budget.carries, spent, strict=True
    ):
        left = max(0.0, over + amount - went)
        rows.append((year, amount, over, went, left))
        over = left if carries else 0.0
    return pd.DataFrame(rows, columns=["year", "budget", "carried_over", "spent", "left"])


def _quotas(question: Question, found: Portfolio) -> pd.DataFrame:
    """Give a row for each sector and district: what it gets, and what it is owed."""
    given = question.inputs.tables["projects"]
    spent = spending(question.case, found.start).sum(axis=1)
    rows = []
    for kind, column in (("sectors", "sector"), ("districts", "district")):
        for name in dict.fromkeys(one for one in given[column] if one):
            members = (given[column] == name).to_numpy()
            rows.append(_quota_row(question, (kind, str(name)), spent, float(spent[members].sum())))
    columns = ["kind", "name", "spent", "share_percent", "least_amount", "least_percent",
               "most_percent", "population", "per_head"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _quota_row(
    question: Question, of: tuple[str, str], spent: Floats, own: float
) -> tuple[object, ...]:
    kind, name = of
    quota = next(
        (
            quota
            for quota, at in zip(question.case.quotas, question.quoted, strict=True)
            if (at.table, at.name) == of
        ),
        None,
    )
    limits = (nan,) * 3 if quota is None else (
        quota.least, 100 * quota.least_share, 100 * quota.most_share
    )  # fmt: skip
    people = nan
    if kind == "districts" and quota is not None:
        table = question.inputs.tables["districts"]
        people = float(table.loc[table["district"] == name, "population"].iloc[0])
    whole = spent.sum()
    share = 100 * own / whole if whole else nan
    return kind, name, own, share, *limits, people, own / people if people else nan


def _front_table(question: Question, points: Sequence[FrontPoint]) -> pd.DataFrame:
    whole = question.case.budget.amount.sum()
    rows = [
        (
            round(100 * one.share),
            one.share * whole,
            one.portfolio.value,
            one.portfolio.bound,
            nan if np.isnan(one.portfolio.value) else one.portfolio.chosen.sum(),
            nan
            if np.isnan(one.portfolio.value)
            else spending(question.case, one.portfolio.start).sum(),
        )
        for one in points
    ]
    columns = ["budget_percent", "budget", "value", "bound", "projects", "spent"]
    return pd.DataFrame(rows, columns=columns)


def _regrets(question: Question, found: Portfolio, told: Mapping[int, Explained]) -> pd.DataFrame:
    """Give a row for each project that was turned round."""

    def named(projects: Sequence[int]) -> str:
        return "; ".join(question.names[one] for one in projects)

    rows = [
        (
            question.names[number],
            int(found.chosen[number]),
            one.regret.least,
            one.regret.most,
            named(one.regret.enters),
            named(one.regret.leaves),
            one.turning_percent,
            round(100 * one.from_budget, 6),
        )
        for number, one in told.items()
    ]
    columns = ["project", "chosen", "loss_least", "loss_most", "enters", "leaves",
               "turning_cost_percent", "from_budget_percent"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
