"""
Folders of data of Open SDG: one CSV for each indicator, as national and city platforms keep them.

The first column is `Year`, the last is `Value`; `Series`, `Units` and `GeoCode` have their own
meaning, every other column is a dimension, and a blank in it is the total.

References
----------
Open SDG documentation: Data format, https://open-sdg.readthedocs.io/en/latest/data-format/
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from localgoals.ingest.exchange.cells import Origin
from localgoals.ingest.exchange.csv import without_apostrophe
from localgoals.ingest.exchange.values import NOTATIONS, STATUSES
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import DecimalMark, amounts_in
from localgoals.ingest.oddities import oddities
from localgoals.ingest.open_sdg_metadata import metadata_folder, origin_of, read_metadata
from localgoals.ingest.open_sdg_words import COMMENT, STATUS, indicator_of, with_codes
from localgoals.ingest.tables import read_table
from localgoals.ingest.units import kind_of_unit
from localgoals.model.problem import Problem

COLUMNS: Final = ["series", "area", "period", "group", "value", "notation"]
"""The columns of the long table, in order."""
Outcome = Literal["read", "placeholder", "demonstration", "not-statistical", "faulty"]
_KEY: Final = ["series", "area", "period", "group"]
_SPECIAL: Final = ("Year", "Value", "Units", "Series", "GeoCode", STATUS, COMMENT)
_NAME = re.compile(r"(?:indicator_)?(\d{1,2})-([0-9a-z]{1,2})-(\d{1,2}[a-z]?)")
_YEARS = re.compile(r"(\d{4})(?: ?[-–] ?(\d{4}))?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_HEADER_ROWS = 2
_SHOWN = 20
# What the starter of Open SDG ships, by the SHA-256 of its lines without their ends.
_STARTER: Final[dict[str, Outcome]] = {
    "a3a99a74bf89745af0bb77ad1a3c0d24ce957278ac9bd55076a44c940906041d": "placeholder",
    "6acbfccf9ad83f8e41937e934a360a5ef777eb19a2bdc9f4a7ccbbb07ad29cbe": "demonstration",
}


@dataclass(frozen=True)
class OpenSdg:
    """What a folder of Open SDG holds."""

    table: pd.DataFrame
    """The long table of statistics, with the columns `COLUMNS`."""
    outcomes: dict[str, Outcome]
    """What became of each file, by its path below the folder."""
    problems: list[Problem]
    origins: tuple[Origin, ...] = ()
    """What each series is and where it comes from, as the metadata of the site says it."""

    def count(self, outcome: Outcome) -> int:
        """Count the files that came to one outcome."""
        return sum(one == outcome for one in self.outcomes.values())


def read_open_sdg(path: Path, *, area: str, decimal: DecimalMark | None = None) -> OpenSdg:
    """
    Read a folder of CSV files in the form of Open SDG, or one such file, as a long table.

    Parameters
    ----------
    path
        The folder, with the folders in it; or one file.
    area
        The code of the place that rows without a `GeoCode` are about.
    decimal
        As for `localgoals.ingest.numbers.read_number`.

    Returns
    -------
    read
        The series of a row is the indicator with its `Series` and, in brackets, its `Units`; its
        group names every dimension that is not blank. A blank value is not estimated (NE), not 0.
        A row at fault is left out, and so are both of two rows that contradict each other.
    """
    files = [path] if path.is_file() else sorted(path.rglob("*.csv"))
    metadata, problems = read_metadata(metadata_folder(path))
    if not files:
        return OpenSdg(_empty(), {}, [feed_problem("opensdg-none", path.name)])
    tables: list[pd.DataFrame] = []
    outcomes: dict[str, Outcome] = {}
    first_with: dict[tuple[str, ...], str] = {}
    for file in files:
        where = file.relative_to(path).as_posix() if path.is_dir() else file.name
        table, outcomes[where], faults = _read_one(file, where, area, decimal)
        problems += faults
        if outcomes[where] != "read":
            continue
        tables.append(table)
        lines = _lines(file)
        if lines in first_with:
            other = first_with[lines]
            problems.append(feed_problem("opensdg-same-file", where, other=other))
        first_with.setdefault(lines, where)
    joined, faults = _each_once(pd.concat(tables, ignore_index=True)) if tables else (_empty(), [])
    problems += faults
    problems += oddities(joined, city=area)
    each = joined.drop_duplicates(["series", "where"])[["series", "unit_name", "where"]]
    origins = tuple(
        origin_of(series, unit, where, metadata.get(_slug(where), {}))
        for series, unit, where in each.astype(str).to_numpy().tolist()
    )
    return OpenSdg(joined[COLUMNS], outcomes, problems, origins)


def _slug(where: str) -> str:
    return Path(where).stem.lower().removeprefix("indicator_")


def _read_one(
    file: Path, where: str, area: str, decimal: DecimalMark | None
) -> tuple[pd.DataFrame, Outcome, list[Problem]]:
    starter = _STARTER.get(hashlib.sha256("\n".join(_lines(file)).encode()).hexdigest())
    if starter is not None:
        kind = "opensdg-placeholder" if starter == "placeholder" else "opensdg-demo"
        return _empty(), starter, [feed_problem(kind, where)]
    name = _NAME.fullmatch(file.stem.lower())
    code = ".".join(name.groups()) if name else indicator_of(file.stem)
    if not code:
        return _empty(), "faulty", [feed_problem("opensdg-file-name", where)]
    raw, problems = read_table(file, texts=_Everything())
    if has_error(problems):
        return _empty(), "faulty", [*problems]
    names = [str(one) for one in raw.columns]
    if len(names) < 2 or names[0] != "Year" or names[-1] != "Value":
        columns = ", ".join(names)[:300]
        return _empty(), "faulty", [feed_problem("opensdg-header", where, columns=columns)]
    if note := _note(raw):
        return (
            _empty(),
            "not-statistical",
            [feed_problem("opensdg-not-statistical", where, value=repr(note[:80]))],
        )
    coded = with_codes(raw, indicator_of(file.stem))
    if coded is not None:
        raw, names = coded, list(coded.columns)
    dimensions, faults = _dimensions(names, where)
    if faults:
        return _empty(), "faulty", faults
    table, faults = _rows(raw, dimensions, _Source(where, code, area, decimal))
    return table, "read" if len(table) else "faulty", problems + faults


class _Everything(tuple[str, ...]):
    """Every column: their texts stay as they were written."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return True


@dataclass(frozen=True)
class _Source:
    where: str
    code: str
    area: str
    decimal: DecimalMark | None


def _rows(
    raw: pd.DataFrame, dimensions: dict[str, str], source: _Source
) -> tuple[pd.DataFrame, list[Problem]]:
    """Lay out the rows of one file; leave out those at fault, and say so."""
    texts = raw.astype("string").fillna("").apply(lambda column: column.str.strip())
    texts = texts.map(without_apostrophe)
    periods = texts["Year"].map(_period)
    values, problems = amounts_in(raw["Value"], source.where, decimal=source.decimal)
    problems += _wrong_years(texts["Year"], periods, source.where)
    blank = texts["Value"].isin(["", "<NA>"]).to_numpy()
    keys = texts[STATUS].map(_notation) if STATUS in texts else pd.Series("", texts.index)
    silent = blank & keys.eq("").to_numpy()
    if silent.any():
        problems.append(feed_problem("opensdg-blank", source.where, count=int(silent.sum())))
    table = pd.DataFrame(
        {
            "series": _series(texts, source.code),
            "area": texts["GeoCode"].where(texts["GeoCode"] != "", source.area)
            if "GeoCode" in texts
            else source.area,
            "period": periods,
            "group": _groups(texts, dimensions),
            "value": values,
            "notation": np.where(blank, keys.where(~silent, "NE"), ""),
            "unit_name": texts.get("Units", ""),
            "where": source.where,
            "row": raw.index + _HEADER_ROWS,
            "unit": texts["Units"].map(kind_of_unit) if "Units" in texts else "",
        },
        index=raw.index,
    )
    sound = periods.ne("").to_numpy() & (blank | ~np.isnan(values))
    return table[sound], problems


def _notation(status: str) -> str:
    return status if status in NOTATIONS else STATUSES.get(status, "")


def _series(texts: pd.DataFrame, code: str) -> pd.Series:
    series = pd.Series(code, texts.index, dtype=object)
    if "Series" in texts:
        series += texts["Series"].map(lambda text: f" {text}" if text else "").astype(object)
    if "Units" in texts:
        series += texts["Units"].map(lambda text: f" [{text}]" if text else "").astype(object)
    return series


def _groups(texts: pd.DataFrame, dimensions: dict[str, str]) -> list[str]:
    """Name every dimension that is not blank; none of them is everybody."""
    columns = [(slug, texts[name].tolist()) for slug, name in sorted(dimensions.items())]
    return [
        ";".join(f"{slug}={members[row]}" for slug, members in columns if members[row])
        for row in range(len(texts))
    ]


def _period(text: str) -> str:
    """Read a year or a run of years; empty where it is neither."""
    match = _YEARS.fullmatch(text)
    if match is None:
        return ""
    first, last = int(match[1]), int(match[2] or match[1])
    if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
        return ""
    return str(first) if first == last else f"{first}-{last}"


def _wrong_years(written: pd.Series, periods: pd.Series, where: str) -> Iterator[Problem]:
    wrong = written[periods.eq("")]
    for row, text in wrong.head(_SHOWN).items():
        place = f"{where}, row {int(str(row)) + _HEADER_ROWS}, column Year"
        yield feed_problem("opensdg-year", place, value=repr(str(text)[:80]))
    if len(wrong) > _SHOWN:
        yield problem("and-more", f"{where}, column Year", count=len(wrong) - _SHOWN)


def _note(raw: pd.DataFrame) -> str:
    """Give the words that stand in place of figures: no row has a value, and none has a year."""
    years = raw["Year"].dropna().astype(str)
    if raw["Value"].notna().any() or years.str.contains("[0-9]{4}").any():
        return ""
    return " ".join(years)


def _dimensions(names: list[str], where: str) -> tuple[dict[str, str], list[Problem]]:
    """Name the dimensions as groups do: `Race/ Ethnicity` is `race_ethnicity`."""
    dimensions: dict[str, str] = {}
    problems = []
    for name in names:
        slug = re.sub("[^a-z]+", "_", name.lower()).strip("_")
        if name in _SPECIAL:
            continue
        if not slug or slug in dimensions:
            problems.append(feed_problem("opensdg-dimension", where, column=name))
        dimensions[slug] = name
    return dimensions, problems


def _each_once(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Keep each figure once; of two values for one figure keep neither."""
    # A blank beside a value says nothing.
    table = table.sort_values("notation", kind="stable")
    repeated = table.duplicated(_KEY, keep=False)
    if not repeated.any():
        return table.sort_index(), []
    problems: list[Problem] = []
    same: dict[tuple[str, str], int] = {}
    out: list[object] = []
    for _, rows in table[repeated].groupby(_KEY, sort=False):
        first, known = rows.iloc[0], rows["value"].dropna()
        if known.nunique() > 1:
            out += list(rows.index)
            problems += _two_values(rows, first)
            continue
        out += list(rows.index[1:])
        for where in rows["where"].iloc[1:] if known.size != 1 else ():
            same[where, first["where"]] = same.get((where, first["where"]), 0) + 1
    for (where, other), count in same.items():
        problems.append(feed_problem("opensdg-same-twice", where, count=count, other=other))
    return table.drop(index=out).sort_index(), problems


def _two_values(rows: pd.DataFrame, first: pd.Series) -> Iterator[Problem]:
    for _, line in rows[rows["value"].ne(first["value"]) & rows["value"].notna()].iterrows():
        yield feed_problem(
            "opensdg-two-values",
            f"{line['where']}, row {line['row']}, column Value",
            series=line["series"],
            period=line["period"],
            group=line["group"] or "-",
            value=line["value"],
            other=first["value"],
        )


def _lines(file: Path) -> tuple[str, ...]:
    """Give the lines of a file without their ends, and without blank ones."""
    lines = file.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=[*COLUMNS, "unit_name", "unit", "where"])
