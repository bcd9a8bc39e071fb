"""The catalogue of the package is whole, strict about its files, and read once."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from localgoals.catalogue.feeds import fed_by
from localgoals.catalogue.load import load, order_of_code, read_catalogue
from localgoals.errors import BadInput

# The series that observers compute, by indicator, headline first.
COMPUTED = {
    "11.2.1": "total low_capacity high_capacity service_4 service_10",
    "1.4.1": "water sanitation hygiene clean_fuels mobility waste_collection health_care education"
    " broadband",
    "6.3.2": "value rivers lakes groundwater",
    "11.3.2": "value lowest highest",
    "16.7.2": "value inclusive responsive",
    "11.7.1": "share_of_built_up open_space streets access_400m",
    "11.3.1": "ratio ratio_log land_consumption_rate population_growth_rate built_up_per_head"
    " built_up_change",
    "11.6.2": "population_weighted station_mean",
    "3.4-P1": "population density growth",
    "3.4-P2": "urban_centre urban_cluster rural urban_centre_area",
    "3.4-P3": "street_density intersection_density",
    "3.3-P1": "green_per_head",
    "1.2-P1": "within_walk",
    "1.2-P2": "within_walk",
    "1.2-P3": "within_walk",
    "1.2-P4": "within_walk",
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the files of the catalogue, so that a test may break them."""
    folder = tmp_path / "catalogue"
    shutil.copytree(str(files("localgoals") / "catalogue"), folder)
    return folder


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("code", COMPUTED)
def test_an_indicator_declares_the_series_that_are_computed(code: str) -> None:
    declared = [series.code for series in load().indicators[code].series]

    assert declared == COMPUTED[code].split()


def test_every_other_indicator_is_made_of_statistics() -> None:
    catalogue = load()

    made = {
        code
        for code, one in catalogue.indicators.items()
        if one.statistics and not one.is_dashboard
    }

    assert made == set(catalogue.indicators) - set(COMPUTED)


def test_every_ratio_has_a_worked_example() -> None:
    catalogue = load()

    ratios = {(code, series) for code, one in catalogue.indicators.items() for series in one.ratios}

    assert ratios == set(catalogue.examples)


def test_there_are_at_least_125_indicators_and_one_in_each_cell() -> None:
    indicators = load().indicators

    cells = {one.umf_cell for one in indicators.values()}

    assert len(indicators) >= 125
    assert cells == {(domain, objective) for domain in range(1, 6) for objective in range(1, 5)}


def test_every_named_urban_code_is_fed_by_an_indicator() -> None:
    catalogue = load()

    named = {code for code, one in catalogue.urban_codes.items() if one.title is not None}
    fed = {code for framework, code in fed_by(catalogue) if framework == "umf"}

    assert len(named) == 22
    assert named <= fed


def test_all_goals_targets_and_the_urban_frame_are_there() -> None:
    catalogue = load()

    assert list(catalogue.goals) == list(range(1, 18))
    assert len(catalogue.targets) == 169
    assert (list(catalogue.domains), list(catalogue.objectives)) == ([1, 2, 3, 4, 5], [1, 2, 3, 4])


def test_a_goal_and_a_target_are_in_both_languages() -> None:
    catalogue = load()

    assert catalogue.goals[11].short.zh == "可持续的城市和社区"
    assert catalogue.targets["11.2"].title.en.startswith(
        "By 2030, provide access to safe, affordable"
    )
    assert catalogue.targets["11.2"].goal == 11


def test_the_catalogue_is_read_once() -> None:
    assert load() is load()


def test_codes_are_in_the_order_of_their_numbers() -> None:
    codes = list(load().indicators)

    assert codes == sorted(codes, key=order_of_code)
    assert codes.index("3.6.1") < codes.index("11.2.1")


@pytest.mark.parametrize("table", ["street_width_m", "counts_as_street"])
def test_tables_of_streets_have_every_walkable_class(table: str) -> None:
    from localgoals.ingest.layers import HIGHWAYS

    assert set(load().parameter_tables[table].values) == set(HIGHWAYS)


def test_an_urban_code_that_was_not_read_has_no_title() -> None:
    codes = load().urban_codes

    assert codes["1.1.1"].title is None
    assert codes["1.1.1"].status == "unread"
    assert codes["1.2.1"].status == "verified"
    assert len(codes) == 30


@pytest.mark.parametrize(
    ("group", "english", "chinese"),
    [
        ("sex=female", "Sex: women and girls", "性别：妇女和女童"),
        ("disability=yes", "Disability: people with disabilities", "残疾状况：残疾人"),
        ("age=65+", "Age: 65+", "年龄：65+"),
        ("tenure=rented", "tenure=rented", "tenure=rented"),
    ],
)
def test_a_group_is_named_in_words(group: str, english: str, chinese: str) -> None:
    title = load().group_title(group)

    assert (title.en, title.zh) == (english, chinese)


def test_a_copy_of_the_files_reads_the_same(copied: Path) -> None:
    assert read_catalogue(copied) == load()


def test_an_unknown_key_names_its_file(copied: Path) -> None:
    replace_in(copied / "indicators" / "8.5.2.yaml", "better: lower", "better: lower\nscore: 3")

    with pytest.raises(BadInput, match=r"indicators/8.5.2.yaml: unknown key 'score'"):
        read_catalogue(copied)


def test_a_missing_key_names_its_file(copied: Path) -> None:
    replace_in(copied / "indicators" / "8.5.2.yaml", "goal: 8\n", "")

    with pytest.raises(BadInput, match=r"indicators/8.5.2.yaml: the key 'goal' is missing"):
        read_catalogue(copied)


def test_an_indicator_stands_in_the_file_of_its_code(copied: Path) -> None:
    folder = copied / "indicators"
    (folder / "8.5.2.yaml").rename(folder / "8.5.3.yaml")

    with pytest.raises(BadInput, match=r"8.5.3.yaml: declares 8.5.2, which belongs in 8.5.2.yaml"):
        read_catalogue(copied)


def test_a_code_that_occurs_twice_is_refused(copied: Path) -> None:
    replace_in(copied / "units.yaml", "code: share", "code: percent")

    with pytest.raises(BadInput, match=r"units.yaml: a code occurs twice"):
        read_catalogue(copied)


def test_a_file_that_should_be_a_list_says_so(copied: Path) -> None:
    (copied / "roles.yaml").write_text("boundary: City boundary\n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"roles.yaml: found .* expected a list"):
        read_catalogue(copied)


def test_a_file_of_sections_has_exactly_those(copied: Path) -> None:
    replace_in(copied / "parameters.yaml", "tables:", "grids:")

    with pytest.raises(BadInput, match=r"parameters.yaml: found the keys values, grids"):
        read_catalogue(copied)
