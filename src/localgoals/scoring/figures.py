"""Figures of many cities as one table: cities x indicators x periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from localgoals.model.indicator import Indicator
from localgoals.model.period import Period
from localgoals.scoring.aggregate import GroupScores, Index, score_groups
from localgoals.scoring.filling import Filling, imputed
from localgoals.scoring.normalise import NONE, Codes, Flags, Floats, Scales, goal_colours
from localgoals.scoring.uncertainty import Panel, PeerGroup

Row = tuple[str, str, Period, float]
"""Area, item, period, value; NaN where not known."""


@dataclass(frozen=True)
class Figures:
    """The figures of cities for everybody, and the names along the sides of the table."""

    areas: tuple[str, ...]
    """In the order of codes: the order says nothing about how well a city does."""
    items: tuple[str, ...]
    periods: tuple[Period, ...]
    """Earliest first."""
    values: Floats
    """[areas x items x periods]; NaN where not known."""

    def latest(self) -> tuple[Floats, NDArray[np.intp]]:
        """
        Take the latest known figure of each area and item.

        Returns
        -------
        values
            [areas x items]; NaN where no period has one.
        places
            [areas x items]: which of the periods it is from, 0 where none has one.
        """
        known = ~np.isnan(self.values)
        last = known.shape[2] - 1 - np.argmax(known[:, :, ::-1], axis=2)
        places = np.where(known.any(axis=2), last, 0)
        values = np.take_along_axis(self.values, places[:, :, np.newaxis], axis=2)[:, :, 0]
        return values, places


@dataclass(frozen=True)
class Cities:
    """Figures of cities, and the index that is made of them."""

    figures: Figures
    indicators: Mapping[str, Indicator]
    """By code, in the order of the items; each has bounds."""
    scales: Scales
    index: Index
    marks: Flags | None = None
    """[areas x items]: True where a figure was filled in from peers; None where nobody asked."""

    def measured(self) -> Floats:
        """Give the latest figures [areas x items] without those that were filled in."""
        values, _ = self.figures.latest()
        return values if self.marks is None else np.where(self.marks, np.nan, values)

    def filled(self, filling: Filling, peers: Sequence[str]) -> Cities:
        """
        Fill what no period knows from the latest figures of peers, and mark it.

        Parameters
        ----------
        filling
            What is taken of the peers.
        peers
            Areas; other cities are filled from them too.
        """
        latest, _ = self.figures.latest()
        rows = [self.figures.areas.index(area) for area in peers]
        values, marks = imputed(latest[:, :, np.newaxis], peers=rows, filling=filling)
        table = self.figures.values.copy()
        table[marks[:, :, 0], -1] = values[marks]
        return replace(self, figures=replace(self.figures, values=table), marks=marks[:, :, 0])

    def colours(self) -> Codes:
        """
        Give the colour of each goal from what was measured, as [areas x groups].

        Places in `STATUSES`, by the rule of `goal_colours`; `NONE` where fewer than half of the
        indicators are known, whatever the least coverage of the index is, and where the groups are
        not the goals, for which alone the rule was made.
        """
        members = self.index.grouping.members
        found = np.full((len(self.figures.areas), len(members)), NONE, dtype=np.uint8)
        if self.index.grouping.name != "goal":
            return found
        values = self.measured()
        for number, items in enumerate(members.values()):
            columns = [self.index.items.index(item) for item in items]
            found[:, number] = goal_colours(values[:, columns], self.scales.of_columns(columns))
        return found

    def scores(self) -> tuple[GroupScores, GroupScores]:
        """Score the latest figures: by group, and all groups together."""
        values, _ = self.figures.latest()
        groups = score_groups(values[:, :, np.newaxis], self.scales, self.index)
        return groups, groups.overall(self.index.rule)

    def panel(self, peers: PeerGroup) -> Panel:
        """Give the latest figures of a group of peers."""
        values, _ = self.figures.latest()
        rows = [self.figures.areas.index(area) for area in peers.areas]
        return Panel(peers, values[rows], self.scales, self.index)


def lay_out(rows: Iterable[Row], items: Sequence[str]) -> Figures:
    """
    Lay rows out as a table.

    Parameters
    ----------
    rows
        One figure each, in any order; rows of other items only tell that the area is there. Of two
        rows for the same place the later one counts.
    items
        The columns, in their order.
    """
    given = list(rows)
    areas = sorted({area for area, *_ in given})
    column = {item: number for number, item in enumerate(items)}
    used = [row for row in given if row[1] in column]
    periods = sorted({row[2] for row in used}, key=lambda one: (one.last, -one.first))
    row_of = {area: number for number, area in enumerate(areas)}
    layer = {period: number for number, period in enumerate(periods)}
    values = np.full((len(areas), len(items), max(1, len(periods))), np.nan)
    for area, item, period, value in used:
        values[row_of[area], column[item], layer[period]] = value
    return Figures(tuple(areas), tuple(items), tuple(periods), values)
