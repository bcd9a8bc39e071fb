"""Rules for votes on budgets as one would say them: dictionaries, fractions, no shortcut."""

from __future__ import annotations

from fractions import Fraction

from localgoals.model.budget_vote import BudgetVote


def supporters_of(vote: BudgetVote) -> list[dict[int, int]]:
    """Give the points of the supporters of each project."""
    return [
        {
            int(vote.supporters[at]): int(vote.points[at])
            for at in range(vote.starts[project], vote.starts[project + 1])
        }
        for project in range(len(vote.projects))
    ]


def price_of_a_point(money: list[Fraction], points: dict[int, int], cost: Fraction) -> Fraction:
    """Walk from the poorest for a point to the richest until the rest can share what is left."""
    left, weight = cost, sum(points.values())
    for voter in sorted(points, key=lambda one: money[one] / points[one]):
        if left / weight * points[voter] <= money[voter]:
            return left / weight
        left -= money[voter]
        weight -= points[voter]
    raise AssertionError("they cannot pay")


def plain_shares(
    vote: BudgetVote, each: Fraction, utility: str
) -> tuple[list[int], list[Fraction]]:
    """Run equal shares once; gives what is bought in its order, and what voters have left."""
    money = [each] * vote.voters
    points = supporters_of(vote)
    bought: list[int] = []
    while True:
        offers = []
        for project, given in enumerate(points):
            cost = vote.projects[project].cost
            if project in bought or not given or sum(money[one] for one in given) < cost:
                continue
            price = price_of_a_point(money, given, cost)
            worth = cost if utility == "cost" else Fraction(1)
            offers.append((price / worth, -sum(given.values()), cost, project, price))
        if not offers:
            return bought, money
        *_, project, price = min(offers)
        for voter, given_points in points[project].items():
            money[voter] -= min(money[voter], price * given_points)
        bought.append(project)


def plain_add1(vote: BudgetVote, utility: str) -> tuple[list[int], int]:
    """Raise the money of each voter by 1 until nothing more fits, or too much is spent."""
    raised, bought = 0, plain_shares(vote, vote.budget / vote.voters, utility)[0]
    while True:
        left = vote.budget - sum(vote.projects[one].cost for one in bought)
        open_ones = [
            one
            for one, points in enumerate(supporters_of(vote))
            if one not in bought and points and vote.projects[one].cost <= left
        ]
        if not open_ones:
            return bought, raised
        more = plain_shares(vote, vote.budget / vote.voters + raised + 1, utility)[0]
        if sum(vote.projects[one].cost for one in more) > vote.budget:
            return bought, raised
        raised, bought = raised + 1, more


def plain_phragmen(vote: BudgetVote) -> list[int]:
    """Look at every project after every purchase; end with the first that is too dear."""
    loads = [Fraction(0)] * vote.voters
    points = supporters_of(vote)
    bought: list[int] = []
    while True:
        offers = []
        for project, given in enumerate(points):
            if project not in bought and given:
                cost = vote.projects[project].cost
                time = (cost + sum(loads[one] for one in given)) / len(given)
                offers.append((time, -sum(given.values()), cost, project))
        if not offers:
            return bought
        time, _, cost, project = min(offers)
        if cost + sum(vote.projects[one].cost for one in bought) > vote.budget:
            return bought
        for voter in points[project]:
            loads[voter] = time
        bought.append(project)
