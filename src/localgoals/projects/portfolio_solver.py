"""Choices of columns, each taken or not, that are worth most within limits: HiGHS, and its core."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Status = Literal["best", "out-of-time", "impossible"]

SMALL = 200
"""A choice among fewer columns is handed to HiGHS as it is: a core would save nothing."""
_LARGEST = 1000.0
"""Largest coefficient of the objective: HiGHS stops at an absolute gap of 0.000001."""
_SLACK = 1e-4
"""By so much, of `_LARGEST`, a reduced cost has to exceed what it is held against."""
_FIRST, _FIRST_NODES = 6, 20
"""The first core, of one column in so many and so many branches, gives a good choice soon."""
_ALL_NODES = 2**31 - 1


class Choice(NamedTuple):
    """Columns of which each is taken or not."""

    worth: Floats
    """(columns,): what each is worth."""
    rows: csr_array
    """(rows, columns): what each adds to each row."""
    low: Floats
    high: Floats
    """(rows,): between these the sum of a row has to lie."""
    least: Floats
    most: Floats
    """(columns,): 0 and 1, or twice the same for what is settled."""


class Chosen(NamedTuple):
    """The best choice that was found."""

    status: Status
    columns: Flags
    """(columns,): which are taken."""
    bound: float
    """No choice is worth more; NaN where none was found."""


def whole(choice: Choice, gap: float, seconds: float, *, nodes: int = _ALL_NODES) -> Chosen:
    """
    Hand a choice to HiGHS; the objective is scaled, so that the unit of worth is no matter.

    Parameters
    ----------
    choice
        What there is, at least one column.
    gap
        When to stop: once no other can be better by more. [share of the worth]
    seconds
        When to stop in any case.
    nodes
        So many branches are looked at, at most.

    References
    ----------
    Huangfu, Q., Hall, J. A. J. (2018), Parallelizing the dual revised simplex method, Mathematical
    Programming Computation 10: HiGHS, the solver, called through SciPy.
    """
    columns = len(choice.worth)
    scale = _scale(choice.worth)
    answer = milp(
        -scale * choice.worth,
        integrality=np.ones(columns, np.int64),
        bounds=Bounds(choice.least, choice.most),
        constraints=[LinearConstraint(choice.rows, choice.low, choice.high)],
        options={"mip_rel_gap": gap, "time_limit": seconds, "node_limit": nodes},
    )
    if answer.x is None:
        status: Status = "impossible" if answer.status == 2 else "out-of-time"
        return Chosen(status, np.zeros(columns, np.bool_), np.nan)
    bound = -np.inf if answer.mip_dual_bound is None else answer.mip_dual_bound
    status = "best" if answer.status == 0 else "out-of-time"
    return Chosen(status, np.asarray(answer.x > 0.5), -float(bound) / scale)


def best_choice(choice: Choice, gap: float, seconds: float) -> Chosen:
    """Find the choice that is worth most; parameters as for `whole`."""
    if len(choice.worth) < SMALL:
        return whole(choice, gap, seconds)
    return through_cores(choice, gap, seconds)


def through_cores(choice: Choice, gap: float, seconds: float) -> Chosen:
    """
    Find the choice that is worth most by settling most columns beforehand.

    Parameters
    ----------
    choice, gap, seconds
        As for `whole`.

    Notes
    -----
    If columns could be taken in part, the best choice would be worth z, and each column would have
    a reduced cost d: a choice that takes such a column otherwise is worth z - |d| at most. So
    columns of large |d| are settled, HiGHS chooses among the others, the core, and no choice at all
    is worth more than the larger of its bound and z less the least |d| that was settled. If that
    does not prove the gap, the next core has every column that a better choice could take
    otherwise.

    References
    ----------
    Balas, E., Zemel, E. (1980), An algorithm for large zero-one knapsack problems, Operations
    Research 28(5): the core. Dantzig, G., Fulkerson, R., Johnson, S. (1954), Solution of a
    large-scale traveling-salesman problem, Operations Research 2(4): settling by reduced cost.
    """
    relaxed = _relaxed(choice)
    if relaxed is None:
        return whole(choice, gap, seconds)
    least = len(choice.worth) // _FIRST
    reach = float(np.partition(relaxed.reduced, least)[least])
    first = _cored(choice, relaxed, reach, (gap / 2, seconds / 4, _FIRST_NODES))
    if np.isnan(first.bound):
        return whole(choice, gap, seconds * 3 / 4)
    worth = _worth_of(choice, first)
    enough = worth + gap * abs(worth)
    if first.bound <= enough:
        return first._replace(status="best")
    second = _cored(choice, relaxed, relaxed.worth - enough, (gap, seconds * 3 / 4, _ALL_NODES))
    if np.isnan(second.bound):
        # None is left in the second core, or none was found there in time.
        proved = second.status == "impossible"
        bound = min(first.bound, enough) if proved else first.bound
        return Chosen("best" if proved else "out-of-time", first.columns, bound)
    better = second if _worth_of(choice, second) >= worth else first
    return Chosen(second.status, better.columns, min(first.bound, second.bound))


class _Relaxed(NamedTuple):
    """The best choice, if columns could be taken in part."""

    worth: float
    columns: Flags
    """Which are taken, the others not, of those that are not taken in part."""
    reduced: Floats
    """Size of the reduced cost of each column."""


def _relaxed(choice: Choice) -> _Relaxed | None:
    scale = _scale(choice.worth)
    up, down = np.isfinite(choice.high), np.isfinite(choice.low)
    # SciPy takes sparse rows here, which its types do not know.
    rows: Any = vstack([choice.rows[up], -choice.rows[down]])
    answer: Any = linprog(
        -scale * choice.worth,
        A_ub=rows,
        b_ub=np.concatenate([choice.high[up], -choice.low[down]]),
        bounds=list(zip(choice.least.tolist(), choice.most.tolist(), strict=True)),
        method="highs",
    )
    if answer.status != 0:
        return None
    reduced = np.abs(answer.lower.marginals + answer.upper.marginals) / scale
    # What is taken in part has no reduced cost but for what the solver leaves.
    reduced[np.abs(answer.x - np.round(answer.x)) > 1e-6] = 0.0
    return _Relaxed(-float(answer.fun) / scale, np.asarray(answer.x > 0.5), reduced)


def _cored(
    choice: Choice, relaxed: _Relaxed, reach: float, aim: tuple[float, float, int]
) -> Chosen:
    """Choose among the columns of reduced costs up to a reach; all others are settled."""
    gap, seconds, nodes = aim
    settled = relaxed.reduced > reach + _SLACK / _scale(choice.worth)
    fixed = relaxed.columns.astype(np.float64)
    core = choice._replace(
        least=np.where(settled, fixed, choice.least), most=np.where(settled, fixed, choice.most)
    )
    found = whole(core, gap, seconds, nodes=nodes)
    if np.isnan(found.bound):
        return found
    beyond = relaxed.worth - relaxed.reduced[settled].min(initial=np.inf)
    return found._replace(bound=min(relaxed.worth, max(found.bound, beyond)))


def _worth_of(choice: Choice, found: Chosen) -> float:
    return float(choice.worth[found.columns].sum())


def _scale(worth: Floats) -> float:
    return _LARGEST / float(np.abs(worth).max() or 1.0)
