"""The page on the saved queries says what their headers say, and its example works."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from commands import script
from queries.engines import embedded
from reformkg.query import load_queries, parse_query, run

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
CATALOGUE = load_queries([ROOT / "queries"])


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    return script(ROOT / "tools" / "write_queries.py")


def test_the_page_is_what_the_headers_say(writer: ModuleType) -> None:
    assert writer.page(CATALOGUE) == PAGE, "run python tools/write_queries.py"


def test_every_query_is_on_the_page() -> None:
    assert {query.name for query in CATALOGUE.queries} == set(re.findall(r"^### (\S+)$", PAGE, re.MULTILINE))
    assert len(CATALOGUE.queries) >= 30


def test_the_example_works() -> None:
    (text,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    rows = run(embedded(), parse_query(text, "example"), {"department": "卫健委", "year": "2020"})
    assert rows.rows == (("推进家庭医生签约服务", date(2020, 12, 31)),)
