"""
Writes measured tables into the page on performance, between the marks that name them.

The Chinese page gets the same tables with their words from `chinese.py`. Run as a script, this
copies all sections of the English page into the Chinese one, and names what has no Chinese words.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from chinese import in_chinese, without_chinese

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "performance.md"
CHINESE_PAGE = PAGE.with_name("performance.zh.md")
SECTION = re.compile(r"<!-- (?P<name>[\w-]+) -->(?P<text>.*?)<!-- end (?P=name) -->", re.DOTALL)


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table, first column to the left, figures to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def machine(packages: Sequence[str]) -> str:
    """Describe what was measured on, without naming the machine."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Measured on {os.cpu_count()} cores of {_processor()}, {memory_gb:.0f} GiB of memory, "
        f"Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    """Give the processor's model, or its architecture where the system does not tell."""
    listing = Path("/proc/cpuinfo")
    text = listing.read_text() if listing.exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", text)
    return model[1].strip() if model else platform.machine()


def write_section(name: str, text: str) -> None:
    """
    Replace what stands between the marks of a section, in both languages.

    A Chinese page that has no such section yet stays as it is: what took minutes to measure is not
    thrown away for want of a translation, and a test of the documentation tells.
    """
    english = PAGE.read_text(encoding="utf-8")
    assert name in sections(english), f"{PAGE} lacks the marks of {name}"
    PAGE.write_text(_replaced(english, name, text), encoding="utf-8")
    chinese = CHINESE_PAGE.read_text(encoding="utf-8")
    CHINESE_PAGE.write_text(_replaced(chinese, name, in_chinese(text)), encoding="utf-8")


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
        write_section(name, text)
        for words in without_chinese(text):
            print(f"{name}: {words}")


if __name__ == "__main__":
    main()
