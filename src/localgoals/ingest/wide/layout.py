"""What each column of a wide table holds: names beside the figures, or figures under heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from localgoals.ingest.dates import day_in, period_in, year_in
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.sheets import Sheet, text_of
from localgoals.ingest.wide.header import Frame, is_figure
from localgoals.ingest.wide.wishes import ROLES, Wishes
from localgoals.model.problem import Problem

TOTALS: Final = frozenset(
    {"total", "totals", "sum", "all", "grand total", "合计", "总计", "总数", "小计", "共计", "全市"}
)
"""What stands for the whole, in small letters; `is_total` knows how tables space it out."""
# What a column holds, by its name.
_WORDS: Final = {
    word: role
    for role, words in {
        "area": "area district districts city region borough county municipality ward place "
        "geocode 地区 区 区县 城市 行政区 行政区划 区域 街道",
        "series": "series indicator variable statistic 指标 指标名称 项目 统计指标",
        "period": "year period time date 年份 年 时间 年度 时期",
        "unit": "unit units 单位 计量单位",
        "sex": "sex gender 性别",
        "age": "age 年龄 年龄组",
        "ignore": "no no. # rank note notes source 序号 编号 备注 注 来源",
    }.items()
    for word in words.split()
}
_SHOWN = 12


@dataclass(frozen=True)
class Head:
    """What the heads above one column of values say."""

    column: int
    series: str = ""
    area: str = ""
    period: str = ""
    group: str = ""


@dataclass(frozen=True)
class Layout:
    """What the columns of a wide table hold."""

    keys: dict[str, tuple[int, ...]]
    """Columns of each role or dimension that stands beside the figures."""
    heads: tuple[Head, ...]
    levels: tuple[str, ...] = ()
    """What each row of heads is: a role, a dimension, or empty where it is the same everywhere."""
    unused: tuple[int, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def is_total(text: str) -> bool:
    """
    Tell whether a name stands for the whole, with the blanks and marks that tables give it.

    Examples
    --------
    >>> is_total("合　计"), is_total("Total:"), is_total("总计*"), is_total("Total Creek")
    (True, True, True, False)
    """
    plain = " ".join(text.lower().split()).strip(":：*†‡¹²³ ")
    return plain in TOTALS or "".join(plain.split()) in TOTALS


def letters(column: int) -> str:
    """
    Name a column, counted from 0, as spreadsheets do.

    Examples
    --------
    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    named = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        named = chr(65 + left) + named
    return named


def names_of(sheet: Sheet, frame: Frame) -> list[str]:
    """Name each column by the lowest text of its header."""
    return [
        next((text for row in reversed(frame.header) if (text := sheet.text(row, column))), "")
        for column in range(sheet.width)
    ]


def laid_out(sheet: Sheet, frame: Frame, wishes: Wishes) -> tuple[Layout | None, list[Problem]]:
    """
    Say what each column holds, by what was said and what the table says of itself.

    Parameters
    ----------
    sheet, frame
        The cells, and which rows are for what.
    wishes
        What was said.

    Returns
    -------
    layout
        None where the table could mean two things.
    problems
        Every question that is open.
    """
    names = names_of(sheet, frame)
    keys, problems = _said_keys(sheet, names, wishes)
    if problems:
        return None, problems
    taken = {column for columns in keys.values() for column in columns}
    if wishes.values:
        heads = _said_heads(names, wishes, taken)
        if not heads:
            problems.append(_no_column(sheet, wishes.values[0].pattern, names))
        levels: tuple[str, ...] = ()
    else:
        found, figures = _beside(sheet, frame, taken)
        problems += _named(sheet, frame, keys, found, wishes)
        taken = {column for columns in keys.values() for column in columns}
        values = [column for column in figures if column not in taken]
        heads, levels, faults = _read_heads(sheet, frame, values, (keys, wishes))
        problems += faults
    keys = {role: columns for role, columns in keys.items() if role != "ignore"}
    if not has_error(problems):
        problems += _what_is_missing(sheet, keys, heads, wishes)
    if has_error(problems):
        return None, problems
    used = (
        {head.column for head in heads}.union(*keys.values())
        if keys
        else {head.column for head in heads}
    )
    unused = tuple(column for column, name in enumerate(names) if name and column not in used)
    return Layout(keys, tuple(heads), levels, unused), problems


def _said_keys(
    sheet: Sheet, names: list[str], wishes: Wishes
) -> tuple[dict[str, tuple[int, ...]], list[Problem]]:
    keys: dict[str, tuple[int, ...]] = {}
    problems = []
    for role, said in wishes.columns.items():
        parts = [said] if said in names else said.split("+")
        problems += [_no_column(sheet, one, names) for one in parts if one not in names]
        keys[role] = tuple(names.index(one) for one in parts if one in names)
    return keys, problems


def _no_column(sheet: Sheet, column: str, names: list[str]) -> Problem:
    there = ", ".join(name for name in names if name)[:300]
    return feed_problem("wide-column-missing", sheet.where, column=column, columns=there)


def _said_heads(names: list[str], wishes: Wishes, taken: set[int]) -> list[Head]:
    heads = []
    for column, name in enumerate(names):
        for values in wishes.values:
            if column not in taken and name and (match := values.match(name)) is not None:
                pairs = (one for one in match[1].split(";") if not is_total(one.partition("=")[2]))
                series = wishes.series or match[0]
                heads.append(Head(column, series=series, group=";".join(pairs)))
                break
    return heads


def _beside(sheet: Sheet, frame: Frame, taken: set[int]) -> tuple[list[int], list[int]]:
    """Part the columns that are left into those of names, at the left, and those of figures."""
    names: list[int] = []
    figures: list[int] = []
    for column in range(sheet.width):
        if column in taken:
            continue
        known = _known(sheet, frame, column)
        heads = [text_of(sheet.filled(row, column)) for row in frame.header]
        is_first = not names and not figures
        if any(year_in(_unmarked(head)) or day_in(head) for head in heads):
            figures.append(column)
        elif (
            _WORDS.get(heads[-1].lower()) in ("period", "ignore")
            or (is_first and _are_years(known))
            or sum(map(is_figure, known)) < len(known) / 2
        ):
            names.append(column)
        elif known:
            figures.append(column)
    return names, figures


def _known(sheet: Sheet, frame: Frame, column: int) -> list[Any]:
    """Give the cells of a column that are not blank."""
    cells = (sheet.cell(row, column) for row in frame.body)
    return [cell for cell in cells if cell is not None]


def _are_years(cells: list[Any]) -> bool:
    texts = list(map(text_of, cells))
    return bool(texts) and all(year_in(one) or day_in(one) for one in texts)


def _named(
    sheet: Sheet,
    frame: Frame,
    keys: dict[str, tuple[int, ...]],
    found: list[int],
    wishes: Wishes,
) -> list[Problem]:
    """Add to `keys` what the columns of names hold; ask where nothing says it."""
    names = names_of(sheet, frame)
    open_columns: list[int] = []
    for column in found:
        role = _WORDS.get(re.sub(r"[\[(（【].*", "", names[column]).strip().lower(), "")
        if not role and _are_years(_known(sheet, frame, column)):
            role = "period"
        if role == "ignore":
            continue
        if role and role not in keys:
            keys[role] = (column,)
        else:
            open_columns.append(column)
    if not open_columns:
        return []
    taken = {*keys, *_stated(wishes), *wishes.heads}
    missing = [role for role in ("series", "area") if role not in taken]
    if not missing and "area" not in keys:
        missing = ["area"]  # the area that was said is the one of the totals
    if len(open_columns) == 1 and len(missing) == 1:
        keys[missing[0]] = (open_columns[0],)
        return []
    shown = ", ".join(names[column] or f"{column + 1}" for column in open_columns[:_SHOWN])
    return [feed_problem("wide-keys-unclear", sheet.where, columns=shown)]


def _stated(wishes: Wishes) -> set[str]:
    """Name the roles that were said for all figures."""
    return {role for role in ROLES if getattr(wishes, role)}


def _what_is_missing(
    sheet: Sheet, keys: dict[str, tuple[int, ...]], heads: Sequence[Head], wishes: Wishes
) -> list[Problem]:
    return [
        feed_problem("wide-role-missing", sheet.where, role=role)
        for role in ROLES
        if role not in {*keys, *_stated(wishes)} and not any(getattr(head, role) for head in heads)
    ]


def _read_heads(
    sheet: Sheet,
    frame: Frame,
    values: list[int],
    known: tuple[dict[str, tuple[int, ...]], Wishes],
) -> tuple[list[Head], tuple[str, ...], list[Problem]]:
    """Read the heads above the columns of values, row by row."""
    if not values:
        return [], (), [feed_problem("wide-header-none", sheet.where)]
    levels = _levels(sheet, frame, values)
    roles, problems = _roles_of(sheet, levels, known)
    heads = []
    for position, column in enumerate(values):
        told: dict[str, str] = {}
        groups: list[str] = []
        for role, texts in zip(roles, levels, strict=True):
            if role in ROLES:
                told[role] = texts[position]
            elif role and texts[position] and not is_total(texts[position]):
                groups.append(f"{role}={texts[position]}")
        if "period" in roles and not told.get("period"):
            if not any(text_of(sheet.filled(row, column)) for row in frame.header):
                place = f"{sheet.where}, column {letters(column)}"
                problems.append(feed_problem("wide-head-blank", place))
            continue
        heads.append(Head(column, group=";".join(sorted(groups)), **told))
    return heads, roles, problems


def _levels(sheet: Sheet, frame: Frame, values: list[int]) -> list[list[str]]:
    """Read the rows of heads; in a CSV a blank continues the cell to its left, but in the last."""
    levels = []
    for row in frame.header:
        texts = [text_of(sheet.filled(row, column)) for column in values]
        if sheet.is_text and row != frame.header[-1]:
            for position in range(1, len(texts)):
                texts[position] = texts[position] or texts[position - 1]
        levels.append(texts)
    return levels


def _roles_of(
    sheet: Sheet,
    levels: list[list[str]],
    known: tuple[dict[str, tuple[int, ...]], Wishes],
) -> tuple[tuple[str, ...], list[Problem]]:
    """Say what each row of heads is; a row of years says it itself."""
    keys, wishes = known
    if wishes.heads:
        if len(wishes.heads) > len(levels):
            count = len(levels)
            return ("",) * count, [feed_problem("wide-heads-count", sheet.where, count=count)]
        levels[:] = levels[len(levels) - len(wishes.heads) :]
        roles = ["" if role == "ignore" else role for role in wishes.heads]
    else:
        roles = ["period" if _are_periods(texts) else "" for texts in levels]
    problems: list[Problem] = []
    for number, texts in enumerate(levels):
        if roles[number] == "period":
            levels[number], faults = _as_periods(sheet, texts, wishes)
            problems += faults
    if not wishes.heads:
        missing = [role for role in ROLES if role not in {*keys, *roles, *_stated(wishes)}]
        problems += _open_level(sheet, levels, roles, missing)
    return tuple(roles), problems


def _open_level(
    sheet: Sheet, levels: list[list[str]], roles: list[str], missing: list[str]
) -> list[Problem]:
    """Give the row of heads that are no years the one role that nothing else has, or ask."""
    open_levels = [
        number
        for number, texts in enumerate(levels)
        if not roles[number] and len({text for text in texts if text}) > 1
    ]
    if not open_levels:
        # One name over all columns, as of a single series.
        open_levels = [
            number for number, texts in enumerate(levels) if any(texts) and not roles[number]
        ]
        if len(missing) != 1 or missing[0] == "period" or len(open_levels) != 1:
            return []
    if len(open_levels) == 1 and len(missing) == 1 and missing[0] != "period":
        roles[open_levels[0]] = missing[0]
        return []
    shown = " / ".join(
        ", ".join(dict.fromkeys(filter(None, levels[number])))[:100] for number in open_levels
    )
    return [feed_problem("wide-heads-unclear", sheet.where, heads=shown)]


def _are_periods(texts: list[str]) -> bool:
    """Tell whether a row of heads has years, or days, and more of them than other words."""
    named = [text for text in texts if text]
    years = sum(year_in(_unmarked(text)) is not None or day_in(text) is not None for text in named)
    return bool(named) and years > len(named) / 2


def _unmarked(text: str) -> str:
    """Leave out the mark of a footnote."""
    return text.rstrip("*†‡¹²³ ")


def _as_periods(sheet: Sheet, texts: list[str], wishes: Wishes) -> tuple[list[str], list[Problem]]:
    """Write heads as periods; a head that is none is left empty, with a warning."""
    problems = []
    periods: list[str] = []
    for text in texts:
        period, day = period_in(_unmarked(text)), day_in(text)
        if period is not None:
            periods.append(str(period))
        elif day is not None and wishes.dates_as_years:
            periods.append(str(day.year))
        else:
            periods.append("")
            kind = "wide-head-no-year" if day is None else "wide-heads-days"
            said = {"value": repr(text), "day": "" if day is None else f"{day:%Y-%m-%d}"}
            if text:
                problems.append(feed_problem(kind, sheet.where, **said))
    days = [one for one in problems if one.kind == "wide-heads-days"]
    # One question for all of them.
    return periods, [one for one in problems if one not in days[1:]]
