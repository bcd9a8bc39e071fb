"""
The survey of New York (CouncilCount 0.11.4) goes into a workbook and comes back unchanged.

Nothing here is made up: city and boroughs in the years of the demo, with margins of error.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

import new_york
from localgoals.catalogue.load import load
from localgoals.ingest.pack import Resource
from localgoals.ingest.statistics import KEY, read_statistics
from localgoals.ingest.templates.differences import differences, read_side
from localgoals.ingest.templates.plan import Asked, known_figures, plan_of
from localgoals.ingest.templates.reading import read_template
from localgoals.ingest.templates.writing import write_template
from localgoals.model.text import LANGUAGES

ARCHIVE = Path(__file__).parents[2] / ".cache" / new_york.COUNCILCOUNT.filename


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """Write the survey's figures as a long table."""
    if not ARCHIVE.is_file():
        pytest.skip(f"{ARCHIVE.name} is not in .cache; make demo downloads it")
    with zipfile.ZipFile(ARCHIVE) as archive:
        tables = [
            new_york.series(new_york.read_survey(archive, areas, year), year)
            for year in new_york.YEARS
            for areas in ("city", "borough")
        ]
    path = tmp_path / "survey.csv"
    pd.concat(tables).to_csv(path, index=False)
    return path


def long(path: Path) -> pd.DataFrame:
    statistics, problems = read_statistics([Resource(path.stem, "statistics", (path,), "csv", "")])
    assert statistics is not None
    assert problems == []
    table = statistics.table.drop(columns="resource")
    return table.assign(period=table["period"].astype(str)).sort_values(KEY, ignore_index=True)


def test_the_long_table_comes_back_identical(survey: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "figures.xlsx"
    known, _ = known_figures(survey)

    plan = plan_of(Asked([], {}, []), known)
    write_template(workbook, plan, load(), languages=LANGUAGES)
    found = read_template(workbook, load())
    found.table.to_csv(tmp_path / "back.csv", index=False)

    assert len(found.table) == len(known) > 300
    assert [one for one in found.problems if one.severity == "error"] == []
    pd.testing.assert_frame_equal(long(tmp_path / "back.csv"), long(survey), check_exact=True)
    assert differences(read_side(survey, load()), read_side(workbook, load())) == []
