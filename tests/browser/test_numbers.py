"""One number, one list: what stands at a card, a bar, a choice or a head is how many rows one gets for it, on every page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reformkg.model import Severity

DAY = "asof=2019-06-30"
Visit = Callable[..., Any]

SITES = pytest.mark.parametrize("pages", ["site", "crowded_site"])

OPENED = """async function opened(fragments, count) { const out = [];
    for (const fragment of fragments) {
        if (location.hash !== '#' + fragment) await new Promise((done) => {
            addEventListener('hashchange', () => setTimeout(done), { once: true }); location.hash = fragment; });
        out.push(count()); }
    return out; }"""

ROWS = """(fragments) => opened(fragments, () => {
    while (document.getElementById('more')) document.getElementById('more').click();
    const rows = document.querySelectorAll('.ledger tr[data-item]').length;
    const said = Number(document.getElementById('count').textContent.match(/\\d+/)[0]);
    return rows === said ? rows : `${rows} rows, said to be ${said}`; })"""

FINDINGS = """(fragments) => opened(fragments, () => {
    for (let more; (more = document.querySelector('#findings .more'));) more.click();
    return document.querySelectorAll('#findings .finding').length; })"""


def first_number(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found, text
    return int(found[0])


def some(rows: list[Any]) -> list[Any]:
    """Return the first few of many rows, where they are longest, and some of the rest."""
    return rows[:5] + rows[5::7]


class Site:
    """The pages of one graph, and how long the lists are that their addresses open."""

    def __init__(self, visit: Visit, folder: Path) -> None:
        self.visit, self.folder = visit, folder

    def open(self, file: str, fragment: str = DAY) -> Any:
        return self.visit(self.folder / file, fragment).page

    def lengths(self, hrefs: list[str]) -> list[int]:
        """Return how many rows the ledger, or findings the report, shows at each of these addresses."""
        fragments = [href.partition("#")[2] for href in hrefs]
        (name,) = {href.partition("#")[0].rpartition("/")[2] for href in hrefs}
        count = ROWS if name == "ledger.html" else FINDINGS
        lengths: list[int] = self.open(name).evaluate(
            f"(fragments) => {{ {OPENED} return ({count})(fragments); }}", fragments
        )
        return lengths


@pytest.fixture
def opened(visit: Visit, pages: str, request: pytest.FixtureRequest) -> Site:
    return Site(visit, request.getfixturevalue(pages))


@pytest.mark.parametrize(
    ("pages", "asked"),
    [
        ("site", ""),
        *(("crowded_site", asked) for asked in ("", "role=lead", "state=overdue", "year=2020&topic=family-doctor")),
    ],
)
def test_cards_charts_and_documents_of_the_overview_count_what_they_open(opened: Site, asked: str) -> None:
    page = opened.open("index.html", f"{asked}&{DAY}".lstrip("&"))
    linked = page.locator("#questions a, .documents td a").evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('href'), one.textContent])"
    )
    numbers = {href: first_number(text) for href, text in linked}
    charts = page.locator("figure.chart").evaluate_all(
        """(all) => all.map((chart) => ({ drawn: [...chart.querySelectorAll('svg.bars .figure')].map((one) => one.textContent),
        rows: [...chart.querySelectorAll('.numbers tbody tr')].map((row) =>
            [row.querySelector('th a')?.getAttribute('href') || '', Number([...row.querySelectorAll('td.num')].at(-1).textContent)]) }))"""
    )
    for chart in charts:
        counted = [number for _, number in chart["rows"] if number]
        assert [first_number(text) for text in chart["drawn"]] == counted[: len(chart["drawn"])]
        assert all(number == 0 for href, number in chart["rows"] if not href)
        numbers.update((href, number) for href, number in some(chart["rows"]) if href)
    for name in ("ledger.html", "report.html"):
        hrefs = [href for href in numbers if href.startswith(name)]
        if hrefs:
            assert dict(zip(hrefs, opened.lengths(hrefs), strict=True)) == {href: numbers[href] for href in hrefs}
    assert len(numbers) > (4 if asked else 20)


@SITES
def test_choices_of_a_filter_count_what_they_leave(opened: Site) -> None:
    page = opened.open("ledger.html", f"role=responsible&{DAY}")
    options = page.locator("#filters select").evaluate_all(
        "(all) => all.flatMap((one) => [...one.options].slice(1).map((option) => [one.id.slice(7), option.value, option.textContent]))"
    )
    fields = {field: [option for option in options if option[0] == field] for field, *_ in options}
    assert len(fields) >= 8
    hrefs, said = [], []
    for field, value, text in (option for choices in fields.values() for option in some(choices)):
        state = {"role": "responsible", "asof": "2019-06-30", field: value}
        query: str = page.evaluate("(state) => String(new URLSearchParams(JSON.parse(state)))", json.dumps(state))
        hrefs.append(f"ledger.html#{query}")
        said.append(first_number(re.findall(r"\([^()]*\)$", text)[0]))
    assert opened.lengths(hrefs) == said


@SITES
def test_heads_of_the_ledger_count_their_rows(opened: Site) -> None:
    page = opened.open("ledger.html")
    for by in ("doc", "org", "year", "state"):
        page.select_option("#group", by)
        heads = page.locator(".ledger").evaluate(
            """() => { for (let more; (more = document.getElementById('more'));) more.click();
            const out = []; for (const row of document.querySelector('.ledger tbody').rows)
            if (row.className === 'group-row') out.push([row.textContent, 0]); else out.at(-1)[1] += 1; return out; }"""
        )
        assert heads
        assert [int(re.findall(r"\d+$", text)[0]) for text, _ in heads] == [count for _, count in heads]


@SITES
@pytest.mark.parametrize(("span", "by"), [("month", "org"), ("quarter", ""), ("year-span", "")])
def test_bars_and_heads_of_the_timeline_count_their_rows(opened: Site, span: str, by: str) -> None:
    page = opened.open("timeline.html", f"span={span}&by={by}&{DAY}")
    page.evaluate("() => { for (let more; (more = document.querySelector('#periods .more'));) more.click(); }")
    sections: dict[str, list[Any]] = page.locator("#periods section").evaluate_all(
        """(all) => Object.fromEntries(all.map((one) => [one.id.slice(7), [one.querySelector('h2 .num').textContent,
        new Set([...one.querySelectorAll('li [data-link]')].map((link) => link.dataset.link)).size,
        [...one.querySelectorAll('h3 .num')].map((n) => n.textContent), [...one.querySelectorAll('ol')].map((list) => list.children.length)]]))"""
    )
    for said, rows, heads, lists in sections.values():
        assert int(said) == rows
        assert [int(head) for head in heads] == (lists if by else [])
    bars: dict[str, str] = page.locator(".numbers tbody").evaluate(
        "(body) => Object.fromEntries([...body.rows].map((row) => [row.querySelector('th').textContent, row.querySelector('.total').textContent]))"
    )
    dated = {name: said for name, (said, *_) in sections.items() if name[0].isdigit()}
    assert {name: said for name, said in bars.items() if said != "0"} == dated
    if span == "year-span":
        others = [name for name in ("recurring", "unreckoned", "undated") if name in sections]
        hrefs = [f"ledger.html#year={name}&{DAY}" for name in dated] + [
            f"ledger.html#state={name}&{DAY}" for name in others
        ]
        assert opened.lengths(hrefs) == [int(sections[name][0]) for name in (*dated, *others)]


@SITES
def test_counts_of_the_report_are_those_of_the_findings_they_leave(opened: Site) -> None:
    page = opened.open("report.html")
    rows = page.locator(".counts tbody tr").evaluate_all(
        "(all) => all.map((row) => [...row.querySelectorAll('td.num')].reduce((sum, cell) => sum + (Number(cell.textContent) || 0), 0))"
    )
    buttons = page.locator(".counts tbody th button")
    assert len(rows) == buttons.count() > 6
    for place in range(0, len(rows), 3):
        buttons.nth(place).evaluate("(button) => button.click()")
        assert len(cards(page)) == rows[place]
        page.go_back()
    for severity in ("violation", "warning", "info"):
        said = first_number(page.locator(f"#only-{severity}").inner_text())
        page.click(f"#only-{severity}")
        assert len(cards(page)) == said
        page.click(f"#only-{severity}")
    heads = page.locator("#findings .group").evaluate_all(
        "(all) => all.map((one) => [one.querySelector('h2 .num').textContent, String(one.querySelectorAll('.finding').length)])"
    )
    assert all(said == held for said, held in heads)
    chosen = page.locator("#filter-doc option").evaluate_all(
        "(all) => all.slice(1).map((one) => [one.value, one.textContent])"
    )
    for value, text in chosen:
        page.select_option("#filter-doc", value)
        assert len(cards(page)) == first_number(re.findall(r"\(\d+\)$", text)[0])


def cards(page: Any) -> list[str]:
    """Return the findings that the report shows, with all of each group."""
    page.evaluate("() => { for (let more; (more = document.querySelector('#findings .more'));) more.click(); }")
    texts: list[str] = page.locator("#findings .finding").all_text_contents()
    return texts


@SITES
def test_the_reader_counts_as_many_findings_as_the_report(opened: Site) -> None:
    report = opened.open("report.html")
    options = report.locator("#filter-doc option").evaluate_all(
        "(all) => all.slice(1).map((one) => [one.value.slice(2), one.textContent])"
    )
    page = opened.open("reader.html", f"hide=.&{DAY}")
    for key, text in options:
        page.select_option("#doc", key)
        assert first_number(page.locator("#kind-finding").inner_text()) == first_number(
            re.findall(r"\(\d+\)$", text)[0]
        )
    whole = page.locator("#text header .finding")
    assert whole.count() == (1 if "crowd" in str(options[0][0]) else 0)


@pytest.mark.parametrize("pages", ["crowded_site"])
def test_suggestions_count_what_choosing_them_shows(opened: Site) -> None:
    for asked in ("财政局", "责任单位"):
        page = opened.open("index.html", f"role=responsible&{DAY}")
        page.locator("#q").press_sequentially(asked)
        page.wait_for_timeout(250)
        hits = page.locator("#suggestions [role=group]:not([aria-label$='个事项']) [role=option]")
        said = [text for text in hits.all_inner_texts() if "个事项" in text]
        for place in range(len(said)):
            page.locator("#q").fill("")
            page.locator("#q").press_sequentially(asked)
            page.wait_for_timeout(250)
            hits.nth(place).click()
            number = re.findall(r"(\d+) 个事项", said[place])[0]
            assert page.locator("#answers h2 .num").inner_text() == number
            page.go_back()


@SITES
def test_entries_of_the_legend_and_years_of_a_department_count_what_they_open(opened: Site) -> None:
    page = opened.open("graph.html", f"view=tasks&{DAY}")
    for name in ("unowned", "overdue"):
        said = first_number(page.locator(f"#legend-{name}").inner_text())
        page.click(f"#legend-{name}")
        pager = page.locator("#list .pager").inner_text()
        assert said == int(re.findall(r"\d+", pager)[2 if "共" in pager else 0])
        page.click(f"#legend-{name}")
    page = opened.open("ledger.html")
    page.locator("td.col-responsible [data-link]").first.click()
    years = page.locator("#panel a.button .num").locator("xpath=..")
    hrefs = years.evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert hrefs
    assert opened.lengths(hrefs) == [int(text.split()[-1]) for text in years.all_inner_texts()]


def test_what_is_wanting_is_counted_as_the_report_counts_it(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    cards_said = [int(text) for text in page.locator("#questions b").all_inner_texts()]
    report = visit(site / "report.html", DAY).page
    for number, shape in zip((cards_said[0], cards_said[1], cards_said[4]), ("RK001", "RK002", "RK003"), strict=True):
        heading = report.locator(f"#findings h2:has-text('{shape}')").text_content()
        assert heading.split()[-1] == str(number)
    grave = first_number(report.locator(f"#only-{Severity.VIOLATION.value}").inner_text())
    assert cards_said[5] == grave
