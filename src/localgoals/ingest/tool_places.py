"""Where the tables and files of a tool stand in the folder or the workbook that a person gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from localgoals.catalogue.tool_suite.declared import InputFile, InputTable, Tool
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.spreadsheets import sheet_names
from localgoals.model.problem import Problem

__all__ = ["GUIDE_SHEET", "TABLES_BOOK", "Place", "Places", "places_of"]

GUIDE_SHEET = "guide"
"""The sheet of a blank workbook that says what goes where; it is not read."""
TABLES_BOOK = "tables"
"""The name of a workbook in a folder whose sheets are the tables."""
_ENDINGS = (".csv", ".tsv", ".xlsx")
_OTHER_BOOKS = (".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers", ".et", ".wps", ".pdf")
"""How files end that people take for tables, and that are not read."""
_BESIDE = (".tfw", ".tifw", ".prj", ".ovr", ".xml", ".qml", ".md", ".partial")
"""How files end that other programs lay beside a map or a table."""


@dataclass(frozen=True)
class Place:
    """Where a table stands."""

    path: Path
    sheet: str | None = None

    @property
    def name(self) -> str:
        """The file, and the sheet if it is a workbook."""
        return self.path.name if self.sheet is None else f"{self.path.name}, sheet {self.sheet}"


@dataclass(frozen=True)
class Places:
    """Where the tables and the files of a tool stand, by their names."""

    tables: Mapping[str, Place] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)


def places_of(path: Path, tool: Tool) -> tuple[Places, list[Problem]]:
    """
    Find where each table and each file of a tool stands.

    Parameters
    ----------
    path
        A folder with a file for each table and file, named as they are, or with the tables as
        sheets of `tables.xlsx`; a workbook with a sheet for each table; or, for a tool with a
        single table or file that is needed, that one.
    tool
        What it asks for.

    Returns
    -------
    places
        Those that are there.
    problems
        What is not asked for, what is there twice, and needed files that are not there.
    """
    if not path.exists():
        return Places(), [feed_problem("tool-input-missing", path.name, code=tool.code)]
    places, problems = _in_folder(path, tool) if path.is_dir() else _alone(path, tool)
    missing = [
        one for one in tool.files if one.needed and not any(map(one.is_called, places.files))
    ]
    problems += [] if problems else [_missing(one, tool, path.name) for one in missing]
    return places, problems


def _missing(file: InputFile, tool: Tool, where: str) -> Problem:
    return feed_problem("tool-file-missing", where, allowed=file.listed, code=tool.code)


def _alone(path: Path, tool: Tool) -> tuple[Places, list[Problem]]:
    """Take a workbook or a file that stands alone."""
    needed = [table.name for table in tool.tables if table.needed]
    if not path.is_file():
        return Places(), [feed_problem("tool-no-file", path.name)]
    if path.suffix.lower() in _OTHER_BOOKS:
        return Places(), [_other_ending(path, path.name, (".xlsx", ".csv"))]
    files = [one for one in tool.files if path.suffix.lower() in one.endings]
    named = path.stem in {table.name for table in tool.tables}
    if files and not needed and not named:
        return Places(files={files[0].name: path}), []
    # Where none is needed, a table that stands alone is the first.
    needed = needed or ([path.stem] if named else [table.name for table in tool.tables[:1]])
    if path.suffix.lower() != ".xlsx":
        alone = {needed[0]: Place(path)} if len(needed) == 1 else {}
        return Places(alone), []
    names, problems = sheet_names(path)
    known = {table.name for table in tool.tables}
    if len(needed) == 1 and len(names) == 1 and names[0] not in known:
        return Places({needed[0]: Place(path, names[0])}), problems
    tables, strange = _sheets(path, names, tool)
    return Places(tables), [*problems, *strange]


def _sheets(path: Path, names: Sequence[str], tool: Tool) -> tuple[dict[str, Place], list[Problem]]:
    known = {table.name for table in tool.tables}
    strange = [name for name in names if name not in known and name != GUIDE_SHEET]
    found = {name: Place(path, name) for name in names if name in known}
    return found, _strange(strange, tool, path.name)


def _in_folder(folder: Path, tool: Tool) -> tuple[Places, list[Problem]]:
    endings = {*_ENDINGS, *(ending for one in tool.files for ending in one.endings)}
    problems = _unread(folder, tool)
    given = sorted(
        one for one in folder.iterdir() if one.suffix.lower() in endings and one.is_file()
    )
    book = next((one for one in given if one.name.lower() == f"{TABLES_BOOK}.xlsx"), None)
    tables: dict[str, Place] = {}
    if book is not None:
        given.remove(book)
        names, faults = sheet_names(book)
        tables, strange = _sheets(book, names, tool)
        problems += [*faults, *strange]
    files: dict[str, Path] = {}
    asked: Sequence[InputTable | InputFile] = [*tool.tables, *tool.files]
    for one in asked:
        allowed = one.endings if isinstance(one, InputFile) else _ENDINGS
        called = one.is_called if isinstance(one, InputFile) else one.name.__eq__
        found = [path for path in given if called(path.stem) and path.suffix.lower() in allowed]
        given = [path for path in given if path not in found]
        said = [*found, *([tables[one.name].path] if one.name in tables else [])]
        # Of several maps each has a name of its own; a table stands in a file or in the workbook.
        apart = {path.stem for path in found} if isinstance(one, InputFile) else {one.name}
        if len(said) > max(len(apart), 1):
            problems.append(_twice(one.name, said, folder.name))
        elif isinstance(one, InputFile):
            files |= {path.stem: path for path in found}
        elif found:
            tables[one.name] = Place(found[0])
    problems += _strange([path.name for path in given], tool, folder.name)
    return Places(tables, files), problems


def _unread(folder: Path, tool: Tool) -> list[Problem]:
    """Name what is called like a table or a file, and cannot be read as one."""
    tables = {one.name: _ENDINGS for one in tool.tables} | {TABLES_BOOK: (".xlsx",)}
    problems = []
    for path in sorted(folder.iterdir()):
        stem, ending, place = path.stem.lower(), path.suffix.lower(), f"{folder.name}, {path.name}"
        of_file = next((one.endings for one in tool.files if one.is_called(stem)), ())
        allowed = of_file or tables.get(stem, ())
        if not allowed or not ending or ending in _BESIDE:
            continue
        if ending not in allowed:
            problems.append(_other_ending(path, place, allowed))
        elif not path.is_file():
            problems.append(feed_problem("tool-no-file", place))
    return problems


def _other_ending(path: Path, where: str, allowed: Sequence[str]) -> Problem:
    listed = ", ".join(allowed)
    return feed_problem("tool-ending", where, ending=path.suffix.lower(), allowed=listed)


def _twice(name: str, found: Sequence[Path], where: str) -> Problem:
    listed = ", ".join(path.name for path in found)
    values: dict[str, object] = {"table": name, "count": len(found), "files": listed}
    return feed_problem("tool-table-twice", where, **values)


def _strange(names: Sequence[str], tool: Tool, where: str) -> list[Problem]:
    allowed = ", ".join([*(one.name for one in tool.tables), *(one.listed for one in tool.files)])
    return [
        feed_problem("tool-table-unknown", f"{where}, {name}", allowed=allowed) for name in names
    ]
