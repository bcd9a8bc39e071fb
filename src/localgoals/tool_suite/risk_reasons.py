"""Why zones stand where `risk-index` puts them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Figure
from localgoals.tool_suite.reasons import Reason
from localgoals.tool_suite.risk_words import joined_words

__all__ = ["greatest_part", "risk_reasons"]

_PARTS = ("hazard_level", "exposure", "vulnerability")
_GREATEST = {
    "hazard": Text("the hazard is its greatest part", "危险程度最高"),
    "exposure": Text("exposure is its greatest part", "暴露最高"),
    "sensitivity": Text(
        "vulnerability is its greatest part, more for sensitivity",
        "脆弱性最高，主要因敏感性",
    ),
    "capacity": Text(
        "vulnerability is its greatest part, more for want of adaptive capacity",
        "脆弱性最高，主要因适应能力不足",
    ),
    "vulnerability": Text("vulnerability is its greatest part", "脆弱性最高"),
    "": Text("not known: a value is blank", "未知：有空白值"),
}


def risk_reasons(risks: pd.DataFrame) -> Iterator[Reason]:
    """Give a reason for every zone under every hazard, in the order of the rows."""
    for row in risks.to_dict("records"):
        about = joined_words(row[name] for name in ("zone", "hazard", "scenario", "period"))
        if row["risk"] != row["risk"]:
            words = Message("Its risk is not known: a value is blank.")
            yield Reason(about, "unknown", words)
            continue
        values: dict[str, object] = {
            "rank": int(row["rank"]),
            "greatest": greatest_part(row),
            **{name: Figure(float(row[name]), "index_1") for name in ("risk", *_PARTS)},
        }
        words = Message(
            "Place {rank} with a risk of {risk} (hazard {hazard_level}, exposure {exposure}, "
            "vulnerability {vulnerability}): {greatest}.",
            values,
        )
        yield Reason(about, "greatest-part", words, source="ipcc-risk")


def greatest_part(one: Mapping[Hashable, object]) -> Text:
    """Say which part of a risk is the greatest; of vulnerability, which side of it is more."""
    driver = str(one["driver"])
    sensitive, lacking = float(str(one["sensitivity"])), 1 - float(str(one["adaptive_capacity"]))
    if driver == "vulnerability" and sensitive != lacking and sensitive + lacking >= 0:
        driver = "sensitivity" if sensitive > lacking else "capacity"
    return _GREATEST[driver]
