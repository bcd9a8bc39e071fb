"""Intervals of scores and ranks as one HTML page in both languages: no network, no script."""

from __future__ import annotations

from html import escape
from math import isnan

from localgoals.model.text import Text
from localgoals.reports.wording import number
from localgoals.scoring.uncertainty import Intervals

__all__ = ["interval_page"]

_TITLE = Text("How sure scores and ranks are", "得分和位次有多可靠")
_COLUMNS = (
    Text("City", "城市"),
    Text("Score, 0 to 100", "得分，0至100"),
    Text("Score and its interval", "得分及其区间"),
    Text("Rank lies within", "位次在此区间内"),
)
_HOW = Text(
    "The dot is the score as declared; the line holds {level} % of {draws} draws in which bounds, "
    "weights, methods and missing figures were chosen anew, and the stroke is their middle. "
    "Cities stand in the order of their codes: this is no league table.",
    "圆点是按所定方法得出的得分；横线包含{draws}次抽取中{level}%的结果，每次抽取都重新选择界限、权重、方法和缺失数据；竖线为其中位数。"
    "城市按代码排列：这不是排行榜。",
)
_NO_SCORE = Text("too little known for a score", "已知数据太少，没有得分")
_PEERS = Text("Peers: {name}", "同类城市：{name}")

_STYLE = """
body{margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1d2733;background:#fff;
font:400 1rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.7rem;line-height:1.3;margin:0 0 .5rem}
p{max-width:68ch;margin:.5rem 0}
table{border-collapse:collapse;width:100%;margin-top:1rem;font-variant-numeric:lining-nums}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d5d8da;font-weight:400}
thead th{color:#56616b;vertical-align:bottom}
td.n{white-space:nowrap}
.scroll{overflow-x:auto}
.scroll:focus-visible{outline:3px solid #c4570c;outline-offset:2px}
svg{display:block;min-width:14rem;width:100%;height:1.4rem}
tbody th{white-space:nowrap}
@media (max-width:36rem){th,td{padding:.25rem .3rem;font-size:.8rem}svg{min-width:4.5rem}}
"""
# Per cent of the width that is left free at both ends, so that a dot at 0 or 100 is whole.
_MARGIN = 2.0


def interval_page(found: Intervals) -> str:
    """
    Draw the intervals of a group of peers, a city a row, in the order of the peers.

    What the picture shows stands beside it in numbers. A city without a score says so.
    """
    values = {
        "name": found.peers.name,
        "level": f"{100 * found.level:g}",
        "draws": f"{found.draws:,}",
    }
    peers, how = (Text(one.en.format(**values), one.zh.format(**values)) for one in (_PEERS, _HOW))
    heads = "".join(f'<th scope="col">{_both(one)}</th>' for one in _COLUMNS)
    rows = "\n".join(_row(found, place) for place in range(len(found.peers.areas)))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(_TITLE.en)} · {escape(_TITLE.zh)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{_both(_TITLE)}</h1>
<p>{_both(peers)}</p>
<p>{_both(how)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="{escape(_TITLE.en)}">
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</main>
</body>
</html>
"""


def _both(text: Text) -> str:
    return f'{escape(text.en)}<br><span lang="zh-Hans">{escape(text.zh)}</span>'


def _row(found: Intervals, place: int) -> str:
    area = escape(found.peers.areas[place])
    score, low, middle, high = (
        100 * float(one[place]) for one in (found.score, found.low, found.middle, found.high)
    )
    if isnan(score):
        return f'<tr><th scope="row">{area}</th><td colspan="3">{_both(_NO_SCORE)}</td></tr>'
    best, worst = found.rank_low[place], found.rank_high[place]
    within = f"{best}" if best == worst else f"{best}–{worst}"
    return (
        f'<tr><th scope="row">{area}</th>'
        f"<td>{_drawn(score, low, middle, high)}</td>"
        f'<td class="n">{number(score, 1)} ({number(low, 1)}–{number(high, 1)})</td>'
        f'<td class="n">{within} / {found.ranked}</td></tr>'
    )


def _drawn(score: float, low: float, middle: float, high: float) -> str:
    """Draw the line, the stroke and the dot; screen readers have the numbers beside it."""
    left, right, stroke, dot = (f"{_across(one):.2f}%" for one in (low, high, middle, score))
    ends = f"{_across(0):.2f}%", f"{_across(100):.2f}%"
    return (
        '<svg aria-hidden="true">'
        f'<line x1="{ends[0]}" x2="{ends[1]}" y1="50%" y2="50%" stroke="#d5d8da"/>'
        f'<line x1="{left}" x2="{right}" y1="50%" y2="50%" stroke="#56616b" stroke-width="3"/>'
        f'<line x1="{stroke}" x2="{stroke}" y1="20%" y2="80%" stroke="#1d2733" stroke-width="2"/>'
        f'<circle cx="{dot}" cy="50%" r="5" fill="#0072b2"/></svg>'
    )


def _across(score: float) -> float:
    return _MARGIN + score * (100 - 2 * _MARGIN) / 100
