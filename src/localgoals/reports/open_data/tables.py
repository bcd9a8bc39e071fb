"""The tidy table with a description beside it: CSV on the Web, and a Frictionless data package."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from localgoals.model.text import LANGUAGES, Language, Text
from localgoals.reports.open_data.source import Published, Source
from localgoals.reports.tables import COLUMNS, observations_table, write_csv

__all__ = ["TITLES", "write_csvw", "write_data_package"]

CSV_FILE = "observations.csv"

TITLES: Mapping[str, Text] = {
    "indicator": Text("Code of the indicator", "指标代码"),
    "series": Text("Code of the series", "序列代码"),
    "area": Text("Code of the area", "区域代码"),
    "period": Text("Year, or first and last year", "年份，或首末年份"),
    "group": Text("Group of people; empty for everybody", "人群；空表示所有人"),
    "value": Text("Value; empty when not known", "数值；未知时为空"),
    "unit": Text("Code of the unit", "单位代码"),
    "lower": Text("Lower end of the range", "区间下限"),
    "upper": Text("Upper end of the range", "区间上限"),
    "notation": Text("Notation key; empty with a value", "符号代码；有值时为空"),
    "reason": Text("Why there is no value", "没有数值的原因"),
    "detail": Text("What fills the blank in the reason", "原因中的空白所填内容"),
    "quality": Text("Quality, 1 (best) to 5", "质量，1（最好）至5"),
    "method": Text("Indicator, way and version of the method", "指标、做法和方法版本"),
    "state": Text("Computed, or imported as it came", "由图层计算，或原样导入"),
    "sources": Text("Resources of the city pack", "所用数据包资源"),
    "inputs": Text("SHA-256 of those resources", "这些资源的 SHA-256"),
}
"""What each column of the table is called."""

_NEVER_EMPTY = {"indicator", "series", "area", "period", "unit", "quality", "method", "state"}
_NUMBERS = {pa.float64(): "number", pa.int8(): "integer"}


def title_of(published: Published) -> Text:
    """Name the figures of a city."""
    return Text(f"Baseline of {published.name.en}", f"{published.name.zh}的基线")


def write_json(path: Path, content: object) -> None:
    """Write JSON as people like to read it, the same bytes on every run."""
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_table(published: Published, folder: Path) -> Path:
    table = observations_table(published.observations)
    path = folder / CSV_FILE
    columns = (table.column(name).to_pylist() for name in COLUMNS)
    write_csv(path, list(COLUMNS), zip(*columns, strict=True))
    return path


def write_csvw(published: Published, folder: Path, _language: Language) -> None:
    """
    Write `observations.csv` and `observations.csv-metadata.json`.

    References
    ----------
    W3C (2015), Metadata Vocabulary for Tabular Data; Model for Tabular Data and Metadata on the
    Web.
    """
    path = _write_table(published, folder)
    title = title_of(published)
    content: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": path.name,
        "dc:title": [{"@value": title.in_(one), "@language": one} for one in LANGUAGES],
    }
    if published.licence:
        address = "://" in published.licence
        content["dc:license"] = {"@id" if address else "@value": published.licence}
    if published.works:
        content["dc:source"] = [
            " · ".join(part for part in (_cited(one), one.address) if part)
            for one in published.works
        ]
    content |= {
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\n"],
            "header": True,
        },
        "tableSchema": {"columns": [_csvw_column(name) for name in COLUMNS]},
    }
    write_json(folder / f"{path.name}-metadata.json", content)


def _csvw_column(name: str) -> dict[str, object]:
    kind = COLUMNS[name]
    title = TITLES[name]
    column: dict[str, object] = {
        "name": name,
        # A reader holds the first row of the CSV against the titles, so its word is among them.
        "titles": {"en": [name, title.en], "zh": [title.zh]},
        "datatype": {"number": "double"}.get(_NUMBERS.get(kind, ""), _NUMBERS.get(kind, "string")),
        "required": name in _NEVER_EMPTY,
    }
    return column | ({"separator": ";"} if pa.types.is_list(kind) else {})


def write_data_package(published: Published, folder: Path, _language: Language) -> None:
    """
    Write `observations.csv` and `datapackage.json`.

    References
    ----------
    Open Knowledge Foundation (2017), Data Package, Tabular Data Resource and Table Schema, 1.0.
    """
    path = _write_table(published, folder)
    title = title_of(published)
    content: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", f"baseline-{published.city}".lower()),
        "title": f"{title.en} · {title.zh}",
    }
    if published.licence:
        key = "path" if "://" in published.licence else "name"
        content["licenses"] = [{key: published.licence}]
    if published.works:
        content["sources"] = [
            {"title": _cited(one)} | ({"path": one.address} if "://" in one.address else {})
            for one in published.works
        ]
    content["resources"] = [
        {
            "name": "observations",
            "profile": "tabular-data-resource",
            "path": path.name,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
            "dialect": {"delimiter": ",", "lineTerminator": "\n"},
            "schema": {"fields": [_field(name) for name in COLUMNS], "missingValues": [""]},
        }
    ]
    write_json(folder / "datapackage.json", content)


def _cited(one: Source) -> str:
    return " · ".join(part for part in (one.title, one.publisher, one.licence) if part)


def _field(name: str) -> dict[str, object]:
    field: dict[str, object] = {
        "name": name,
        "type": _NUMBERS.get(COLUMNS[name], "string"),
        "title": f"{TITLES[name].en} · {TITLES[name].zh}",
    }
    if name == "quality":
        return field | {"constraints": {"required": True, "minimum": 1, "maximum": 5}}
    return field | ({"constraints": {"required": True}} if name in _NEVER_EMPTY else {})
