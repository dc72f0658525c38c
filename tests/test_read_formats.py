"""A document says the same in every format: text, places, items, owners, deadlines and indicators."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formats.facts import facts_of, substance
from formats.open_document import odt
from formats.pages import ofd, pdf
from formats.web import html, mhtml
from formats.word import docx
from reformkg.model import Document
from reformkg.read import place_of, read_bytes, read_source

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

Writer = Callable[[list[str]], bytes]


def _encoded(encoding: str) -> Writer:
    return lambda paragraphs: "\n".join(paragraphs).encode(encoding)


WRITERS: dict[str, tuple[str, Writer]] = {
    "docx": ("docx", docx),
    "odt": ("odt", odt),
    "html": ("html", html),
    "html-gbk": ("html", lambda paragraphs: html(paragraphs, encoding="gb18030")),
    "mhtml": ("mhtml", mhtml),
    "pdf": ("pdf", pdf),
    "ofd": ("ofd", ofd),
    "gb18030": ("text", _encoded("gb18030")),
    "utf-8-sig": ("text", _encoded("utf-8-sig")),
    "utf-16": ("text", _encoded("utf-16")),
    "markdown": ("markdown", lambda paragraphs: "\n\n".join(paragraphs).encode()),
}


@cache
def _text(seed: Path) -> tuple[Document, dict[str, Any]]:
    document = read_source(seed)
    return document, substance(facts_of(document))


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_same_facts_from_each_format(seed: Path, name: str) -> None:
    text, expected = _text(seed)
    kind, writer = WRITERS[name]
    suffix = {"text": ".txt", "markdown": ".md"}.get(kind, ".bin")
    document = read_bytes(writer(text.text.split("\n")), f"notice{suffix}")
    assert document.source.format == kind
    assert substance(facts_of(document)) == expected
    for noise in ("页眉局", "脚注", "删去的话", "目录不是正文", "ICP备", "脚本局", "政务公开", "公报"):
        assert noise not in document.text
    assert document.places[0].text_offset == 0
    assert all(a.text_offset < b.text_offset for a, b in zip(document.places, document.places[1:], strict=False))


PLACES = {
    "docx": ("第2段", "paragraph 2"),
    "pdf": ("第1页", "page 1"),
    "ofd": ("第1页", "page 1"),
    "gb18030": ("第2行", "line 2"),
}


@pytest.mark.parametrize("name", PLACES)
def test_places(name: str) -> None:
    document = read_bytes(WRITERS[name][1](["一个标题", "第一段的话，说了一件事。"]), "notice.txt")
    place = place_of(document, document.text.index("第一段"))
    assert place is not None
    assert (place.zh, place.en) == PLACES[name]


def test_the_page_about_formats_says_what_reading_gives() -> None:
    from formats.page import PATH, page

    assert PATH.read_text(encoding="utf-8") == page(), "run `python -m formats.page` in tests/"
