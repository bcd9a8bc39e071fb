"""What nobody meant to give to a tool: it is named, and never ends the program or a figure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from front_door import Done, localgoals

PARTICIPANTS = {
    "reference": "attribute,category,people\nage,young,50\nage,old,50\n",
    "counts": "attribute,category,participants\nage,young,20\nage,old,30\n",
}


def run(folder: Path, code: str, tables: Mapping[str, str]) -> Done:
    """Run a tool on tables, which are written for it."""
    given = folder / "given"
    given.mkdir()
    for name, text in tables.items():
        (given / f"{name}.csv").write_bytes(text.encode())
    return localgoals(folder, "tools", "run", code, given, "-o", "out", "--lang", "en")


def test_a_character_that_no_drawing_can_hold_does_not_end_the_program(tmp_path: Path) -> None:
    tables = {
        "goals": "goal,title\n6,Water\x0bsupply\n7,\x01Energy\x00\n",
        "interactions": "from,to,score,why\n6,7,2,\x02\uffff\n",
    }

    done = run(tmp_path, "interlinkages", tables)

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "Water supply" in page
    assert not {"\x00", "\x01", "\x02", "\x0b", "\uffff"} & set(page)


def test_accents_that_are_written_apart_do_not_keep_the_pdf_from_being_made(tmp_path: Path) -> None:
    tables = {
        "goals": "goal,title\n6,Vie\u0323\u0302t\n7,x\u0300\u0301\n",
        "interactions": "from,to,score,why\n6,7,2,\u0301\n",
    }

    done = run(tmp_path, "interlinkages", tables)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "en" / "report.pdf").stat().st_size > 0


def test_a_number_too_small_to_be_counted_with_is_named(tmp_path: Path) -> None:
    header = "country,income,state,total_percent_gdp,own_percent_gdp,gdp_usd,population"
    row = "X,lower_middle,unitary,5,2,1000000,1e-300"

    done = run(tmp_path, "revenue-countries", {"countries": f"{header}\n{row}\n"})

    assert done.returncode == 1
    assert "row 2, column population" in done.stdout + done.stderr


def test_a_name_too_long_for_any_drawing_is_named(tmp_path: Path) -> None:
    header = "country,income,state,total_percent_gdp,own_percent_gdp,gdp_usd,population"
    row = "W,lower_middle,unitary,5,2,1000000,100"

    tables = {"countries": f"{header}\n{'W' * 3000}{row}\nshort{row}\n"}
    done = run(tmp_path, "revenue-countries", tables)

    assert done.returncode == 1
    assert done.stderr.count("error: ") == 1
    assert "row 2, column country" in done.stderr
    assert "3001 letters" in done.stderr


def test_an_attribute_without_people_is_named(tmp_path: Path) -> None:
    nobody = PARTICIPANTS | {"reference": "attribute,category,people\nage,young,0\nage,old,0\n"}

    done = run(tmp_path, "participants", nobody)

    assert done.returncode == 1
    assert "row 2, column people" in done.stdout + done.stderr


def test_a_loan_that_outlasts_the_cash_flows_of_its_project_is_named(tmp_path: Path) -> None:
    # Beside a longer project its later years would be years without income, with a cover of 0.
    years = [
        f"{name},{2025 + year}" for name, last in (("a", 5), ("b", 20)) for year in range(last)
    ]
    tables = {
        "projects": "project,discount_rate,debt,debt_rate,debt_years\na,5,100,5,10\nb,5,100,5,10\n",
        "cash_flows": "project,year,investment,operating_cost,revenue,benefit\n"
        + "".join(f"{one},10,5,40,0\n" for one in years),
    }

    done = run(tmp_path, "project-finance", tables)

    assert done.returncode == 1
    assert done.stderr.count("error: ") == 1
    assert "row 2, column debt_years" in done.stderr
