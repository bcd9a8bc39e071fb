"""The words in which this package writes the data of an Open SDG site, turned back into codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from localgoals.catalogue.language import say
from localgoals.catalogue.load import Catalogue, load
from localgoals.model.indicator import Indicator
from localgoals.model.text import LANGUAGES, Language, Message

STATUS = "Observation status"
COMMENT = "COMMENT_OBS"


def indicator_of(stem: str) -> str:
    """
    Give the code of the indicator that a file is named for; empty when the catalogue has none.

    Examples
    --------
    >>> indicator_of("indicator_11-2-1"), indicator_of("notes")
    ('11.2.1', '')
    """
    slug = stem.lower().removeprefix("indicator_")
    codes = load().indicators
    return next((code for code in codes if code.lower().replace(".", "-") == slug), "")


def with_codes(table: pd.DataFrame, code: str) -> pd.DataFrame | None:
    """
    Read a table that this package wrote for a site; None for any other.

    Parameters
    ----------
    table
        Texts and values as they stand in the CSV.
    code
        Of the indicator.

    Returns
    -------
    coded
        The same rows: series, dimensions and members by their codes, runs of years in `Year`, and
        no unit, because each of the indicator's series has one.
    """
    catalogue = load()
    indicator = catalogue.indicators.get(code)
    if indicator is None or not {"Units", "Series", STATUS, COMMENT} <= set(table.columns):
        return None
    coded = (_coded(table, catalogue, indicator, language) for language in LANGUAGES)
    return next((one for one in coded if one is not None), None)


def _coded(
    table: pd.DataFrame, catalogue: Catalogue, indicator: Indicator, language: Language
) -> pd.DataFrame | None:
    series = _inverse({one.code: one.title.in_(language) for one in indicator.series})
    units = {one.code: catalogue.units[one.unit].name.in_(language) for one in indicator.series}
    codes = table["Series"].map(series)
    if codes.isna().any() or codes.map(units).tolist() != table["Units"].tolist():
        return None
    period, district = (
        say(Message("Period"), language),
        say(Message("District"), language),
    )
    dimensions = {one.title.in_(language): one for one in catalogue.dimensions.values()}
    coded = {"Year": table["Year"].astype(object), "Series": codes}
    if period in table:
        runs = table[period].fillna("").astype(object)
        coded["Year"] = runs.where(runs != "", coded["Year"])
    for name in _apart(table, {period, district}):
        known = dimensions.get(name)
        members = (
            {}
            if known is None
            else {text.in_(language): member for member, text in known.members.items()}
        )
        column = table[name].astype(object)
        coded[name if known is None else known.code] = column.replace(members)
    return pd.DataFrame(coded).assign(
        **{name: table[name] for name in (STATUS, "GeoCode", "Value")}
    )


def _apart(table: pd.DataFrame, others: set[str]) -> Iterator[str]:
    """Name the columns that tell groups apart."""
    special = {"Year", "Units", "Series", STATUS, COMMENT, "GeoCode", "Value"}
    yield from (str(name) for name in table.columns if name not in special | others)


def _inverse(names: Mapping[str, str]) -> dict[str, str]:
    """Give the code of each word: a name, or a name with its code where names are alike."""
    times = Counter(names.values())
    return {name if times[name] == 1 else f"{name} ({code})": code for code, name in names.items()}
