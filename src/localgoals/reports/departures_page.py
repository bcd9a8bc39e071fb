"""A timetable as one HTML page in both languages: hours, a year of days, a map, the first stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

import numpy as np

from localgoals.ingest.service_days import as_date
from localgoals.model.text import Text
from localgoals.reports.departures_drawn import CLASSES, SHADES, hours_svg, stops_svg, year_svg
from localgoals.reports.departures_seen import NIGHT_ENDS, Seen, Which
from localgoals.reports.wording import number

__all__ = ["departures_page"]

_TITLE = Text("Departures by stop and hour", "各站逐小时发车次数")
_SAID = {
    "feed": Text(
        "{feed}: {days} days from {first} to {last}, {stops} stops with service",
        "{feed}：{first}至{last}，共{days}天，{stops}个有车停靠的站点",
    ),
    "fullest": Text("most departures on a day", "单日最多发车次数"),
    "weekday": Text("on a weekday, {date}", "工作日（{date}）"),
    "saturday": Text("on a Saturday, {date}", "星期六（{date}）"),
    "sunday": Text("on a Sunday, {date}", "星期日（{date}）"),
    "dark": Text(
        "stops with nothing from 00:00 to 0{until}:00 on the weekday",
        "工作日0时至{until}时无车的站点",
    ),
    "hours": Text("A day by the hour", "一天中的各小时"),
    "hours-how": Text(
        "Departures from all stops in each hour of the clock; trips after midnight count on the "
        "day that has begun.",
        "全部站点在每个钟点内的发车次数；午夜后的班次计入已开始的那一天。",
    ),
    "year": Text("The days of {year}", "{year}年的每一天"),
    "year-how": Text(
        "A column is a week, Monday on top; the darker, the more departures. Crossed: the "
        "timetable covers the day, and nothing runs.",
        "每列为一周，星期一在最上；颜色越深，发车越多。打叉：时刻表包含这一天，但没有车。",
    ),
    "map": Text("Stops on the weekday", "工作日的各站点"),
    "map-how": Text(
        "Departures an hour from 06:00 to 20:00. North is up; one stop in a hundred at each edge "
        "may lie outside.",
        "6时至20时平均每小时的发车次数。上方为北；四边各有至多百分之一的站点可能在图外。",
    ),
    "first": Text("The stops with most departures", "发车最多的站点"),
    "stop": Text("Stop", "站点"),
    "on-weekday": Text("Weekday", "工作日"),
    "on-saturday": Text("Saturday", "星期六"),
    "on-sunday": Text("Sunday", "星期日"),
    "night": Text("Night", "夜间"),
    "none": Text("none", "无"),
}
_LEAST = (
    Text("none", "无"),
    Text("fewer than 1", "不足1次"),
    Text("1 to 4", "1至4次"),
    Text("4 to 10", "4至10次"),
    Text("10 and more", "10次及以上"),
)
_FIRST = 15
_WHICH: tuple[Which, ...] = ("weekday", "saturday", "sunday")
_STYLE = """
body{margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1d2733;background:#fff;
font:400 1rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.9rem;line-height:1.3;margin:0 0 .5rem}
h2{font-size:1.3rem;line-height:1.35;margin:2.4rem 0 .3rem}
[lang=zh-Hans]{color:#56616b}
p{max-width:68ch;margin:.4rem 0}
ul.keys{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.4rem 1.4rem;
list-style:none;padding:0;margin:1.2rem 0}
ul.keys li{border-top:3px solid #174f6b;padding:.4rem 0}
.big{display:block;font-size:1.9rem;line-height:1.3}
.keys span:not(.big){font-size:.9rem;line-height:1.4}
ul.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.4rem 0;
font-size:.9rem}
.legend svg{width:1rem;height:1rem;vertical-align:-.15rem;margin-right:.4rem;display:inline}
svg{display:block;width:100%;height:auto}
.scroll{overflow-x:auto}
.scroll svg{min-width:42rem}
.scroll:focus-visible{outline:3px solid #c4570c;outline-offset:2px}
.map{max-width:44rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:lining-nums tabular-nums}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d5d8da;font-weight:400}
thead th{color:#56616b;vertical-align:bottom}
td,thead th+th{text-align:right}
"""


def departures_page(seen: Seen, feed: str) -> str:
    """
    Lay out what a timetable offers, with no script and nothing from the network.

    Parameters
    ----------
    seen
        The timetable on the days that stand for it.
    feed
        Name of the file, for the reader.
    """
    years = Counter(as_date(day).year for day in seen.days.tolist())
    year = max(years, key=lambda one: years[one])
    about = _filled(
        "feed",
        feed=feed,
        days=number(seen.days.size, 0),
        first=as_date(int(seen.days[0])),
        last=as_date(int(seen.days[-1])),
        stops=number(int(seen.served.sum()), 0),
    )
    title = f"{escape(_TITLE.en)} · {escape(_TITLE.zh)}"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{_both(_TITLE)}</h1>
<p>{_both(about)}</p>
<ul class="keys">{"".join(_keys(seen))}</ul>
<h2>{_both(_SAID["hours"])}</h2>
<p>{_both(_SAID["hours-how"])}</p>
{_scrolled(hours_svg(seen), _SAID["hours"])}
<h2>{_both(_filled("year", year=year))}</h2>
<p>{_both(_SAID["year-how"])}</p>
{_scrolled(year_svg(seen, year), _filled("year", year=year))}
<h2>{_both(_SAID["map"])}</h2>
<p>{_both(_SAID["map-how"])}</p>
<ul class="legend">{"".join(_legend(seen))}</ul>
<div class="map">{stops_svg(seen, _SAID["map"])}</div>
<h2>{_both(_SAID["first"])}</h2>
{_table(seen)}
</main>
</body>
</html>
"""


def _filled(name: str, **values: object) -> Text:
    said = _SAID[name]
    return Text(said.en.format(**values), said.zh.format(**values))


def _both(text: Text) -> str:
    return f'{escape(text.en)}<br><span lang="zh-Hans">{escape(text.zh)}</span>'


def _scrolled(svg: str, name: Text) -> str:
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name.en)}">{svg}</div>'
    )


def _keys(seen: Seen) -> Iterator[str]:
    for which in _WHICH:
        day = seen.chosen[which]
        if day is not None:
            total = int(seen.by_stop[which].sum())
            yield _key(number(total, 0), _filled(which, date=as_date(day)))
    yield _key(number(int(seen.total.max()), 0), _SAID["fullest"])
    served = int(seen.served.sum())
    dark = f"{number(seen.dark('weekday'), 0)} / {number(served, 0)}"
    yield _key(dark, _filled("dark", until=NIGHT_ENDS))


def _key(figure: str, said: Text) -> str:
    return f'<li><span class="big">{figure}</span><span>{_both(said)}</span></li>'


def _legend(seen: Seen) -> Iterator[str]:
    classes = np.searchsorted(CLASSES, seen.an_hour[seen.served], side="right")
    classes[seen.an_hour[seen.served] == 0] = 0
    for place, said in enumerate(_LEAST):
        swatch = f'<svg viewBox="0 0 16 16" aria-hidden="true">{_dot(place)}</svg>'
        count = number(int((classes == place).sum()), 0)
        words = f'{escape(said.en)} · <span lang="zh-Hans">{escape(said.zh)}</span>'
        yield f"<li>{swatch}{words} ({count})</li>"


def _dot(place: int) -> str:
    colour = SHADES[place]
    edge = ' stroke="#767676"' if place == 0 else ""
    return f'<circle cx="8" cy="8" r="{4 + place * 0.7:g}" fill="{colour}"{edge}/>'


def _table(seen: Seen) -> str:
    weekday = seen.by_stop["weekday"].sum(axis=1)
    order = np.lexsort((np.arange(weekday.size), -weekday))[:_FIRST]
    heads = [_SAID[one] for one in ("stop", "on-weekday", "on-saturday", "on-sunday", "night")]
    head = "".join(f'<th scope="col">{_both(one)}</th>' for one in heads)
    rows = "\n".join(_row(seen, int(stop)) for stop in order if weekday[stop])
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    return _scrolled(table, _SAID["first"])


def _row(seen: Seen, stop: int) -> str:
    name = escape(f"{seen.places.name[stop]}")
    cells = [int(seen.by_stop[which][stop].sum()) for which in _WHICH]
    cells.append(int(seen.by_stop["weekday"][stop, :NIGHT_ENDS].sum()))
    told = "".join(f"<td>{number(one, 0)}</td>" for one in cells)
    code = escape(str(seen.places.ids[stop]))
    return f'<tr><th scope="row">{name} <small>{code}</small></th>{told}</tr>'
