"""Equal shares in fractions: what whole units cannot tell apart is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from localgoals.model.budget_vote import BudgetVote

__all__ = ["ExactMoney"]

Objects = NDArray[np.object_]


class ExactMoney:
    """
    What every voter has after some purchases, without rounding.

    Money is held as whole numbers over one divisor for all, which grows with every purchase that
    does not divide evenly. It is slow beside `fair_payments`, and only asked where two projects,
    or a project and its supporters' money, are nearer to each other than rounding can tell.
    """

    def __init__(self, vote: BudgetVote, total: int) -> None:
        self._vote = vote
        self._weights: Objects = vote.weights.astype(object)
        self._divisor = vote.voters
        self._money: Objects = np.full(vote.voters, total, dtype=object)
        self._bought = 0

    def follow(self, bought: Sequence[int]) -> None:
        """Buy what has been bought since the last time."""
        for project in bought[self._bought :]:
            price = self.price(project)
            assert price is not None
            self._pay(project, price)
        self._bought = len(bought)

    def price(self, project: int) -> Fraction | None:
        """Give the price of a point; None where the supporters have too little together."""
        money, weights = self._of(project)
        cost = self._vote.costs[project] * self._divisor
        if money.sum() < cost:
            return None
        number, divisor = cost, int(weights.sum())
        while True:
            short = money * divisor <= weights * number
            able = int(weights[~short].sum())
            if able in (0, divisor):
                return Fraction(number, divisor * self._divisor)
            number, divisor = cost - int(money[short].sum()), able

    def _of(self, project: int) -> tuple[Objects, Objects]:
        begin, end = self._vote.starts[project : project + 2]
        return self._money[self._vote.supporters[begin:end]], self._weights[begin:end]

    def _pay(self, project: int, price: Fraction) -> None:
        money, weights = self._of(project)
        grown = price.denominator // gcd(price.denominator, self._divisor)
        if grown > 1:
            self._money *= grown
            self._divisor *= grown
            money = money * grown
        asked = weights * (price.numerator * (self._divisor // price.denominator))
        self._money[self._vote.backers(project)] = np.maximum(money - asked, 0)
