"""The other pages in Chromium: overview, ledger, timeline, report and reader, against the facts themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from gold_facts import findings, gold_documents

from reformkg.model import Kind, Severity
from reformkg.render.names import names
from reformkg.render.page import FILES

DOCUMENTS = gold_documents()
REPORT = findings(DOCUMENTS)
ITEMS = [item for facts in DOCUMENTS for item in facts.items]
DAY = "asof=2019-06-30"

Visit = Callable[..., Any]
VIEWS = [
    *((file, DAY) for file in FILES.values()),
    ("graph.html", f"view=tasks&{DAY}"),
    ("graph.html", f"view=matrix&{DAY}"),
]

DARK = [("graph.html", f"view=matrix&{DAY}", "dark"), ("ledger.html", DAY, "dark"), ("reader.html", DAY, "dark")]


@pytest.mark.parametrize("file", FILES.values())
def test_every_page_opens_offline_and_fits_a_phone(visit: Visit, site: Path, file: str) -> None:
    opened = visit(site / file, DAY, size=(390, 844))
    page = opened.page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert (opened.complaints, opened.foreign()) == ([], [])


@pytest.mark.parametrize(("file", "fragment", "scheme"), [*((*view, "light") for view in VIEWS), *DARK])
def test_axe_finds_nothing_serious(visit: Visit, site: Path, file: str, fragment: str, scheme: str) -> None:
    page = visit(site / file, fragment, scheme=scheme).page
    first = page.locator("#list .row, .ledger tbody .col-title button, .due button, .finding button, .unit-ref").first
    if first.count():
        first.click()
        page.locator("#panel").wait_for()
    found = Axe().run(page).response["violations"]
    grave = [
        (rule["id"], rule["impact"], [node["html"][:160] for node in rule["nodes"][:3]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_pages_lead_to_one_another(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    for name, file in FILES.items():
        page.click(f"nav a[href='{file}']")
        page.wait_for_selector(f"html[data-page={name}][data-ready]")
    page.goto((site / "ledger.html").as_uri() + f"#{DAY}")
    page.locator(".ledger tbody .col-title button").nth(3).click()
    title = page.locator("#panel h2").inner_text()
    page.click("#panel a.button")
    page.wait_for_selector("html[data-page=reader][data-ready]")
    assert title in page.locator(".unit.chosen").inner_text()


def test_the_keyboard_reaches_item_panel_and_back(visit: Visit, site: Path) -> None:
    page = visit(site / "graph.html", f"view=tasks&state=unowned&{DAY}").page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.classList.contains('row')"):
            break
    title = page.evaluate("() => document.activeElement.querySelector('.row-title').textContent")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() in title
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.classList.contains('row')")


def test_the_overview_counts(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    figures = {
        one.locator("span").inner_text(): int(one.locator("b").inner_text())
        for one in page.locator(".figures li").all()
    }
    tasks = [item for item in ITEMS if item.kind is Kind.TASK]
    assert figures["文件"] == len(DOCUMENTS)
    assert figures["任务"] == len(tasks)
    assert figures["无责任单位"] == sum(not item.responsibilities for item in tasks)
    assert figures["违规"] == sum(finding.severity is Severity.VIOLATION for finding in REPORT.findings)
    assert page.locator("figure").count() == 4
    for chart in page.locator("figure").all():
        if chart.locator("svg.bars").count():
            assert chart.locator("svg.bars").get_attribute("aria-label")
            assert chart.locator("details table tbody tr").count() > 0
    page.click("#workload-function")
    assert "卫生健康" in page.locator("figure").first.text_content()


def test_the_ledger_sorts_groups_and_exports_what_is_shown(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY).page
    assert page.locator("#count").inner_text().strip() == f"显示 {len(ITEMS)} / {len(ITEMS)} 项"
    page.click("#sort-deadlines")
    assert page.locator("th.col-deadlines").first.get_attribute("aria-sort") == "ascending"
    first = page.locator("td.col-deadlines").first.inner_text()
    dates = sorted(deadline.date.isoformat() for item in ITEMS for deadline in item.deadlines if deadline.date)
    assert first == dates[0]
    page.select_option("#group", "org")
    assert "市卫生计生委" in page.locator(".group-row").first.inner_text()
    page.select_option("#group", "")
    page.select_option("#filter-year", "2018")
    page.click("#columns summary")
    page.uncheck("#column-indicators")
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = [item.title for item in ITEMS if any(d.date and d.date.year == 2018 for d in item.deadlines)]
    assert [row["标题"] for row in rows] == wanted
    assert "指标" not in rows[0]


def test_the_ledger_copies_rows(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", f"state=unowned&{DAY}").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#copy")
    page.locator("#live.shown").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert len(copied.splitlines()) == 1 + sum(i.kind is Kind.TASK and not i.responsibilities for i in ITEMS)


def test_the_timeline_follows_the_day_that_is_set(visit: Visit, site: Path) -> None:
    page = visit(site / "timeline.html", DAY).page
    dates = [deadline.date.isoformat() for item in ITEMS for deadline in item.deadlines if deadline.date]
    assert page.locator(".due li.late").count() == sum(date < "2019-06-30" for date in dates)
    page.fill("#asof-top", "2023-01-01")
    assert page.locator(".due li.late").count() == sum(date < "2023-01-01" for date in dates)
    page.click("#span-year-span")
    headings = [text.split()[0] for text in page.locator("#periods h2").all_text_contents()]
    assert sorted({date[:4] for date in dates}) == [heading for heading in headings if heading.isdigit()]
    page.select_option("#by", "org")
    assert page.locator("#periods h3").count() > 5


def test_the_report_groups_filters_and_opens_passages(visit: Visit, site: Path) -> None:
    page = visit(site / "report.html", DAY).page
    grave = [finding for finding in REPORT.findings if finding.severity is Severity.VIOLATION]
    assert page.locator("#findings h2").first.inner_text().split() == [
        "RK001",
        names().shapes["RK001"].zh,
        str(len(grave)),
    ]
    page.select_option("#filter-severity", "violation")
    assert page.locator(".findings .finding").count() == len(grave)
    said = page.locator(".findings .finding").first.inner_text()
    assert grave[0].message.zh in said
    assert grave[0].remedy.zh in said
    assert page.locator(".findings mark.is-finding").first.inner_text() == grave[0].evidence.quote
    page.click("#by-document")
    assert page.locator("#findings h2").count() == len({finding.document for finding in grave})
    page.locator(".findings .finding button").first.click()
    assert page.locator("#panel .passage").count() > 0


def test_the_reader_marks_every_fact_in_place(visit: Visit, site: Path) -> None:
    for facts in DOCUMENTS[:2]:
        page = visit(site / "reader.html", f"doc={facts.key}&{DAY}").page
        shown = page.locator(".whole").evaluate(
            "(all) => { const copy = all.cloneNode(true); copy.querySelectorAll('button').forEach((b) => b.remove());"
            " return copy.textContent; }"
        )
        assert shown == facts.text
        rules = page.locator(".whole mark").evaluate_all("(all) => all.map((one) => one.title)")
        assert all("gold" in rule for rule in rules)
        deadlines = "".join(page.locator("mark.is-deadline").all_text_contents())
        for item in facts.items:
            for deadline in item.deadlines:
                assert deadline.evidence.quote in deadlines
    page.click("#kind-deadline")
    assert page.locator(".whole mark.is-deadline").count() == 0


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, the filters that ask it, and what the row that answers must say."""

    asked: str
    fragment: str
    answer: tuple[str, ...]


QUESTIONS = [
    Question(
        "who leads the district's family doctor task, by when",
        "q=家庭医生签约&place=郑州市上街区&role=lead",
        ("开展基层家庭医生签约服务", "区卫计委", "2017-12-31"),
    ),
    Question(
        "what the city's health commission has to finish in 2018",
        "year=2018&q=市卫生计生委",
        ("加快建立现代医院管理制度", "市卫生计生委", "2018-12-31"),
    ),
    Question("which tasks have no owner", "state=unowned", ("二/一/2", "推动大医院高精尖优发展")),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
def test_people_find_their_answers(visit: Visit, site: Path, question: Question) -> None:
    page = visit(site / "ledger.html", f"{question.fragment}&{DAY}").page
    rows = page.locator(".ledger tbody tr").all_inner_texts()
    assert any(all(part in row for part in question.answer) for row in rows)
