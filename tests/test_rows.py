"""Tables as text: what a program reads back is what was in the table, and hostile text stays text."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.model import Bilingual, Cell, Column, Rows
from reformkg.render.rows import json_lines, rows_csv, rows_markdown

COLUMNS = (Column("task", Bilingual("任务", "Task")), Column("count", Bilingual("数量", "Count")))
HOSTILE = 'a "b", c\nd | <e> =1+1'


def table(*rows: tuple[Cell, Cell]) -> Rows:
    return Rows(COLUMNS, rows)


@pytest.mark.parametrize(
    ("cell", "as_json", "as_text"),
    [
        ("医联体", "医联体", "医联体"),
        (5, 5, "5"),
        (None, None, ""),
        (True, True, "yes"),
        (date(2020, 12, 31), "2020-12-31", "2020-12-31"),
        (Decimal(90), 90, "90"),
        (Decimal("1.5"), 1.5, "1.5"),
        (Bilingual("牵头", "lead"), "lead", "lead"),
        (HOSTILE, HOSTILE, HOSTILE),
    ],
)
def test_a_program_reads_back_what_was_in_the_table(cell: Cell, as_json: object, as_text: str):
    assert json.loads("".join(json_lines(table((cell, 1)), "en"))) == [{"task": as_json, "count": 1}]
    assert list(csv.reader(io.StringIO(rows_csv(table((cell, 1)), "en"), newline=""))) == [
        ["task", "count"],
        [as_text, "1"],
    ]


def test_words_and_headings_are_in_the_language_asked_for():
    rows = table((Bilingual("牵头", "lead"), 3))
    assert rows_markdown(rows, "zh") == "| 任务 | 数量 |\n| --- | --- |\n| 牵头 | 3 |\n"
    assert rows_markdown(rows, "en") == "| Task | Count |\n| --- | --- |\n| lead | 3 |\n"


def test_markdown_keeps_a_cell_on_its_line_and_acts_on_nothing_in_it():
    text = rows_markdown(table((HOSTILE, None)), "en").splitlines()[2]
    assert text == r'| a "b", c<br>d \| \<e\> =1+1 |  |'


def test_an_empty_table_still_names_its_columns():
    assert rows_csv(table(), "en") == "task,count\r\n"
    assert "".join(json_lines(table(), "en")) == "[]\n"
    assert rows_markdown(table(), "en").count("\n") == 2


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), st.integers())))
def test_any_text_comes_back_from_csv_and_json(rows: list[tuple[str, int]]):
    made = Rows(COLUMNS, tuple(rows))
    read = list(csv.reader(io.StringIO(rows_csv(made, "zh"), newline="")))[1:]
    assert read == [[text, str(count)] for text, count in rows]
    assert json.loads("".join(json_lines(made, "zh"))) == [{"task": text, "count": count} for text, count in rows]
    assert len(rows_markdown(made, "zh").splitlines()) == len(rows) + 2
