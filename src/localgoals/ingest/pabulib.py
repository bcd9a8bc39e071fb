"""Reads votes on budgets in the format of Pabulib, and everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.pabulib_ballots import Ballots, read_ballots
from localgoals.ingest.pabulib_rows import Row, Section, amount, read_sections
from localgoals.model.budget_vote import BudgetProject, BudgetVote, VoteKind
from localgoals.model.problem import Problem

__all__ = ["read_budget_vote"]

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}
_UNREAD = ("pb-unreadable", "pb-not-utf8", "pb-no-section")
"""After these, what else is missing says nothing."""
_GROUPS = ("district", "subunit", "neighborhood", "category", "target")
_CHOSEN = {"1": True, "2": True, "0": False, "": None}
"""Of the column selected; 2 marks what was funded from what was left."""


class _Head(NamedTuple):
    """What the section META says of the vote."""

    kind: VoteKind
    budget: Fraction
    about: Mapping[str, str]


def read_budget_vote(path: Path) -> tuple[BudgetVote | None, list[Problem]]:
    """
    Read a file of Pabulib.

    Parameters
    ----------
    path
        With the sections META, PROJECTS and VOTES, each with a header; cells are separated by `;`.
        UTF-8, with or without a byte order mark. Blank lines and lines that begin with `#` are
        passed over. Amounts may have a decimal comma.

    Returns
    -------
    vote
        None when anything could be taken for something else.
    problems
        Every fault, with its line.

    Notes
    -----
    Points of the kinds cumulative and scoring are those of the column `points`; a ballot without
    points gives each of its projects one. Of an ordinal ballot the first project gets as many
    points as a ballot may name projects (`max_length`, else the longest ballot), the next one less
    (Borda). Who gives a project 0 points does not support it.

    References
    ----------
    Pabulib (2026), The .pb format, https://pabulib.org/format
    """
    sections, problems = read_sections(path)
    if any(one.kind in _UNREAD for one in problems):
        return None, problems
    where = path.name
    problems += _missing_columns(sections, where)
    if has_error(problems):
        return None, problems
    head, faults = _read_head(sections["META"], where)
    problems += faults
    projects, faults = _read_projects(sections["PROJECTS"], where)
    problems += faults
    about = {row.cells["key"]: row.cells["value"] for row in sections["META"].rows}
    codes = [row.cells["project_id"] for row in sections["PROJECTS"].rows]
    ballots, faults = read_ballots(sections["VOTES"], about, codes, where)
    problems += [*faults, *_other_counts(about, sections, where)]
    if head is None or has_error(problems):
        return None, problems
    vote = _vote(head, projects, ballots)
    if not vote.supporters.size:
        return None, [*problems, feed_problem("pb-no-support", f"{where}, VOTES")]
    return vote, [*problems, *_other_tallies(vote, sections["PROJECTS"], ballots.scale, where)]


def _missing_columns(sections: Mapping[str, Section], where: str) -> Iterator[Problem]:
    for name, columns in _COLUMNS.items():
        section = sections.get(name)
        if section is None:
            yield feed_problem("pb-section-missing", where, section=name)
            continue
        lacking = [one for one in columns if one not in section.columns]
        if lacking:
            place = f"{where}, line {section.line}"
            values: dict[str, object] = {"section": name, "columns": ", ".join(lacking)}
            yield feed_problem("pb-column-missing", place, **values)
        elif not section.rows:
            yield feed_problem("pb-no-row", f"{where}, line {section.line}", section=name)


def _read_head(section: Section, where: str) -> tuple[_Head | None, list[Problem]]:
    rows: dict[str, Row] = {}
    problems = []
    for row in section.rows:
        key = row.cells["key"]
        if key in rows:
            problems.append(feed_problem("pb-key-twice", row.place(where), key=key))
        rows.setdefault(key, row)
    for key in ("budget", "vote_type"):
        if key not in rows:
            problems.append(feed_problem("pb-key-missing", f"{where}, META", key=key))
    budget = _amount_above_zero(rows["budget"], "value", where) if "budget" in rows else None
    if isinstance(budget, Problem):
        problems.append(budget)
    kind = rows["vote_type"].cells["value"].lower() if "vote_type" in rows else ""
    kinds = get_args(VoteKind)
    if kind not in kinds and "vote_type" in rows:
        place, allowed = rows["vote_type"].place(where, "value"), ", ".join(kinds)
        problems.append(feed_problem("pb-kind", place, value=kind, allowed=allowed))
    if problems or not isinstance(budget, Fraction):
        return None, problems
    about = {key: row.cells["value"] for key, row in rows.items()}
    known: dict[str, VoteKind] = {one: one for one in kinds}
    return _Head(known[kind], budget, about), problems


def _amount_above_zero(row: Row, column: str, where: str) -> Fraction | Problem:
    written = row.cells[column]
    value = amount(written)
    if value is None or value <= 0:
        place = row.place(where, column)
        return feed_problem("pb-amount", place, value=written or "-")
    return value


def _read_projects(section: Section, where: str) -> tuple[list[BudgetProject], list[Problem]]:
    projects: list[BudgetProject] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for row in section.rows:
        code = row.cells["project_id"]
        if not code or re.search(r"[,\s]", code):
            place = row.place(where, "project_id")
            problems.append(feed_problem("pb-code", place, value=code or "-"))
        elif code in lines:
            values: dict[str, object] = {"value": code, "line": lines[code]}
            problems.append(feed_problem("pb-twice", row.place(where, "project_id"), **values))
        lines.setdefault(code, row.line)
        cost = _amount_above_zero(row, "cost", where)
        chosen = row.cells.get("selected", "")
        if chosen not in _CHOSEN:
            place = row.place(where, "selected")
            problems.append(feed_problem("pb-selected", place, value=chosen))
        if isinstance(cost, Problem):
            problems.append(cost)
        else:
            name = row.cells.get("name", "") or code
            groups = tuple(_groups(row))
            projects.append(BudgetProject(code, name, cost, groups, _CHOSEN.get(chosen)))
    return projects, problems


def _groups(row: Row) -> Iterator[str]:
    """Give the districts and categories of a project, each once."""
    written = (row.cells.get(name, "").split(",") for name in _GROUPS)
    yield from dict.fromkeys(one.strip() for cell in written for one in cell if one.strip())


def _other_counts(
    about: Mapping[str, str], sections: Mapping[str, Section], where: str
) -> Iterator[Problem]:
    """Name counts of META that are not those of the file."""
    for key, section in (("num_projects", "PROJECTS"), ("num_votes", "VOTES")):
        count = len(sections[section].rows)
        said = about.get(key, "")
        if said and amount(said) != count:
            values: dict[str, object] = {"value": said, "count": count, "section": section}
            yield feed_problem("pb-count", f"{where}, META, {key}", **values)


def _other_tallies(vote: BudgetVote, section: Section, scale: int, where: str) -> Iterator[Problem]:
    """Name votes and scores of projects that are not those of the ballots."""
    backers = np.diff(vote.starts)
    for number, row in enumerate(section.rows):
        counted: dict[str, int | Fraction] = {
            "votes": int(backers[number]),
            "score": Fraction(vote.scores[number], scale),
        }
        if vote.kind in ("approval", "ordinal"):
            del counted["score"]
        for column, count in counted.items():
            said = row.cells.get(column, "")
            if said and amount(said) != count:
                values: dict[str, object] = {"value": said, "count": str(count)}
                yield feed_problem("pb-tally", row.place(where, column), **values)


def _vote(head: _Head, projects: list[BudgetProject], ballots: Ballots) -> BudgetVote:
    """Lay the ballots out by project."""
    given = ballots.points > 0
    project, voter, points = ballots.projects[given], ballots.voters[given], ballots.points[given]
    order = np.lexsort((voter, project))
    starts = np.searchsorted(project[order], np.arange(len(projects) + 1))
    return BudgetVote(
        head.kind,
        head.budget,
        tuple(projects),
        ballots.number,
        starts.astype(np.int64),
        voter[order],
        points[order],
        head.about,
    )
