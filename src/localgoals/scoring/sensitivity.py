"""Which choice moves an index most: Sobol's indices of first order and in total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from localgoals.errors import BadInput
from localgoals.model.text import Message
from localgoals.scoring.normalise import Floats
from localgoals.scoring.uncertainty import FACTORS, Doubt, IndexModel, Panel, ranks_of

_NO_SPREAD = 1e-24
"""A variance of scores below this is the noise of the last digit."""


@dataclass(frozen=True)
class Sensitivity:
    """Shares of the variance of each output that a factor makes."""

    factors: tuple[str, ...]
    first: Floats
    """[outputs x factors]: alone. About 0 to 1; estimates may lie a little beyond."""
    total: Floats
    """[outputs x factors]: alone and together with others."""
    runs: int
    """How many times the function was asked."""


def sobol(
    function: Callable[[Floats], Floats], factors: Sequence[str], *, base: int = 512, seed: int = 1
) -> Sensitivity:
    """
    Estimate Sobol's indices of a function on the unit cube.

    Parameters
    ----------
    function
        Takes points [points x factors] in [0, 1), gives outputs [points x outputs], all known.
    factors
        The names of the coordinates.
    base
        The size of each of the two base samples; a power of 2, for these balance the sample. The
        function is asked `base` x (factors + 2) times.
    seed
        The same seed gives the same estimates.

    Returns
    -------
    found
        With A and B the base samples, AB_i the first with the i-th coordinate of the second, and V
        the variance of the output (Jansen's estimators):

        - first: (V - mean((f(B) - f(AB_i))^2) / 2) / V
        - total: mean((f(A) - f(AB_i))^2) / 2 / V

        0 for an output that does not vary.

    Raises
    ------
    BadInput
        When `base` is not a power of 2.

    References
    ----------
    Saltelli et al. (2010), Variance based sensitivity analysis of model output,
    doi:10.1016/j.cpc.2009.09.018 (design; table 2, estimators c and f). Jansen (1999), Analysis of
    variance designs for model output, doi:10.1016/S0010-4655(98)00154-4.
    """
    if base < 2 or base & (base - 1):
        raise BadInput(
            Message(
                "The base sample has {found} points; it must be a power of 2, such as 512.",
                {"found": base},
            )
        )
    # SciPy's statistics take as long to load as all else that an index needs.
    from scipy.stats import sobol_indices, uniform

    found = sobol_indices(
        func=lambda points: function(points.T).T,
        n=base,
        # SciPy's stubs do not know a frozen distribution by its quantile function.
        dists=[uniform()] * len(factors),  # type: ignore[list-item]
        method=_jansen,
        rng=np.random.default_rng(seed),
    )
    shape = (-1, len(factors))
    return Sensitivity(
        tuple(factors),
        np.reshape(found.first_order, shape),
        np.reshape(found.total_order, shape),
        base * (len(factors) + 2),
    )


def _jansen(f_A: Floats, f_B: Floats, f_AB: Floats) -> tuple[Floats, Floats]:  # noqa: N803  SciPy's names
    """Estimate from outputs [outputs x n], the last one [factors x outputs x n]."""
    variance = np.var([f_A, f_B], axis=(0, -1))
    variance[variance < _NO_SPREAD] = np.inf
    first = 1 - np.mean((f_B - f_AB) ** 2, axis=-1) / 2 / variance
    first[:, np.isinf(variance)] = 0.0
    total = np.mean((f_A - f_AB) ** 2, axis=-1) / 2 / variance
    return first.T, total.T


def index_sensitivity(
    panel: Panel, doubt: Doubt | None = None, *, base: int = 512, seed: int = 1
) -> Sensitivity:
    """
    Say which of the open choices moves the ranks and the scores of a group of peers most.

    Parameters
    ----------
    panel
        Figures, bounds and index of the peers.
    doubt
        What could have been chosen otherwise; everything in `Doubt` unless given.
    base
        See `sobol`.
    seed
        The same seed gives the same estimates.

    Returns
    -------
    found
        The first output is the mean shift of rank: how far, on average over the peers, a rank is
        from that of the index as declared. Then one output for each peer with a score: the score.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools
    for the quality assessment of composite indicators, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    model = IndexModel(panel, doubt or Doubt(), seed=seed)
    if not model.scored.any():
        raise BadInput(Message("No city of the group has a score, so nothing can move it."))
    declared = ranks_of(model.declared[model.scored])

    def outputs(points: Floats) -> Floats:
        scores = model(points)
        shift = np.abs(ranks_of(scores) - declared).mean(axis=1, keepdims=True)
        return np.hstack([shift, scores])

    return sobol(outputs, FACTORS, base=base, seed=seed)
