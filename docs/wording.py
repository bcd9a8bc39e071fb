"""What the pages of docs/reference say besides what the code says, in both languages."""

from __future__ import annotations

from localgoals.model.text import Language, Text


def say_here(key: str, language: Language) -> str:
    """Give a wording of this module in a language."""
    return WORDS[key].in_(language)


def head(keys: str, language: Language) -> list[str]:
    """Give the head of a table: one word for each key."""
    return [say_here(key, language) for key in keys.split()]


WORDS: dict[str, Text] = {
    # pages
    "commands": Text("Commands", "命令"),
    "commands-intro": Text(
        "What each command says with `--help`. Where the locale is Chinese (`LC_ALL`, "
        "`LC_MESSAGES`, `LANG`: the first that is set) it is in Chinese, and so is the default "
        "of `--lang`.",
        "每条命令用 `--help` 显示的说明。区域设置为中文时（`LC_ALL`、`LC_MESSAGES`、`LANG` 中"
        "第一个已设置者）显示中文，`--lang` 的默认值也随之为中文。",
    ),
    "exit-codes": Text("Exit codes", "退出码"),
    "catalogue": Text("Catalogue of indicators", "指标目录"),
    "catalogue-intro": Text(
        "Each indicator is declared once; unit, possible values, thresholds and sources come from "
        "that declaration. A code with `-P` is this project's own and not official. What was "
        "not read in the publication itself says so: not confirmed.",
        "每个指标只声明一次；单位、可能的取值、阈值和来源都取自同一声明。"
        "带 `-P` 的代码为本项目自定，并非官方代码。尚未查阅原文的来源注明“未经核实”。",
    ),
    "frame-intro": Text(
        "How many indicators stand in each cell of the Urban Monitoring Framework:",
        "城市监测框架各单元中的指标数：",
    ),
    "goal": Text("Goal {number}: {title}", "目标{number}：{title}"),
    "units": Text("Units", "单位"),
    "parameters": Text("Parameters", "参数"),
    "statistics": Text("Series of the statistics table", "统计表的序列"),
    "computed-from": Text("Made of, where it is not there", "缺少时由以下序列得出"),
    "questions": Text("Questions of a survey", "调查问题"),
    "asked": Text("Survey questions", "调查问题"),
    "answers": Text("Answers", "答案"),
    "yes_no": Text("yes or no", "是或否"),
    "scale": Text("a whole number from 1 to {steps}", "1至{steps}的整数"),
    "amount": Text("a number in `{unit}`", "以 `{unit}` 为单位的数"),
    "ladders": Text("Ladders of control of waste facilities", "废物设施控制等级"),
    "ladders-intro": Text(
        "A facility has the level of which it ticks the most boxes; on a tie, the lower one. What "
        "is done counts, not what was built. Basic and above are controlled "
        "(`localgoals.indicators.waste.control_level`).",
        "设施的等级为勾选项最多的等级；数目相同时取较低等级。以实际运行为准，而非建设标准。"
        "基本级及以上为受控（`localgoals.indicators.waste.control_level`）。",
    ),
    "level-full": Text("full", "完全"),
    "level-improved": Text("improved", "改善"),
    "level-basic": Text("basic", "基本"),
    "level-limited": Text("limited", "有限"),
    "level-none": Text("none", "无"),
    "roles": Text("Roles of a city pack's files", "城市数据包的角色"),
    "roles-intro": Text(
        "Each resource of a pack has one role, which stands in its `localgoals` object in "
        "`datapackage.json`. Where an indicator asks for `a` / `b`, either will do. Any resource "
        "may also say how it is to be read: {options}.",
        "数据包中的每个资源都有一个角色，写在 `datapackage.json` 中该资源的 `localgoals` 对象里。"
        "指标需要 `a` / `b` 时，有其一即可。任何资源还可以写明读取方式：{options}。",
    ),
    "modes": Text("Modes of public transport", "公共交通方式"),
    "kinds": Text("Kinds of amenities", "设施种类"),
    "problems": Text("Problems of a city pack", "城市数据包中的问题"),
    "problems-intro": Text(
        "`localgoals pack check` names every problem at once. An error makes a resource unusable; "
        "a warning leaves it usable and says what was done about it. Words in braces are filled "
        "where the problem is met.",
        "`localgoals pack check` 一次列出所有问题。“错误”使资源无法使用；“警告”不影响使用，"
        "并说明已如何处理。大括号内的词在检查时填入实际的值。",
    ),
    "pack-problems": Text("The pack and its files", "数据包及其文件"),
    "feed-problems": Text("Maps, timetables, air and statistics", "地图、时刻表、空气和统计"),
    "observations": Text("Observations", "观测值"),
    "observations-intro": Text(
        "`observations.parquet` and `observations.csv` hold one figure a row: one indicator, "
        "series, area, period and group, with a value **or** a notation key and its reason.",
        "`observations.parquet` 和 `observations.csv` 每行一个数值：一个指标、一个序列、一个区域、"
        "一个时期、一个人群，要么有值，要么有符号代码及其原因。",
    ),
    "columns": Text("Columns", "列"),
    "notations": Text("Notation keys", "符号代码"),
    "reasons": Text("Why a figure is missing", "缺失的原因"),
    "quality": Text("Quality", "质量"),
    "quality-intro": Text(
        "1 is counted or measured to the letter of the method, 5 a rough estimate. A figure starts "
        "at 1; each doubt adds its steps, up to 5.",
        "1表示严格按方法统计或测量，5表示粗略估计。每个数值从1开始，按下表的疑点逐项下调，最低为5。",
    ),
    # heads of columns, and what stands at the start of a row
    "none": Text(" ", " "),
    "code": Text("code", "代码"),
    "name": Text("name", "名称"),
    "symbol": Text("symbol", "符号"),
    "value": Text("value", "值"),
    "unit": Text("unit", "单位"),
    "source": Text("source", "来源"),
    "note": Text("note", "说明"),
    "series": Text("series", "序列"),
    "possible": Text("possible", "可能的值"),
    "better": Text("better", "方向"),
    "cell": Text("urban frame", "城市监测框架"),
    "needs": Text("needs", "需要"),
    "helps": Text("is better with", "有则更好"),
    "groups": Text("split by", "可分组"),
    "formula": Text("formula", "公式"),
    "method": Text("method from", "方法来源"),
    "target": Text("target", "目标值"),
    "bounds": Text("status", "状态界限"),
    "thresholds": Text("compared with", "对照值"),
    "frameworks": Text("frameworks", "对应框架"),
    "made-of": Text("made of", "所用序列"),
    "adds-up": Text("districts add up", "各区可加总"),
    "sums": Text("yes", "是"),
    "does-not-sum": Text("no", "否"),
    "formats": Text("formats", "格式"),
    "several": Text("how many", "数量"),
    "must": Text("must say", "必须写明"),
    "may": Text("may say", "可以写明"),
    "fields": Text("fields", "字段"),
    "cells": Text("unit of cells", "单元的单位"),
    "how": Text("how to get it", "如何取得"),
    "feeds": Text("needed by", "用于"),
    "mode": Text("mode", "方式"),
    "reach": Text("reach", "步行距离"),
    "kind": Text("kind", "代号"),
    "severity": Text("severity", "程度"),
    "found": Text("found", "发现"),
    "expected": Text("expected", "应为"),
    "remedy": Text("what to do", "如何处理"),
    "column": Text("column", "列"),
    "meaning": Text("meaning", "含义"),
    "key": Text("key", "代码"),
    "reason": Text("reason", "原因"),
    "why": Text("why", "说明"),
    "fills": Text("what fills it", "如何补上"),
    "doubt": Text("doubt", "疑点"),
    "steps": Text("steps", "下调"),
    # values
    "error": Text("error", "错误"),
    "warning": Text("warning", "警告"),
    "higher": Text("higher", "越高越好"),
    "lower": Text("lower", "越低越好"),
    "middle": Text("in the middle", "适中为好"),
    "neither": Text("neither; it describes", "无方向，仅作描述"),
    "one": Text("one", "一个"),
    "per-period": Text("one per period", "每个时期一个"),
    "many": Text("any number", "不限"),
    "points": Text(
        "best {best:g}, green {green:g}, red {red:g}, worst {worst:g}",
        "最优{best:g}，绿{green:g}，红{red:g}，最差{worst:g}",
    ),
    "any": Text("any", "任意"),
    "or-more": Text("{low:g} or more", "不小于{low:g}"),
    "or-less": Text("{high:g} or less", "不大于{high:g}"),
    "between": Text("{low:g} to {high:g}", "{low:g}至{high:g}"),
    "comma": Text(", ", "、"),
}

EXITS_IN_CHINESE: dict[str, str] = {
    "DONE": "命令已完成所要求的工作。",
    "BAD_INPUT": "某个文件或值无法使用；消息说明应如何处理。",
    "USAGE": "无法理解命令行。",
    "SOURCE": "本机以外的某处出了故障；消息中有其网址。",
    "PARTLY": "多个城市中有的失败，其余已完成。",
    "BUG": "LocalGoals 自身出了故障；消息请您报告。",
    "INTERRUPTED": "有人按了 Ctrl-C，或系统要求命令结束（SIGTERM）。",
}

NOTATIONS: dict[str, Text] = {
    "NO": Text("not occurring", "不存在"),
    "NE": Text("not estimated", "未估算"),
    "IE": Text("included elsewhere", "已计入别处"),
    "C": Text("confidential", "保密"),
}

MEANINGS: dict[str, Text] = {
    "indicator": Text(
        "Code of the indicator, as in the [catalogue](catalogue.md).",
        "指标代码，见[指标目录](catalogue.zh.md)。",
    ),
    "series": Text("Code of the series of the indicator.", "该指标的序列代码。"),
    "area": Text(
        "Code of the area: the city's own code, or a district's.",
        "区域代码：城市本身的代码，或城区的代码。",
    ),
    "period": Text(
        "A year, or first and last year: `2023`, `2019-2021`.",
        "一个年份，或首末年份：`2023`、`2019-2021`。",
    ),
    "group": Text(
        "Empty for everybody, else `dimension=member`, such as `sex=female`.",
        "空表示所有人；否则为 `维度=成员`，例如 `sex=female`。",
    ),
    "value": Text(
        "The figure; empty when it is not known, which is never 0.", "数值；未知时为空，绝不为0。"
    ),
    "unit": Text(
        "Code of the unit, as in the [catalogue](catalogue.md#units).",
        "单位代码，见[指标目录](catalogue.zh.md)。",
    ),
    "method": Text(
        "Indicator, way and version: `11.2.1 network 1`, `11.2.1 straight-line 1`.",
        "指标、做法和版本：`11.2.1 network 1`、`11.2.1 straight-line 1`。",
    ),
    "quality": Text(
        "1 (counted or measured to the letter of the method) to 5 (a rough estimate); see below.",
        "1（严格按方法统计或测量）至5（粗略估计），见下。",
    ),
    "sources": Text(
        "Names of the pack's resources that the figure was made from.", "所用数据包资源的名称。"
    ),
    "inputs": Text(
        "SHA-256 of those resources, in the same order.", "这些资源的 SHA-256，顺序相同。"
    ),
    "notation": Text(
        "Empty with a value, else a notation key (below).", "有值时为空，否则为符号代码（见下）。"
    ),
    "reason": Text(
        "Why there is no value (below); empty with a value.",
        "缺失原因的代号（见下）；有值时为空。",
    ),
    "detail": Text(
        "What fills the blank in the reason: a role, a share, a year.",
        "填入原因中空白处的内容：角色、比例或年份。",
    ),
    "lower": Text(
        "Lower end of the range of the figure, where one is known.", "数值范围的下限（如已知）。"
    ),
    "upper": Text(
        "Upper end of the range of the figure, where one is known.", "数值范围的上限（如已知）。"
    ),
    "state": Text(
        "`computed` from layers, or `imported` as it came.",
        "`computed` 表示由图层计算，`imported` 表示按原样导入。",
    ),
}
