"""The areas that a workbook asks about, with their names: from a table, or from a city pack."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from localgoals.errors import BadInput, PackRefused
from localgoals.ingest.areas import read_districts
from localgoals.ingest.crs import WGS84
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import format_among
from localgoals.ingest.pack import open_pack
from localgoals.ingest.tables import codes_in, read_table, texts_in
from localgoals.model.text import Message, Text


def areas_of_table(path: Path) -> dict[str, Text]:
    """
    Read the columns `code`, `name` and, where it is there, `name_zh`.

    Raises
    ------
    PackRefused
        With every fault of the table.
    BadInput
        When the file is not a table.
    """
    format_among(path, ("csv", "xlsx", "parquet"))
    columns = ["code", "name", "name_zh"]
    table, problems = read_table(path, texts=columns)
    if not has_error(problems) and "code" not in table.columns:
        listed = ", ".join(map(str, table.columns))
        problems.append(problem("column-missing", path.name, column="code", columns=listed))
    if has_error(problems):
        raise PackRefused(problems)
    codes = codes_in(table["code"])
    problems = [
        problem("code-twice", path.name, code=code) for code in codes[codes.duplicated()].dropna()
    ]
    problems += [
        problem("code-empty", f"{path.name}, row {int(row) + 2}")
        for row in codes.index[codes.isna()]
    ]
    if problems:
        raise PackRefused(problems)
    names, chinese = (
        texts_in(table, name if name in table.columns else None) for name in columns[1:]
    )
    rows = zip(codes, names, chinese, strict=True)
    return {code: Text(en or zh or code, zh or en or code) for code, en, zh in rows}


def areas_of_pack(path: Path, *, levels: Collection[str], scratch: Path) -> dict[str, Text]:
    """
    Name a pack's city, and the districts of some of its divisions, or of all.

    Parameters
    ----------
    path
        A folder with `datapackage.json`, or a zip of one.
    levels
        Names of divisions, such as borough; none for all of them.
    scratch
        A folder that a zip may be unpacked into.

    Raises
    ------
    PackRefused
        With every fault of the pack, or of its districts.
    BadInput
        When the pack has no division of a level.
    """
    pack = open_pack(path, scratch=scratch)
    found = {str(one.options["level"]): one for one in pack.having("districts")}
    if unknown := [level for level in levels if level not in found]:
        raise BadInput(
            Message(
                "{path} has no districts of the level {level}, but {known}.",
                {"path": path, "level": ", ".join(unknown), "known": ", ".join(found) or "-"},
            )
        )
    areas = {pack.code: pack.name}
    for level in levels or found:
        districts, problems = read_districts(found[level], WGS84)
        if districts is None:
            raise PackRefused(problems)
        areas |= dict(zip(districts.codes, districts.names, strict=True))
    return areas
