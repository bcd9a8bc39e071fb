"""Every command of the how-to page about one's own city, run as it stands, in both languages."""

from __future__ import annotations

import re
import shlex
import tarfile
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from typer.testing import CliRunner

import monaco
from localgoals.cli.main import app
from localgoals.model.text import LANGUAGES

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / ".cache" / monaco.QUACKOSM.filename
PAGES = {
    "en": ROOT / "docs" / "how-to" / "your-own-city.md",
    "zh": ROOT / "docs" / "how-to" / "your-own-city.zh.md",
}


def blocks(page: Path, kind: str) -> list[str]:
    """Give the fenced blocks of one kind, in their order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[list[str]]:
    """Give the words of each command on a page, without the program's name."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    return [shlex.split(line.removeprefix("localgoals ")) for line in lines]


def lay_out_files(folder: Path, page: Path) -> None:
    """Put Monaco's files into a folder, under the names that the page uses."""
    pack = folder / "monaco"
    with tarfile.open(ARCHIVE) as archive:
        monaco.build(pack, archive)
        monaco.unpacked(archive, "monaco_boundary.geojson", folder).rename(
            folder / "boundary.geojson"
        )
    geopandas.read_parquet(pack / "wards.parquet").to_file(folder / "wards.gpkg")
    homes = pd.read_parquet(pack / "people-2022.parquet")
    homes.rename(columns={"x": "lon", "y": "lat"}).to_csv(folder / "homes.csv", index=False)
    (pack / "monaco.osm.pbf").rename(folder / "city.osm.pbf")
    (folder / "statistics.csv").write_text(blocks(page, "csv")[0])


@pytest.fixture(params=LANGUAGES)
def page(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the files that the page speaks of."""
    if not ARCHIVE.is_file():
        pytest.skip(f"{ARCHIVE.name} is not in .cache; make demo downloads it")
    page = PAGES[request.param]
    lay_out_files(tmp_path, page)
    monkeypatch.chdir(tmp_path)
    return page


def test_both_pages_give_the_same_commands() -> None:
    def plain(command: list[str]) -> list[str]:
        words = " ".join(command).replace(" --lang zh", "")
        return re.sub(r"[^\x00-\x7f].*", "", words).split()[:6]

    english, chinese = ([plain(command) for command in commands(page)] for page in PAGES.values())

    assert len(english) == 13
    assert [words[:4] for words in english] == [words[:4] for words in chinese]


def test_the_commands_make_a_sound_pack(page: Path) -> None:
    steps = [command for command in commands(page) if command[0] == "pack"]

    outcomes = {
        " ".join(command): CliRunner().invoke(app, command, catch_exceptions=False)
        for command in steps
    }

    assert {words: outcome.exit_code for words, outcome in outcomes.items()} == dict.fromkeys(
        outcomes, 0
    )
    shown = list(outcomes.values())[-1].stdout
    assert "Monaco (MC, MC)" in shown or "摩纳哥 (MC, MC)" in shown
