"""What a page shows of the tables that it was made of."""

from __future__ import annotations

from pathlib import Path

from front_door import localgoals


def heads_of(folder: Path) -> str:
    page = (folder / "out" / "en" / "report.html").read_text(encoding="utf-8")
    return page[page.index("What it was made of</h2>") :]


def test_a_column_that_was_left_blank_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "emissions.csv").write_text("city,year,emissions\n,2010,100\n,2020,80\n")
    targets = (
        "city,target,kind,base_year,target_year,reduction_percent\n,Half,base_year,2010,2030,50\n"
    )
    (tmp_path / "targets.csv").write_text(targets)

    done = localgoals(tmp_path, "tools", "run", "climate-targets", ".", "-o", "out")

    assert done.returncode == 0, done.stderr
    assert "City, where there are several" not in heads_of(tmp_path)
    assert "Emissions, t CO₂e" in heads_of(tmp_path)
