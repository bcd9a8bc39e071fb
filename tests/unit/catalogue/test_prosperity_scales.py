"""The file of prosperity scales: what is wrong with a row is named by file and row."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.prosperity import prosperity_scales, read_scales
from localgoals.errors import BadInput

HEADER = "code,form,transform,min,max,benchmark,depends_on,suspect,confirmed,note_en,note_zh"
SOUND = "a,up,identity,0,100,,,false,false,,"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "cpi_bounds.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_two_of_the_62_scales_are_suspect_and_notes_are_in_both_languages() -> None:
    scales = prosperity_scales()

    assert len(scales) == 62
    assert [code for code, one in scales.items() if one.suspect] == [
        "sufficient-living-area", "homicide-rate",
    ]  # fmt: skip
    assert all(bool(one.note.en) == bool(one.note.zh) for one in scales.values())


@pytest.mark.parametrize(
    "row",
    [
        "a,sideways,identity,0,100,,,false,false,,",
        "a,up,root9,0,100,,,false,false,,",
        "a,up,identity,100,0,,,false,false,,",
        "a,up,ln,0,100,,,false,false,,",
        "a,up,identity,,100,,,false,false,,",
        "a,peak,identity,,,,,false,false,,",
        "a,up0,identity,,,-1,,false,false,,",
        "a,up,identity,0,much,,,false,false,,",
        "a,up,identity",
    ],
)
def test_a_row_without_a_scale_is_named(row: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cpi_bounds.csv, row 3: no scale can be made"):
        read_scales(written(tmp_path, HEADER, SOUND, row))


def test_a_code_occurs_once_and_the_columns_are_fixed(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a code occurs twice"):
        read_scales(written(tmp_path, HEADER, SOUND, SOUND))
    with pytest.raises(BadInput, match="found the keys code, expected"):
        read_scales(written(tmp_path, "code"))
