"""A questionnaire that has everything a declaration can have; nobody uses it."""

from __future__ import annotations

from math import inf
from typing import Literal

from localgoals.catalogue.questionnaires.declared import (
    Condition,
    Level,
    Question,
    Questionnaire,
    Scale,
    Scoring,
    Section,
)
from localgoals.catalogue.tool_suite.declared import Choice
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Text


def both(words: str, chinese: str) -> Text:
    return Text(words, chinese)


STEPS = Scale(
    "steps",
    (
        Level(0, both("nothing", "无"), both("Nothing is written down.", "没有任何书面文件。")),
        Level(0.5, both("a draft", "草案"), both("A draft is discussed.", "草案正在讨论。")),
        Level(1, both("adopted", "已通过"), both("The council has adopted it.", "议会已通过。")),
        Level(3, both("in use", "已实施"), both("It is used and reviewed.", "已实施并定期评估。")),
    ),
)


def level(code: str, words: str, chinese: str, *, only_if: Condition | None = None) -> Question:
    evidence = both("The document & its date", "文件及其日期")
    title = both(words, chinese)
    return Question(code, title, "level", scale="steps", evidence=evidence, asked_if=only_if)


def made_up_form(section: Literal["mean", "sum"] = "mean") -> Questionnaire:
    """Four sections; every kind of question; levels below and above 1, bounds and conditions."""
    has_plan = Condition("has_plan", ("yes",))
    own_levels = tuple(
        Level(score, both(f"{count} people", f"{count}人"))
        for score, count in ((1, 0), (2, 3), (4, 10))
    )
    tools = (
        Choice("maps", both("maps", "地图")),
        Choice("census-data", both("census", "普查")),
        Choice("other", both("other", "其他")),
    )
    return Questionnaire(
        code="made-up",
        field="institutions",
        title=both("A form that is made up", "虚构的表格"),
        purpose=both("Shows what forms can ask for.", "展示表格可以询问的内容。"),
        respondents=both("Anybody", "任何人"),
        sections=(
            Section(
                "planning",
                both("Planning", "规划"),
                (
                    Question("has_plan", both("Is there a plan?", "有规划吗？"), "yes_no"),
                    level("plan", "How far is it?", "进展如何？", only_if=has_plan),
                    Question(
                        "plan_year",
                        both("Of which year, and why < 2030?", "哪一年的？为何在2030年之前？"),
                        "number",
                        between=Between(1950, 2050),
                        asked_if=Condition("plan", ("1", "3")),
                    ),
                ),
                hint=both("Ask the planning office.", "请询问规划部门。"),
            ),
            Section(
                "means",
                both("Staff and money", "人员与资金"),
                (
                    Question("staff", both("How many?", "多少人？"), "level", levels=own_levels),
                    Question(
                        "budget",
                        both("How much a year?", "每年多少？"),
                        "number",
                        unit="currency",
                        between=Between(0, inf),
                        hint=both("Of the last closed year.", "最近一个决算年度。"),
                    ),
                    level("money", "Is there a rule for it?", "有相关规定吗？"),
                ),
                weight=2,
            ),
            Section(
                "knowledge",
                both("Knowledge of the city", "对城市的了解"),
                (
                    Question("tools", both("What is used?", "使用什么？"), "many", choices=tools),
                    Question(
                        "other_tools",
                        both("Which else?", "还有哪些？"),
                        "text",
                        asked_if=Condition("tools", ("other",)),
                    ),
                    Question("main", both("What mostly?", "主要使用？"), "choice", choices=tools),
                    level("review", "Is it reviewed?", "是否评估？"),
                ),
            ),
            Section(
                "people",
                both("Taking part", "公众参与"),
                (level("hearing", "Are people heard?", "是否听取公众意见？"),),
            ),
        ),
        scoring=Scoring(section, section, needed_percent=50, lowest_flagged=1),
        references=(Reference("Made up for tests", "LocalGoals"),),
        confirmed=False,
        scales=(STEPS,),
    )
