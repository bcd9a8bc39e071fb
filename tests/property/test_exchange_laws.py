"""What is written as open data can be read back, and nothing has changed."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from math import nan
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
from drawn_baselines import CITY, observations, published
from hypothesis import given, settings
from hypothesis import strategies as st

from localgoals.catalogue.load import load
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import LANGUAGES, Language
from localgoals.reports.open_data.open_sdg import write_open_sdg
from localgoals.reports.open_data.parquet import write_parquet
from localgoals.reports.open_data.sdmx import STATUS, write_sdmx_csv
from localgoals.reports.open_data.sdmx_ml import write_sdmx_ml
from localgoals.reports.open_data.source import Published
from localgoals.reports.open_data.tables import write_csvw, write_data_package
from localgoals.reports.tables import COLUMNS, observations_of, observations_table


def written(
    write: Callable[[Published, Path, Language], None],
    read: Callable[[Path], list[str]],
    city: Published,
    language: Language = "en",
) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        write(city, Path(folder), language)
        return read(Path(folder))


def plain(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(tuple("=+-@\t\r\n＝＋－＠"))
    return cell[1:] if guarded else cell


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def number(cell: str) -> float:
    return float(cell) if cell else nan


def listed(cell: str) -> tuple[str, ...]:
    return tuple(plain(cell).split(";")) if cell else ()


def tidy(folder: Path) -> list[str]:
    """Read the table as its description says: CSV on the Web, or a data package."""
    found = [*folder.glob("*-metadata.json"), *folder.glob("datapackage.json")]
    described = json.loads(found[0].read_text(encoding="utf-8"))
    if "resources" in described:
        (table,) = described["resources"]
        path, columns = table["path"], table["schema"]["fields"]
        kinds = {one["name"]: one["type"] for one in columns}
    else:
        path, columns = described["url"], described["tableSchema"]["columns"]
        kinds = {one["name"]: one["datatype"] for one in columns}
    read = {"number": number, "double": number, "integer": int, "string": plain}
    back = []
    for row in cells(folder / path):
        values = {name: read[kinds[name]](cell) for name, cell in row.items()}
        values |= {name: listed(row[name]) for name in ("sources", "inputs")}
        back.append(Observation(**values | {"period": Period.parse(row["period"])}))
    return [repr(one) for one in back]


def unescaped(code: str) -> str:
    return re.sub(r"\$([0-9A-F]+)\$", lambda found: chr(int(found[1], 16)), code)


def sdmx_csv(folder: Path) -> list[str]:
    rows = cells(folder / "observations.sdmx.csv")
    return [sdmx_observation({name: plain(row[name]) for name in row}) for row in rows]


def sdmx_ml(folder: Path) -> list[str]:
    root = ElementTree.parse(folder / "observations.sdmx.xml").getroot()
    return [sdmx_observation(defaultdict(str, one.attrib)) for one in root.iter("Obs")]


def sdmx_observation(row: Mapping[str, str]) -> str:
    notations = {status: notation for notation, status in STATUS.items()}
    groups = [
        f"{name}={unescaped(row[name.upper()])}"
        for name in load().dimensions
        if row[name.upper()] != "_T"
    ]
    groups += [unescaped(row["GROUP"])] if row["GROUP"] != "_T" else []
    start, _, length = row["TIME_PERIOD"].partition("/P")
    first = int(start[:4])
    back = Observation(
        indicator=row["INDICATOR"].replace("_", "."),
        series=row["SERIES"],
        area=unescaped(row["REF_AREA"]),
        period=Period(first, first + int(length.removesuffix("Y") or 1) - 1),
        group="".join(groups),
        value=number(row["OBS_VALUE"]),
        unit=row["UNIT_MEASURE"],
        method=row["METHOD"],
        quality=int(row["QUALITY"]),
        sources=tuple(row["SOURCES"].split(";")) if row["SOURCES"] else (),
        inputs=tuple(row["INPUTS"].split(";")) if row["INPUTS"] else (),
        notation=notations[row["OBS_STATUS"]],
        reason=row["REASON"],
        detail=row["DETAIL"],
        lower=number(row["LOWER_BOUND"]),
        upper=number(row["UPPER_BOUND"]),
        state=row["STATE"],
    )
    return repr(back)


def code_lists(structure: ElementTree.Element) -> dict[str, set[str]]:
    space = "{http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure}"
    return {
        one.attrib["id"].removeprefix("CL_"): {
            code.attrib["id"] for code in one.iter(f"{space}Code")
        }
        for one in structure.iter(f"{space}Codelist")
    }


def site_figure(one: Observation) -> str:
    """Give what an Open SDG site has a place for."""
    key = (one.indicator, one.series, one.area, str(one.period), one.group, one.unit)
    return repr((*key, one.value, one.notation))


def site(language: Language) -> Callable[[Path], list[str]]:
    known = load()
    dimensions = {one.title.in_(language): one for one in known.dimensions.values()}
    units = {one.name.in_(language): one.code for one in known.units.values()}
    period = {"en": "Period", "zh": "时期"}[language]

    def group_of(row: dict[str, str]) -> str:
        columns = list(row)
        apart = columns[columns.index("Series") + 1 : columns.index("Observation status")]
        for title in apart:
            cell = plain(row[title])
            if title in dimensions and cell:
                names = dimensions[title].members
                codes = {name.in_(language): code for code, name in names.items()}
                return f"{dimensions[title].code}={codes.get(cell, cell)}"
            if title == "guild" and cell:
                return f"guild={cell}"
        return ""

    def read(folder: Path) -> list[str]:
        back = []
        for path in sorted((folder / "data").glob("indicator_*.csv")):
            code = path.stem.removeprefix("indicator_").replace("-", ".")
            code = "1.2-P1" if code == "1.2.P1" else code
            series = {one.title.in_(language): one.code for one in known.indicators[code].series}
            for row in cells(path):
                area = plain(row["GeoCode"]) or CITY
                years = row.get(period) or row["Year"]
                key = (code, series[row["Series"]], area, years, group_of(row))
                value = number(row["Value"])
                unit = units[row["Units"]]
                back.append(repr((*key, unit, value, row["Observation status"])))
        return back

    return read


@given(st.lists(observations(), max_size=12))
def test_a_table_gives_back_its_observations(some: list[Observation]) -> None:
    kept = observations_of(observations_table(some))

    assert sorted(map(repr, kept)) == sorted(map(repr, some))


@settings(max_examples=50)
@given(st.lists(observations(), max_size=12))
def test_a_described_table_read_back_is_what_was_written(some: list[Observation]) -> None:
    city = published(some)
    expected = [repr(one) for one in city.observations]

    assert written(write_csvw, tidy, city) == expected
    assert written(write_data_package, tidy, city) == expected


@settings(max_examples=50)
@given(st.lists(observations(), max_size=12))
def test_sdmx_read_back_is_what_was_written(some: list[Observation]) -> None:
    city = published(some)
    expected = [repr(one) for one in city.observations]

    assert written(write_sdmx_csv, sdmx_csv, city) == expected
    assert written(write_sdmx_ml, sdmx_ml, city) == expected


@settings(max_examples=50)
@given(st.lists(observations(), max_size=12))
def test_parquet_read_back_is_what_was_written(some: list[Observation]) -> None:
    city = published(some)

    def read(folder: Path) -> list[str]:
        table = pq.read_table(folder / "observations.parquet", columns=list(COLUMNS))
        return [repr(one) for one in observations_of(table)]

    assert written(write_parquet, read, city) == [repr(one) for one in city.observations]


@settings(max_examples=25)
@given(st.lists(observations(), max_size=12))
def test_every_code_of_the_figures_is_in_the_code_list_that_the_structure_names(
    some: list[Observation],
) -> None:
    city = published(some)

    def unlisted(folder: Path) -> list[str]:
        structure = ElementTree.parse(folder / "structure.sdmx.xml").getroot()
        lists = code_lists(structure)
        root = ElementTree.parse(folder / "observations.sdmx.xml").getroot()
        return [
            f"{name}={code}"
            for one in root.iter("Obs")
            for name, code in one.attrib.items()
            if name in lists and code not in lists[name]
        ]

    assert written(write_sdmx_ml, unlisted, city) == []


@settings(max_examples=50)
@given(st.lists(observations(), max_size=12), st.sampled_from(LANGUAGES))
def test_a_site_keeps_every_figure_and_every_notation_key(
    some: list[Observation], language: Language
) -> None:
    city = published(some)

    back = written(write_open_sdg, site(language), city, language)

    assert sorted(back) == sorted(site_figure(one) for one in city.observations)
