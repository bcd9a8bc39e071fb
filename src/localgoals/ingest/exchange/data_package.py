"""Frictionless data packages: the tables that `datapackage.json` describes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from localgoals.ingest.exchange.cells import Cells, Exchanged, Origin, Wanted
from localgoals.ingest.exchange.csv import Dialect, read_csv_cells
from localgoals.ingest.exchange.json import file_beside, read_json, wrong_key
from localgoals.ingest.exchange.table import long_table, with_values
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.formats import format_of
from localgoals.ingest.numbers import DecimalMark
from localgoals.model.problem import Problem
from localgoals.model.text import Message

FILE_NAME: Final = "datapackage.json"


def read_data_package(path: Path, wanted: Wanted) -> Exchanged:
    """
    Read the CSV resources of a data package that have a column of values.

    Only files in the folder of the package are read; nothing is fetched.

    Parameters
    ----------
    path
        `datapackage.json`, or the folder with it.
    wanted
        What the person says about it.

    References
    ----------
    Open Knowledge Foundation (2017), Data Package, Tabular Data Resource, CSV Dialect and Table
    Schema, 1.0; (2024) 2.0, for what both have in common.
    """
    file = path / FILE_NAME if path.is_dir() else path
    if not file.is_file():
        return long_table([], wanted, [feed_problem("exchange-none", path.name, format=FILE_NAME)])
    content, problems = read_json(file, file.name)
    if problems:
        return long_table([], wanted, problems)
    resources = content.get("resources")
    if not isinstance(resources, list) or not resources:
        expected = Message("a list of resources")
        problems.append(wrong_key(file.name, "/resources", resources, expected))
        resources = []
    tables: list[Cells] = []
    for number, resource in enumerate(resources):
        found, faults = _resource(file, f"/resources/{number}", content, resource)
        problems += faults
        tables += found
    tables, faults = with_values(tables, wanted)
    return long_table(tables, wanted, problems + faults)


def _resource(
    file: Path, pointer: str, package: Mapping[str, Any], resource: Any
) -> tuple[list[Cells], list[Problem]]:
    if not isinstance(resource, dict):
        return [], [wrong_key(file.name, pointer, resource, Message("an object in braces"))]
    paths = resource.get("path")
    listed = paths if isinstance(paths, list) else [paths]
    if not listed or not all(isinstance(one, str) for one in listed):
        expected = Message("a path, or a list of paths")
        return [], [wrong_key(file.name, f"{pointer}/path", paths, expected)]
    tables: list[Cells] = []
    problems: list[Problem] = []
    for path in map(str, listed):
        found, faults = _table(file, (pointer, path), package, resource)
        problems += faults
        tables += found
    return tables, problems


def _table(
    file: Path, at: tuple[str, str], package: Mapping[str, Any], resource: Mapping[str, Any]
) -> tuple[list[Cells], list[Problem]]:
    pointer, path = at
    beside = file_beside(file.parent, path, f"{file.name}#{pointer}/path")
    if isinstance(beside, Problem):
        return [], [beside]
    form = resource.get("format", format_of(beside))
    if form not in ("csv", "tsv"):
        where = f"{file.name}#{pointer}"
        return [], [feed_problem("exchange-no-figures", where, columns=str(form)[:80])]
    schema, faults = _schema(file, pointer, resource.get("schema", {}))
    if faults:
        return [], faults
    fields = [one for one in schema.get("fields", []) if isinstance(one, dict)]
    raw, problems = read_csv_cells(beside, path, _dialect(resource, schema, fields))
    names = [str(one.get("name", "")) for one in fields]
    problems += _wrong_header(names, list(raw.columns), path)
    if has_error(problems) and not raw.columns:
        return [], problems
    cells = Cells(
        path,
        raw.columns,
        raw.place(path),
        decimal=_decimal(fields),
        name=str(resource.get("title") or resource.get("name") or path)[:200],
        origin=_origin(package, resource, path),
    )
    return [cells], problems


def _schema(file: Path, pointer: str, schema: object) -> tuple[dict[str, Any], list[Problem]]:
    """Give the schema of a table, which may be a file of its own."""
    if isinstance(schema, str):
        beside = file_beside(file.parent, schema, f"{file.name}#{pointer}/schema")
        if isinstance(beside, Problem):
            return {}, [beside]
        schema, problems = read_json(beside, schema)
        if problems:
            return {}, problems
    if isinstance(schema, dict) and isinstance(schema.get("fields", []), list):
        return schema, []
    expected = Message("an object with fields")
    return {}, [wrong_key(file.name, f"{pointer}/schema", schema, expected)]


def _dialect(
    resource: Mapping[str, Any], schema: Mapping[str, Any], fields: list[dict[str, Any]]
) -> Dialect:
    said = resource.get("dialect")
    said = said if isinstance(said, dict) else {}
    if isinstance(said.get("csv"), dict):  # as the program frictionless writes it
        said = {**said, **said["csv"]}
    missing = schema.get("missingValues", [""])
    usual = "\t" if resource.get("format") == "tsv" else ","
    return Dialect(
        encoding=str(resource.get("encoding", "utf-8")),
        delimiter=_mark(said.get("delimiter"), usual),
        quote=_mark(said.get("quoteChar"), '"'),
        has_header=said.get("header", True) is not False,
        names=tuple(str(one.get("name", "")) for one in fields),
        missing=frozenset(
            one for one in (missing if isinstance(missing, list) else []) if isinstance(one, str)
        ),
    )


def _wrong_header(names: list[str], header: list[str], where: str) -> list[Problem]:
    """Hold the header against the schema: the same names, in the same order."""
    if not names or not header or names == header:
        return []
    if len(names) != len(header):
        kind = {"count": len(header), "columns": len(names)}
        return [feed_problem("exchange-columns", where, **kind)]
    return [
        feed_problem("exchange-titles", where, column=found, expected=expected)
        for found, expected in zip(header, names, strict=True)
        if found != expected
    ]


def _decimal(fields: list[dict[str, Any]]) -> DecimalMark | None:
    return "comma" if any(one.get("decimalChar") == "," for one in fields) else None


def _origin(package: Mapping[str, Any], resource: Mapping[str, Any], path: str) -> Origin:
    def said(key: str) -> Any:
        return resource.get(key) or package.get(key)

    return Origin(
        "",
        path,
        title=_text(said("title")),
        definition=_text(said("description")),
        source="; ".join(_named(said("sources"), "title", "path")),
        licence="; ".join(_named(said("licenses"), "name", "path")),
    )


def _named(objects: object, *keys: str) -> list[str]:
    listed = objects if isinstance(objects, list) else []
    return [
        " ".join(_text(one.get(key)) for key in keys if one.get(key))
        for one in listed
        if isinstance(one, dict)
    ]


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _mark(value: object, usual: str) -> str:
    return value if isinstance(value, str) and len(value) == 1 and value.isascii() else usual
