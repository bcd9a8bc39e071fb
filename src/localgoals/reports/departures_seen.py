"""What a person asks of a timetable first: the fullest days, the night, the stops left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.departures import Counts
from localgoals.ingest.gtfs import Places
from localgoals.ingest.service_days import Days
from localgoals.ingest.timetable import DAY_BEGINS_S, DAY_ENDS_S

__all__ = ["NIGHT_ENDS", "Seen", "Which"]

Which = Literal["weekday", "saturday", "sunday"]
NIGHT_ENDS: Final = 5
"""The night is from midnight until this hour: between the last trips of most timetables and the
first. A choice of ours; no rule of the indicators depends on it."""


@dataclass(frozen=True)
class Seen:
    """A timetable on the days that stand for it."""

    places: Places
    days: Days
    total: Counts
    """All departures of each day."""
    chosen: Mapping[Which, int | None]
    """The Tuesday, Wednesday or Thursday, the Saturday and the Sunday with most departures."""
    by_stop: Mapping[Which, Counts]
    """On each of them, the departures from each stop in each of the 24 hours."""

    @property
    def fullest(self) -> int:
        """Place of the day with most departures; the first of equals."""
        return int(np.argmax(self.total))

    @property
    def served(self) -> NDArray[np.bool_]:
        """Tell for each stop whether anything departs on one of the chosen days."""
        return np.asarray(np.any([one.any(axis=1) for one in self.by_stop.values()], axis=0))

    def without(self, which: Which) -> int:
        """Count the stops with service from which nothing departs on a chosen day."""
        return int((self.served & ~self.by_stop[which].any(axis=1)).sum())

    def dark(self, which: Which) -> int:
        """Count the stops with service from which nothing departs at night on a chosen day."""
        return int((self.served & ~self.by_stop[which][:, :NIGHT_ENDS].any(axis=1)).sum())

    @property
    def an_hour(self) -> NDArray[np.float64]:
        """Departures an hour from each stop, from 06:00 to 20:00 on the weekday."""
        first, last = DAY_BEGINS_S // 3600, DAY_ENDS_S // 3600
        return np.asarray(self.by_stop["weekday"][:, first:last].sum(axis=1) / (last - first))
