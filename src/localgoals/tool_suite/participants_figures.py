"""What `participants` finds, and which of it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.planning.representativeness import (
    Attribute,
    Compared,
    Fit,
    Weighted,
    compare,
    fit,
    pooled,
    rake,
)
from localgoals.planning.small_cells import FEWEST_SHOWN, withheld
from localgoals.planning.votes import Floats

__all__ = ["Attended", "Attending", "attended"]

_WEIGHT_LIMIT = 5.0


@dataclass(frozen=True)
class Attending:
    """One attribute of those who took part, beside the people."""

    name: str
    categories: tuple[str, ...]
    people: Floats
    took_part: Floats
    """Participants of each category; NaN where withheld."""
    not_told: float
    """
    Participants of whom the category is not known, however few: not to answer is no attribute, and
    their number follows from the total anyway.
    """
    compared: Compared
    tested: Fit
    """With the categories that are withheld taken together."""


@dataclass(frozen=True)
class Attended:
    """Everything that was found."""

    total: int
    """Participants; where they are fewer than may be shown, nothing is."""
    fewest: int
    attributes: tuple[Attending, ...]
    weighted: Weighted | None
    weights: pd.DataFrame
    """By code of the participant; empty without weights."""
    limit: float


@dataclass(frozen=True)
class _Settings:
    fewest: int
    weigh: bool
    limit: float


def attended(inputs: Inputs) -> Attended:
    """
    Hold participants against the reference, attribute by attribute.

    Raises
    ------
    InputRefused
        When there are neither participants nor counts, or both, or categories that the reference
        does not have.
    """
    if problems := _faults(inputs):
        raise InputRefused(problems)
    settings = _settings(inputs)
    reference = inputs.tables["reference"]
    order = list(dict.fromkeys(reference["attribute"]))
    parts = [reference[reference["attribute"] == name] for name in order]
    if "counts" in inputs.tables:
        return _from_counts(inputs.tables["counts"], order, parts, settings)
    return _from_people(inputs.tables["participants"], order, parts, settings)


def _from_counts(
    table: pd.DataFrame, order: list[str], parts: list[pd.DataFrame], settings: _Settings
) -> Attended:
    counted = [
        table[table["attribute"] == name]
        .set_index("category")["participants"]
        .reindex(part["category"])
        .to_numpy(np.float64)
        for name, part in zip(order, parts, strict=True)
    ]
    total = int(max(one.sum() for one in counted))
    found = tuple(
        _attending(name, part, one, total, settings.fewest)
        for name, part, one in zip(order, parts, counted, strict=True)
    )
    return Attended(total, settings.fewest, found, None, pd.DataFrame(), settings.limit)


def _from_people(
    table: pd.DataFrame, order: list[str], parts: list[pd.DataFrame], settings: _Settings
) -> Attended:
    wide = table.pivot(index="participant", columns="attribute", values="category")
    codes = [
        pd.Index(part["category"]).get_indexer(pd.Index(_column(wide, name)))
        for name, part in zip(order, parts, strict=True)
    ]
    found = []
    for name, part, one in zip(order, parts, codes, strict=True):
        counted = np.bincount(one[one >= 0], minlength=len(part)).astype(np.float64)
        found.append(_attending(name, part, counted, len(wide), settings.fewest))
    weighted, weights = None, pd.DataFrame()
    if settings.weigh and len(wide) >= settings.fewest:
        merged = [_merged(one, code) for one, code in zip(found, codes, strict=True)]
        weighted = rake(merged, limit=settings.limit)
        weights = pd.DataFrame({"participant": wide.index, "weight": weighted.weights})
    return Attended(len(wide), settings.fewest, tuple(found), weighted, weights, settings.limit)


def _column(wide: pd.DataFrame, name: str) -> pd.Series:
    return wide[name] if name in wide else pd.Series("", wide.index)


def _attending(
    name: str, part: pd.DataFrame, counted: Floats, everybody: int, fewest: int
) -> Attending:
    """Withhold what is too small, and compare what is left."""
    people = part["people"].to_numpy(np.float64)
    hidden = withheld(counted, fewest)
    told = float(counted.sum())
    seen = np.where(hidden.both, nan, counted)
    compared = compare(counted, people)
    masked = Compared(
        np.where(hidden.both, nan, compared.took_part),
        compared.reference,
        np.where(hidden.both, nan, compared.difference),
        np.where(hidden.both, nan, compared.ratio),
    )
    return Attending(
        name,
        tuple(part["category"]),
        people,
        seen,
        everybody - told,
        masked,
        fit(*pooled(counted, people, hidden.both)),
    )


def _merged(one: Attending, codes: np.ndarray) -> Attribute:
    """Take the categories that are withheld together, so that weights give none away."""
    hidden = np.isnan(one.took_part)
    numbers = np.where(hidden, int((~hidden).sum()), np.cumsum(~hidden) - 1)
    people = np.asarray(np.bincount(numbers, one.people), np.float64)
    return Attribute(np.where(codes >= 0, numbers[codes], -1), people)


def _settings(inputs: Inputs) -> _Settings:
    given = inputs.single_row("settings")
    return _Settings(
        int(given.get("fewest_shown", FEWEST_SHOWN)),
        given.get("weigh") == 1,
        float(given.get("weight_limit", _WEIGHT_LIMIT)),
    )


def _faults(inputs: Inputs) -> list[Problem]:
    given = [name for name in ("participants", "counts") if name in inputs.tables]
    if len(given) != 1:
        return [feed_problem("participants-one-form", ", ".join(inputs.files))]
    table, reference = inputs.tables[given[0]], inputs.tables["reference"]
    people = reference.groupby("attribute")["people"].transform("sum")
    first = ~reference.duplicated("attribute")
    nobody = inputs.faults("participants-nobody", "reference", "people", (people == 0) & first)
    known = set(zip(reference["attribute"], reference["category"], strict=True))
    attributes = set(reference["attribute"])
    strange = [one not in attributes for one in table["attribute"]]
    problems = inputs.faults("tool-other-table", given[0], "attribute", strange, other="reference")
    wrong = [
        attribute in attributes and bool(category) and (attribute, category) not in known
        for attribute, category in zip(table["attribute"], table["category"], strict=True)
    ]
    problems += nobody
    problems += inputs.faults("participants-category", given[0], "category", wrong)
    if given == ["counts"]:
        broken = (table["participants"] % 1 != 0).to_numpy()
        problems += inputs.faults("participants-whole", "counts", "participants", broken)
        counted = set(zip(table["attribute"], table["category"], strict=True))
        # A category that nobody counted is not one to which nobody came.
        uncounted = [
            one not in counted
            for one in zip(reference["attribute"], reference["category"], strict=True)
        ]
        problems += inputs.faults("participants-uncounted", "reference", "category", uncounted)
    return problems
