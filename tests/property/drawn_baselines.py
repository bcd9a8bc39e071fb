"""Baselines drawn by chance, for the laws of what is written as open data."""

from __future__ import annotations

from datetime import UTC, datetime
from math import nan

from hypothesis import strategies as st

from localgoals.catalogue.load import load
from localgoals.model.observation import Notation, Observation, State
from localgoals.model.period import Period
from localgoals.model.text import Text
from localgoals.reports.open_data.source import Published
from localgoals.reports.tables import observations_of, observations_table

CITY = "XX-TWN"
NAMES = {"W": Text("Mill", "磨坊"), "E": Text("Mill", "磨坊"), "=N": Text("=North", "=北")}
SERIES = [
    (code, series.code, series.unit)
    for code in ("1.2-P1", "11.2.1", "11.3.1", "11.6.2")
    for series in load().indicators[code].series
]
GROUPS = ["", "sex=female", "sex=male", "age=0-14", "age=65+", "income=low", "guild=@millers"]
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
# What spreadsheets run, what CSV quotes, and what is not Latin.
WORDS = st.text("=+-@\t\r\n'\",; a1年")
SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    code, series, unit = draw(st.sampled_from(SERIES))
    first = draw(st.integers(1990, 2030))
    notation: Notation = draw(st.sampled_from(("", "NO", "NE", "IE", "C")))
    state: State = draw(st.sampled_from(("computed", "imported")))
    sources = tuple(draw(st.lists(SLUGS, max_size=3)))
    return Observation(
        indicator=code,
        series=series,
        area=draw(st.sampled_from([CITY, *NAMES, "-nameless"])),
        period=Period(first, first + draw(st.integers(0, 5))),
        group=draw(st.sampled_from(GROUPS)),
        value=nan if notation else draw(NUMBERS),
        unit=unit,
        method=f"{code} network 1",
        quality=draw(st.integers(1, 5)),
        sources=sources,
        inputs=tuple("0" * 64 for _ in sources),
        notation=notation,
        reason="no-resource" if notation else "",
        detail=draw(WORDS),
        lower=draw(NUMBERS | st.just(nan)),
        upper=draw(NUMBERS | st.just(nan)),
        state=state,
    )


def published(given_ones: list[Observation]) -> Published:
    """Publish observations in the order in which a baseline keeps them."""
    kept = observations_of(observations_table(given_ones))
    when = datetime(2026, 1, 31, tzinfo=UTC)
    return Published(CITY, Text("Town", "小镇"), kept, NAMES, "0" * 64, when)
