"""The page on the saved queries says what their headers say, and its example works."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from queries.engines import embedded
from reformkg.query import load_queries, parse_query, run

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
CATALOGUE = load_queries([ROOT / "queries"])


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_queries", ROOT / "tools" / "write_queries.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_headers_say(writer: ModuleType) -> None:
    assert writer.page(CATALOGUE) == PAGE, "run python tools/write_queries.py"


def test_every_query_is_on_the_page() -> None:
    assert {query.name for query in CATALOGUE.queries} == set(re.findall(r"^### (\S+)$", PAGE, re.MULTILINE))
    assert len(CATALOGUE.queries) >= 30


def test_the_example_works() -> None:
    (text,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    rows = run(embedded(), parse_query(text, "example"), {"department": "卫健委", "year": "2020"})
    assert rows.rows == (("推进家庭医生签约服务", date(2020, 12, 31)),)
