"""
The words of measured tables in Chinese.

A cell or a sentence is looked up with `{}` for each figure in it, which the Chinese words have in
the same order. What is not here stays as it is: names of programs, and figures.
"""

from __future__ import annotations

import re

FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
MACHINE = re.compile(
    r"Measured on (?P<cores>\d+) cores of (?P<processor>.+?), (?P<memory>\d+) GiB of memory, "
    r"(?P<packages>.+)\.$"
)

WORDS = {
    # Heads of columns.
    "way": "方法",
    "figure": "数值",
    "work": "工作",
    "seconds": "秒",
    "ratio": "倍数",
    "streets": "街道",
    "stops": "站点",
    "people": "人口",
    "walk": "步行",
    "whole process": "整个进程",
    "peak memory": "内存峰值",
    "LocalGoals, s": "LocalGoals，秒",
    "peer": "对照",
    "peer, s": "对照，秒",
    "peer, MB": "对照，MB",
    "limit, s": "极限，秒",
    "times it": "为其几倍",
    "times the floor": "为下限的几倍",
    "beyond the figures": "数据之外",
    # Rows.
    "snap {} points to {} segments": "把{}个点放到{}条路段上",
    "search {} nodes from {}": "在{}个节点中从{}处搜索",
    "sum {} x {} cells in {} zones": "{}×{}个单元按{}个分区求和",
    "sum {} x {} cells in {} zones, another year": "{}×{}个单元按{}个分区求和，另一年",
    "Degree of Urbanisation, {} million cells": "城市化程度，{}百万个单元",
    "SciPy, one labelling": "SciPy，一次标记",
    "{} x {} x {}, LocalGoals": "{}×{}×{}，LocalGoals",
    "{} x {} x {}, pandas": "{}×{}×{}，pandas",
    "{} draws for {} cities": "{}次抽样，{}座城市",
    "LocalGoals, no fault in the table: every check": "LocalGoals，表中无误：全部检查",
    # Sentences.
    "{} rows, {} MB, {} rows at fault.": "{}行，{} MB，{}行有误。",
    "The answers differ by at most {}e-{}.": "结果最多相差{}e-{}。",
}


def in_chinese(text: str) -> str:
    """Put the words of a section into Chinese, with the same figures."""
    return "\n".join(_line(line) for line in text.split("\n"))


def without_chinese(text: str) -> list[str]:
    """List the cells and sentences with words that stay as they are."""
    kept = [part for line in text.split("\n") for part in _parts(line) if _words(part) == part]
    return sorted({part for part in kept if re.search("[a-z]{3}", part)})


def _line(line: str) -> str:
    if line.startswith("|"):
        return "| " + " | ".join(_words(part) for part in _parts(line)) + " |"
    return "".join(_words(part) for part in _parts(line))


def _parts(line: str) -> list[str]:
    """Take a row of a table apart into cells, and anything else into sentences."""
    if line.startswith("|"):
        return line.removeprefix("| ").removesuffix(" |").split(" | ")
    before, measured, rest = line.partition("Measured on ")
    return [one for one in (before.strip(), measured + rest) if one]


def _words(part: str) -> str:
    """Translate one cell or sentence."""
    where = MACHINE.match(part)
    if where:
        return (
            f"测于{where['cores']}核 {where['processor']}，内存{where['memory']} GiB，"
            f"{where['packages'].replace(', ', '、')}。"
        )
    words = WORDS.get(FIGURE.sub("{}", part))
    return part if words is None else words.format(*FIGURE.findall(part))
