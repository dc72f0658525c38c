"""Whatever a document says stays text: payloads in every field of the facts, on every page, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from reformkg.model import (
    Bilingual,
    Citation,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Finding,
    Gap,
    GapKind,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Report,
    Responsibility,
    Role,
    Section,
    Severity,
    Source,
    Span,
    Stated,
)
from reformkg.render.page import FILES
from reformkg.render.site import site_pages

RUN = "window.executed=(window.executed||0)+1"
PAYLOADS = {
    "script": f"<script>{RUN}</script>",
    "closing tags": f"</script></style></title></textarea><script>{RUN}</script>",
    "comment": f"<!--<script>{RUN}</script>-->",
    "event handler": f'"><img src=x onerror="{RUN}">',
    "attribute": f"' onfocus='{RUN}' autofocus tabindex=0 onmouseover='{RUN}' x='",
    "svg": f"<svg onload={RUN}><a href='javascript:{RUN}'>href</a></svg>",
    "template": "{{ 7*7 }}{% raw %}${7*7}#{7*7}<%= 7*7 %>",
    "script address": f"javascript:{RUN}//href",
    "unusual letters": "a\u2028b\u2029c\u0000d\ufeff𠮷野家\u202eoff",
    "prototype": "__proto__",
}


def tainted(payload: str) -> DocumentFacts:
    """Return a document whose every text, key and reference holds the payload, with offsets that fit."""
    parts = [payload, "。", payload, "责任单位", payload]
    text = "".join(parts)
    end = len(payload)
    evidence = Evidence(0, end, payload, payload)
    body = Organisation(payload, payload, payload, payload, payload, False, payload)
    item = Item(
        payload, payload, payload, Kind.TASK, payload, text, Span(0, len(text)), True,
        (Responsibility(body, payload, Role.LEAD, True, True, evidence),),
        (Deadline(payload, date(2019, 1, 1), None, None, True, evidence), Deadline(payload, None, None, None, False, evidence)),
        (Indicator(payload, payload, Comparator.AT_LEAST, Decimal(90), None, None, payload, None, True, evidence),),
        (payload,),
    )  # fmt: skip
    bare = replace(item, ref=payload + "2", responsibilities=(), deadlines=(), indicators=())
    stated = Stated(payload, evidence)
    return DocumentFacts(
        payload,
        Source(payload, payload, payload, payload),
        Metadata(stated, stated, stated, stated, payload),
        text,
        (Section(payload, payload, payload, Span(0, end), Span(0, len(text)), Span(0, 0), ()),),
        (item, bare),
        (Citation(payload, payload, evidence),),
        (Gap(GapKind.OWNER, payload, evidence),),
    )


def report_on(facts: DocumentFacts, payload: str) -> Report:
    both = Bilingual(payload, payload)
    evidence = facts.gaps[0].evidence
    known = Finding(payload, Severity.VIOLATION, facts.key, facts.items[0].ref, payload, both, both, evidence)
    return Report((known, replace(known, item=None), replace(known, document=payload + "?")), (payload,), 1, 2)


def test_every_text_field_is_tainted() -> None:
    """The facts above leave no text of the model without a payload, so that a new field cannot be forgotten."""
    mark = "PAYLOAD"
    facts = tainted(mark)
    clean: list[str] = []

    def walk(value: Any, where: str) -> None:
        if is_dataclass(value):
            for field in fields(value):
                walk(getattr(value, field.name), f"{where}.{field.name}")
        elif isinstance(value, tuple):
            for each in value:
                walk(each, where)
        elif isinstance(value, str) and not isinstance(value, Enum) and mark not in value:
            clean.append(where)

    walk((facts, report_on(facts, mark)), "")
    assert clean == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the site of ten documents, one to a payload."""
    folder = tmp_path_factory.mktemp("hostile")
    documents = [tainted(payload) for payload in PAYLOADS.values()]
    findings = tuple(found for facts in documents for found in report_on(facts, facts.key).findings)
    for page in site_pages(documents, Report(findings, tuple(PAYLOADS.values()), len(documents), 2 * len(documents))):
        (folder / page.file).write_text(page.html, encoding="utf-8", newline="")
    return folder


def harmless(opened: Any) -> None:
    """Hold that no payload ran, made an element of its own, asked for anything or upset the page."""
    page = opened.page
    assert page.evaluate("() => window.executed") is None
    assert page.evaluate("() => Object.keys(Object.prototype).length") == 0
    assert page.locator("main img, main script, #panel img, #panel script, a[href^=javascript]").count() == 0
    assert (opened.complaints, opened.foreign()) == ([], [])


@pytest.mark.parametrize("file", FILES.values())
def test_nothing_runs_and_nothing_is_lost(visit: Callable[..., Any], hostile: Path, file: str) -> None:
    opened = visit(hostile / file, "asof=2019-06-30&view=tasks")
    page = opened.page
    for payload in PAYLOADS.values():
        for link in (f"t:{payload}#{payload}", f"d:{payload}", f"o:{payload}"):
            page.evaluate("(sel) => Address.set({ sel })", link)
            shown = page.locator("#panel").evaluate("(panel) => panel.textContent")
            assert payload in shown, link
        if file == "reader.html":
            page.evaluate("(doc) => Address.set({ doc })", payload)
        assert payload in page.locator("main").evaluate("(main) => main.textContent")
    page.mouse.move(640, 400)
    harmless(opened)


@pytest.mark.parametrize("view", ["overview", "matrix", "tasks", "map"])
def test_the_drawing_shows_payloads_as_they_are(visit: Callable[..., Any], hostile: Path, view: str) -> None:
    opened = visit(hostile / "graph.html", f"view={view}&asof=2019-06-30")
    page = opened.page
    box = page.locator("#stage").bounding_box()
    for x in range(60, int(box["width"]) - 40, 90):
        for y in range(60, int(box["height"]) - 40, 120):
            page.mouse.move(box["x"] + x, box["y"] + y)
    harmless(opened)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_search_and_answers_show_payloads_as_they_are(visit: Callable[..., Any], hostile: Path, payload: str) -> None:
    opened = visit(hostile / "index.html", "asof=2019-06-30")
    page = opened.page
    page.fill("#q", payload)
    page.locator("#suggestions [role=option]").first.wait_for()
    names = page.locator("#suggestions .hit-name").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert any(payload in name for name in names)
    page.keyboard.press("Enter")
    page.locator(".answer .opening summary").first.click()
    page.locator(".answer .basis summary").first.click()
    assert payload in page.locator(".answer").first.evaluate("(answer) => answer.textContent")
    harmless(opened)


def test_the_picture_of_a_matrix_of_payloads_is_drawn(visit: Callable[..., Any], hostile: Path) -> None:
    opened = visit(hostile / "graph.html", "view=matrix&asof=2019-06-30")
    with opened.page.expect_download() as picture:
        opened.page.click("#png")
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    harmless(opened)


@pytest.mark.parametrize("payload", ["__proto__", "<b>%00%zz&c#d"])
def test_a_hostile_address_shows_the_page_all_the_same(visit: Callable[..., Any], hostile: Path, payload: str) -> None:
    names = [
        "view",
        "sel",
        "focus",
        "doc",
        "org",
        "role",
        "kind",
        "state",
        "finding",
        "year",
        "page",
        "hide",
        "asof",
        "q",
        "rows",
        "columns",
        "group",
        "sort",
        "off",
        "by",
        "span",
        "item",
        "show",
        "documents",
        "workload",
    ]
    for file in FILES.values():
        opened = visit(hostile / file, "&".join(f"{name}={payload}" for name in names))
        harmless(opened)
