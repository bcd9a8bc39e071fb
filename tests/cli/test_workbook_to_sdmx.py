"""From a messy workbook to an SDMX file, with the commands of the how-to and nothing else."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
from front_door import localgoals
from pysdmx.io import get_datasets
from pysdmx.io.xml.doc_validation import validate_doc

DOCS = Path(__file__).parents[2] / "docs" / "how-to"


def commands(page: str) -> list[list[str]]:
    """Give the commands of a page, in their order."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.M | re.S)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [shlex.split(line)[1:] for line in lines]


@pytest.mark.parametrize("page", ["workbook-to-sdmx.md", "workbook-to-sdmx.zh.md"])
def test_the_how_to_leads_from_the_workbook_to_the_message(page: str, tmp_path: Path) -> None:
    shutil.copy(DOCS / "files" / "labour.xlsx", tmp_path)

    codes = [localgoals(tmp_path, *words).returncode for words in commands(page)]

    assert codes == [1, 0, 0, 0, 0, 0, 0]
    structure, data = (
        tmp_path / "sdmx" / f"{one}.sdmx.xml" for one in ("structure", "observations")
    )
    validate_doc(data.read_text("utf-8"))
    (dataset,) = get_datasets(data, structure)
    of_city = dataset.data[(dataset.data["INDICATOR"] == "8_5_2") & (dataset.data["SEX"] == "_T")]
    rates = dict(zip(of_city["TIME_PERIOD"], of_city["OBS_VALUE"], strict=True))
    assert {year: float(rate) for year, rate in rates.items()} == {
        "2019": pytest.approx(100 * 2020 / 35400),
        "2020": pytest.approx(100 * 2300 / 36000),
        "2021": pytest.approx(100 * 2210 / 36700),
    }
    with (tmp_path / "back.csv").open(encoding="utf-8", newline="") as file:
        back = {row["period"]: row["value"] for row in csv.DictReader(file) if row["value"]}
    assert back["2019"] == str(100 * 2020 / 35400)
