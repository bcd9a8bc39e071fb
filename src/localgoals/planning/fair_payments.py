"""What the supporters of a project pay when they share its cost, in whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

__all__ = ["pay", "share_cost"]

Whole = NDArray[np.int64]


@compiled
def _settle(
    money: Whole, supporters: Whole, weights: Whole, cost: int, begun: tuple[int, int]
) -> tuple[int, int, int]:
    """
    Find the price of a point: who cannot pay it pays all, and the others share what is left.

    The price only grows from pass to pass, and nobody who pays all of it is spared again; it ends
    when a pass finds nobody new. Gives price as numerator and denominator, and 1 if it can be paid.
    """
    number, divisor = begun
    while True:
        whole, rest = number // divisor, number % divisor
        empty, able = 0, 0
        for at in range(supporters.size):
            weight = weights[at]
            asked = whole * weight + rest * weight // divisor
            owned = money[supporters[at]]
            if owned <= asked:
                empty += owned
            else:
                able += weight
        if able == 0:
            return number, divisor, int(empty >= cost)
        if able == divisor:
            return number, divisor, 1
        number, divisor = cost - empty, able


@compiled
def share_cost(
    money: Whole, supporters: Whole, weights: Whole, cost: int, slack: int
) -> tuple[int, int, int, int, int, int, int]:
    """
    Share a cost among supporters in proportion to their points; who has less pays all they have.

    Parameters
    ----------
    money
        What each voter has. [whole units]
    supporters, weights
        Who shares, and their points, above 0.
    cost
        [whole units]
    slack
        How far the money of any supporters together may be from the truth. [whole units]

    Returns
    -------
    held
        What they have together.
    number, divisor
        The price of a point: a quotient.
    top_number, top_divisor
        The same for a cost that is higher by `slack`; a divisor of 0 where they may not have it.
    free
        1 where certainly everybody pays the full price.
    everyone
        Points of them all.

    References
    ----------
    Peters, D., Pierczyński, G. and Skowron, P. (2021), Proportional participatory budgeting with
    additive utilities, section 3, https://arxiv.org/abs/2008.13276
    """
    held, everyone = 0, 0
    for at in range(supporters.size):
        held += money[supporters[at]]
        everyone += weights[at]
    if held < cost - slack:
        return held, 0, 0, 0, 0, 0, everyone
    number, divisor, _ = _settle(money, supporters, weights, cost, (cost, everyone))
    # Begin with a price that is no higher than the one that is looked for.
    begun = (number, divisor) if slack == 0 else (cost + slack, everyone)
    top, below, paid = _settle(money, supporters, weights, cost + slack, begun)
    free = 0
    if paid == 1 and below == everyone:
        free = 1
        for at in range(supporters.size):
            weight = weights[at]
            asked = top // below * weight + top % below * weight // below
            if money[supporters[at]] <= asked + slack:
                free = 0
    return held, number, divisor, top, below if paid == 1 else 0, free, everyone


@compiled
def pay(
    money: Whole, supporters: Whole, weights: Whole, number: int, divisor: int
) -> tuple[int, int]:
    """
    Take the price from every supporter; gives how many paid all they had, and the most one paid.

    What is no whole unit stays with the supporter: less than one unit for each.
    """
    whole, rest = number // divisor, number % divisor
    emptied, most = 0, 0
    for at in range(supporters.size):
        weight = weights[at]
        asked = whole * weight + rest * weight // divisor
        owned = money[supporters[at]]
        if owned <= asked:
            emptied += 1
            asked = owned
        most = max(most, asked)
        money[supporters[at]] = owned - asked
    return emptied, most
