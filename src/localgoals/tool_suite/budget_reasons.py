"""Why a rule funds a project or not, each reason with the figures that decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import isnan

from localgoals.model.budget_vote import BudgetVote
from localgoals.model.text import Message
from localgoals.planning.budget_rules import How, Outcome, Ruling
from localgoals.tool_suite.reasons import Reason

__all__ = ["budget_reasons", "money", "sentences"]

_Values = dict[str, object]


def money(value: float | Fraction) -> str:
    """
    Write an amount with two decimals, or none where they are nought.

    Examples
    --------
    >>> money(1234.5), money(Fraction(1000))
    ('1,234.50', '1,000')
    """
    return f"{float(value):,.2f}".removesuffix(".00")


def budget_reasons(vote: BudgetVote, outcomes: Mapping[str, Outcome]) -> Iterator[Reason]:
    """Give the reasons of every rule for every project; `rule` is the code of the rule."""
    for code, outcome in outcomes.items():
        for ruling in outcome.rulings:
            for words in sentences(vote, outcome, ruling):
                yield Reason(vote.projects[ruling.project].code, code, words)


def sentences(vote: BudgetVote, outcome: Outcome, ruling: Ruling) -> Iterator[Message]:
    """Say why a rule funds a project or not, with the figures that decided."""
    values: _Values = {
        "supporters": f"{vote.backers(ruling.project).size:,}",
        "cost": money(vote.projects[ruling.project].cost),
        "votes": f"{vote.scores[ruling.project]:,}",
        "had": money(ruling.had),
        "missing": money(ruling.missing),
        "most": money(ruling.most),
        "place": ruling.place,
    }
    yield from _SAID[ruling.how](values, outcome, ruling)


def _picked(values: _Values, *names: str) -> _Values:
    """Take those that a sentence has: what it was not decided by is no input of it."""
    return {name: values[name] for name in names}


def _shared(values: _Values, _: Outcome, ruling: Ruling) -> Iterator[Message]:
    paid = _picked(values, "place", "supporters", "had", "cost", "most")
    yield Message(
        "Bought in round {place}. Its {supporters} supporters had {had} together and shared its "
        "cost of {cost}: {price} for each unit of utility, {most} at most from one of them. "
        "{emptied} of them paid all that they had left.",
        paid | {"price": f"{ruling.price:.4g}", "emptied": f"{ruling.emptied:,.0f}"},
    )


def _added(values: _Values, _: Outcome, __: Ruling) -> Iterator[Message]:
    yield Message(
        "Added from what was left of the budget, by votes: {votes} votes or points, cost {cost}.",
        _picked(values, "votes", "cost"),
    )


def _votes(values: _Values, _: Outcome, __: Ruling) -> Iterator[Message]:
    yield Message(
        "Funded in place {place}, with {votes} votes or points: {had} of the budget was left, and "
        "it costs {cost}.",
        _picked(values, "place", "votes", "had", "cost"),
    )


def _flow(values: _Values, _: Outcome, __: Ruling) -> Iterator[Message]:
    yield Message(
        "Bought in round {place}, when {most} had flowed to every voter: its {supporters} "
        "supporters then had its cost of {cost} together, and paid all of it.",
        _picked(values, "place", "most", "supporters", "cost"),
    )


def _held(values: _Values, outcome: Outcome, ruling: Ruling) -> Iterator[Message]:
    yield Message(
        "Its {supporters} supporters had {had} left together in the end, {missing} less than its "
        "cost of {cost}.",
        _picked(values, "supporters", "had", "missing", "cost"),
    )
    if not isnan(ruling.enough_cost):
        enough = _picked(values, "had")
        yield Message("At a cost of {had} or less they would have bought it.", enough)
    if not isnan(ruling.more_votes):
        more: _Values = {"more": f"{ruling.more_votes:,.0f}", "each": money(outcome.each)}
        yield Message("Or with {more} more supporters who had spent nothing of their {each}.", more)


def _left(values: _Values, _: Outcome, ruling: Ruling) -> Iterator[Message]:
    yield Message(
        "When its turn came, {had} of the budget was left, {missing} less than its cost of {cost}.",
        _picked(values, "had", "missing", "cost"),
    )
    if not isnan(ruling.enough_cost):
        yield Message("At a cost of {had} or less it would be funded.", _picked(values, "had"))
    if not isnan(ruling.more_votes):
        more: _Values = {"more": f"{ruling.more_votes:,.0f}"}
        yield Message("Or with {more} more votes or points.", more)


def _over(values: _Values, _: Outcome, __: Ruling) -> Iterator[Message]:
    yield Message(
        "Its supporters could pay for it next, but {had} of the budget was left, {missing} less "
        "than its cost of {cost}: the rule ends here.",
        _picked(values, "had", "missing", "cost"),
    )


def _nobody(_: _Values, __: Outcome, ___: Ruling) -> Iterator[Message]:
    yield Message("Nobody supports it.")


_SAID: Mapping[How, Callable[[_Values, Outcome, Ruling], Iterator[Message]]] = {
    "shared": _shared,
    "added": _added,
    "votes": _votes,
    "flow": _flow,
    "held": _held,
    "left": _left,
    "over": _over,
    "nobody": _nobody,
}
