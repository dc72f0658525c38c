"""The other pages in Chromium: overview, ledger, timeline, report and reader, against the facts themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from gold_facts import findings, gold_documents

from facts import FRACTIONS, document, passage
from reformkg.model import Kind, Report, Role, Severity
from reformkg.render.names import names
from reformkg.render.page import FILES
from reformkg.render.site import site_pages

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

PHONES = [("index.html", f"q=家庭医生&{DAY}"), ("graph.html", f"view=overview&{DAY}"), ("ledger.html", DAY)]

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


@pytest.mark.parametrize(("file", "fragment"), PHONES)
def test_axe_finds_nothing_serious_on_a_phone(visit: Visit, site: Path, file: str, fragment: str) -> None:
    page = visit(site / file, fragment, size=(390, 844)).page
    if page.locator("#q").count():
        page.locator("#q").press_sequentially("财政")
        page.locator("#suggestions [role=option]").first.wait_for()
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []


def test_pages_lead_to_one_another(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    for name, file in FILES.items():
        page.click(f"nav a[href='{file}']")
        page.wait_for_selector(f"html[data-page={name}][data-ready]")
    page.goto((site / "ledger.html").as_uri() + f"#{DAY}")
    page.locator(".ledger tbody .col-title [data-link]").nth(3).click()
    title = page.locator("#panel h2").inner_text()
    page.click("#panel a.button >> text=看全文")
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


def test_the_overview_counts_and_each_number_leads_to_its_items(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    tasks = [item for item in ITEMS if item.kind is Kind.TASK]
    bodies = {owner.organisation.key for item in ITEMS for owner in item.responsibilities}
    said = page.locator("#lead-in").inner_text()
    assert f"{len(DOCUMENTS)} 份文件" in said
    assert f"{len(ITEMS)} 个事项（任务 {len(tasks)}、" in said
    assert f"{len(bodies)} 个责任单位" in said
    grave = sum(finding.severity is Severity.VIOLATION for finding in REPORT.findings)
    numbers = [int(text) for text in page.locator("#questions b").all_inner_texts()]
    assert numbers[0] == sum(not item.responsibilities for item in tasks)
    assert numbers[-1] == grave
    links = page.locator("#questions a").evaluate_all("(all) => all.map((one) => one.href)")
    for number, link in zip(numbers[:-1], links[:-1], strict=True):
        there = visit(site / "ledger.html", link.partition("#")[2]).page
        assert there.locator("#count").inner_text().startswith(f"显示 {number} /")
    there = visit(site / "report.html", f"severity=violation&{DAY}").page
    assert there.locator(".findings .finding").count() == grave
    assert page.locator("figure").count() == 4
    for chart in page.locator("figure").all():
        if chart.locator("svg.bars").count():
            assert chart.locator("svg.bars").get_attribute("aria-label")
            assert chart.locator("details table tbody tr").count() > 0
    page.click("#workload-function")
    assert "卫生健康" in page.locator("figure").first.text_content()


def test_the_ledger_sorts_groups_and_exports_what_is_shown(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY).page
    assert page.locator("#count").inner_text().strip() == f"显示 {len(ITEMS)} / {len(ITEMS)} 个事项"
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
    assert "原文位置" in rows[0]


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
    months: dict[tuple[int, str], list[str]] = {}
    for place, item in enumerate(ITEMS):
        for deadline in item.deadlines:
            if deadline.date:
                months.setdefault((place, deadline.date.isoformat()[:7]), []).append(deadline.date.isoformat())
    assert page.locator(".due li.late").count() == sum(max(days) < "2019-06-30" for days in months.values())
    page.fill("#asof-top", "2023-01-01")
    assert page.locator(".due li.late").count() == sum(max(days) < "2023-01-01" for days in months.values())
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
    assert grave[0].remedy.zh in page.locator("#findings").inner_text()
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


def test_a_row_opens_its_passage_and_closes_it(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", f"state=unowned&{DAY}").page
    item = next(item for item in ITEMS if item.kind is Kind.TASK and not item.responsibilities)
    page.locator(".words").first.click()
    assert page.locator(".quoted .passage").inner_text().strip() == item.text.strip()
    assert page.evaluate("() => document.activeElement.getAttribute('aria-expanded')") == "true"
    page.keyboard.press("Enter")
    assert page.locator(".quoted").count() == 0


def test_the_ledger_prints_every_row_on_a4_landscape_with_its_head_on_each_sheet(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY).page
    sheets = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(side) / 72 * 25.4) for side in (sheets[0].width, sheets[0].height)] == [297, 210]
    assert all("编号" in (sheet.extract_text() or "") for sheet in sheets)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".ledger tbody tr").count() == len(ITEMS)


def test_owners_of_one_clause_are_marked_by_name(visit: Visit) -> None:
    facts = document()
    clause = "（牵头单位：市卫生计生委；配合单位：市财政局、市特别办）"
    task = facts.items[0]
    owners = tuple(replace(owner, evidence=passage(clause)) for owner in task.responsibilities)
    facts = replace(facts, items=(replace(task, responsibilities=owners),))
    html = next(page.html for page in site_pages([facts], Report((), (), 1, 1)) if page.file == "reader.html")
    page = visit(html).page
    assert page.locator("mark.is-clause").all_inner_texts() != []
    for role in Role:
        marked = page.locator(f"mark.is-clause.is-{role.value}").all_inner_texts()
        assert marked == [owner.name for owner in owners if owner.role is role]


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


FAMILY_DOCTORS = next(item for item in ITEMS if item.title == "开展基层家庭医生签约服务")


@pytest.mark.parametrize("asked", ["家庭医生签约 上街区", "上街区家庭医生签约谁牵头？"])
def test_the_search_box_answers_while_one_types(visit: Visit, site: Path, asked: str) -> None:
    page = visit(site / "index.html", DAY).page
    page.locator("#q").press_sequentially(asked)
    best = page.locator("#suggestions [role=option]", has_text=FAMILY_DOCTORS.title)
    best.wait_for()
    said = best.inner_text()
    assert all(part in said for part in ("郑州市上街区", "牵头 区卫计委", "2017-12-31"))
    assert FAMILY_DOCTORS.title in page.locator(".answer-title").first.inner_text()
    while page.locator("#q").get_attribute("aria-activedescendant") != best.get_attribute("id"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == FAMILY_DOCTORS.title
    assert page.locator("#suggestions").is_hidden()
    assert page.locator("#panel mark.is-lead").first.inner_text() == "区卫计委"


def test_tasks_without_an_owner_are_one_press_away(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    page.locator("#questions a").first.click()
    page.wait_for_selector("html[data-page=ledger][data-ready]")
    wanted = [item.title for item in ITEMS if item.kind is Kind.TASK and not item.responsibilities]
    assert page.locator(".ledger .col-title [data-link]").all_inner_texts() == wanted


def test_a_fraction_is_shown_as_written_and_not_as_it_was_rounded(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY).page
    targets = [{"text": text, "value": value, "unit": unit, "comparator": "="} for text, value, unit, _ in FRACTIONS]
    shown = page.evaluate("(targets) => targets.map(Facts.amount)", targets)
    assert shown == [number + (unit or "") for _, _, unit, number in FRACTIONS]


def test_what_a_department_has_to_finish_in_a_year_stands_with_document_and_words(visit: Visit, site: Path) -> None:
    wanted = [
        (facts, item)
        for facts in DOCUMENTS
        for item in facts.items
        if any(owner.name == "市卫生计生委" for owner in item.responsibilities)
        and any(term.date and term.date.year == 2018 for term in item.deadlines)
    ]
    page = visit(site / "index.html", DAY).page
    page.locator("#q").press_sequentially("市卫生计生委")
    page.locator("#suggestions [role=option]", has_text="市卫生计生委").first.click()
    page.select_option("#filter-year", "2018")
    assert page.locator(".answer-title [data-link]").all_inner_texts() == [item.title for _, item in wanted]
    (facts, item), *_ = wanted
    said = page.locator(".answer").first.inner_text()
    assert facts.metadata.title is not None
    assert facts.metadata.number is not None
    assert facts.metadata.title.value in said
    assert facts.metadata.number.value in said
    assert "2018-12-31" in said
    page.locator(".answer .opening summary").first.click()
    assert page.locator(".answer .passage").first.inner_text().strip() == item.text.strip()
    page.go_back()
    assert page.locator("#filter-year").input_value() == ""


def test_the_overview_follows_its_filters_and_hands_them_on(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", f"place=郑州市上街区&{DAY}").page
    district = next(facts for facts in DOCUMENTS if facts.metadata.jurisdiction == "郑州市上街区")
    assert page.locator(".documents tbody tr").count() == 1
    assert page.locator("#answers h2 .num").inner_text() == str(len(district.items))
    page.click(".onward a >> text=台账")
    page.wait_for_selector("html[data-page=ledger][data-ready]")
    assert page.locator("#count").inner_text().startswith(f"显示 {len(district.items)} /")


def test_the_panel_of_a_department_leads_to_what_is_due_in_a_year(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", f"q=市卫生计生委&{DAY}").page
    page.locator(".col-responsible [data-link]", has_text="市卫生计生委").first.click()
    page.locator("#panel a.button", has_text="2018").click()
    assert page.locator("#filter-year").input_value() == "2018"
    assert page.locator(".ledger .col-title [data-link]").count() == 1


def test_the_tab_is_named_after_what_is_shown(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY, language="en-US").page
    assert page.title() == "Ledger · reform task graph"
    page.locator(".col-title [data-link]").first.click()
    assert page.title() == f"{ITEMS[0].title} · Ledger · reform task graph"
    page.keyboard.press("Escape")
    assert page.title() == "Ledger · reform task graph"
