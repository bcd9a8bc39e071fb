"""Why there are so many groups, and why statements stand for one of them or for all."""

from __future__ import annotations

from collections.abc import Iterator

from localgoals.model.text import Message, Text
from localgoals.planning.opinion_statistics import Z_90, Agreed, Representative
from localgoals.reports.blocks import Clauses, Words
from localgoals.tool_suite.opinion_figures import LETTERS, Opinions
from localgoals.tool_suite.reasons import Reason

__all__ = ["SIDES", "agreement_reason", "number_of_groups", "opinion_reasons", "standing_reason"]

SIDES = {"agree": Text("agree", "同意"), "disagree": Text("disagree", "不同意")}
_SOURCE = "polis-math"


def opinion_reasons(found: Opinions) -> Iterator[Reason]:
    """Give the reasons of everything that was chosen and may be shown."""
    yield number_of_groups(found)
    for stands in found.stand_for:
        yield standing_reason(found, stands)
    for agreed in found.agreed:
        yield agreement_reason(found, agreed)


def number_of_groups(found: Opinions) -> Reason:
    """Say why there are so many groups."""
    best = len(found.sizes)
    if found.talk.groups == best:
        words = Message("{count} groups, as the settings ask.", {"count": best})
    elif found.talk.groups:
        asked: dict[str, object] = {"asked": found.talk.groups, "count": best}
        words = Message(
            "The settings ask for {asked} groups; these votes make no more than {count}.",
            asked,
        )
    elif best < 2:
        words = Message("All stand at one place: there is one group.")
    else:
        tried = Clauses(
            tuple(
                Message(
                    "{count} groups {silhouette}",
                    {"count": one.groups, "silhouette": f"{one.silhouette:.3f}"},
                )
                for one in found.tried
            )
        )
        words = Message(
            "{count} groups: no other number stands apart more clearly, or by no more than 0.01 of "
            "the silhouette (1 far apart, 0 side by side): {tried}.",
            {"count": best, "tried": tried},
        )
    return Reason("groups", "silhouette", words, source=_SOURCE)


def standing_reason(found: Opinions, one: Representative) -> Reason:
    """Say why a statement stands for a group: votes, tests, limits."""
    values: dict[str, object] = {
        **_counted(found, one),
        "ratio": f"{one.ratio:.1f}",
        "ratio_test": f"{one.ratio_test:.1f}",
    }
    if one.significant:
        words = Message(
            "Statement {statement}: {votes} of {voted} {side}, {test} standard errors above one "
            "half, and {ratio} times as often as all others, {ratio_test} standard errors above "
            "them; both are above the limit of {limit}.",
            values,
        )
    else:
        words = Message(
            "Statement {statement}: {votes} of {voted} {side}, {test} standard errors above one "
            "half, and {ratio} times as often as all others, {ratio_test} standard errors above "
            "them; not both are above the limit of {limit}: the best that it has.",
            values,
        )
    return Reason(LETTERS[one.group], "representative", words, source=_SOURCE)


def agreement_reason(found: Opinions, one: Agreed) -> Reason:
    """Say why a statement is one that most agree on, and how each group voted on it."""
    values = _counted(found, one)
    parts = tuple(_by_group(found, one))
    if parts:
        words = Message(
            "Statement {statement}: {votes} of {voted} {side}, {test} standard errors above one "
            "half; the limit is {limit}. By group: {groups}.",
            values | {"groups": Clauses(parts)},
        )
    else:
        words = Message(
            "Statement {statement}: {votes} of {voted} {side}, {test} standard errors above one "
            "half; the limit is {limit}.",
            values,
        )
    return Reason("all", "consensus", words, source=_SOURCE)


def _counted(found: Opinions, one: Representative | Agreed) -> dict[str, object]:
    return {
        "statement": found.talk.statements[one.statement],
        "votes": one.votes,
        "voted": one.voted,
        "side": SIDES[one.side],
        "test": f"{one.test:.1f}",
        "limit": f"{Z_90:.2f}",
    }


def _by_group(found: Opinions, one: Agreed) -> Iterator[Words]:
    """Say how each group voted on what most agree on: a majority may be one large group."""
    cells = found.counts.agreed if one.side == "agree" else found.counts.disagreed
    for group, voted in enumerate(found.counts.voted[:, one.statement]):
        if not found.hidden[group, one.statement]:
            yield Message(
                "{votes} of {voted} in {group}",
                {
                    "votes": int(cells[group, one.statement]),
                    "voted": int(voted),
                    "group": LETTERS[group],
                },
            )
