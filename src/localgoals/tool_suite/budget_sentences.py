"""Why a project is funded or not, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isnan

from localgoals.model.budget_vote import BudgetVote
from localgoals.model.text import Text
from localgoals.planning.budget_rules import How, Outcome, Reason

__all__ = ["money", "sentence"]

_Worded = Callable[[BudgetVote, Outcome, Reason], Text]


def money(value: float | Fraction) -> str:
    """
    Write an amount with two decimals, or none where they are nought.

    Examples
    --------
    >>> money(1234.5), money(Fraction(1000))
    ('1,234.50', '1,000')
    """
    return f"{float(value):,.2f}".removesuffix(".00")


def sentence(vote: BudgetVote, outcome: Outcome, reason: Reason) -> Text:
    """Say why a rule funds a project or not, with the figures that decided."""
    return _WORDS[reason.how](vote, outcome, reason)


def _cost(vote: BudgetVote, reason: Reason) -> str:
    return money(vote.projects[reason.project].cost)


def _backers(vote: BudgetVote, reason: Reason) -> str:
    return f"{vote.backers(reason.project).size:,}"


def _shared(vote: BudgetVote, _: Outcome, reason: Reason) -> Text:
    backers, cost, had = _backers(vote, reason), _cost(vote, reason), money(reason.had)
    price, most, emptied = f"{reason.price:.4g}", money(reason.most), f"{reason.emptied:,.0f}"
    return Text(
        f"Bought in round {reason.place}. Its {backers} supporters had {had} together and shared "
        f"its cost of {cost}: {price} for each unit of utility, {most} at most from one of them. "
        f"{emptied} of them paid all that they had left.",
        f"第{reason.place}轮购得。{backers}名支持者共有{had}，分摊费用{cost}：每单位效用{price}，"
        f"每人最多{most}，其中{emptied}人付出了全部余额。",
    )


def _added(vote: BudgetVote, _: Outcome, reason: Reason) -> Text:
    cost, score = _cost(vote, reason), f"{vote.scores[reason.project]:,}"
    return Text(
        f"Added from what was left of the budget, by votes: {score} votes or points, cost {cost}.",
        f"按票数以预算余额补入：得票或得分{score}，费用{cost}。",
    )


def _votes(vote: BudgetVote, _: Outcome, reason: Reason) -> Text:
    cost, score = _cost(vote, reason), f"{vote.scores[reason.project]:,}"
    had = money(reason.had)
    return Text(
        f"Funded in place {reason.place}, with {score} votes or points: {had} of the budget was "
        f"left, and it costs {cost}.",
        f"第{reason.place}位获资助，得票或得分{score}：当时预算余额{had}，费用{cost}。",
    )


def _flow(vote: BudgetVote, _: Outcome, reason: Reason) -> Text:
    backers, cost, most = _backers(vote, reason), _cost(vote, reason), money(reason.most)
    return Text(
        f"Bought in round {reason.place}, when {most} had flowed to every voter: its {backers} "
        f"supporters then had its cost of {cost} together, and paid all of it.",
        f"第{reason.place}轮购得，当时每名投票者累计获得{most}：{backers}名支持者恰好共有费用{cost}，"
        "并全部付出。",
    )


def _held(vote: BudgetVote, outcome: Outcome, reason: Reason) -> Text:
    backers, cost = _backers(vote, reason), _cost(vote, reason)
    had, missing = money(reason.had), money(reason.missing)
    en = (
        f"Its {backers} supporters had {had} left together in the end, {missing} less than its "
        f"cost of {cost}."
    )
    zh = f"{backers}名支持者最后共余{had}，比费用{cost}少{missing}。"
    if not isnan(reason.enough_cost):
        en += f" At a cost of {had} or less they would have bought it."
        zh += f"费用若不超过{had}，他们即可购得。"
    if not isnan(reason.more_votes):
        each, more = money(outcome.each), f"{reason.more_votes:,.0f}"
        en += f" Or with {more} more supporters who had spent nothing of their {each}."
        zh += f"若另有{more}名尚未动用其{each}的支持者，也可购得。"
    return Text(en, zh)


def _left(vote: BudgetVote, _: Outcome, reason: Reason) -> Text:
    cost, had, missing = _cost(vote, reason), money(reason.had), money(reason.missing)
    en = (
        f"When its turn came, {had} of the budget was left, {missing} less than its cost of {cost}."
    )
    zh = f"轮到它时预算余额为{had}，比费用{cost}少{missing}。"
    if not isnan(reason.enough_cost):
        en += f" At a cost of {had} or less it would be funded."
        zh += f"费用若不超过{had}，即可获资助。"
    if not isnan(reason.more_votes):
        more = f"{reason.more_votes:,.0f}"
        en += f" Or with {more} more votes or points."
        zh += f"若再得{more}票（分），也可获资助。"
    return Text(en, zh)


def _over(vote: BudgetVote, _: Outcome, reason: Reason) -> Text:
    cost, had, missing = _cost(vote, reason), money(reason.had), money(reason.missing)
    return Text(
        f"Its supporters could pay for it next, but {had} of the budget was left, {missing} less "
        f"than its cost of {cost}: the rule ends here.",
        f"其支持者已能购买，但预算余额{had}，比费用{cost}少{missing}，规则到此结束。",
    )


def _nobody(_: BudgetVote, __: Outcome, ___: Reason) -> Text:
    return Text("Nobody supports it.", "无人支持。")


_WORDS: Mapping[How, _Worded] = {
    "shared": _shared,
    "added": _added,
    "votes": _votes,
    "flow": _flow,
    "held": _held,
    "left": _left,
    "over": _over,
    "nobody": _nobody,
}
