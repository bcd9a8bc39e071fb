"""What `opinion-groups` works on, from a table of votes or from an export of Polis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.polis_export import read_polis_statements, read_polis_votes
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.model.text import Text
from localgoals.planning.opinion_clusters import Start
from localgoals.planning.small_cells import FEWEST_SHOWN
from localgoals.planning.votes import Booleans, Floats, Votes, votes_of

__all__ = ["Conversation", "conversation_of"]

_VALUES = {"agree": 1.0, "pass": 0.0, "disagree": -1.0}
_MATRIX, _COMMENTS = "participants-votes", "comments"


@dataclass(frozen=True)
class Conversation:
    """Votes of participants on statements, and what is known of both."""

    votes: Votes
    participants: tuple[str, ...]
    """Codes, numbers in their order and then texts."""
    statements: tuple[str, ...]
    texts: tuple[Text, ...]
    meta: Booleans
    """Of each statement, whether it is about the participants or the survey."""
    published: Floats
    """The group that the file gives each participant; NaN for none."""
    turned: bool
    """Whether the file had -1 for agreement."""
    groups: int
    """As the settings have it; 0 to find it."""
    start: Start
    fewest: int
    """The smallest number of people that is shown."""


@dataclass(frozen=True)
class _Given:
    """What was given, in one form."""

    votes: pd.DataFrame
    published: pd.Series
    turned: bool
    statements: pd.DataFrame


def conversation_of(inputs: Inputs) -> Conversation:
    """
    Take what was given, in either form.

    Raises
    ------
    InputRefused
        With every fault of the files of an export, statements that are voted on and not listed,
        and where neither form or both are given.
    """
    given, problems = _given(inputs)
    problems = [*_broken(inputs), *problems]
    if problems or given is None:
        raise InputRefused(problems)
    settings = inputs.single_row("settings")
    people, who = _numbered(given.votes["participant"])
    listed = given.statements.get("statement", given.votes["statement"])
    statements, _ = _numbered(listed)
    what = pd.Index(statements).get_indexer(pd.Index(given.votes["statement"]))
    known = given.statements.set_index("statement").reindex(statements)
    shown = ~(known["moderated_out"] == 1).to_numpy()
    if len(people) < 2 or shown.sum() < 2:
        where = next(iter(inputs.places.values()))
        counts = {"people": len(people), "statements": int(shown.sum())}
        raise InputRefused([feed_problem("opinions-too-few", where, **counts)])
    values = given.votes["vote"].to_numpy(np.float64)
    return Conversation(
        votes=votes_of(who, what, values, shown, rows=len(people)),
        participants=tuple(people),
        statements=tuple(statements),
        texts=tuple(
            _words(code, one, other)
            for code, one, other in zip(statements, known["text"], known["text_zh"], strict=True)
        ),
        meta=(known["about_people"] == 1).to_numpy(),
        published=given.published.reindex(people).to_numpy(np.float64),
        turned=given.turned,
        groups=int(settings.get("groups", 0)),
        start="spread" if settings.get("start") == "spread" else "first",
        fewest=int(settings.get("fewest_shown", FEWEST_SHOWN)),
    )


def _broken(inputs: Inputs) -> Iterator[Problem]:
    """Name settings that count groups or people, and are no whole numbers."""
    for name in ("groups", "fewest_shown"):
        if "settings" in inputs.tables:
            wrong = (inputs.tables["settings"][name] % 1 > 0).to_numpy()
            yield from inputs.faults("opinions-whole", "settings", name, wrong)


def _words(code: str, text: object, chinese: object) -> Text:
    """Give the words of a statement; in one language for both where there is no other."""
    said = str(text) if isinstance(text, str) and text else ""
    other = str(chinese) if isinstance(chinese, str) and chinese else ""
    return Text(said or other or code, other or said or code)


def _given(inputs: Inputs) -> tuple[_Given | None, list[Problem]]:
    matrix = inputs.paths.get(_MATRIX)
    problems: list[Problem] = []
    if ("votes" in inputs.tables) == (matrix is not None):
        return None, [
            feed_problem("opinions-one-form", ", ".join(inputs.files) or "opinion-groups")
        ]
    if matrix is None:
        table = inputs.tables["votes"]
        votes = table.assign(vote=table["vote"].map(_VALUES))
        published, turned = pd.Series(dtype=np.float64), False
    else:
        read, problems = read_polis_votes(matrix)
        if read is None:
            return None, problems
        votes, published, turned = read.votes, read.groups, read.turned
    statements, faults = _statements(inputs, votes)
    problems = [*problems, *faults]
    return _Given(votes, published, turned, statements), problems


def _statements(inputs: Inputs, votes: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Take the list of statements; without one, those that were voted on."""
    problems: list[Problem] = []
    comments = inputs.paths.get(_COMMENTS)
    if "statements" in inputs.tables:
        listed, where = inputs.tables["statements"], "statements"
    elif comments is not None:
        listed, problems = read_polis_statements(comments)
        where = _COMMENTS
    else:
        listed, where = pd.DataFrame({"statement": votes["statement"].unique()}), ""
    if problems:
        return listed, problems
    columns = ("text", "text_zh", "moderated_out", "about_people")
    listed = listed.reindex(columns=["statement", *columns])
    strange = ~votes["statement"].isin(listed["statement"]).to_numpy()
    if strange.any() and "votes" in inputs.tables:
        problems += inputs.faults("tool-other-table", "votes", "statement", strange, other=where)
    elif strange.any():
        # An export lists comments that came later than the votes, and never fewer.
        lost = pd.unique(votes["statement"][strange])
        place = inputs.paths[_MATRIX].name
        problems += [
            feed_problem("tool-other-table", f"{place}, {code}", value=code, other=where)
            for code in lost
        ]
    return listed, problems


def _numbered(codes: pd.Series) -> tuple[list[str], np.ndarray]:
    """Order codes, numbers by their size, and give each its place."""
    at, found = pd.factorize(codes)
    names = [str(one) for one in found]
    order = sorted(range(len(names)), key=lambda one: _rank(names[one]))
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(names))
    return [names[one] for one in order], place[at]


def _rank(code: str) -> tuple[bool, int, str]:
    number = code.isascii() and code.isdigit() and len(code) < 19
    return not number, int(code) if number else 0, code
