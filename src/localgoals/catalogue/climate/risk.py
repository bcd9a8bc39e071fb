"""Bands of risk, from very low to very high."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from localgoals.model.text import Text

__all__ = ["RiskBand", "risk_bands"]


@dataclass(frozen=True)
class RiskBand:
    """A band of risk, which begins at `begin` and ends where the next one begins."""

    code: str
    title: Text
    begin: float


@cache
def risk_bands() -> tuple[RiskBand, ...]:
    """Give the bands, the lowest first."""
    file = files("localgoals") / "catalogue" / "climate" / "risk_bands.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        RiskBand(row["code"], Text(row["title_en"], row["title_zh"]), float(row["from"]))
        for row in rows
    )
