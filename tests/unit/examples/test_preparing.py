from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.model.text import Text
from localgoals.sources.package_index import Pinned
from preparing import Recipe, build_once, in_both, index_address

ARCHIVE = Pinned("project", "project-1.0.tar.gz", "0" * 64)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text("first version")
    return path


@pytest.fixture
def recipe(tmp_path: Path, script: Path) -> Recipe:
    return Recipe(tmp_path / "packs" / "city", (ARCHIVE,), (script,))


def write(words: str) -> object:
    def build(folder: Path) -> None:
        folder.mkdir()
        (folder / "layer.csv").write_text(words)

    return build


def test_a_pack_is_built_once(recipe: Recipe) -> None:
    first = build_once(recipe, write("first"))
    second = build_once(recipe, write("second"))

    assert (first, second) == (True, False)
    assert (recipe.folder / "layer.csv").read_text() == "first"


def test_a_pack_is_built_again_when_its_script_changes(recipe: Recipe, script: Path) -> None:
    build_once(recipe, write("first"))
    script.write_text("second version")

    assert build_once(recipe, write("second"))
    assert (recipe.folder / "layer.csv").read_text() == "second"


def test_a_pack_is_built_again_when_an_archive_is_pinned_anew(recipe: Recipe) -> None:
    build_once(recipe, write("first"))
    newer = Pinned(ARCHIVE.project, ARCHIVE.filename, "1" * 64)

    assert build_once(Recipe(recipe.folder, (newer,), recipe.scripts), write("second"))


def test_a_pack_that_could_not_be_finished_is_not_there(recipe: Recipe) -> None:
    def stop_half_way(folder: Path) -> None:
        folder.mkdir()
        (folder / "layer.csv").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_once(recipe, stop_half_way)

    assert list(recipe.folder.parent.iterdir()) == []


def test_the_index_is_the_one_that_pip_is_set_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")

    assert index_address() == "https://index.example/simple"


def test_an_index_with_a_password_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://me:secret@index.example/simple")

    assert index_address() == "https://me:secret@index.example/simple"


def test_a_note_says_everything_in_one_language_and_then_in_the_other() -> None:
    note = in_both(Text("One.", "一。"), Text("Two.", "二。"))

    assert note == "One. Two. 一。二。"
