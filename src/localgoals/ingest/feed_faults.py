"""
Everything that can be wrong with street maps, timetables, air measurements and statistics.

Each kind says what was found, what was expected and what to do, like `localgoals.ingest.faults`.
Translations are in `locale/*/ingest_feeds.po`.
"""

from __future__ import annotations

from localgoals.ingest.climate_faults import CLIMATE_FAULTS
from localgoals.ingest.composite_faults import COMPOSITE_FAULTS
from localgoals.ingest.exchange.faults import EXCHANGE_FAULTS
from localgoals.ingest.file_faults import Fault
from localgoals.ingest.inventory_faults import INVENTORY_FAULTS
from localgoals.ingest.land_cover_faults import LAND_COVER_FAULTS
from localgoals.ingest.nature_faults import NATURE_FAULTS
from localgoals.ingest.pabulib_faults import PABULIB_FAULTS
from localgoals.ingest.planning_faults import PLANNING_FAULTS
from localgoals.ingest.portfolio_faults import PORTFOLIO_FAULTS
from localgoals.ingest.project_faults import PROJECT_FAULTS
from localgoals.ingest.risk_faults import RISK_FAULTS
from localgoals.ingest.sensor_faults import SENSOR_FAULTS
from localgoals.ingest.statistics_faults import STATISTICS_FAULTS
from localgoals.ingest.survey_faults import SURVEY_FAULTS
from localgoals.ingest.template_faults import TEMPLATE_FAULTS
from localgoals.ingest.tool_faults import TOOL_FAULTS
from localgoals.ingest.waste_faults import WASTE_FAULTS
from localgoals.model.problem import Problem
from localgoals.model.text import Message


def feed_problem(kind: str, where: str, **values: object) -> Problem:
    """Say what is wrong at one place, in the words of `FEED_FAULTS`."""
    fault = FEED_FAULTS[kind]
    found, expected, remedy = (
        Message(template, dict(values)) for template in (fault.found, fault.expected, fault.remedy)
    )
    return Problem(kind, where, found, expected, remedy, fault.severity)


_DOWNLOAD_MAP = "Download or cut the extract again; the file may be incomplete."
_OTHER_EXTRACT = "Use an extract that covers the city and was not filtered, or another layer."
_LEFT_OUT = "They were left out. Tell the publisher of the feed."

_ELSEWHERE = (
    CLIMATE_FAULTS
    | COMPOSITE_FAULTS
    | EXCHANGE_FAULTS
    | LAND_COVER_FAULTS
    | PABULIB_FAULTS
    | PORTFOLIO_FAULTS
    | SENSOR_FAULTS
    | STATISTICS_FAULTS
    | SURVEY_FAULTS
    | TEMPLATE_FAULTS
    | WASTE_FAULTS
    | NATURE_FAULTS
    | RISK_FAULTS
    | PLANNING_FAULTS
    | PROJECT_FAULTS
    | INVENTORY_FAULTS
    | TOOL_FAULTS
)

FEED_FAULTS: dict[str, Fault] = _ELSEWHERE | {
    # OpenStreetMap
    "osm-unreadable": Fault(
        "a file that cannot be read as OpenStreetMap PBF ({reason})",
        "a whole .osm.pbf extract",
        _DOWNLOAD_MAP,
    ),
    "osm-unsorted": Fault(
        "elements that are not in the order of their numbers ({reason})",
        "nodes, ways and relations, each sorted by number",
        "Sort the file: osmium sort. Areas cannot be put together otherwise.",
    ),
    "osm-sorted": Fault(
        "elements that are not in the order of their numbers",
        "nodes, ways and relations, each sorted by number",
        "They were sorted before they were read. Nothing needs to be done.",
        "warning",
    ),
    "osm-no-streets": Fault(
        "no street that a person may walk along",
        "ways with the key highway, and their nodes",
        "Use an extract that has the streets of the city in it.",
    ),
    "osm-nodes-missing": Fault(
        "{count} nodes of streets that are not in the file",
        "every node of every street",
        "The street pieces at them were left out. This is normal at the edge of an extract; "
        "inside the city, cut it again with complete ways.",
        "warning",
    ),
    "osm-nothing-found": Fault(
        "nothing that is tagged as {what}", "at least one element", _OTHER_EXTRACT
    ),
    "osm-cut-off": Fault(
        "{count} areas whose outline is not closed in the file, or crosses itself",
        "whole outlines",
        "They were left out. Cut the extract again with complete ways and relations.",
        "warning",
    ),
    # timetables in GTFS
    "gtfs-nested": Fault(
        "the feed in the folder {folder} of the zip",
        "the files of the feed at the root of the zip",
        "It was read from there. Zip the files, not their folder.",
        "warning",
    ),
    "gtfs-file-missing": Fault(
        "no {file}",
        "{file} in the zip",
        "Ask the publisher for the whole feed. "
        "For stops without a timetable, name the mode: --mode.",
    ),
    "gtfs-column-missing": Fault(
        "no column {column}",
        "the column {column}",
        "Ask the publisher for a feed that is valid GTFS.",
    ),
    "gtfs-unreadable": Fault(
        "a file that cannot be read ({reason})", "a table in CSV", "Download the feed again."
    ),
    "gtfs-not-utf8": Fault(
        "text that is not UTF-8",
        "text in UTF-8",
        "It was read as Latin-1; names may be wrong. Tell the publisher of the feed.",
        "warning",
    ),
    "gtfs-ragged-rows": Fault(
        "{count} rows with too many or too few cells",
        "one cell for each column",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-broken-reference": Fault(
        "{count} rows whose {column} is not in the feed ({examples})",
        "values of {column} that the feed explains",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-stop-twice": Fault(
        "{count} stops whose stop_id is taken",
        "a stop_id of its own for each stop",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-no-coordinates": Fault(
        "{count} stops without coordinates on Earth ({examples})",
        "a latitude from -90 to 90 and a longitude from -180 to 180",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-null-island": Fault(
        "{count} stops at 0° north, 0° east ({examples})",
        "the place of the stop",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-far-outside": Fault(
        "{count} stops more than 50 km outside the city",
        "stops of the city and its surroundings",
        "They were left out. If they belong to the city, correct their coordinates.",
        "warning",
    ),
    "gtfs-all-far-outside": Fault(
        "{count} stops, all of them more than 50 km outside the city",
        "a feed of this city",
        "Check that it is the right feed, and the boundary.",
    ),
    "gtfs-no-stops": Fault(
        "no stop where public transport calls",
        "stops that trips of the feed refer to",
        "Check that the files of the feed belong together.",
    ),
    "gtfs-bad-times": Fault(
        "{count} times that cannot be read",
        "times such as 07:05:00 or 25:10:00",
        "They were taken for blank. Tell the publisher of the feed.",
        "warning",
    ),
    "gtfs-bad-headways": Fault(
        "{count} rows without a headway",
        "whole seconds between two departures, 1 or more",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-bad-dates": Fault(
        "{count} dates in the calendar that cannot be read",
        "dates such as 20230213",
        _LEFT_OUT,
        "warning",
    ),
    "gtfs-route-type": Fault(
        "route types that are unknown ({types})",
        "route types of GTFS or its extension (100 to 1702)",
        "The routes were left out. Tell the publisher of the feed.",
        "warning",
    ),
    "gtfs-no-timetable": Fault(
        "stops without a timetable",
        "stop_times.txt, trips.txt and routes.txt",
        "The stops are used, but the level of service is not known. Ask for the whole feed.",
        "warning",
    ),
    "gtfs-no-calendar": Fault(
        "neither calendar.txt nor calendar_dates.txt",
        "the days on which the trips run",
        "The stops are used, but the level of service is not known. Ask for the whole feed.",
        "warning",
    ),
    "gtfs-never-runs": Fault(
        "a calendar on none of whose days a trip runs",
        "a day with trips",
        "The stops are used, but the level of service is not known. Ask for a feed that is valid.",
        "warning",
    ),
    "gtfs-out-of-period": Fault(
        "a timetable from {first} to {last}",
        "one that is valid in {period}",
        "The departures of {day} were counted. Use a feed of the period, or correct the period.",
        "warning",
    ),
    "gtfs-not-in-period": Fault(
        "a timetable from {first} to {last}",
        "one that has days of {period}",
        "Use a feed of the period, or name another period.",
    ),
    "gtfs-days-unknown": Fault(
        "neither calendar.txt nor calendar_dates.txt",
        "the days on which the trips run",
        "Ask the publisher for the whole feed.",
    ),
    "gtfs-nothing-departs": Fault(
        "no departure of public transport on any day",
        "a day with departures",
        "The warnings may say why. Else ask the publisher for a feed that is valid.",
    ),
    "gtfs-untimed": Fault(
        "{count} departures without a time",
        "a departure or arrival time at the first and last call of each trip",
        "They were not counted. Tell the publisher of the feed.",
        "warning",
    ),
    "gtfs-date-option": Fault(
        "the date {date}",
        "a date such as 2023-02-14",
        "The day with most trips was used. Correct the option date.",
        "warning",
    ),
    "gtfs-date-without-trips": Fault(
        "no trip on {date}",
        "a day on which trips run",
        "The day with most trips was used. Correct the option date.",
        "warning",
    ),
    # air quality
    "air-timezone-unknown": Fault(
        "the time zone {timezone}",
        "a name of the IANA time zone database, such as Asia/Shanghai",
        "Correct the option timezone.",
    ),
    "air-timezone-unstated": Fault(
        "times that do not say in which time zone they are",
        "local time, and its zone",
        "They were taken as they are written. Say which zone it is: the option timezone.",
        "warning",
    ),
    "air-bad-times": Fault(
        "{count} times that cannot be read, such as {examples} (rows {rows})",
        "ISO 8601, such as 2014-03-01T05:00, or year, month, day and hour",
        "They were left out. Correct them.",
        "warning",
    ),
    "air-not-numbers": Fault(
        "{count} values that are no numbers, such as {examples} (rows {rows})",
        "numbers, or nothing where there is no measurement",
        "They were read as not known.",
        "warning",
    ),
    "air-negative": Fault(
        "{count} values below 0, the least {value}",
        "0 or more µg/m³",
        "They were read as not known. If the number is a code for missing, leave the cell empty.",
        "warning",
    ),
    "air-too-high": Fault(
        "{count} values above 2,000 µg/m³, the highest {value}",
        "hourly means in µg/m³",
        "They were read as not known. Check the unit, and codes for missing values.",
        "warning",
    ),
    "air-hour-twice": Fault(
        "{count} values for an hour that has one already",
        "one value for each station and hour",
        "Their mean was used. Remove rows that are there twice.",
        "warning",
    ),
    "air-station-unnamed": Fault(
        "{count} rows without a station",
        "the code of the station",
        "They were left out.",
        "warning",
    ),
    "air-station-unplaced": Fault(
        "{count} stations without coordinates ({examples})",
        "the coordinates of each station",
        "They count for the mean of the stations, not for the people around them. "
        "Add a resource with the role air-stations.",
        "warning",
    ),
    "air-station-unmeasured": Fault(
        "{count} stations without measurements",
        "stations that the air series has, too",
        "They were left out. If they do measure, check their codes.",
        "warning",
    ),
    "air-code-twice": Fault(
        "the codes {examples} more than once",
        "a code of its own for each station",
        "The first place was used. Remove the others.",
        "warning",
    ),
    "air-nothing-measured": Fault(
        "no value of PM2.5", "hourly values", "Check the column of the field pm25."
    ),
    # statistics
    "statistics-blank": Fault("{value}", "a code", "Fill in the cell."),
    "statistics-period": Fault(
        "{value}", "a year such as 2019, or 2019-2021", "Correct the period."
    ),
    "statistics-group": Fault(
        "{value}", "nothing for everybody, or a group such as sex=female", "Correct the group."
    ),
    "statistics-notation": Fault(
        "{value}",
        "NO (not occurring), NE (not estimated), IE (included elsewhere) or C (confidential)",
        "Correct the key, or leave it empty where there is a value.",
    ),
    "statistics-value-and-notation": Fault(
        "a value and the key {value}", "either of the two", "Remove one of them."
    ),
    "statistics-no-value": Fault(
        "{value}",
        "a number, or a key that says why there is none: NO, NE, IE or C",
        "It was taken as not estimated. Fill in one of the two.",
        "warning",
    ),
    "statistics-same-twice": Fault(
        "{series}, {area}, {period}, {group} again, with the same value",
        "each figure once",
        "The first one was used. Remove the other.",
        "warning",
    ),
    "statistics-two-values": Fault(
        "{series}, {area}, {period}, {group} again, with {value} instead of {other}",
        "one value for each figure",
        "Find out which is right, and remove the other.",
    ),
    "statistics-area": Fault(
        "{count} rows of the area {area}",
        "codes of the city and its districts",
        "They were left out. Correct the code if it should be one of them.",
        "warning",
    ),
}
