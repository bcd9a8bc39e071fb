"""The method of equal shares for one amount of money: which project is bought next, and why."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import inf
from typing import Literal, NamedTuple

import numpy as np

from localgoals.errors import BadInput
from localgoals.model.budget_vote import BudgetVote
from localgoals.model.text import Message
from localgoals.planning.exact_money import ExactMoney
from localgoals.planning.fair_payments import pay, share_cost

__all__ = ["Bought", "SharesRun", "Utility"]

Utility = Literal["cost", "count"]
"""What a funded project is worth to a supporter: its cost, or 1; times the points given."""
_BITS = 61
_FLOAT_SLACK = 1e-13


class Bought(NamedTuple):
    """A project that its supporters paid for."""

    project: int
    price: float
    """What a supporter pays for a unit of utility. [currency]"""
    most: float
    """The most that one of them paid. [currency]"""
    emptied: int
    """How many paid with all that they had left."""
    held: float
    """What they had together before. [currency]"""


class _Offer(NamedTuple):
    """A project that can be bought, and between which bounds its price of a unit lies."""

    project: int
    low: float
    high: float
    number: int
    divisor: int
    held: int
    exact: Fraction | None
    """The price of a unit where everybody certainly pays the same for a point."""


class SharesRun:
    """
    One run of the method of equal shares: every voter begins with the same money.

    Money is held in whole units so small that all of it together is near 2**61. A purchase leaves
    less than one unit with each supporter that exact division would have taken; `_slack` adds
    these up. Paying is a map that keeps order and sums, so that no earlier difference grows
    (Crandall and Tartar 1980, doi:10.1090/S0002-9939-1980-0553381-X), and `_slack` bounds how far
    the money of any group is from the truth. Where that could matter, fractions decide.
    """

    def __init__(self, vote: BudgetVote, total: int, utility: Utility) -> None:
        """Share `total`, in the smallest amounts, equally among the voters of a vote."""
        self._vote, self._total, self._utility = vote, total, utility
        heaviest = int(vote.weights.max(initial=1))
        shift = _BITS - (vote.voters * total * heaviest).bit_length()
        if shift < 0:
            raise BadInput(
                Message(
                    "The budget of {budget} for {voters} voters has too many digits to be shared "
                    "exactly. Give costs in thousands, or in whole units of the currency.",
                    {"budget": f"{float(vote.budget):,.6g}", "voters": f"{vote.voters:,}"},
                )
            )
        self._unit = 1 << shift
        self._money = np.full(vote.voters, total * self._unit, dtype=np.int64)
        self._slack = 0
        self._bounds = {
            project: 0.0
            for project, cost in enumerate(vote.costs)
            if cost <= total and vote.scores[project] > 0
        }
        self.bought: list[Bought] = []
        self.stopped = False

    def buy_next(self) -> Bought | None:
        """Buy the project with the lowest price for a unit of utility; None where none is left."""
        offers = self._offers()
        if not offers:
            return None
        best = self._best(offers)
        begin, end = self._vote.starts[best.project : best.project + 2]
        supporters, weights = self._vote.supporters[begin:end], self._vote.weights[begin:end]
        emptied, most = pay(self._money, supporters, weights, best.number, best.divisor)
        if best.number % best.divisor:
            self._slack += int(supporters.size)
        del self._bounds[best.project]
        bought = Bought(
            best.project,
            self._in_currency(1) * best.number / best.divisor / self._worth(best.project),
            self._in_currency(most),
            emptied,
            self._in_currency(best.held),
        )
        self.bought.append(bought)
        return bought

    def held(self, project: int) -> float:
        """Give what the supporters of a project have left together, in the currency."""
        backers = self._vote.backers(project)
        return self._in_currency(int(self._money[backers].sum()))

    def _in_currency(self, units: int) -> float:
        return units / (self._unit * self._vote.voters * self._vote.scale)

    def _worth(self, project: int) -> float:
        cost = self._vote.costs[project] / self._vote.scale
        return self._vote.common_points * (cost if self._utility == "cost" else 1.0)

    def _offers(self) -> list[_Offer]:
        """
        Ask for prices, the lowest first, as long as one could be the lowest of all.

        A price never falls while money is spent, so that an old one is a bound of a new one.
        """
        offers: list[_Offer] = []
        least = inf
        for project, bound in sorted(self._bounds.items(), key=lambda one: one[1]):
            if bound > least:
                break
            offer = self._offer(project)
            if offer is None:
                del self._bounds[project]
                continue
            self._bounds[project] = offer.low
            least = min(least, offer.high)
            offers.append(offer)
        return [one for one in offers if one.low <= least]

    def _offer(self, project: int) -> _Offer | None:
        vote = self._vote
        begin, end = vote.starts[project : project + 2]
        cost = vote.costs[project] * vote.voters * self._unit
        held, number, divisor, top, below, free, everyone = share_cost(
            self._money, vote.supporters[begin:end], vote.weights[begin:end], cost, self._slack
        )
        if divisor == 0:
            return None
        if held < cost + self._slack and self._slack and self._exact_price(project) is None:
            return None
        worth = float(vote.costs[project]) if self._utility == "cost" else 1.0
        low = max(0, number - self._slack) / divisor / worth * (1 - _FLOAT_SLACK)
        high = top / below / worth * (1 + _FLOAT_SLACK) if below else inf
        exact = self._by_worth(Fraction(vote.costs[project], everyone), project) if free else None
        return _Offer(project, low, high, number, divisor, held, exact)

    def _best(self, offers: list[_Offer]) -> _Offer:
        if len(offers) == 1:
            return offers[0]
        prices = [self._exactly(one) for one in offers]
        pairs = zip(prices, offers, strict=True)
        return min(pairs, key=lambda pair: (pair[0], self._vote.rank(pair[1].project)))[1]

    def _exactly(self, offer: _Offer) -> Fraction:
        if offer.exact is not None:
            return offer.exact
        price = self._exact_price(offer.project)
        assert price is not None, "an offer that its supporters cannot pay"
        return self._by_worth(price, offer.project)

    def _by_worth(self, price: Fraction, project: int) -> Fraction:
        return price / self._vote.costs[project] if self._utility == "cost" else price

    def _exact_price(self, project: int) -> Fraction | None:
        self._exact.follow([one.project for one in self.bought])
        return self._exact.price(project)

    @cached_property
    def _exact(self) -> ExactMoney:
        return ExactMoney(self._vote, self._total)
