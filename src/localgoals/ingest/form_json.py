"""Submissions as JSON, as the servers of forms hand them out: laid flat like their CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from localgoals.ingest.exchange.json import read_strict_json
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tables import UNKNOWN, with_numbers
from localgoals.model.problem import Problem

LARGEST_BYTES: Final = 1 << 28
MOST_CELLS: Final = 20_000_000
"""Each submission may bring keys of its own: few bytes could become a table that fills memory."""
DEEPEST: Final = 16
"""Groups inside groups; forms of this package have one."""
_LISTS = ("results", "value")
_NEXT = ("next", "@odata.nextLink")
_COUNTS = ("count", "@odata.count")
_FIRST_ROW: Final = -1
"""Problems name row 1 for the first submission: there is no header, which tables have."""
_SHOWN: Final = 20


class Sent(NamedTuple):
    """Submissions, one a row."""

    frame: pd.DataFrame
    """Columns are called `group/question`, as in exports to CSV."""
    nested: Mapping[str, int]
    """By column: the first row in which a list stands in the place of an answer."""
    is_sparse: bool
    """Whether a question that nobody answered has no column, as KoboToolbox leaves it out."""


def read_sent_json(path: Path) -> tuple[Sent | None, list[Problem]]:
    """
    Read submissions from JSON: KoboToolbox's list `results`, or ODK Central's list `value`.

    A list that stands alone, as the first interface of KoboToolbox has it, is read, too. Groups may
    be objects inside objects, or stand before the names of questions. Numbers, texts, yes and no
    become what a CSV would hold; null and missing keys are blank.

    Parameters
    ----------
    path
        JSON in UTF-8, no key twice in an object, no NaN.

    Returns
    -------
    sent
        None when there is an error.
    problems
        What is wrong with the file, or a warning that it is only a part of what the server has.

    References
    ----------
    KoboToolbox, API v2, Submissions, https://support.kobotoolbox.org/api.html
    ODK Central API, OData endpoints, https://docs.getodk.org/central-api-odata-endpoints/
    """
    where = path.name
    content, problems = read_strict_json(path, where, largest=LARGEST_BYTES)
    if problems:
        return None, problems
    name, items = _submissions(content)
    if items is None:
        return None, [feed_problem("questionnaire-json", where, value=_shown(content))]
    if faults := list(_strange(items, where)):
        return None, faults
    cells = [dict(_flat(one)) for one in items]
    heads = dict.fromkeys(head for row in cells for head in row)
    if len(heads) * len(cells) > MOST_CELLS:
        size = len(heads) * len(cells)
        return None, [problem("table-too-large", where, cells=size, limit=MOST_CELLS)]
    told = _part(content, len(items), where) if isinstance(content, dict) else []
    return Sent(_frame(cells, list(heads)), _nested(cells), name != "value"), told


def _submissions(content: Any) -> tuple[str, list[Any] | None]:
    """Find the list; its name says which server wrote it."""
    if isinstance(content, list):
        return "", content
    if isinstance(content, dict):
        for name in _LISTS:
            if isinstance(content.get(name), list):
                return name, content[name]
    return "", None


def _strange(items: list[Any], where: str) -> Iterator[Problem]:
    """Name what is no submission, and what hides its answers too deep."""
    bad = [(row, one) for row, one in enumerate(items, start=1) if not _is_submission(one)]
    for row, one in bad[:_SHOWN]:
        yield feed_problem("questionnaire-json-row", f"{where}, row {row}", value=_shown(one))
    if len(bad) > _SHOWN:
        yield problem("and-more", where, count=len(bad) - _SHOWN)


def _is_submission(item: Any, room: int = DEEPEST) -> bool:
    if not isinstance(item, dict) or room == 0:
        return False
    return all(_is_submission(one, room - 1) for one in item.values() if isinstance(one, dict))


def _shown(value: Any) -> str:
    """Show a value in few words, without going down into it."""
    if isinstance(value, dict):
        return f"{{{', '.join(value)}}}"[:80]
    return "[…]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)[:80]


def _flat(item: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}/")
        else:
            yield before + key, value


def _frame(cells: list[dict[str, Any]], heads: list[str]) -> pd.DataFrame:
    rows = pd.RangeIndex(_FIRST_ROW, _FIRST_ROW + len(cells))
    columns = {
        head: with_numbers(pd.Series([_text(row.get(head)) for row in cells], rows, object, head))
        for head in heads
    }
    return pd.DataFrame(columns, index=rows)


def _text(value: Any) -> str | None:
    """Write a value as an export to CSV has it; a list is no answer."""
    if value is None or isinstance(value, list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return None if text.strip() in UNKNOWN else text


def _nested(cells: list[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, row in enumerate(cells, start=1):
        for head, value in row.items():
            if isinstance(value, list):
                found.setdefault(head, number)
    return found


def _part(content: Mapping[str, Any], count: int, where: str) -> list[Problem]:
    """Warn where the server has more than this page of its answer."""
    counts = [content[one] for one in _COUNTS if isinstance(content.get(one), int)]
    if any(content.get(one) for one in _NEXT) or max(counts, default=0) > count:
        return [feed_problem("questionnaire-part", where, count=count)]
    return []
