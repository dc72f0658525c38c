"""The graph page in Chromium: what it shows, and that each control does what it says, against the facts themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gold_facts import findings, gold_documents

from reformkg.render.network import network_page

DOCUMENTS = gold_documents()
REPORT = findings(DOCUMENTS)
ITEMS = [item for facts in DOCUMENTS for item in facts.items]


@pytest.fixture(scope="module")
def graph() -> str:
    return network_page(DOCUMENTS, REPORT)


def painted(page: Any) -> int:
    """Return how many pixels of the canvas are drawn on."""
    return int(
        page.evaluate(
            """() => { const c = document.querySelector('#canvas canvas');
            const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n += 1; return n; }"""
        )
    )


def test_it_opens_offline_with_nothing_to_say(visit: Callable[..., Any], graph: str) -> None:
    opened = visit(graph)
    assert opened.complaints == []
    assert opened.requests[1:] == []
    assert painted(opened.page) > 5000


@pytest.mark.parametrize("view", ["overview", "tasks", "map"])
def test_every_view_draws(visit: Callable[..., Any], graph: str, view: str) -> None:
    opened = visit(graph, f"view={view}&asof=2019-06-30")
    assert opened.complaints == []
    assert painted(opened.page) > 5000
