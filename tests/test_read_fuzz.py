"""Whatever bytes come, reading gives a sound document or one clear line, and what follows never fails on it."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formats.facts import facts_of
from formats.open_document import odt
from formats.pages import ofd, pdf
from formats.parts import zipped
from formats.sheets import delimited, xlsx
from formats.tables import GROUPED, TASKS
from formats.web import html, mhtml
from formats.word import docx
from hostile.case import SMALL
from reformkg.errors import ReadError
from reformkg.model import Document, Source
from reformkg.read import from_text, read_bytes, source_offset
from reformkg.read.blocks import Content, GridCell, Paragraph, Table
from reformkg.read.content import compose

PARAGRAPHS = [
    "某某市人民政府关于推进改革的通知",
    "一、总体要求",
    "（一）工作目标。到2025年底，签约率达到75%以上。（责任单位：市卫生健康委、市财政局）",
    "1.完善制度。（市教育局牵头，市财政局配合，2025年6月底前完成）",
]
MAKERS = {
    "a.docx": lambda: docx(PARAGRAPHS, [GROUPED]),
    "a.odt": lambda: odt(PARAGRAPHS, [GROUPED]),
    "a.html": lambda: html(PARAGRAPHS, [GROUPED]),
    "a.mhtml": lambda: mhtml(PARAGRAPHS),
    "a.pdf": lambda: pdf(PARAGRAPHS, [TASKS]),
    "a.ofd": lambda: ofd(PARAGRAPHS, [TASKS]),
    "a.xlsx": lambda: xlsx([GROUPED]),
    "a.csv": lambda: delimited(TASKS),
    "a.md": lambda: "\n\n".join(PARAGRAPHS).encode(),
    "a.txt": lambda: "\n".join(PARAGRAPHS).encode(),
}


@cache
def _made(name: str) -> bytes:
    return MAKERS[name]()


names = st.sampled_from(sorted(MAKERS))
places = st.floats(0, 1, exclude_max=True)
edits = st.lists(
    st.tuples(places, st.sampled_from(["cut", "flip", "insert", "double"]), st.binary(max_size=8)),
    min_size=1,
    max_size=4,
)
unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _damaged(data: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    for place, kind, piece in changes:
        at = int(place * len(data))
        match kind:
            case "cut":
                data = data[:at]
            case "flip":
                data = (
                    data[:at]
                    + bytes(byte ^ 0x5A for byte in data[at : at + 1 + len(piece)])
                    + data[at + 1 + len(piece) :]
                )
            case "insert":
                data = data[:at] + piece + data[at:]
            case "double":
                data = data[:at] + data[at : at + 200] * 3 + data[at + 200 :]
    return data


def _read(data: bytes, name: str) -> Document | ReadError:
    try:
        return read_bytes(data, name, SMALL)
    except ReadError as error:
        return error


def _holds(data: bytes, name: str) -> None:
    """Read bytes: a clear line that is not the reader's breakdown, or a document that all later steps can take."""
    outcome = _read(data, name)
    if isinstance(outcome, ReadError):
        assert "broke down" not in outcome.what
        assert outcome.where == name
        return
    document = outcome
    assert len(document.folded) == len(document.text)
    assert all(a.text_offset < b.text_offset for a, b in pairwise(document.places))
    assert all(mark.text_offset <= len(document.text) for mark in document.places)
    for item in facts_of(document).items:
        assert document.text[item.span.start : item.span.end] == item.text


@unhurried
@given(names, edits)
def test_damaged_files(name: str, changes: list[tuple[float, str, bytes]]) -> None:
    _holds(_damaged(_made(name), changes), name)


@unhurried
@given(st.sampled_from(["a.docx", "a.odt", "a.ofd", "a.xlsx"]), places, edits)
def test_damaged_parts_of_packed_files(name: str, which: float, changes: list[tuple[float, str, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(_made(name))) as archive:
        members: dict[str, str | bytes] = {each: archive.read(each) for each in archive.namelist()}
    victim = sorted(members)[int(which * len(members))]
    content = members[victim]
    assert isinstance(content, bytes)
    members[victim] = _damaged(content, changes)
    _holds(zipped(members, stored="mimetype"), name)


@unhurried
@given(st.binary(max_size=400), names)
def test_any_bytes(data: bytes, name: str) -> None:
    _holds(data, name)


signs = st.sampled_from(
    "一二、（）()1.①。；：，|\t\n 　\u200b\ue000责任单位牵头市财政局年底前达到75%《》第章条附件$\\geq"
)


@settings(max_examples=150, deadline=None)
@given(st.text(signs, max_size=300))
def test_any_text(raw: str) -> None:
    document = from_text(raw, Source("a.txt", "text", "0" * 64, None))
    assert len(document.folded) == len(document.text)
    assert all(document.places[index].text_offset <= len(document.text) for index in range(len(document.places)))
    for item in facts_of(document).items:
        assert document.text[item.span.start : item.span.end] == item.text
    for offset, sign in enumerate(document.text):
        if sign.strip() and "$" not in raw:
            assert raw[source_offset(document, offset)] == sign


texts = st.text(signs, max_size=12)
cells = st.builds(GridCell, st.integers(0, 6), st.integers(0, 5), texts, st.integers(1, 9), st.integers(1, 9))
tables = st.builds(
    Table, st.lists(cells, max_size=12).map(tuple), st.none() | st.integers(1, 3), st.integers(0, 4), st.none() | texts
)
paragraphs = st.builds(Paragraph, texts, st.none() | st.integers(1, 3))


@settings(max_examples=150, deadline=None)
@given(st.lists(tables | paragraphs, max_size=6))
def test_any_content(blocks: list[Table | Paragraph]) -> None:
    raw = compose(Content(tuple(blocks)), SMALL)
    offsets = [mark.offset for mark in raw.marks]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(raw.text) for offset in offsets)
    for block in blocks:
        if isinstance(block, Paragraph) and block.text.strip():
            assert block.text.replace("\t", " ") in raw.text
