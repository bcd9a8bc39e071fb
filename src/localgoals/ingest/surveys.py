"""The answers of a sample survey: one row for each person, household or expert asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.entries import SurveyQuestion
from localgoals.catalogue.load import load
from localgoals.ingest.cells import cell_problems
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats, Ints, Survey
from localgoals.ingest.pack import Resource
from localgoals.ingest.roles import ROLES
from localgoals.ingest.tables import codes_in, missing_columns, numbers_in, read_table
from localgoals.model.lineage import Lineage
from localgoals.model.problem import Problem
from localgoals.model.text import Message

YES_NO: dict[str, float] = {
    **dict.fromkeys(("yes", "y", "true", "1", "是"), 1.0),
    **dict.fromkeys(("no", "n", "false", "0", "否"), 0.0),
}
"""What may stand for yes and no, in any case."""
NO_ANSWER = frozenset(
    {"dk", "don't know", "dont know", "ra", "refused", "no answer", "不知道", "拒答", "未答"}
)
"""What says, besides an empty cell, that somebody gave no answer."""
MOST_MEMBERS = 50
_EXAMPLES = ("improved_water", "has_say", "physically_harassed")


def read_survey(
    resource: Resource, *, city: str, areas: Collection[str] | None = None
) -> tuple[Survey | None, list[Problem]]:
    """
    Read the answers of a survey and its design.

    Parameters
    ----------
    resource
        A CSV, XLSX or Parquet file with a column for each question that was asked, and if there are
        any: `weight`, `cluster` (drawn first), `stratum`, `stratum_size` (clusters of the stratum
        in all), `people` (size of the household), `area` and dimensions such as `sex`.
    city
        The code of the area where the survey does not say.
    areas
        The codes that exist; rows of others are left out with a warning. None when not known.

    Returns
    -------
    survey
        None when anything in it could be taken for something else.
    problems
        Every fault, with its row and column.
    """
    table, problems = read_table(resource.path, sheet=resource.options.get("sheet"))
    if has_error(problems):
        return None, problems
    columns = _columns(table, resource)
    problems += missing_columns(
        resource.where, list(resource.fields.values()), list(map(str, table.columns))
    )
    asked = [name for name in columns if name in load().questions]
    if not asked:
        problems.append(_nothing_asked(table, resource.where))
    if has_error(problems):
        return None, problems
    reading = _Reading(columns, resource.where, len(table), problems)
    known = reading.known_areas(city, areas)
    survey = reading.survey(resource, known)
    problems += _of_design(survey, resource.where, columns, asked)
    if has_error(problems):
        return None, problems
    return _rows_of(survey, known != ""), problems


def _columns(table: pd.DataFrame, resource: Resource) -> dict[str, pd.Series]:
    """Find the column of each field: the one that the pack names, else the one of that name."""
    fields = (*ROLES["survey"].fields, *load().dimensions, *load().questions)
    names = {field: resource.fields.get(field, field) for field in fields}
    return {field: table[name] for field, name in names.items() if name in table.columns}


def _nothing_asked(table: pd.DataFrame, where: str) -> Problem:
    columns = ", ".join(map(str, table.columns))[:300]
    return feed_problem("survey-no-question", where, columns=columns, examples=", ".join(_EXAMPLES))


@dataclass
class _Reading:
    """One pass over the columns of a survey."""

    columns: Mapping[str, pd.Series]
    where: str
    rows: int
    problems: list[Problem]

    def survey(self, resource: Resource, area: NDArray[np.str_]) -> Survey:
        """Read every column, and what is wrong with each cell."""
        assert resource.period is not None, resource.name
        stratum = self.labels("stratum")
        cluster = self.labels("cluster")
        if "cluster" not in self.columns:
            cluster = np.arange(self.rows, dtype=np.int32)
        # The first cluster of one stratum and the first of another are two.
        both = np.stack([stratum, cluster])
        _, nested = np.unique(both, axis=1, return_inverse=True)
        lineage = resource.lineage
        return Survey(
            name=resource.name,
            period=resource.period,
            weight=self.positive("weight", "survey-weight"),
            people=self.positive("people", "survey-people"),
            stratum=stratum,
            cluster=nested.reshape(-1).astype(np.int32),
            area=area,
            groups=self.groups(),
            answers={
                code: self.answers(question)
                for code, question in load().questions.items()
                if code in self.columns
            },
            lineage=Lineage(lineage.sources, lineage.inputs, lineage.modelled, survey=True),
            is_weighted="weight" in self.columns,
            stratum_size=(
                self.positive("stratum_size", "survey-stratum-size")
                if "stratum_size" in self.columns
                else None
            ),
        )

    def positive(self, field: str, kind: str) -> Floats:
        """Read numbers above 0; 1 where there is no such column."""
        if field not in self.columns:
            return np.ones(self.rows)
        column = self.columns[field]
        values, faults = numbers_in(column, self.where)
        self.problems += faults
        with np.errstate(invalid="ignore"):
            wrong = ~(values > 0)
        # What is no number at all is named already.
        unread = np.isnan(values) & column.notna().to_numpy()
        self.problems += cell_problems(kind, self.where, column, wrong & ~unread)
        return np.where(wrong, 1.0, values)

    def labels(self, field: str) -> Ints:
        """Give each row the number of its stratum or cluster; all the same without a column."""
        if field not in self.columns:
            return np.zeros(self.rows, dtype=np.int32)
        texts = codes_in(self.columns[field])
        self.problems += cell_problems(
            "survey-blank", self.where, self.columns[field], texts.isna()
        )
        return pd.factorize(texts)[0].astype(np.int32)

    def known_areas(self, city: str, areas: Collection[str] | None) -> NDArray[np.str_]:
        """Give the code of each row's area, and nothing for rows of an area that is not known."""
        if "area" not in self.columns:
            return np.full(self.rows, city)
        texts = codes_in(self.columns["area"]).fillna(city)
        if areas is None:
            return texts.to_numpy(dtype=np.str_)
        strange = ~texts.isin(list(areas))
        for area, count in texts[strange].value_counts(sort=False).items():
            where = f"{self.where}, column {self.columns['area'].name}"
            self.problems.append(
                feed_problem("statistics-area", where, area=area, count=int(count))
            )
        return texts.mask(strange, "").to_numpy(dtype=np.str_)

    def groups(self) -> dict[str, NDArray[np.bool_]]:
        """Tell who belongs to which group."""
        found: dict[str, NDArray[np.bool_]] = {}
        for dimension in load().dimensions:
            if dimension not in self.columns:
                continue
            texts = codes_in(self.columns[dimension])
            members = sorted(texts.dropna().unique())
            if len(members) > MOST_MEMBERS:
                place = f"{self.where}, column {self.columns[dimension].name}"
                values: dict[str, object] = {"dimension": dimension, "limit": MOST_MEMBERS}
                self.problems.append(
                    feed_problem("survey-many-members", place, count=len(members), **values)
                )
                continue
            for member in members:
                found[f"{dimension}={member}"] = (texts == member).to_numpy(dtype=np.bool_)
        return found

    def answers(self, question: SurveyQuestion) -> Floats:
        """Read the answers to a question; NaN where there is none."""
        column = self.columns[question.code]
        texts = codes_in(column)
        words = texts.str.lower()
        silent = (texts.isna() | words.isin(NO_ANSWER)).to_numpy(dtype=np.bool_)
        if question.answers == "yes_no":
            values: Floats = np.asarray(words.map(YES_NO), dtype=np.float64)
        else:
            numbers = pd.to_numeric(texts.where(~silent), errors="coerce")
            values = np.asarray(numbers, dtype=np.float64)
        with np.errstate(invalid="ignore"):
            wrong = ~silent & ~_is_possible(values, question)
        self.problems += cell_problems(
            "survey-answer", self.where, column, wrong, allowed=_allowed(question)
        )
        return np.where(wrong | silent, np.nan, values)


def _is_possible(values: Floats, question: SurveyQuestion) -> NDArray[np.bool_]:
    possible: NDArray[np.bool_] = np.isfinite(values) & (values >= 0)
    if question.answers == "scale":
        possible &= (values >= 1) & (values <= question.steps) & (values % 1 == 0)
    return possible


def _allowed(question: SurveyQuestion) -> Message:
    if question.answers == "yes_no":
        return Message("yes or no")
    if question.answers == "scale":
        return Message("a whole number from 1 to {steps}", {"steps": question.steps})
    return Message("a number, 0 or more")


def _of_design(
    survey: Survey, where: str, columns: Mapping[str, pd.Series], asked: Collection[str]
) -> list[Problem]:
    """Find what the design does not say, or cannot be."""
    found: list[Problem] = []
    if not survey.is_weighted and not all(load().questions[one].experts for one in asked):
        found.append(feed_problem("survey-no-weights", where))
    clusters = pd.Series(survey.cluster).groupby(survey.stratum).nunique()
    if "stratum" in columns and (clusters == 1).any():
        names = codes_in(columns["stratum"]).fillna("-")
        single = names[np.isin(survey.stratum, clusters.index[clusters == 1])].unique()
        found.append(
            feed_problem(
                "survey-single-cluster", where, count=len(single), examples=", ".join(single[:5])
            )
        )
    if survey.stratum_size is not None:
        stratum = pd.Series(survey.stratum)
        size = pd.Series(survey.stratum_size)
        differs = size != size.groupby(survey.stratum).transform("first")
        wrong = (size < stratum.map(clusters)) | differs
        found += cell_problems("survey-stratum-size", where, columns["stratum_size"], wrong)
    return found


def _rows_of(survey: Survey, kept: NDArray[np.bool_]) -> Survey:
    """Leave out the rows of areas that are not known."""
    if kept.all():
        return survey
    size = survey.stratum_size
    return Survey(
        survey.name,
        survey.period,
        survey.weight[kept],
        survey.people[kept],
        survey.stratum[kept],
        survey.cluster[kept],
        survey.area[kept],
        {group: rows[kept] for group, rows in survey.groups.items()},
        {question: values[kept] for question, values in survey.answers.items()},
        survey.lineage,
        survey.is_weighted,
        None if size is None else size[kept],
    )
