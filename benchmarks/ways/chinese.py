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
    "ratio": "倍数",
    "streets": "街道",
    "stops": "站点",
    "people": "人口",
    "walk": "步行",
    "whole process": "整个进程",
    "LocalGoals, s": "LocalGoals，秒",
    "peer": "对照",
    "peer, s": "对照，秒",
    "peer, MB": "对照，MB",
    "limit, s": "极限，秒",
    "times it": "为其几倍",
    "fastest peer": "最快的对照",
    "no peer": "无对照",
    # From a city's files to a figure; street maps; streets; timetables.
    "from the files to SDG {}.{}": "从文件到指标{}.{}",
    "street map of {} MB, {} segments": "{} MB 的街道地图，{}条路段",
    "snap {} points to {} segments": "把{}个点放到{}条路段上",
    "search {} nodes from {}": "在{}个节点中从{}处搜索",
    "SDG {}.{}, {} homes, {} stops": "指标{}.{}，{}户，{}个站点",
    "{} sums of {} million pairs, {} threads": "{}列求和，{}百万对节点，{}个线程",
    "{} sums of {} million pairs, {} thread": "{}列求和，{}百万对节点，{}个线程",
    "Shapely and SciPy": "Shapely 和 SciPy",
    "pandana, made ready": "pandana（已备好）",
    "departures by kind of day, {} calls, {} stops, {} days": (
        "按日子类别的发车，{}次停靠，{}个站点，{}天"
    ),
    "departures of every day, {} calls, {} stops, {} days": (
        "每一天的发车，{}次停靠，{}个站点，{}天"
    ),
    # Zones.
    "sum, {} x {} cells, {} zones": "求和，{}×{}个单元，{}个分区",
    "sum, {} x {} cells, {} zones, one thread": "求和，{}×{}个单元，{}个分区，一个线程",
    "sum, {} x {} cells, {} zones, another year": "求和，{}×{}个单元，{}个分区，另一年",
    "sum, {} x {} cells, {} zones: by centres, up to {}% off": (
        "求和，{}×{}个单元，{}个分区：按中心，最多差{}%"
    ),
    "mean and count, {} x {} cells, {} zones": "平均和计数，{}×{}个单元，{}个分区",
    "weighted mean, {} x {} cells, {} zones": "加权平均，{}×{}个单元，{}个分区",
    "shares of {} classes, {} x {} cells, {} zones": "{}个类别的占比，{}×{}个单元，{}个分区",
    "sum, deflate GeoTIFF of {} x {} cells, {} zones": (
        "求和，压缩的 GeoTIFF，{}×{}个单元，{}个分区"
    ),
    # Settlements.
    "level {}, {} x {} cells": "第{}级，{}×{}个单元",
    "level {}, Belgium, {} cells": "第{}级，比利时，{}个单元",
    "clusters by corners, {} x {} cells": "按角相邻的集群，{}×{}个单元",
    "clusters by sides, {} x {} cells": "按边相邻的集群，{}×{}个单元",
    "SciPy, one labelling": "SciPy，一次标记",
    "settlements of {} x {} cells in strips, in memory, one thread": (
        "{}×{}个单元的聚落，分条处理，在内存中，一个线程"
    ),
    "the whole at once": "一次处理整个格网",
    "settlements of {} x {} cells, file to files, one thread": (
        "{}×{}个单元的聚落，从文件到文件，一个线程"
    ),
    "settlements of {} x {} cells, file to files, {} threads": (
        "{}×{}个单元的聚落，从文件到文件，{}个线程"
    ),
    "one thread": "一个线程",
    "{} forms of {} questions scored": "为{}份问卷（每份{}题）评分",
    "{} rounds of {} forms of {} questions compared": "比较{}轮问卷，每轮{}份，每份{}题",
    "{} rounds of {} forms of {} questions, tables to page": (
        "{}轮问卷，每轮{}份，每份{}题，从表格到页面"
    ),
    "gaps of {} streams, ranked": "{}个收入来源的缺口及排序",
    "revenue-streams, {} streams, tables to page": "revenue-streams，{}个收入来源，从表格到页面",
    "totals of {} inventories of {} lines": "{}份清单（每份{}行）的合计",
    "ghg-inventory, {} inventories of {} lines, tables to page": (
        "ghg-inventory，{}份清单（每份{}行），从表格到页面"
    ),
    # Risk.
    "risk of {} grids of {} x {} cells, deflate GeoTIFF to GeoTIFF": (
        "{}个格网的风险，{}×{}个单元，从压缩的 GeoTIFF 到 GeoTIFF"
    ),
    "risk of {} grids of {} x {} cells, deflate GeoTIFF to GeoTIFF, one thread": (
        "{}个格网的风险，{}×{}个单元，从压缩的 GeoTIFF 到 GeoTIFF，一个线程"
    ),
    "NumPy, whole arrays": "NumPy，整个数组",
    "rioxarray on Dask": "Dask 上的 rioxarray",
    "equal shares, {} voters x {} projects": "均等份额法，{}名投票者×{}个项目",
    "equal shares with raised money, {} voters x {} projects": (
        "提高份额的均等份额法，{}名投票者×{}个项目"
    ),
    "Phragmén's rule, {} voters x {} projects": "弗拉格门法，{}名投票者×{}个项目",
    "plain Python, floats": "普通Python，浮点数",
    "weighted sum, {} options x {} criteria": "加权和，{}个选项×{}项标准",
    "TOPSIS, {} options x {} criteria": "TOPSIS，{}个选项×{}项标准",
    "portfolio of {} projects x {} years, {} columns": "项目组合，{}个项目×{}年，{}列",
    "{} draws of {} projects": "{}次抽样，{}个项目",
    "internal rates of {} projects": "内部收益率，{}个项目",
    "Proven gap {} %; PuLP's portfolio is worth {} % of ours, that of a rule by value over cost "
    "{} %, which breaks {} limits.": (
        "已证差距{}%；PuLP 的组合价值为我们的{}%，按价值与成本之比选取的为{}%，但违反{}条限制。"
    ),
    "groups of {} voters, {} statements, {} votes": "{}名投票者的群体，{}条陈述，{}张票",
    "Places on the map are the same to {}; the groups agree by {} (adjusted Rand).": (
        "地图上的位置在{}以内一致；群体的一致程度为{}（调整兰德指数）。"
    ),
    # Many cities; scoring; tables; starting.
    "{} cities, one worker": "{}座城市，一个工作进程",
    "{} cities, two workers": "{}座城市，两个工作进程",
    "a plain loop": "简单循环",
    "Dask, two workers": "Dask，两个工作进程",
    "one worker": "一个工作进程",
    "score {} x {} x {}": "评分，{}×{}×{}",
    "{} draws for {} cities": "{}次抽样，{}座城市",
    "to the list of rows at fault": "到列出有误的行",
    "no fault in the table: every check": "表中无误：全部检查",
    "localgoals --help, in Chinese": "localgoals --help，中文",
    "Typer, one command": "Typer，一条命令",
    # Sentences.
    "Not measured yet in this form: `make bench` writes the table.": (
        "尚未按这种形式测量：`make bench` 会写出表格。"
    ),
    "{} rows, {} MB, {} rows at fault.": "{}行，{} MB，{}行有误。",
    "The answers differ by at most {}e-{}.": "结果最多相差{}e-{}。",
    "In Belgium, {} of {} cells differ from flexurba's (both levels are held against it in "
    "`tests/golden`). Under the rules that degurba means to apply, it finds {} cells of urban "
    "centres, where there are {}: {} cells differ, and {} of urban clusters.": (
        "在比利时，{1}个单元中有{0}个与 flexurba 的不同（两级分类都在 `tests/golden` 中与它对照）。"
        "按 degurba 想要采用的规则，它找到{2}个城市中心单元，实际为{3}个：{4}个单元不同，"
        "城市集群有{5}个不同。"
    ),
    "- {} urban centres with {} million people.": "- {}个城市中心，{}百万人。",
    "- Work on strips, which can be shared out: {} s of processor time; the rest, in order: "
    "{} s.": "- 各条的工作可以分给多个线程：{}秒处理器时间；其余按顺序：{}秒。",
    "- By Amdahl's law, that allows two workers to be {} times as fast as one, and {} workers {} "
    "times.": "- 因此按阿姆达尔定律，两个工作线程最多为一个的{}倍快，{}个最多为{}倍。",
    "- Starting a worker, until its first small city is done: {} s.": (
        "- 启动一个工作进程，直到第一座小城市完成：{}秒。"
    ),
    "- Each further city with one worker: {} ms, from {} to {}.": (
        "- 一个工作进程，每多一座城市：{}毫秒，从{}座到{}座。"
    ),
    "- Each further city with two workers: {} ms, from {} to {}.": (
        "- 两个工作进程，每多一座城市：{}毫秒，从{}座到{}座。"
    ),
    "Other work took {} % of the cores meanwhile, so the seconds are long and the ratios rough.": (
        "当时其他工作占用了处理器核的{}%，所以秒数偏长，倍数粗略。"
    ),
}
NAMES = {
    "LocalGoals", "pyrosm + NetworkX", "pyrosm + pandana", "DuckDB ST_ReadOSM",
    "pyosmium SimpleHandler", "pyrosm", "quackosm", "NetworkX", "SciPy", "SciPy dijkstra",
    "Shapely STRtree", "pandana", "pandas", "GTFS Kit", "exactextract", "rasterstats", "cc3d",
    "red-dwarf", "pabutools", "scikit-criteria",
    "degurba", "frictionless", "pandera",
    "NumPy Financial", "PuLP + CBC", "import localgoals", "localgoals --help",
}  # fmt: skip
"""Of programs and commands: the same in Chinese."""


def in_chinese(text: str) -> str:
    """Put the words of a section into Chinese, with the same figures."""
    return "\n".join(_line(line) for line in text.split("\n"))


def without_chinese(text: str) -> list[str]:
    """List the cells and sentences that stay as they are, and are no names."""
    kept = [part for line in text.split("\n") for part in _parts(line) if _words(part) == part]
    return sorted({part for part in kept if re.search("[a-z]{3}", part)} - NAMES)


def _line(line: str) -> str:
    if line.startswith("|"):
        return "| " + " | ".join(_words(part) for part in _parts(line)) + " |"
    return "".join(_words(part) for part in _parts(line))


def _parts(line: str) -> list[str]:
    """Take a row of a table apart into cells; anything else is a sentence, or all of several."""
    if line.startswith("|"):
        return line.removeprefix("| ").removesuffix(" |").split(" | ")
    return [line] if line else []


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
