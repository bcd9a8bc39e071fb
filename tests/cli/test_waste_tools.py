"""The waste tools on tables of one's own: what is taken, and what is refused with both figures."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from front_door import Done, localgoals

FACILITIES = "city,facility,kind,received_t,passed_on_t,level,ladder,boxes\n"
FATES = "city,source,land,burnt,drains,water\na,all,40,30,20,10\n"
FACTORS = "stage,level,percent\nservice_collection,low,5\ntransport,low,0\ndisposal,low,0\n"
STAGES = "city,stage,level\na,service_collection,low\na,transport,low\na,disposal,low\n"


def run(folder: Path, tool: str, tables: dict[str, str]) -> Done:
    """Write the tables of one's own, and run a tool on them."""
    (folder / "mine").mkdir()
    for name, text in tables.items():
        (folder / "mine" / f"{name}.csv").write_text(text, encoding="utf-8")
    return localgoals(folder, "tools", "run", tool, "mine", "-o", "out")


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table that a tool wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_that_contradicts_itself_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-wise-cities",
        {
            "cities": "city,population,generated_t\na,1000,\nb,,5\n",
            "income_groups": "city,group,share,kg_per_head\na,low,0.5,0.3\na,high,0.3,0.5\n"
            "b,all,1,0.4\n",
            "facilities": FACILITIES
            + "a,plant,recovery,10,12,basic,,\n"
            + "c,dump,disposal,10,1,none,,\n"
            + "a,pit,disposal,1,0,full,landfill,no_cover fire no_staff\n"
            + "a,pit two,disposal,1,0,,landfill,no_cover flying\n"
            + "a,pit three,disposal,1,0,,,no_cover\n",
            "composition": "city,place,fraction,percent,mass_kg\na,households,food,70,\n"
            "a,households,paper,20,\na,disposal,food,70,\na,disposal,paper,,3\n",
            "areas": "city,area,population,level\na,north,900,basic\na,south,200,none\n",
        },
    )

    assert done.returncode == 1
    for said in (
        "income_groups.csv, a", "shares of income groups that sum to 0.8",
        "cities.csv, row 3, column generated_t",
        "facilities.csv, row 2, column passed_on_t", "no more than received_t",
        "facilities.csv, row 3, column city", "a row of the table cities",
        "facilities.csv, row 4, column level", "facilities.csv, row 5, column boxes",
        "facilities.csv, row 6, column boxes", "the ladder of the boxes",
        "percentages that sum to 90", "percentages and masses of one composition",
        "1,100 people in all areas", "1,000 people of the city",
    ):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("extra", "said"),
    [("", "9.0 t/day collected, and 5.0 t/day generated"), ("1,8,0", "9.0 t/day recycled")],
)
def test_more_collected_or_recycled_than_generated_is_refused_with_both_figures(
    extra: str, said: str, tmp_path: Path
) -> None:
    received = 2 if extra else 9
    done = run(
        tmp_path,
        "waste-wise-cities",
        {
            "cities": f"city,generated_t,recycled_t,exported_t,imported_t\na,5,{extra or ',,'}\n",
            "facilities": f"{FACILITIES}a,dump,disposal,{received},0,none,,\n",
        },
    )

    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_blank_is_not_known_and_the_page_says_which_one(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-wise-cities",
        {
            "cities": "city,population,other_t\na,1000,\nb,1000,0.2\n",
            "income_groups": "city,group,share,kg_per_head\na,all,1,0.7\nb,all,1,\n",
            "facilities": FACILITIES
            + "a,dump,disposal,0.5,0.1,,,\n"
            + "b,dump,disposal,0.5,,limited,,\n",
        },
    )

    found = {one["city"]: one for one in rows(tmp_path / "out" / "cities.csv")}
    lacks = {
        (one["city"], one["figure"]): one["lacks"] for one in rows(tmp_path / "out" / "unknown.csv")
    }
    assert done.returncode == 0, done.stderr
    # 0.7 kg of 1,000 people are 0.7 t, and 30 % of all more.
    assert float(found["a"]["generated_t"]) == pytest.approx(1.0)
    assert found["a"]["other_is_guessed"] == "True"
    assert float(found["a"]["collected_percent"]) == pytest.approx(40)
    assert (
        found["a"]["controlled_t"] == found["b"]["generated_t"] == found["b"]["collected_t"] == ""
    )
    assert float(found["b"]["controlled_t"]) == 0
    assert lacks["a", "controlled_t"] == "facilities.level"
    assert lacks["b", "generated_t"] == "income_groups"
    assert lacks["b", "collected_t"] == "facilities.passed_on_t"
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "Waste of non-households is a guess, not weighed, in: a." in page


def test_a_facility_of_unknown_amount_is_not_drawn_as_nothing(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-wise-cities",
        {
            "cities": "city,generated_t\na,9\n",
            "facilities": f"{FACILITIES}a,x,disposal,5,0,none,,\na,y,disposal,,0,none,,\n",
        },
    )

    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert '<svg role="img"' not in page
    assert "Facilities: Received" in page


def test_one_city_with_its_own_guess_and_facts_of_its_areas(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-wise-cities",
        {
            "cities": "city,population,other_percent\n甲市,1000,50\n",
            "income_groups": "city,group,share,kg_per_head\n甲市,all,1,0.5\n",
            "facilities": f"{FACILITIES}甲市,厂,回收,0.5,0,有限,,\n",
            "areas": "city,area,population,at_door,point_m,times_per_week,fractions,littered\n"
            "甲市,n,600,yes,,1,1,\n甲市,s,400,no,250,2,3,no\n",
        },
    )

    city = rows(tmp_path / "out" / "cities.csv")[0]
    levels = [one["level"] for one in rows(tmp_path / "out" / "areas.csv")]
    assert done.returncode == 0, done.stderr
    assert float(city["generated_t"]) == pytest.approx(1.0)
    assert (float(city["controlled_t"]), float(city["access_percent"])) == (0, 60)
    assert levels == ["basic", "limited"]


def test_faults_of_a_flow_are_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-flow",
        {
            "cities": "city,plastic_t,informal_percent,service_percent\na,100,60,50\n",
            "stages": STAGES + "a,informal_collection,high\nb,transport,low\n",
            "factors": FACTORS + "disposal,medium,9\ndisposal,high,3\n",
            "fates": FATES + "a,uncollected,50,50,10,0\n",
        },
    )

    assert done.returncode == 1
    for said in (
        "cities.csv, row 2, column service_percent", "more than 100 with informal_percent",
        "stages.csv, row 5, column level", "stages.csv, row 6, column city",
        "factors.csv, row 6, column percent", "fates.csv, row 3, column land",
    ):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


def test_tonnes_of_a_day_taken_for_a_year_are_asked_about(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-flow",
        {
            "cities": "city,population,plastic_t,informal_percent,service_percent,"
            "formal_sorting_percent,informal_sorting_percent\na,1240000,60,0,50,0,0\n",
            "stages": STAGES,
            "factors": FACTORS,
            "fates": FATES,
        },
    )

    city = rows(tmp_path / "out" / "cities.csv")[0]
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert float(city["unmanaged_t"]) == pytest.approx(30 + 1.5)
    # Nobody has said what becomes of what goes into drains.
    assert city["drains_t"] == city["water_t"] == city["water_bottles_per_head"] == ""
    lacks = [one["lacks"] for one in rows(tmp_path / "out" / "unknown.csv")]
    assert lacks == ["stages.storm_drains"]
    assert "Less than 1 kg of plastic waste per head a year in: a." in page
    assert "not read in the user manual" in page


def test_a_visited_landfill_has_the_level_of_which_most_boxes_are_ticked(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "waste-control",
        {
            "answers": "area,round,respondent,about,landfill_boxes,other_recovery_boxes\n"
            "Town,2025,east,landfill,some_cover compacted no_fire staffed weighing,\n"
            "Town,2025,west,landfill,no_cover fire no_staff,\n"
            "Town,2025,yard,other_recovery,no_cover,unregistered some_weighing\n"
            "Town,2025,street,streets,,\n"
        },
    )

    forms = {one["respondent"]: one for one in rows(tmp_path / "out" / "forms.csv")}
    page = (tmp_path / "out" / "zh" / "report.html").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert forms["east"]["landfill_boxes_control_level"] == "basic"
    assert forms["west"]["landfill_boxes_control_level"] == "none"
    # A box that was ticked where it was not asked for counts for nothing.
    assert forms["yard"]["landfill_boxes_control_level"] == ""
    assert forms["yard"]["other_recovery_boxes_control_level"] == "limited"
    assert forms["street"]["landfill_boxes_control_level"] == ""
    assert "勾选项目最多的等级" in page
