"""What a person says about a wide table, where the table does not say it itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from localgoals.ingest.numbers import DecimalMark

DIMENSION = re.compile(r"[a-z_]+")
ROLES: Final = ("series", "area", "period")
"""What every figure needs."""


@dataclass(frozen=True)
class Values:
    """Columns of values by a pattern with at most one star, and what they are named."""

    pattern: str
    series: str = ""
    """The series; a star stands for what the pattern's star matched. Empty: the column's name."""
    group: str = ""
    """The group, in which a star does too."""

    def match(self, name: str) -> tuple[str, str] | None:
        """Give series and group of a column, None where the pattern is of others."""
        before, star, after = self.pattern.partition("*")
        pattern = re.escape(before) + ("(.*)" if star else "") + re.escape(after)
        found = re.fullmatch(pattern, name)
        if found is None:
            return None
        part = found[1] if star else ""
        return (self.series or name).replace("*", part), self.group.replace("*", part)


@dataclass(frozen=True)
class Wishes:
    """What was said about a wide table; all that is empty is to be found in the table."""

    series: str = ""
    """The series of all figures."""
    area: str = ""
    """The area of all figures, or of the totals where the table names areas."""
    period: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Column of each role or dimension; several columns are joined by `+`."""
    values: tuple[Values, ...] = ()
    """Which columns have values; none: all that are not said to have something else."""
    heads: tuple[str, ...] = ()
    """What the heads of the columns of values are, from the topmost row of the header."""
    header: tuple[int, int] | None = None
    """First and last row of the header, as a person counts."""
    sheet: str | None = None
    decimal: DecimalMark | None = None
    dates_as_years: bool = False
    wholes: Mapping[str, float] = field(default_factory=dict)
    """What the members of a dimension make together in percent."""
    same: tuple[tuple[str, str], ...] = ()
    """Pairs of columns that should name the same thing."""
