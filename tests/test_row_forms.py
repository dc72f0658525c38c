"""Answers cut, sorted and written for spreadsheets, programs and browsers; hostile text stays text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.errors import UsageError
from reformkg.model import Bilingual, Cell, Column, Rows, Stream
from reformkg.render.rows import (
    Table,
    csv_lines,
    json_lines,
    jsonl_lines,
    limited,
    rows_html,
    sorted_by,
    spreadsheet_csv_lines,
    tsv_lines,
)
from reformkg.render.words import Language

COLUMNS = (
    Column("task", Bilingual("任务", "Task")),
    Column("due", Bilingual("时限", "Due")),
    Column("count", Bilingual("数量", "Count")),
)
A, B = date(2020, 6, 30), date(2020, 12, 31)
ROWS = Rows(COLUMNS, (("乙", B, 2), ("甲", None, Decimal("1.5")), ("丙", A, 10)))

SORTED = [
    (["due"], ["丙", "乙", "甲"]),
    (["-due"], ["乙", "丙", "甲"]),
    (["count"], ["甲", "乙", "丙"]),
    (["-count"], ["丙", "乙", "甲"]),
    ([], ["乙", "甲", "丙"]),
]


@pytest.mark.parametrize(("names", "expected"), SORTED)
def test_rows_are_sorted_with_empty_cells_last(names: list[str], expected: list[str]) -> None:
    assert [row[0] for row in sorted_by(ROWS, names).rows] == expected


def test_the_first_column_counts_most_and_ties_keep_their_order() -> None:
    rows = Rows(COLUMNS, (("b", A, 1), ("a", B, 1), ("c", A, 0), ("d", A, 1)))
    assert [row[0] for row in sorted_by(rows, ["count", "due"]).rows] == ["c", "b", "d", "a"]


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="task,due,count"):
        sorted_by(ROWS, ["-deadline"])


def test_a_limit_says_what_it_leaves_out() -> None:
    assert limited(ROWS, 3) == ROWS
    cut = limited(ROWS, 2)
    assert cut.rows == ROWS.rows[:2]
    assert cut.notes == (Bilingual("共3行，只列出前2行", "the first 2 of 3 rows"),)


def one(cell: Cell) -> Rows:
    return Rows(COLUMNS[:1], ((cell,),))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        (-1, "-1"),
        (Decimal("-1.5"), "-1.5"),
        (B, "2020-12-31"),
        (Bilingual("牵头", "lead"), "牵头"),
        ('a,"b"', '"a,""b"""'),
        (None, '""'),
    ],
)
def test_a_spreadsheet_runs_nothing(cell: Cell, written: str) -> None:
    assert "".join(spreadsheet_csv_lines(one(cell), "zh")) == f"\ufeff任务\r\n{written}\r\n"


def test_tabs_and_line_ends_do_not_break_tab_separated_values() -> None:
    assert "".join(tsv_lines(one("a\tb\nc\\d"), "en")) == "task\na\\tb\\nc\\\\d\n"


def test_json_that_comes_row_by_row_is_what_the_library_writes_at_once() -> None:
    rows = Rows(COLUMNS[:1], (("甲\n乙",), (None,)))
    assert (
        "".join(json_lines(rows, "en"))
        == json.dumps([{"task": "甲\n乙"}, {"task": None}], ensure_ascii=False, indent=1) + "\n"
    )
    assert "".join(json_lines(Rows(COLUMNS[:1], ()), "en")) == "[]\n"


@pytest.mark.parametrize("lines", [csv_lines, tsv_lines, jsonl_lines])
def test_rows_can_be_written_as_they_come(lines: Callable[[Table, Language], Iterator[str]]) -> None:
    taken: list[int] = []

    def coming() -> Iterator[tuple[Cell, ...]]:
        for place, row in enumerate(ROWS.rows):
            taken.append(place)
            yield row

    written = lines(Stream(ROWS.columns, coming(), ()), "zh")
    first = next(written)
    assert len(taken) <= 1
    assert "".join([first, *written]) == "".join(lines(ROWS, "zh"))


@given(text=st.text())
def test_every_text_comes_back_from_tsv_and_json_lines(text: str) -> None:
    (line,) = "".join(jsonl_lines(one(text), "en")).split("\n")[:-1]
    assert json.loads(line) == {"task": text}
    value = "".join(tsv_lines(one(text), "en")).removeprefix("task\n").removesuffix("\n")
    assert not {"\t", "\n", "\r"} & set(value)
    escapes = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    back, at = "", 0
    while at < len(value):
        step = 2 if value[at] == "\\" else 1
        back += escapes.get(value[at : at + 2], "?") if step == 2 else value[at]
        at += step
    assert back == text


def test_the_page_runs_nothing_and_asks_nobody() -> None:
    page = rows_html(one("<script>alert(1)</script>\n&"), "zh", "<b>")
    assert "<script" not in page
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;<br>&amp;</td>" in page
    assert "<title>&lt;b&gt;</title>" in page
    assert "default-src 'none'" in page
    assert '<html lang="zh-CN">' in page
    assert "http" not in page.replace("http-equiv", "")
