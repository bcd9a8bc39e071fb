"""What MkDocs does not know of pages in Chinese: their language, and that words have no gaps."""

from __future__ import annotations

import re
from typing import Any

_CHINESE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u201c\u201d"
# A line that goes on below is one sentence: browsers would set a space at its end.
_LINE_END = re.compile(rf"(?<=[{_CHINESE}])\n(?=(?:<(?:a|em|strong)\b[^>]*>)?[{_CHINESE}])")
_CODE = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
_WORDS = {
    "Table of contents": "本页目录",
    "Skip to content": "跳到正文",
    "Permanent link": "永久链接",
    'placeholder="Search"': 'placeholder="搜索"',
}


def on_page_content(html: str, page: Any, **_: object) -> str:
    """Join lines of Chinese, outside of code."""
    if not _is_chinese(page):
        return html
    parts = _CODE.split(html)
    return "".join(part if part.startswith("<pre") else _LINE_END.sub("", part) for part in parts)


def on_post_page(output: str, page: Any, **_: object) -> str:
    """Say the language of a page to browsers and screen readers, and its frame in that language."""
    if not _is_chinese(page):
        return output
    output = output.replace('<html lang="en"', '<html lang="zh-Hans"', 1)
    for english, chinese in _WORDS.items():
        output = output.replace(english, chinese)
    return output


def _is_chinese(page: Any) -> bool:
    return str(page.file.src_uri).endswith(".zh.md")
