"""Which values can exist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Between:
    """Values from `low` to `high`, both included; either end may be infinite."""

    low: float
    high: float

    def admits(self, value: float) -> bool:
        """Tell whether a value can exist; NaN cannot."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        if self.high == float("inf"):
            return f"{self.low:g} or more"
        return f"between {self.low:g} and {self.high:g}"
