"""SDMX, JSON-stat, CSVW and data packages as their standards and other programs write them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import frictionless
import pytest
import sdmx
from sdmx.model import v21

from localgoals.ingest.exchange.cells import Exchanged, Wanted
from localgoals.ingest.exchange.csvw import read_csvw
from localgoals.ingest.exchange.data_package import read_data_package
from localgoals.ingest.exchange.json_stat import read_json_stat
from localgoals.ingest.exchange.sdmx_csv import read_sdmx_csv
from localgoals.ingest.exchange.sdmx_ml import read_sdmx_ml

SDMX = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
CONCEPTS = ("FREQ", "SERIES", "REF_AREA", "SEX", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS",
            "UNIT_MULT", "REMARK")  # fmt: skip
# Expected, whatever the format: births in thousands, of girls and of all; none was counted in 2020.
EXPECTED = [
    ("BIRTHS", "XX", "2019", "", 1500.0, ""),
    ("BIRTHS", "XX", "2019", "sex=female", 700.0, ""),
    ("BIRTHS", "XX", "2020", "", None, "NO"),
]


def figures(found: Exchanged) -> list[tuple[object, ...]]:
    """Give the figures of a file without a fault, sorted."""
    assert found.problems == []
    table = found.table
    values = [None if value != value else value for value in table["value"]]
    keys = (table[name] for name in ("series", "area", "period", "group"))
    rows = zip(*keys, values, table["notation"], strict=True)
    return sorted(rows, key=lambda row: row[:4])


def structure_of_births() -> v21.DataStructureDefinition:
    """Make a data structure by a second library; TITLE is an attribute of its own."""
    agency = v21.Agency(id="XX")
    made = v21.DataStructureDefinition(id="BIRTHS", maintainer=agency, version="1.0")
    series = v21.Codelist(id="CL_SERIES", maintainer=agency, version="1.0")
    series.append(v21.Code(id="BIRTHS", name="Live births"))
    sex = v21.Codelist(id="CL_SEX", maintainer=agency, version="1.0")
    for code in ("_T", "F"):
        sex.append(v21.Code(id=code, name=code))
    lists = {"SERIES": series, "SEX": sex}
    concepts = v21.ConceptScheme(id="CONCEPTS", maintainer=agency, version="1.0")
    for name in CONCEPTS:
        concepts.append(v21.Concept(id=name))
    for name in CONCEPTS[:4]:
        coded = v21.Representation(enumerated=lists[name]) if name in lists else None
        made.dimensions.append(
            v21.Dimension(id=name, concept_identity=concepts[name], local_representation=coded)
        )
    made.dimensions.append(
        v21.TimeDimension(id="TIME_PERIOD", concept_identity=concepts["TIME_PERIOD"])
    )
    made.measures.append(v21.PrimaryMeasure(id="OBS_VALUE", concept_identity=concepts["OBS_VALUE"]))
    of_series = v21.DimensionRelationship(dimensions=[made.dimensions.get("SERIES")])
    for name in ("OBS_STATUS", "UNIT_MULT", "REMARK"):
        related = of_series if name == "REMARK" else v21.PrimaryMeasureRelationship()
        made.attributes.append(
            v21.DataAttribute(id=name, concept_identity=concepts[name], related_to=related)
        )
    return made


def written_by_sdmx1(folder: Path, kind: type[v21.DataSet]) -> tuple[Path, Path]:
    """Write the births as a data message and its structure, by a second library."""
    made = structure_of_births()
    data = kind(structured_by=made)
    rows = {"_T": (("2019", 1.5, "A"), ("2020", None, "M")), "F": (("2019", 0.7, "A"),)}
    for sex, figures_of_sex in rows.items():
        key = made.make_key(
            v21.SeriesKey, {"FREQ": "A", "SERIES": "BIRTHS", "REF_AREA": "XX", "SEX": sex}
        )
        key.attrib["REMARK"] = v21.AttributeValue(
            value="registered", value_for=made.attributes.get("REMARK")
        )
        data.add_obs(
            [
                v21.Observation(
                    dimension=made.make_key(v21.Key, {"TIME_PERIOD": year}),
                    value=value,
                    value_for=made.measures[0],
                    series_key=key,
                    attached_attribute={
                        name: v21.AttributeValue(value=text, value_for=made.attributes.get(name))
                        for name, text in (("OBS_STATUS", status), ("UNIT_MULT", "3"))
                    },
                )
                for year, value, status in figures_of_sex
            ],
            series_key=key,
        )
    flow = v21.DataflowDefinition(id="DF", structure=made, maintainer=v21.Agency(id="XX"))
    message = sdmx.message.DataMessage(data=[data], dataflow=flow)
    message.observation_dimension = made.dimensions.get("TIME_PERIOD")
    structures = sdmx.message.StructureMessage(structure={made.id: made})
    for name in ("SERIES", "SEX"):
        listed = made.dimensions.get(name).local_representation.enumerated
        structures.codelist[listed.id] = listed
    (folder / "data.xml").write_bytes(sdmx.to_xml(message))
    (folder / "dsd.xml").write_bytes(sdmx.to_xml(structures))
    return folder / "data.xml", folder / "dsd.xml"


@pytest.mark.parametrize("kind", [v21.StructureSpecificDataSet, v21.GenericDataSet])
def test_messages_of_another_program_are_read(kind: type[v21.DataSet], tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        data, structure = written_by_sdmx1(tmp_path, kind)

    alone = read_sdmx_ml(data, Wanted(columns=(("ignore", "REMARK"),)))
    with_structure = read_sdmx_ml(data, Wanted(structure=structure))
    together = read_sdmx_ml(tmp_path, Wanted())

    assert figures(alone) == figures(with_structure) == figures(together) == EXPECTED
    assert [one.title for one in with_structure.origins] == ["Live births"]


def test_without_a_structure_a_remark_of_a_series_is_taken_for_a_dimension(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        data, _ = written_by_sdmx1(tmp_path, v21.StructureSpecificDataSet)

    found = read_sdmx_ml(data, Wanted())

    assert set(found.table["group"]) == {"remark=registered", "remark=registered;sex=female"}


def test_a_code_that_the_list_does_not_have_is_named(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        data, structure = written_by_sdmx1(tmp_path, v21.StructureSpecificDataSet)
    data.write_text(data.read_text().replace('SEX="F"', 'SEX="Q"'))

    found = read_sdmx_ml(data, Wanted(structure=structure))

    assert [one.kind for one in found.problems] == ["exchange-unlisted-code"]
    assert "sex=Q" in set(found.table["group"])


def test_every_layout_of_generic_data_says_the_same(tmp_path: Path) -> None:
    flat = """<g:Obs><g:ObsKey><g:Value id="SERIES" value="BIRTHS"/>
      <g:Value id="REF_AREA" value="XX"/><g:Value id="SEX" value="{sex}"/>
      <g:Value id="TIME_PERIOD" value="{year}"/></g:ObsKey>{value}
      <g:Attributes><g:Value id="OBS_STATUS" value="{status}"/></g:Attributes></g:Obs>"""
    rows = "".join(
        flat.format(sex=sex, year=year, value=value, status=status)
        for sex, year, value, status in (
            ("_T", "2019", '<g:ObsValue value="1.5"/>', "A"),
            ("_T", "2020", '<g:ObsValue value="NaN"/>', "M"),
            ("F", "2019", '<g:ObsValue value="0.7"/>', "A"),
        )
    )
    text = f"""<m:GenericData xmlns:m="{SDMX}/message" xmlns:g="{SDMX}/data/generic"><m:Header>
      <m:Structure structureID="S" dimensionAtObservation="AllDimensions"/></m:Header>
      <m:DataSet structureRef="S"><g:Attributes><g:Value id="UNIT_MULT" value="3"/></g:Attributes>
      {rows}</m:DataSet></m:GenericData>"""
    (tmp_path / "flat.xml").write_text(text)

    assert figures(read_sdmx_ml(tmp_path / "flat.xml", Wanted())) == EXPECTED


def test_what_a_group_says_is_true_of_its_observations(tmp_path: Path) -> None:
    text = f"""<m:StructureSpecificData xmlns:m="{SDMX}/message"><m:DataSet>
      <Group SERIES="BIRTHS" REF_AREA="XX" UNIT_MULT="3"/>
      <Series SERIES="BIRTHS" REF_AREA="XX" SEX="_T"><Obs TIME_PERIOD="2019" OBS_VALUE="1.5"/>
        <Obs TIME_PERIOD="2020" OBS_STATUS="M"/></Series>
      <Series SERIES="BIRTHS" REF_AREA="XX" SEX="F"><Obs TIME_PERIOD="2019" OBS_VALUE="0.7"/>
      </Series></m:DataSet></m:StructureSpecificData>"""
    (tmp_path / "grouped.xml").write_text(text)

    assert figures(read_sdmx_ml(tmp_path / "grouped.xml", Wanted())) == EXPECTED


SDMX_CSV = {
    "1.0": """DATAFLOW,FREQ,SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,REMARK
XX:DF(1.0),A,BIRTHS,XX,_T,2019,1.5,A,3,as registered
XX:DF(1.0),A,BIRTHS,XX,_T,2020,,M,3,
XX:DF(1.0),A,BIRTHS,XX,F,2019,0.7,A,3,
""",
    "1.0 with both labels": """DATAFLOW,FREQ: Frequency,SERIES: Series,REF_AREA: Reference area,\
SEX: Sex,TIME_PERIOD: Time period,OBS_VALUE,OBS_STATUS: Observation status,UNIT_MULT: Multiplier
XX:DF(1.0): Births,A: Annual,BIRTHS: Live births,XX: Town,_T: Total,2019,1.5,A: Normal,3: Thousands
XX:DF(1.0): Births,A: Annual,BIRTHS: Live births,XX: Town,_T: Total,2020,,M: Missing,3: Thousands
XX:DF(1.0): Births,A: Annual,BIRTHS: Live births,XX: Town,F: Female,2019,0.7,A: Normal,3: Thousands
""",
    "2.0": """STRUCTURE,STRUCTURE_ID,ACTION,FREQ,SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,\
OBS_STATUS,UNIT_MULT
dataflow,XX:DF(1.0.0),I,A,BIRTHS,XX,_T,2019,1.5,A,3
dataflow,XX:DF(1.0.0),I,A,BIRTHS,XX,_T,2020,NaN,M,3
dataflow,XX:DF(1.0.0),I,A,BIRTHS,XX,F,2019,0.7,A,3
""",
    "2.0 with names": """STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,SERIES,Series name,REF_AREA,\
Reference area,SEX,Sex,TIME_PERIOD,Time period,OBS_VALUE,Observation value,OBS_STATUS,\
Observation status,UNIT_MULT,Unit multiplier
dataflow,XX:DF(1.0.0),Births,I,BIRTHS,Live births,XX,Town,_T,Total,2019,,1.5,,A,Normal,3,Thousands
dataflow,XX:DF(1.0.0),Births,I,BIRTHS,Live births,XX,Town,_T,Total,2020,,,,M,Missing,3,Thousands
dataflow,XX:DF(1.0.0),Births,I,BIRTHS,Live births,XX,Town,F,Female,2019,,0.7,,A,Normal,3,Thousands
""",
}


@pytest.mark.parametrize("version", SDMX_CSV)
def test_every_version_of_sdmx_csv_says_the_same(version: str, tmp_path: Path) -> None:
    (tmp_path / "births.csv").write_text(SDMX_CSV[version])

    found = read_sdmx_csv(tmp_path / "births.csv", Wanted())

    assert figures(found) == EXPECTED
    named = "labels" in version or "names" in version
    assert [one.title for one in found.origins] == ["Live births" if named else ""]


def test_a_unit_that_tells_figures_apart_is_part_of_the_series(tmp_path: Path) -> None:
    rows = "x,A,WATER,XX,2019,{},{}\n"
    head = "DATAFLOW,FREQ,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
    (tmp_path / "a.csv").write_text(head + rows.format(5, "M3") + rows.format(50, "PT"))

    found = read_sdmx_csv(tmp_path / "a.csv", Wanted())

    assert found.problems == []
    assert found.table["series"].tolist() == ["WATER [M3]", "WATER [PT]"]
    assert [one.unit for one in found.origins] == ["M3", "PT"]


def test_names_that_a_person_gives_go_before_those_that_are_known(tmp_path: Path) -> None:
    text = "DATAFLOW,Thema,Ort,SEX,TIME_PERIOD,OBS_VALUE\nx,births,XX,F,2019,5\n"
    (tmp_path / "a.csv").write_text(text)
    columns = (("series", "Thema"), ("area", "Ort"), ("gender", "SEX"))

    found = read_sdmx_csv(tmp_path / "a.csv", Wanted(columns=columns))

    assert figures(found) == [("births", "XX", "2019", "gender=F", 5.0, "")]


def test_a_name_that_no_column_has_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SDMX_CSV["1.0"])

    found = read_sdmx_csv(tmp_path / "a.csv", Wanted(columns=(("area", "CITY"),)))

    assert [one.kind for one in found.problems] == ["column-missing"]


def test_values_are_multiplied_as_on_paper(tmp_path: Path) -> None:
    head = "DATAFLOW,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\n"
    (tmp_path / "a.csv").write_text(head + "x,a,X,2019,1.1,3\nx,a,X,2020,4.35,2\nx,a,X,2021,7,-1\n")

    found = read_sdmx_csv(tmp_path / "a.csv", Wanted())

    assert found.table["value"].tolist() == [1100.0, 435.0, 0.7]


def cube() -> dict[str, object]:
    """Give the births in JSON-stat, as the example of its specification is laid out."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Births",
        "source": "Registry",
        "id": ["what", "where", "sex", "when"],
        "size": [1, 1, 2, 2],
        "role": {"time": ["when"], "geo": ["where"], "metric": ["what"]},
        "dimension": {
            "what": {
                "category": {
                    "label": {"BIRTHS": "Live births"},
                    "unit": {"BIRTHS": {"label": "persons"}},
                }
            },
            "where": {"category": {"index": {"XX": 0}}},
            "sex": {"category": {"index": {"F": 1, "T": 0}}},
            "when": {"category": {"index": ["2019", "2020"]}},
        },
        "value": {"0": 1500, "1": None, "2": 700},
        "status": {"1": "M"},
    }


def test_a_cube_in_json_stat_is_read_with_its_roles(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(cube()))

    found = read_json_stat(tmp_path / "a.json", Wanted())

    assert figures(found) == EXPECTED
    (origin,) = found.origins
    assert (origin.title, origin.unit, origin.source) == ("Live births", "persons", "Registry")


def test_the_last_dimension_of_a_cube_changes_fastest(tmp_path: Path) -> None:
    changed = cube() | {"value": [1, 2, 3, 4], "status": None}
    (tmp_path / "a.json").write_text(json.dumps(changed))

    table = read_json_stat(tmp_path / "a.json", Wanted()).table

    assert table["group"].tolist() == ["", "", "sex=female", "sex=female"]
    assert table["period"].tolist() == ["2019", "2020", "2019", "2020"]


def test_a_collection_gives_the_data_sets_that_it_holds(tmp_path: Path) -> None:
    collection = {"version": "2.0", "class": "collection", "link": {"item": [cube()]}}
    (tmp_path / "a.json").write_text(json.dumps(collection))

    assert figures(read_json_stat(tmp_path / "a.json", Wanted())) == EXPECTED


def test_a_csv_on_the_web_is_read_as_its_description_says(tmp_path: Path) -> None:
    (tmp_path / "births.csv").write_text(
        "# from the registry\nQué;Dónde;Año;Sexo;Valor;Nota\n"
        "BIRTHS;XX;2019;_T;1.500,0;\nBIRTHS;XX;2019;F;700;\nBIRTHS;XX;2020;_T;-;NO\n",
        encoding="latin-1",
    )
    dimension = "http://purl.org/linked-data/sdmx/2009/dimension#"
    number = {"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}}
    description = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
        "dc:title": {"@value": "Nacimientos", "@language": "es"},
        "dialect": {"delimiter": ";", "encoding": "latin1", "skipRows": 1},
        "tables": [
            {
                "url": "births.csv",
                "tableSchema": {
                    "columns": [
                        {"name": "series", "titles": "Qué"},
                        {"name": "where", "titles": "Dónde", "propertyUrl": f"{dimension}refArea"},
                        {"name": "year", "titles": {"es": ["Año"]}},
                        {"name": "sex", "titles": "Sexo"},
                        {"name": "value", "titles": "Valor", "datatype": number, "null": "-"},
                        {"name": "notation", "titles": "Nota"},
                    ]
                },
            }
        ],
    }
    (tmp_path / "births.csv-metadata.json").write_text(json.dumps(description))

    for path in (tmp_path, tmp_path / "births.csv", tmp_path / "births.csv-metadata.json"):
        found = read_csvw(path, Wanted())

        assert figures(found) == EXPECTED
        assert found.origins[0].title == "Nacimientos"


def test_a_package_of_another_program_is_read(tmp_path: Path) -> None:
    (tmp_path / "births.csv").write_text(
        "series;area;year;sex;value;notation\nBIRTHS;XX;2019;;1500;\nBIRTHS;XX;2019;F;700;\n"
        "BIRTHS;XX;2020;;n/a;NO\n"
    )
    (tmp_path / "areas.csv").write_text("code;name\nXX;Town\n")
    resources = [
        frictionless.describe(
            f"{name}.csv",
            basepath=str(tmp_path),
            dialect=frictionless.Dialect.from_descriptor({"csv": {"delimiter": ";"}}),
            schema=schema,
        )
        for name, schema in (
            ("births", frictionless.Schema.from_descriptor(BIRTHS_SCHEMA)),
            ("areas", None),
        )
    ]
    package = frictionless.Package(title="Births", resources=resources)
    package.sources = [{"title": "Registry", "path": "https://example.org"}]
    package.licenses = [{"name": "CC-BY-4.0"}]
    package.to_json(str(tmp_path / "datapackage.json"))

    found = read_data_package(tmp_path, Wanted())

    assert [one.kind for one in found.problems] == ["exchange-no-figures"]
    assert figures(Exchanged(found.table, (), [])) == EXPECTED
    (origin,) = found.origins
    assert (origin.title, origin.source) == ("Births", "Registry https://example.org")
    assert origin.licence == "CC-BY-4.0"


BIRTHS_SCHEMA = {
    "fields": [
        {"name": name, "type": "number" if name == "value" else "string"}
        for name in ("series", "area", "year", "sex", "value", "notation")
    ],
    "missingValues": ["", "n/a"],
}


def test_figures_that_are_often_wrong_are_named_whatever_the_format(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(
        "DATAFLOW,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
        "A:B(1.0),people,XX,2018,100\nA:B(1.0),people,XX,2019,9000\n",
        encoding="utf-8",
    )

    read = read_sdmx_csv(path, Wanted())

    assert [one.kind for one in read.problems] == ["statistics-jump"]
    assert read.table["value"].tolist() == [100, 9000]
