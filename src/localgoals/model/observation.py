"""One figure about one area in one period, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Literal

from localgoals.model.period import Period

Notation = Literal["", "NO", "NE", "IE", "C"]
"""Not occurring, not estimated, included elsewhere, confidential; empty with a value."""
State = Literal["computed", "imported"]


@dataclass(frozen=True)
class Observation:
    """
    One figure: indicator, series, area, period, group, and a value **or** why there is none.

    `value` is NaN exactly when `notation` is not empty: not known is never zero.
    """

    indicator: str
    series: str
    area: str
    """Code of the area: the city's own code, or a district's."""
    period: Period
    group: str
    """`""` for everybody, else `dimension=member`: `sex=female`, `settlement=urban_centre`."""
    value: float
    unit: str
    method: str
    """Indicator, way and version: `11.2.1 network 1`, `11.2.1 straight-line 1`."""
    quality: int
    """1 counted or measured to the letter of the method … 5 a rough estimate."""
    sources: tuple[str, ...]
    """Names of the pack's resources that the figure was made from."""
    inputs: tuple[str, ...]
    """SHA-256 of those resources, in the same order."""
    notation: Notation = ""
    reason: str = ""
    """A key of `localgoals.model.reason.REASONS`; empty with a value."""
    detail: str = ""
    """What fills the blank in the reason: a role, a share, a year."""
    lower: float = nan
    upper: float = nan
    state: State = "computed"

    def __post_init__(self) -> None:
        assert (self.value != self.value) == bool(self.notation), self
        assert bool(self.notation) == bool(self.reason), self
        assert 1 <= self.quality <= 5, self
        assert len(self.sources) == len(self.inputs), self
