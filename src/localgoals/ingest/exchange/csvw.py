"""CSV on the Web: tables with a description of their columns in JSON beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from localgoals.ingest.exchange.cells import Cells, Exchanged, Origin, Part, Wanted
from localgoals.ingest.exchange.csv import Dialect, read_csv_cells
from localgoals.ingest.exchange.json import file_beside, read_json, wrong_key
from localgoals.ingest.exchange.table import long_table, with_values
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import DecimalMark
from localgoals.model.problem import Problem
from localgoals.model.text import Message

CONTEXT: Final = "http://www.w3.org/ns/csvw"
ENDING: Final = "-metadata.json"
# What an address such as …/sdmx/2009/dimension#refArea says about a column.
_RDF_PARTS: Final[Mapping[str, Part]] = {
    "dimension#refarea": "area", "dimension#refperiod": "period", "measure#obsvalue": "value",
    "attribute#unitmeasure": "unit",
}  # fmt: skip


def read_csvw(path: Path, wanted: Wanted) -> Exchanged:
    """
    Read the tables of a description, or of every description below a folder.

    Only files in the folder of the description are read; nothing is fetched.

    Parameters
    ----------
    path
        The description, the CSV that it describes, or a folder.
    wanted
        What the person says about it.

    References
    ----------
    W3C (2015), Metadata Vocabulary for Tabular Data; Model for Tabular Data and Metadata on the
    Web; the RDF Data Cube Vocabulary (2014) for the addresses of concepts.
    """
    tables: list[Cells] = []
    problems: list[Problem] = []
    descriptions = _descriptions(path)
    if not descriptions:
        problems.append(feed_problem("exchange-none", path.name, format=f"CSVW (*{ENDING})"))
    for file in descriptions:
        where = file.relative_to(path).as_posix() if path.is_dir() else file.name
        content, faults = read_json(file, where)
        problems += faults
        if not faults:
            for pointer, table in _tables(content):
                found, faults = _read_table(file, (where, pointer), content, table)
                problems += faults
                tables += found
    tables, faults = with_values(tables, wanted)
    return long_table(tables, wanted, problems + faults)


def _descriptions(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted({*path.rglob(f"*{ENDING}"), *path.rglob("csv-metadata.json")})
    if path.suffix.lower() == ".json":
        return [path]
    beside = path.with_name(path.name + ENDING)
    return [one for one in (beside, path.with_name("csv-metadata.json")) if one.is_file()][:1]


def _tables(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give the tables of a group, or the one table, with their JSON pointers."""
    if isinstance(content.get("tables"), list):
        for number, table in enumerate(content["tables"]):
            yield f"/tables/{number}", table
    else:
        yield "", content


def _read_table(
    file: Path, at: tuple[str, str], group: Mapping[str, Any], table: Any
) -> tuple[list[Cells], list[Problem]]:
    where, pointer = at
    if not isinstance(table, dict) or not isinstance(table.get("url"), str):
        found = table.get("url") if isinstance(table, dict) else table
        return [], [wrong_key(where, f"{pointer}/url", found, Message("the name of a CSV"))]
    if _context(group) is None:
        expected = Message("the context {address}", {"address": CONTEXT})
        return [], [wrong_key(where, "/@context", group.get("@context"), expected)]
    base = file_beside(file.parent, f"{_context(group)}{table['url']}", f"{where}#{pointer}/url")
    if isinstance(base, Problem):
        return [], [base]
    schema, problems = _schema(file, at, table.get("tableSchema", group.get("tableSchema", {})))
    dialect = table.get("dialect", group.get("dialect", {}))
    if problems or not isinstance(dialect, dict):
        expected = Message("an object that says how the CSV is written")
        return [], problems or [wrong_key(where, f"{pointer}/dialect", dialect, expected)]
    columns = [one for one in schema.get("columns", []) if isinstance(one, dict)]
    columns = [one for one in columns if not one.get("virtual")]
    name = base.relative_to(file.parent.resolve()).as_posix()
    raw, problems = read_csv_cells(base, name, _dialect(dialect, columns))
    names, faults = _names(columns, list(raw.columns), name)
    problems += faults
    if has_error(faults) or not raw.columns:
        return [], problems
    cells = Cells(
        name,
        {names[one]: column for one, column in raw.columns.items()},
        raw.place(name),
        _parts(columns),
        decimal=_decimal(columns),
        name=_words({**group, **table}, "dc:title") or base.stem,
        origin=_origin({**group, **table}, name),
    )
    return [cells], problems


def _context(group: Mapping[str, Any]) -> str | None:
    """Give what the context puts before relative paths; None without the context of CSVW."""
    said = group.get("@context")
    parts = said if isinstance(said, list) else [said]
    if CONTEXT not in parts:
        return None
    return "".join(str(one["@base"]) for one in parts if isinstance(one, dict) and "@base" in one)


def _schema(
    file: Path, at: tuple[str, str], schema: object
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the schema of a table, which may be a file of its own."""
    where, pointer = at
    if isinstance(schema, str):
        beside = file_beside(file.parent, schema, f"{where}#{pointer}/tableSchema")
        if isinstance(beside, Problem):
            return {}, [beside]
        schema, problems = read_json(beside, schema)
        if problems:
            return {}, problems
    if isinstance(schema, dict) and isinstance(schema.get("columns", []), list):
        return schema, []
    expected = Message("an object with columns")
    return {}, [wrong_key(where, f"{pointer}/tableSchema", schema, expected)]


def _dialect(said: Mapping[str, Any], columns: list[dict[str, Any]]) -> Dialect:
    missing = {
        text
        for column in columns
        for text in _listed(column.get("null", ""))
        if isinstance(text, str)
    }
    return Dialect(
        encoding=str(said.get("encoding", "utf-8")),
        delimiter=_mark(said.get("delimiter"), ","),
        quote=_mark(said.get("quoteChar"), '"'),
        skip_rows=_whole(said.get("skipRows")),
        has_header=said.get("header", True) is not False and said.get("headerRowCount", 1) != 0,
        names=tuple(str(one.get("name", "")) for one in columns),
        missing=frozenset(missing),
    )


def _names(
    columns: list[dict[str, Any]], header: list[str], where: str
) -> tuple[dict[str, str], list[Problem]]:
    """Hold the header against the description, and give each column its name."""
    if not columns:
        return {one: one for one in header}, []
    if len(columns) != len(header):
        kind = {"count": len(header), "columns": len(columns)}
        return {}, [feed_problem("exchange-columns", where, **kind)]
    names: dict[str, str] = {}
    problems = []
    for column, found in zip(columns, header, strict=True):
        titles = _titles(column.get("titles"))
        name = column.get("name") if isinstance(column.get("name"), str) else ""
        accepted = [*titles, *([name] if name else [])]
        if accepted and found not in accepted:
            expected = ", ".join(accepted)[:200]
            problems.append(feed_problem("exchange-titles", where, column=found, expected=expected))
        names[found] = str(name or found)
    return names, problems


def _titles(titles: object) -> list[str]:
    """Give the titles of a column in every language."""
    if isinstance(titles, dict):
        return [text for one in titles.values() for text in _titles(one)]
    return [one for one in _listed(titles) if isinstance(one, str)]


def _parts(columns: list[dict[str, Any]]) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for column in columns:
        address = str(column.get("propertyUrl", "")).lower().rpartition("/")[2]
        if address in _RDF_PARTS and isinstance(column.get("name"), str):
            parts[column["name"]] = _RDF_PARTS[address]
    return parts


def _decimal(columns: list[dict[str, Any]]) -> DecimalMark | None:
    """Give the mark before decimals, where the description says it."""
    for column in columns:
        kind = column.get("datatype")
        form = kind.get("format") if isinstance(kind, dict) else None
        if isinstance(form, dict) and form.get("decimalChar") in (",", "."):
            return "comma" if form["decimalChar"] == "," else "point"
    return None


def _origin(table: Mapping[str, Any], where: str) -> Origin:
    return Origin(
        "",
        where,
        title=_words(table, "dc:title") or _words(table, "title"),
        definition=_words(table, "dc:description"),
        source=_words(table, "dc:source") or _words(table, "dc:publisher"),
        licence=_words(table, "dc:license"),
    )


def _words(table: Mapping[str, Any], key: str) -> str:
    """Give a text in English, else in the language that comes first."""
    given = _listed(table.get(key, table.get(key.replace("dc:", "dcterms:"))))
    texts = {str(one.get("@language", "")) if isinstance(one, dict) else "": one for one in given}
    one = texts.get("en", next(iter(texts.values()), ""))
    if isinstance(one, dict):
        one = one.get("@value", one.get("@id", one.get("schema:name", "")))
    return re.sub(r"\s+", " ", one).strip() if isinstance(one, str) else ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _mark(value: object, usual: str) -> str:
    return value if isinstance(value, str) and len(value) == 1 and value.isascii() else usual


def _whole(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1000 else 0
