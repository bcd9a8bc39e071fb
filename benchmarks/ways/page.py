"""
Writes measured tables into the page on performance, between the marks that name them.

The last table of the page, how far from the limit, is made of all others whenever one is written.
The Chinese page gets the same tables with their words from `chinese.py`. Run as a script, this
copies all sections of the English page into the Chinese one, and names what has no Chinese words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from chinese import in_chinese, without_chinese
from machine import machine
from measured import HEADER

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "performance.md"
CHINESE_PAGE = PAGE.with_name("performance.zh.md")
SECTION = re.compile(r"<!-- (?P<name>[\w-]+) -->(?P<text>.*?)<!-- end (?P=name) -->", re.DOTALL)

LIMITS = "limits"
"""The section that is made of the tables of all others."""
NOT_YET = "Not measured yet in this form: `make bench` writes the table."


def publish(name: str, parts: Sequence[str], packages: Sequence[str]) -> None:
    """Print the tables and sentences of a section, and write them into the documentation."""
    text = "\n\n".join([*(part for part in parts if part), machine(packages)])
    print(f"\n{text}\n", flush=True)
    write_section(name, text)


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table, first column to the left, figures to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write_section(name: str, text: str) -> None:
    """
    Replace what stands between the marks of a section, in both languages.

    A Chinese page that has no such section yet stays as it is: what took minutes to measure is not
    thrown away for want of a translation, and a test of the documentation tells.
    """
    english = PAGE.read_text(encoding="utf-8")
    assert name in sections(english), f"{PAGE} lacks the marks of {name}"
    english = _replaced(english, name, text)
    limits = limits_of(english)
    PAGE.write_text(_replaced(english, LIMITS, limits), encoding="utf-8")
    chinese = _replaced(CHINESE_PAGE.read_text(encoding="utf-8"), name, in_chinese(text))
    CHINESE_PAGE.write_text(_replaced(chinese, LIMITS, in_chinese(limits)), encoding="utf-8")


def limits_of(page: str) -> str:
    """
    Put together how far all measured work of a page is from its limit.

    Work that has several peers stands once, beside the fastest of them.
    """
    best: dict[tuple[str, str], list[str]] = {}
    for name, text in sections(page).items():
        for row in measured_rows(text):
            known = best.setdefault((name, row[0]), row)
            if row[3] and float(row[3]) < float(known[3]):
                best[name, row[0]] = row
    header = [HEADER[0], HEADER[1], HEADER[7], HEADER[8], "fastest peer", HEADER[4]]
    rows = [[row[0], row[1], row[7], row[8], row[2], row[4]] for row in best.values()]
    return markdown_table(header, rows)


def measured_rows(text: str) -> Iterator[list[str]]:
    """Give the rows of a section that stand under `HEADER`."""
    is_measured = False
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line[:1] == "|" else []
        if len(cells) == len(HEADER) and is_measured and "---:" not in cells:
            yield cells
        is_measured = cells == HEADER or (is_measured and len(cells) == len(HEADER))


def sections(page: str) -> dict[str, str]:
    """Give what stands between the marks of each section of a page."""
    return {found["name"]: found["text"].strip() for found in SECTION.finditer(page)}


def _replaced(page: str, name: str, text: str) -> str:
    start, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    between = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    return between.sub(lambda _: f"{start}\n\n{text}\n\n{end}", page)


def main() -> None:
    """Copy all sections of the English page into the Chinese one."""
    for name, text in sections(PAGE.read_text(encoding="utf-8")).items():
        if name != LIMITS:
            write_section(name, text)
        for words in without_chinese(text):
            print(f"{name}: {words}")


if __name__ == "__main__":
    main()
