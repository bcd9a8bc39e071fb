"""
How far an index hangs on choices that could have been others: intervals of scores and of ranks.

Bounds are moved, weights drawn, the method of normalisation and the mean chosen anew, gaps filled
from peers, many times. Ranks come as intervals only, and only within a named group of peers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message
from localgoals.scoring.aggregate import Index, Mean, averaged
from localgoals.scoring.normalise import Flags, Floats, Scales

Normalisation = Literal["bounds", "range", "rank"]
WeightDoubt = Literal["fixed", "share", "dirichlet"]
Missing = Literal["leave", "draw"]

NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)
WEIGHT_DOUBTS: tuple[WeightDoubt, ...] = get_args(WeightDoubt)

Option = TypeVar("Option")

FACTORS = ("bounds", "weights", "normalisation", "mean", "missing")
"""What is open, in the order of the coordinates that choose it."""


@dataclass(frozen=True)
class Doubt:
    """What could have been chosen otherwise, and how far."""

    bounds_share: float = 0.1
    """Best and worst move by up to this share of the way between them. [0 to below 0.5]"""
    weights: WeightDoubt = "share"
    """Kept; each moved by up to `weights_share` of itself; or drawn around the given ones."""
    weights_share: float = 0.25
    normalisations: tuple[Normalisation, ...] = NORMALISATIONS
    """Between the bounds, between the least and the greatest of the peers, or by rank in them."""
    means: tuple[Mean, ...] = ("arithmetic", "geometric")
    missing: tuple[Missing, ...] = ("leave", "draw")
    """Left out of the mean, or drawn from what is known of the peers."""

    def __post_init__(self) -> None:
        shares = (("bounds", self.bounds_share, 0.5), ("weights", self.weights_share, 1.0))
        for name, share, limit in shares:
            if not 0 <= share < limit:
                raise BadInput(
                    Message(
                        "The share by which {name} may move is {found}; it is from 0 to below "
                        "{limit}.",
                        {"name": name, "found": share, "limit": limit},
                    )
                )
        if not (self.normalisations and self.means and self.missing):
            raise BadInput(Message("Each choice needs at least one method."))


@dataclass(frozen=True)
class PeerGroup:
    """Cities that it is fair to compare, under a name that says why."""

    name: str
    areas: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadInput(Message("A group of peers needs a name that says why they are peers."))
        if len(set(self.areas)) < max(2, len(self.areas)):
            raise BadInput(
                Message(
                    "The group {name} has {count} cities; it needs two or more, each once.",
                    {"name": self.name, "count": len(self.areas)},
                )
            )


@dataclass(frozen=True)
class Panel:
    """The figures of a group of peers in one year, and how they become an index."""

    peers: PeerGroup
    values: Floats
    """[peers x items]; NaN where not known."""
    scales: Scales
    index: Index

    def __post_init__(self) -> None:
        shape = (len(self.peers.areas), len(self.index.items))
        if self.values.shape != shape or len(self.scales.best) != shape[1]:
            raise BadInput(
                Message(
                    "The figures have the shape {found}; with these peers and items it is "
                    "{expected}.",
                    {"found": self.values.shape, "expected": shape},
                )
            )


@dataclass(frozen=True)
class Intervals:
    """Scores and ranks within a group of peers, each as an interval; arrays over the peers."""

    peers: PeerGroup
    level: float
    """The share of the draws that lie in an interval."""
    draws: int
    score: Floats
    """As the index is declared, without doubt; NaN where too little is known."""
    low: Floats
    middle: Floats
    """The median of the draws."""
    high: Floats
    rank_low: NDArray[np.int64]
    """The best rank, 1 for the highest score; 0 where there is no score."""
    rank_high: NDArray[np.int64]
    ranked: int
    """How many of the peers have a score, and so a rank."""


def intervals(
    panel: Panel,
    doubt: Doubt | None = None,
    *,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.9,
) -> Intervals:
    """
    Say between which scores and ranks the cities of a group of peers lie.

    Parameters
    ----------
    panel
        Figures, bounds and index of the peers.
    doubt
        What could have been chosen otherwise; everything in `Doubt` unless given.
    draws
        How many times everything is chosen anew.
    seed
        The same seed gives the same intervals.
    level
        The share of the draws that an interval holds; half of the rest lies on either side.

    Returns
    -------
    found
        One of each for every peer. A city below the least coverage has no score and no rank; its
        figures count among those of the peers all the same.

    Raises
    ------
    BadInput
        When `draws` is below 2, or `level` not between 0 and 1.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, on uncertainty and
    sensitivity analysis. Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity
    analysis techniques as tools for the quality assessment of composite indicators,
    doi:10.1111/j.1467-985X.2005.00350.x.
    """
    if draws < 2 or not 0 < level < 1:
        raise BadInput(
            Message(
                "{draws} draws at the level {level}: there must be two or more, and the level "
                "lies between 0 and 1.",
                {"draws": draws, "level": level},
            )
        )
    model = IndexModel(panel, doubt or Doubt(), seed=seed)
    scores = model(np.random.default_rng(seed).random((draws, len(FACTORS))))
    ends = np.array([(1 - level) / 2, 0.5, (1 + level) / 2])
    low, middle, high = (_spread(one, model.scored) for one in np.quantile(scores, ends, axis=0))
    # A rank is a whole number that occurred in some draw.
    ranks = ranks_of(scores)
    best, worst = np.quantile(ranks, ends[[0, 2]], axis=0, method="inverted_cdf")
    return Intervals(
        panel.peers,
        level,
        draws,
        model.declared,
        low,
        middle,
        high,
        _placed(best, model.scored),
        _placed(worst, model.scored),
        int(model.scored.sum()),
    )


def ranks_of(scores: Floats) -> NDArray[np.int64]:
    """Rank along the last axis, 1 for the highest; equal scores share the better rank."""
    if not scores.size:
        return np.zeros(scores.shape, dtype=np.int64)
    # SciPy's statistics take as long to load as all else that an index needs.
    from scipy.stats import rankdata

    return rankdata(-scores, method="min", axis=-1).astype(np.int64)


def _spread(found: Floats, scored: Flags) -> Floats:
    whole = np.full(scored.shape, np.nan)
    whole[scored] = found
    return whole


def _placed(ranks: NDArray[np.float64], scored: Flags) -> NDArray[np.int64]:
    whole = np.zeros(scored.shape, dtype=np.int64)
    whole[scored] = ranks
    return whole


class IndexModel:
    """
    The index of a group of peers as a function of a point in the unit cube.

    Each coordinate stands for one of `FACTORS`. Where a factor is a choice among methods, the
    coordinate chooses; where it is a draw of many numbers, the coordinate is the trigger that fixes
    all of them, as in Saisana, Saltelli and Tarantola (2005). So every factor has one index of
    sensitivity.
    """

    def __init__(self, panel: Panel, doubt: Doubt, *, seed: int) -> None:
        self._panel, self._doubt, self._seed = panel, doubt, seed
        # Items along the rows: one product of matrices then serves all cities.
        self._values = np.ascontiguousarray(panel.values.T)
        self._known = ~np.isnan(self._values)
        self._weights = panel.index.matrix()
        self._needed = panel.index.needed()[:, np.newaxis]
        self._fixed: dict[Normalisation, Floats] = {
            "range": self._by_range(),
            "rank": self._by_rank(),
        }
        self._known_at = np.flatnonzero(self._known)
        self._gaps, self._donors, self._counts = self._donors_of_gaps()
        plain = self._between_bounds(np.zeros((2, len(self._values))))
        factors = np.ones(sum(self._weights.shape))
        self.declared = self._overall(plain, factors, panel.index.rule.mean)
        """[peers]: the score without doubt; NaN below the least coverage."""
        self.scored: Flags = ~np.isnan(self.declared)
        """[peers]: which of them have a score."""

    def __call__(self, points: Floats) -> Floats:
        """Give the scores [points x scored peers] for points [points x factors] in [0, 1)."""
        scores = np.empty((len(points), int(self.scored.sum())))
        for number, point in enumerate(points):
            scores[number] = self._once(point)[self.scored]
        return scores

    def _once(self, point: Floats) -> Floats:
        bounds, weights, normalisation, mean, missing = (float(one) for one in point)
        method, _ = _chosen(self._doubt.normalisations, normalisation)
        if method == "bounds":
            moves = self._chance("bounds", bounds).uniform(-1, 1, (2, len(self._values)))
            scores = self._between_bounds(self._doubt.bounds_share * moves)
        else:
            scores = self._fixed[method]
        filling, trigger = _chosen(self._doubt.missing, missing)
        if filling == "draw":
            scores = self._filled(scores, self._chance("missing", trigger))
        factors = self._weight_factors(self._chance("weights", weights))
        return self._overall(scores, factors, _chosen(self._doubt.means, mean)[0])

    def _chance(self, factor: str, trigger: float) -> np.random.Generator:
        """Give the source of chance that a trigger stands for."""
        return np.random.default_rng([self._seed, FACTORS.index(factor), int(trigger * 2**32)])

    def _between_bounds(self, moves: Floats) -> Floats:
        scales = self._panel.scales
        span = scales.best - scales.worst
        best, worst = scales.best + moves[0] * span, scales.worst + moves[1] * span
        with np.errstate(over="ignore"):
            scores = (self._values - worst[:, np.newaxis]) / (best - worst)[:, np.newaxis]
        held: Floats = np.clip(scores, 0.0, 1.0, out=scores)
        return held

    def _towards(self) -> Floats:
        """Give the values so that more is better."""
        scales = self._panel.scales
        way = np.where(scales.best > scales.worst, 1.0, -1.0)[:, np.newaxis]
        towards: Floats = way * self._values
        return towards

    def _by_range(self) -> Floats:
        """Scale between the worst and the best of the peers; all alike are half-way."""
        # Halves, so that the way between two very large numbers does not overflow.
        values = self._towards() / 2
        if not values.size:
            return values
        low = np.where(self._known, values, np.inf).min(axis=1, keepdims=True)
        high = np.where(self._known, values, -np.inf).max(axis=1, keepdims=True)
        wide = high > low
        span = np.where(wide, high - low, 1.0)
        scores = np.where(wide, (values - np.where(wide, low, 0.0)) / span, 0.5)
        ranged: Floats = np.where(self._known, scores, np.nan)
        return ranged

    def _by_rank(self) -> Floats:
        """Give the share of the other peers that do worse, equal ones counting half."""
        from scipy.stats import rankdata

        ranks = rankdata(self._towards(), method="average", axis=1, nan_policy="omit")
        others = self._known.sum(axis=1, keepdims=True) - 1
        scores = np.where(others > 0, (ranks - 1) / np.maximum(others, 1), 0.5)
        ranked: Floats = np.where(self._known, scores, np.nan)
        return ranked

    def _donors_of_gaps(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Find the gaps that a peer can fill; for each, where its donors begin and how many."""
        count = self._known.sum(axis=1)
        gaps = np.flatnonzero(~self._known & (count > 0)[:, np.newaxis])
        row = gaps // max(1, self._values.shape[1])
        return gaps, (np.cumsum(count) - count)[row], count[row]

    def _filled(self, scores: Floats, chance: np.random.Generator) -> Floats:
        """Fill each gap with the score of a peer, each with the same chance."""
        drawn = (chance.random(len(self._gaps)) * self._counts).astype(np.intp)
        flat = scores.flatten()
        flat[self._gaps] = flat[self._known_at[self._donors + drawn]]
        return flat.reshape(scores.shape)

    def _weight_factors(self, chance: np.random.Generator) -> Floats:
        """Draw what the weights of groups, then of items, are multiplied by."""
        groups, items = self._weights.shape
        if self._doubt.weights == "fixed":
            return np.ones(groups + items)
        if self._doubt.weights == "share":
            share = self._doubt.weights_share
            moved: Floats = chance.uniform(1 - share, 1 + share, groups + items)
            return moved
        # Gamma variates around the weights, divided by their sum as every mean does, are a
        # Dirichlet draw; equal weights give the flat one.
        given = np.concatenate([np.ones(groups), self._weights.max(axis=0, initial=0.0)])
        shape = np.where(given > 0, given / given[given > 0].mean(), 1.0)
        drawn: Floats = np.maximum(chance.standard_gamma(shape), 1e-12) / shape
        return drawn

    def _overall(self, scores: Floats, factors: Floats, mean: Mean) -> Floats:
        """Average by group, leave out groups below the least coverage, and average the groups."""
        groups = len(self._weights)
        # Cities stand where `averaged` has years.
        rule = replace(self._panel.index.rule, mean=mean)
        found, known = averaged(scores[np.newaxis], self._weights * factors[groups:], rule)
        found[known < self._needed] = np.nan
        averages, counted = averaged(found, factors[np.newaxis, :groups], rule)
        enough = counted[0, 0] >= rule.needed_of(np.array(groups))
        return np.where(enough, averages[0, 0], np.nan)


def _chosen(options: tuple[Option, ...], place: float) -> tuple[Option, float]:
    """Choose an option by a number in [0, 1); the rest of the number triggers what follows."""
    number = min(int(place * len(options)), len(options) - 1)
    return options[number], place * len(options) - number
