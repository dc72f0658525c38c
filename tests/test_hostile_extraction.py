"""No text makes reading run away: near-misses eight times as long take about eight times the work, in every family.

No clock is asserted: the least processor time of several runs is held against that of an eighth of the size within the
same process. Eight is what linear work gives and 64 what quadratic work does; the bound lies at thrice the former, which
a busy machine does not reach, and a quadratic part of thrice the linear one passes it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import pytest

from reformkg.extract import extract
from reformkg.extract.citation import find_citations
from reformkg.extract.deadline import find_deadlines
from reformkg.extract.gaps import find_gaps
from reformkg.extract.indicator import find_indicators
from reformkg.extract.metadata import find_metadata
from reformkg.extract.names import read_list
from reformkg.extract.responsibility import find_clauses
from reformkg.extract.ruling import find_rulings
from reformkg.extract.subject import find_subjects
from reformkg.extract.table import find_tables
from reformkg.model import DocumentFacts, Source
from reformkg.outline import outline
from reformkg.read import from_text
from reformkg.read.fold import fold
from reformkg.resolve import resolve

SOURCE = Source("document.txt", "text", "0" * 64, "utf-8")
SIZE = 2_500
"""Code points of the smaller text."""
TIMES = 8
"""How much longer the larger text is."""
LARGE = 70_000
"""Code points of a text of some 200 kB."""
MOST = 3 * TIMES
TRIES = 20
"""A load on the machine can only add to what a run takes, so that the least of some is nearest to its work."""
LEAST_SECONDS = 0.1
"""Below this the clock's grain and the machine's load decide; quadratic work on the larger text takes seconds."""


def whole(text: str) -> DocumentFacts:
    document = from_text(text, SOURCE)
    tree = outline(document)
    return resolve(document, tree, extract(document, tree))


def stated(text: str) -> object:
    document = from_text(text, SOURCE)
    return find_metadata(document, outline(document))


def clauses(text: str) -> object:
    return find_clauses(text, 0, len(text), find_rulings(text))


FAMILIES: dict[str, Callable[[str], object]] = {
    "metadata": stated,
    "responsibility": clauses,
    "names": lambda text: read_list(text, 0, len(text)),
    "subject": lambda text: find_subjects(text, 0, len(text)),
    "deadline": lambda text: find_deadlines(text, 0, len(text)),
    "indicator": lambda text: find_indicators(text, 0, len(text)),
    "citation": lambda text: find_citations(text, text, "示例通知", "示发（2020）1号"),
    "table": find_tables,
    "gaps": lambda text: find_gaps(text, [], [], [], []),
}
NEAR_MISSES = {
    "open brackets": "（",
    "closed brackets": "）",
    "bracket pairs": "（（甲）",
    "open quotes": "《",
    "titles without end": "《甲",
    "digits": "7",
    "numbers": "1，000",
    "years": "2020年",
    "year and dash": "2020-",
    "markers": "1.",
    "chapters": "一、",
    "marker lines": "1.甲\n",
    "bracketed markers": "（一）",
    "lead": "牵头",
    "labels": "责任单位：",
    "labels and names": "责任单位：市教育局、",
    "open clauses": "（责任单位：市教育局",
    "verbs": "负责",
    "bodies": "市教育局",
    "bodies in a list": "市教育局、",
    "bodies and": "市教育局和",
    "collectives": "各县（区）",
    "duties": "要",
    "by": "由市",
    "subjects": "市教育局要",
    "one line": "完善制度加强管理",
    "commas": "完善制度，",
    "rules": "排在首位",
    "added": "均包括",
    "not listed": "均为责任单位，",
    "bars": "|",
    "cells": "甲 | ",
    "rows": "任务 | 责任单位\n",
    "blank lines": "\n \n",
    "spaces": "　",
    "document numbers": "示发（2020）",
    "signature lines": "示例市\n",
    "percent": "百分之",
    "shares": "达到10%、",
    "every": "每",
    "enumeration": "：（一）甲；",
    "annexes": "附件：1.甲\n",
    "formula": "$\\geq",
}


def seconds(find: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    find(text)
    return time.process_time() - started


def grows_linearly(find: Callable[[str], object], unit: str, prepare: Callable[[str], str]) -> bool:
    small, large = (prepare(unit * (size // len(unit))) for size in (SIZE, TIMES * SIZE))
    least_small = least_large = math.inf
    for _ in range(TRIES):
        least_large = min(least_large, seconds(find, large))
        if least_large < LEAST_SECONDS:
            return True
        least_small = min(least_small, seconds(find, small))
        if least_large < MOST * least_small:
            return True
    return False


@pytest.mark.parametrize("unit", NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_more_near_misses_take_no_more_work_each(unit: str) -> None:
    slow = [name for name, find in FAMILIES.items() if not grows_linearly(find, unit, fold)]
    slow += [] if grows_linearly(whole, unit, str) else ["the whole way"]
    assert slow == []


@pytest.mark.parametrize(
    "unit", ["（", "1.", "7", "牵头", "责任单位：", "（责任单位：市教育局", "完善制度加强管理", "市教育局和"]
)
def test_a_long_text_of_near_misses_is_read_to_its_end(unit: str) -> None:
    text = unit * (LARGE // len(unit)) + "\n责任单位：市教育局\n"
    assert whole(text).text.endswith("市教育局")
