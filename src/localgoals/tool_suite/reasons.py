"""Why a tool proposes what it proposes: as data, and as the same sentences in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, nan

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.wording import spoken

__all__ = ["Reason", "reason_table"]


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against a subject."""

    about: str
    """The subject: a project, a goal, a group."""
    rule: str
    """A short code of the rule that was applied."""
    words: Message
    """The sentence; its values are what the rule was applied to."""
    weight: float = nan
    """How much it counted; NaN where nothing is weighed."""
    source: str = ""
    """Where rule or limit come from, as a code of `references.yaml`."""


def reason_table(reasons: Iterable[Reason]) -> pd.DataFrame:
    """
    Lay reasons out as a table.

    Returns
    -------
    table
        `about`, `rule`, `inputs` (a JSON object), `weight`, `source` and the sentences `reason_en`
        and `reason_zh`.
    """
    rows = [
        {
            "about": one.about,
            "rule": one.rule,
            "inputs": json.dumps(
                {key: _plain(value) for key, value in one.words.values.items()}, ensure_ascii=False
            ),
            "weight": one.weight,
            "source": one.source,
            "reason_en": spoken(one.words, "en"),
            "reason_zh": spoken(one.words, "zh"),
        }
        for one in reasons
    ]
    columns = ["about", "rule", "inputs", "weight", "source", "reason_en", "reason_zh"]
    return pd.DataFrame(rows, columns=columns)


def _plain(value: object) -> object:
    """Give a value as JSON knows it; a number that is not known as null."""
    if isinstance(value, Figure):
        value = value.value
    if isinstance(value, float):
        return None if isnan(value) else value
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Text):
        return value.en
    return spoken(_words(value), "en")


def _words(value: object) -> Words:
    assert isinstance(value, Words), value
    return value
