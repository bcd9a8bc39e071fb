"""Votes and statements as Polis exports them: a matrix of votes, and a list of comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from localgoals.ingest.cells import cell_problems
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tables import codes_in, numbers_in, read_table
from localgoals.model.problem import Problem

__all__ = ["PolisVotes", "read_polis_statements", "read_polis_votes"]

_PARTICIPANT = "participant"
_ABOUT = {_PARTICIPANT, "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "xid"}
"""Columns of the matrix that are no statement."""


@dataclass(frozen=True)
class PolisVotes:
    """What a file `participants-votes.csv` holds."""

    votes: pd.DataFrame
    """A row for each vote: `participant`, `statement`, and `vote`, 1 for agree."""
    groups: pd.Series
    """The group that Polis published for each participant, by code; NaN for none."""
    turned: bool
    """True where the file had -1 for agree, as Polis has it inside."""


def read_polis_votes(path: Path) -> tuple[PolisVotes | None, list[Problem]]:
    """
    Read a matrix of votes: a row for each participant, a column for each statement.

    The export has 1 for agree, Polis inside has -1. Which it is, the file itself says: its column
    `n-agree` counts the agreements of each participant. A file without it is taken as exported.

    Returns
    -------
    votes
        None when anything is at fault.
    problems
        Every fault, with its row and column.
    """
    table, problems = read_table(path)
    if has_error(problems):
        return None, problems
    table.columns = table.columns.map(lambda name: str(name).strip())
    if _PARTICIPANT not in table:
        return None, [*problems, feed_problem("polis-column", path.name, column=_PARTICIPANT)]
    codes = codes_in(table[_PARTICIPANT])
    blank, again = codes.isna().to_numpy(), codes.duplicated().to_numpy() & codes.notna().to_numpy()
    problems += cell_problems("tool-blank", path.name, codes, blank, expected="an entry")
    problems += cell_problems("tool-row-twice", path.name, codes, again)
    names = [str(name) for name in table.columns if name not in _ABOUT]
    matrix, faults = _matrix(table, names, path.name)
    sign, mismatch = _sign(table, matrix, path.name)
    problems += [*faults, *mismatch]
    if has_error(problems):
        return None, problems
    rows, columns = np.nonzero(~np.isnan(matrix))
    people = codes.to_numpy()
    votes = {
        "participant": people[rows],
        "statement": np.array(names, dtype=object)[columns],
        "vote": sign * matrix[rows, columns],
    }
    groups = table.get("group-id", pd.Series(np.nan, table.index))
    published = pd.Series(pd.to_numeric(groups, errors="coerce").to_numpy(np.float64), people)
    return PolisVotes(pd.DataFrame(votes), published, sign < 0), problems


def _matrix(table: pd.DataFrame, names: list[str], where: str) -> tuple[np.ndarray, list[Problem]]:
    matrix = np.full((len(table), len(names)), np.nan)
    problems: list[Problem] = []
    for at, name in enumerate(names):
        values, faults = numbers_in(table[name], where)
        strange = ~np.isnan(values) & ~np.isin(values, (-1, 0, 1))
        problems += [*faults, *cell_problems("polis-vote", where, table[name], strange)]
        matrix[:, at] = values
    return matrix, problems


def _sign(table: pd.DataFrame, matrix: np.ndarray, where: str) -> tuple[int, list[Problem]]:
    """Find by the sums that the file brings along whether 1 or -1 is agreement."""
    if "n-agree" not in table:
        return 1, []
    counted, problems = numbers_in(table["n-agree"], where)
    if np.isnan(counted).any() or problems:
        return 1, problems
    agreed, opposite = (matrix == 1).sum(axis=1), (matrix == -1).sum(axis=1)
    if (counted == agreed).all():
        return 1, []
    if (counted == opposite).all():
        return -1, []
    sums = {"count": f"{counted.sum():.0f}", "found": f"{agreed.sum()}"}
    return 1, [feed_problem("polis-sums", where, **sums)]


def read_polis_statements(path: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Read a list of comments.

    Returns
    -------
    statements
        `statement`, `text`, `text_zh` (blank), `moderated_out` and `about_people` as 1 and 0.
        Comments that nobody moderated stand.
    problems
        Every fault, with its row and column.
    """
    table, problems = read_table(path, texts=("comment-body",))
    if has_error(problems):
        return pd.DataFrame(), problems
    table.columns = table.columns.map(lambda name: str(name).strip())
    absent = [name for name in ("comment-id", "comment-body") if name not in table]
    problems += [feed_problem("polis-column", path.name, column=name) for name in absent]
    if absent:
        return pd.DataFrame(), problems
    codes = codes_in(table["comment-id"])
    problems += cell_problems(
        "tool-blank", path.name, codes, codes.isna().to_numpy(), expected="an entry"
    )
    problems += cell_problems("tool-row-twice", path.name, codes, codes.duplicated().to_numpy())
    moderated = table.get("moderated", pd.Series(0, table.index, name="moderated"))
    verdicts, faults = numbers_in(moderated, path.name)
    texts = table["comment-body"].astype("string").fillna("").str.strip()
    made = {
        "statement": codes.fillna("").astype(object),
        "text": texts.astype(object),
        "text_zh": "",
        "moderated_out": (verdicts == -1).astype(np.float64),
        "about_people": _told(table, "is-meta"),
    }
    return pd.DataFrame(made, index=table.index), [*problems, *faults]


def _told(table: pd.DataFrame, column: str) -> np.ndarray:
    """Read a column of true and false, which older exports do not have."""
    if column not in table:
        return np.zeros(len(table))
    said = table[column].astype("string").str.strip().str.lower()
    return said.isin(["true", "1", "1.0", "t"]).to_numpy(np.float64)
