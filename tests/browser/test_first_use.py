"""What somebody meets who opens the pages for the first time: nothing cut, nothing lost, one word for one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gold_facts import gold_documents

from facts import COUNTIES, FINANCE, deadline, document, passage, responsibility
from reformkg.codes import KINDS, RECURRENCES, ROLES, SEVERITIES
from reformkg.model import Bilingual, DocumentFacts, Finding, Report, Role, Severity
from reformkg.render.page import FILES
from reformkg.render.site import site_pages
from reformkg.render.status import STATUS_WORDS, Status

DOCUMENTS = gold_documents()
DAY = "asof=2019-06-30"
PHONE = (390, 844)
Visit = Callable[..., Any]


def test_a_label_in_the_margin_stands_at_the_first_line_of_its_item(visit: Visit, site: Path) -> None:
    page = visit(site / "reader.html", f"doc={DOCUMENTS[3].key}&{DAY}").page
    apart = page.locator(".unit").evaluate_all(
        """(all) => all.map((unit) => { const label = unit.querySelector('.unit-ref').getBoundingClientRect();
        const range = document.createRange(), text = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT,
            (node) => (node.parentElement.closest('.unit-refs') || !node.data.trim() ? 2 : 1)).nextNode();
        range.setStart(text, text.data.search(/\\S/)); range.setEnd(text, text.data.search(/\\S/) + 1);
        const line = range.getBoundingClientRect(); return (label.top + label.bottom - line.top - line.bottom) / 2; })"""
    )
    assert len(apart) > 10
    assert max(abs(distance) for distance in apart) < 10


SCROLLERS = "[document.getElementById('text'), document.querySelector('.reader')]"
"""What scrolls in the reader: the text, on a phone the text with its outline."""


def scroll(page: Any, to: int) -> None:
    page.evaluate(f"(to) => {{ for (const one of {SCROLLERS}) one.scrollTop = to; }}", to)


def scrolled(page: Any) -> int:
    return int(page.evaluate(f"() => Math.max(...{SCROLLERS}.map((one) => one.scrollTop))"))


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_another_document_opens_at_its_top_and_a_link_at_its_passage(
    visit: Visit, site: Path, size: tuple[int, int]
) -> None:
    page = visit(site / "reader.html", f"doc={DOCUMENTS[0].key}&{DAY}", size=size).page
    scroll(page, 1500)
    assert scrolled(page) > 1000
    page.select_option("#doc", DOCUMENTS[1].key)
    assert scrolled(page) == 0
    last = DOCUMENTS[2].items[-1]
    linked = visit(site / "reader.html", f"doc={DOCUMENTS[2].key}&item={last.ref}", size=size).page
    top = linked.locator(".unit.chosen").bounding_box()["y"]
    assert 0 < top < size[1]
    linked.click("#kind-deadline")
    scroll(linked, 10)
    linked.click("#kind-deadline")
    assert scrolled(linked) == 10


def test_what_is_open_stays_open_beside_a_panel(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", f"q=家庭医生签约&{DAY}").page
    page.locator(".answer .opening summary").nth(1).click()
    page.locator(".answer .passage").first.wait_for()
    page.locator(".numbers summary").first.click()
    page.locator(".answer-title [data-link]").nth(1).click()
    page.locator("#panel .passage").first.wait_for()
    assert page.locator(".answer .opening[open]").count() == 1
    assert page.locator(".numbers[open]").count() == 1
    page.select_option("#filter-state", "overdue")
    page.select_option("#filter-state", "")
    assert page.locator(".answer .opening[open] .passage").count() >= 1


@pytest.mark.parametrize("file", ["index.html", "ledger.html", "timeline.html"])
def test_a_search_without_result_keeps_the_filters_and_says_the_way_back(visit: Visit, site: Path, file: str) -> None:
    page = visit(site / file, DAY).page
    fields = page.locator("#filters select").count()
    assert fields >= 5
    page.locator("#q").press_sequentially("没有这样的词")
    page.locator(".empty").wait_for()
    assert page.locator("#filters select").count() == fields
    assert "没有这样的词" in page.locator(".empty").inner_text()
    page.click("#clear-search")
    assert page.locator("#q").input_value() == ""
    assert page.locator(".empty").count() == 0


@pytest.mark.parametrize("file", [file for file in FILES.values() if file != "graph.html"])
def test_nothing_is_cut_on_a_phone(visit: Visit, site: Path, file: str) -> None:
    page = visit(site / file, DAY, size=PHONE).page
    assert cut(page) == []
    page.click("#language")
    assert cut(page) == []
    assert page.evaluate("() => document.documentElement.scrollHeight") < 15_000


def cut(page: Any) -> list[str]:
    """Return what stands out at the right of a phone."""
    beyond: list[str] = page.locator(
        ".bar nav a, .bar button, .tools *, svg.bars, svg.bars text, .figures *, h1, h2"
    ).evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 390.5).map((one) => one.outerHTML.slice(0, 90))"
    )
    return beyond


def test_the_report_unfolds_one_group_and_prints_them_all(visit: Visit, crowded_site: Path) -> None:
    page = visit(crowded_site / "report.html", DAY).page
    assert page.locator("#findings details[open]").count() == 1
    page.locator("#findings summary").nth(1).click()
    page.locator(".findings .finding button").first.click()
    page.keyboard.press("Escape")
    assert page.locator("#findings details[open]").count() == 2
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    held, wanted = page.locator("#findings .finding").count(), page.evaluate("() => Facts.findings.length")
    assert (held, page.locator("#findings details:not([open])").count()) == (wanted, 0)
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator("#findings details[open]").count() == 2


def test_groups_of_a_long_report_come_by_steps(visit: Visit) -> None:
    facts = [replace(document(), key=f"d{number}") for number in range(45)]
    words = Bilingual("有问题", "is wrong")
    found = tuple(Finding("RK008", Severity.INFO, each.key, None, "urn:x", words, words, None) for each in facts)
    report = Report(found, ("RK008",), 45, 45)
    html = next(page.html for page in site_pages(facts, report) if page.file == "report.html")
    page = visit(html, f"by=document&{DAY}").page
    assert page.locator("#findings .group").count() == 40
    page.locator("#findings > .more").click()
    assert page.locator("#findings .group").count() == 45
    assert page.locator("#findings > .more").count() == 0


def test_lists_stand_whole_on_paper(visit: Visit, crowded_site: Path) -> None:
    page = visit(crowded_site / "timeline.html", f"span=year-span&{DAY}").page
    paper = "() => { dispatchEvent(new Event('beforeprint')); const n = document.querySelectorAll('.due li').length; dispatchEvent(new Event('afterprint')); return n; }"
    all_rows = page.evaluate(
        "() => Facts.items.reduce((sum, item) => sum + (new Set(item.deadlines.map((one) => one.date?.slice(0, 4) || (one.recurrence ? 'r' : 'u'))).size || 1), 0)"
    )
    assert page.locator(".due li").count() < all_rows
    assert page.evaluate(paper) == all_rows
    assert page.locator(".due li").count() < all_rows
    answers = visit(crowded_site / "index.html", f"state=overdue&{DAY}").page
    count = int(answers.locator("#answers h2 .num").inner_text())
    assert answers.locator(".answer").count() < count
    answers.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert answers.locator(".answer").count() == count


def test_the_menu_of_columns_is_whole_on_a_phone(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY, size=PHONE).page
    page.click("#columns summary")
    box = page.locator("#columns > div").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_no_head_of_the_ledger_is_cut(visit: Visit, site: Path, language: str) -> None:
    page = visit(site / "ledger.html", DAY, language=language).page
    right = page.locator(".ledger thead th").evaluate_all(
        "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    )
    assert right <= 1280


def test_the_ledger_leaves_out_what_is_empty_and_places_what_is_not(visit: Visit, site: Path) -> None:
    page = visit(site / "ledger.html", DAY).page
    places = page.locator("td.col-stands").all_inner_texts()
    first = DOCUMENTS[0].items[0]
    paragraphs = [line for line in DOCUMENTS[0].text[: first.span.start + 1].split("\n") if line.strip()]
    assert places[0] == f"第{len(paragraphs)}段"
    assert all(re.fullmatch(r"第\d+段", place) for place in places)
    page.select_option("#filter-state", "unowned")
    heads = page.locator(".ledger thead th").evaluate_all("(all) => all.map((one) => one.className)")
    assert not {"col-lead", "col-support", "col-responsible"} & set(heads)
    assert "空列未显示：牵头、负责、配合" in page.locator("#count").inner_text()
    for head in heads:
        assert any(text.strip() for text in page.locator(f".ledger tbody .{head}").all_inner_texts()), head


def marked(visit: Visit) -> Any:
    """Return the reader on one clause whose first owner leads and supports, with a finding about all of it."""
    facts = document()
    task = facts.items[0]
    clause = "（牵头单位：市卫生计生委；配合单位：市财政局、市特别办）"
    lead = next(owner for owner in task.responsibilities if owner.role is Role.LEAD)
    owners = (lead, replace(lead, role=Role.SUPPORT))
    facts = replace(facts, items=(replace(task, responsibilities=owners),), gaps=())
    words = Bilingual("有问题", "is wrong")
    found = Finding("RK002", Severity.WARNING, facts.key, task.ref, "urn:x", words, words, passage(clause))
    html = next(
        page.html for page in site_pages([facts], Report((found,), ("RK002",), 1, 1)) if page.file == "reader.html"
    )
    return visit(html, f"hide=.&{DAY}").page


def test_a_finding_adds_to_the_colours_of_owners_and_two_roles_show_both(visit: Visit) -> None:
    page = marked(visit)
    look = "(one) => { const style = getComputedStyle(one); return [style.backgroundImage, style.backgroundColor, style.textDecorationStyle, style.textDecorationLine]; }"
    both = page.locator(".whole mark.is-lead.is-support.is-finding").first.evaluate(look)
    colours = [page.evaluate(f"() => {{ const one = document.createElement('i'); one.style.color = Shell.colour('mark-{role}'); document.body.append(one); return getComputedStyle(one).color; }}") for role in ("lead", "support")]  # fmt: skip
    assert all(colour in both[0] for colour in colours)
    assert both[2:] == ["wavy", "underline"]
    alone = page.locator(".whole mark.is-finding:not(.is-lead)").first.evaluate(look)
    assert alone == ["none", "rgba(0, 0, 0, 0)", "wavy", "underline"]


def test_a_toggle_looks_pressed_or_not_and_never_struck_out(visit: Visit, site: Path) -> None:
    page = visit(site / "reader.html", DAY).page
    look = "(one) => { const style = getComputedStyle(one); return [one.getAttribute('aria-pressed'), style.textDecorationLine, style.borderTopColor, getComputedStyle(one, '::before').content]; }"
    pressed = page.locator("#kind-deadline").evaluate(look)
    page.click("#kind-deadline")
    free = page.locator("#kind-deadline").evaluate(look)
    assert (pressed[0], free[0]) == ("true", "false")
    assert pressed[1] == free[1] == "none"
    assert pressed[3] != free[3]


@pytest.mark.parametrize(
    ("span", "day", "period"),
    [("year-span", "2019-06-30", "2019"), ("month", "2019-06-30", "2019-06"), ("quarter", "2026-11-25", "2026 Q4")],
)
def test_the_line_of_the_day_stands_in_its_period_and_bars_fill_the_width(
    visit: Visit, site: Path, span: str, day: str, period: str
) -> None:
    page = visit(site / "timeline.html", f"span={span}&asof={day}").page
    at = page.locator("svg.bars").evaluate(
        """(svg) => { const groups = [...svg.querySelectorAll('g')], box = (one) => one.querySelector('.hit').getBoundingClientRect();
        const line = svg.querySelector('.today').getBoundingClientRect(), frame = svg.getBoundingClientRect();
        return { line: line.left, periods: groups.map((one) => [one.querySelector('title').textContent.split(':')[0], box(one).left, box(one).right]),
            across: (box(groups.at(-1)).right - box(groups[0]).left) / frame.width }; }"""
    )
    (where,) = [(left, right) for name, left, right in at["periods"] if name == period]
    assert where[0] <= at["line"] <= where[1]
    assert at["across"] > 0.9


def test_pages_workbook_and_terminal_have_one_word_for_one_thing(visit: Visit, site: Path) -> None:
    page = visit(site / "index.html", DAY).page
    codes = {each.value: name for table in (KINDS, ROLES, RECURRENCES, SEVERITIES) for each, name in table.items()}
    stands = {"overdue": Status.OVERDUE, "due": Status.LATER, "recurring": Status.RECURRING}
    named = codes | {word: STATUS_WORDS[status] for word, status in stands.items()}
    for word, name in named.items():
        assert [each.lower() for each in page.evaluate("(word) => Words.both(word)", word)] == [name.zh, name.en]
    assert page.evaluate("() => Words.both('undated')[0]") == STATUS_WORDS[Status.NO_DATE].zh
    source = "".join(page.locator("script:not([type])").all_text_contents())
    words = re.findall(r"^    '[a-z-]+': \['(.*)', '(.*)'\],$", source, re.MULTILINE)
    assert len(words) > 150
    assert [zh for zh, _ in words if "期限" in zh or "条目" in zh] == []
    assert [en for _, en in words if re.search(r"\b[Ss]hapes?\b|\b[Oo]rganisations?\b", en)] == []


def test_english_counts_in_the_plural_where_it_is_one(visit: Visit, site: Path) -> None:
    page = visit(site / "report.html", DAY, language="en-US").page
    assert page.evaluate("() => [0, 1, 2].map((n) => t('documents-n', { n }))") == [
        "0 documents",
        "1 document",
        "2 documents",
    ]
    assert page.locator(".figures li").first.inner_text().split() == ["5", "documents"]
    assert page.evaluate("() => t('shown-n', { n: 1, all: 1 })") == "1 of 1 item"


def test_both_days_of_an_item_stand_in_suggestions_and_lists(visit: Visit, site: Path) -> None:
    item = next(
        item
        for facts in DOCUMENTS
        for item in facts.items
        if len({d.date for d in item.deadlines if d.date}) == 2 and not any(d.start for d in item.deadlines)
    )
    days = sorted({deadline.date.isoformat() for deadline in item.deadlines if deadline.date})
    page = visit(site / "index.html", DAY).page
    page.locator("#q").press_sequentially(item.title)
    hit = page.locator("#suggestions [role=option]", has_text=item.title).first
    hit.wait_for()
    assert all(day in hit.inner_text() for day in days)
    timeline = visit(site / "timeline.html", f"q={item.title}&{DAY}").page
    rows = timeline.locator(".due li", has_text=item.title).all_inner_texts()
    assert all(all(day in row for day in days) for row in rows)


def broken_off() -> tuple[DocumentFacts, int, int]:
    """Return a document of tasks without an owner, how many they are, and how many of them break off in the source."""
    facts = document()
    bare = tuple(
        replace(task, ref=f"一/{number}", responsibilities=(), truncated=number > 3)
        for number, task in enumerate([facts.items[0]] * 5, 1)
    )
    return replace(facts, items=bare), 5, 2


def page_of(facts: DocumentFacts, name: str) -> str:
    return next(page.html for page in site_pages([facts], Report((), (), 1, 1)) if page.file == name)


@pytest.mark.parametrize(
    ("language", "card", "mark"),
    [
        ("zh-CN", "项任务没有责任单位（其中 2 项原文中断）", "原文中断，责任单位待核"),
        ("en-US", "tasks without an owner (2 of them where the source breaks off)", "Source breaks off: owner to be checked"),
    ],
)  # fmt: skip
def test_a_task_that_breaks_off_is_not_held_against_its_issuer(
    visit: Visit, language: str, card: str, mark: str
) -> None:
    facts, bare, broken = broken_off()
    page = visit(page_of(facts, "index.html"), DAY, language=language).page
    assert page.locator("#questions li").first.inner_text().split("\n") == [str(bare), card]
    page = visit(page_of(facts, "ledger.html"), f"state=unowned&{DAY}", language=language).page
    assert page.locator(".ledger tr[data-item]").count() == bare
    assert page.locator(".col-state .tag.is-broken").all_inner_texts() == [mark] * broken
    assert page.locator(".col-state .tag.is-unowned").count() == page.locator("tr.is-unowned").count() == bare - broken
    page.locator(".col-title [data-link]").last.click()
    assert mark in page.locator("#panel .tags").inner_text()
    assert page.locator("#panel .bad, #panel .is-unowned").count() == 0
    page = visit(page_of(facts, "graph.html"), f"view=list&{DAY}", language=language).page
    assert [page.locator(f".row.{name}").count() for name in ("is-unowned", "is-broken")] == [bare - broken, broken]
    assert page.locator("#legend [data-mark=broken] .num").inner_text().strip() == str(broken)


def test_a_day_that_has_passed_stands_beside_the_next_one(visit: Visit) -> None:
    facts = document()
    days = (deadline(day=date(2019, 3, 31)), deadline(day=date(2019, 9, 30)))
    tasks = tuple(
        replace(facts.items[0], ref=ref, deadlines=some) for ref, some in (("一/1", days), ("一/2", days[:1]))
    )
    facts = replace(facts, items=tasks)
    page = visit(page_of(facts, "ledger.html"), DAY).page
    first = page.locator("tr[data-item]").first
    assert [text.split() for text in first.locator(".col-deadlines > div").all_inner_texts()] == [
        ["2019-03-31"],
        ["2019-09-30", "1/2", "时限已过"],
    ]
    assert page.locator(".tag.is-partly").count() == page.locator(".tag.is-overdue").count() == 1
    first.locator(".col-title [data-link]").click()
    assert page.locator("#panel .tag.is-partly").inner_text() == "1/2 时限已过"
    page = visit(page_of(facts, "ledger.html"), DAY, language="en-US").page
    assert page.locator(".tag.is-partly").inner_text() == "1 of 2 dates passed"
    note = visit(page_of(facts, "index.html"), DAY).page.locator("figure", has_text="各年到期的事项").inner_text()
    assert "各计一次" in note
    assert "“已逾期”只计时限全部已过的事项" in note


def several_names() -> DocumentFacts:
    """Return a document whose finance bureau is mostly written 市财局 and once 财政部门, beside a class of bodies."""
    facts = document()
    bureau = replace(FINANCE, full_name=None)
    ways = [replace(responsibility(bureau, quote="市财政局"), name=name) for name in ("市财局", "市财局", "财政部门")]
    ways.append(responsibility(COUNTIES, quote="各县（区）人民政府"))
    tasks = tuple(
        replace(facts.items[0], ref=f"一/{number}", responsibilities=(way,), topics=("family-doctor",))
        for number, way in enumerate(ways, 1)
    )
    return replace(facts, items=tasks)


@pytest.mark.parametrize("asked", ["市财局", "示例市财政局", "市财局 推进医联体", "医联体建设 示例市财政局"])
def test_a_department_is_found_in_all_its_items_however_it_is_written(visit: Visit, asked: str) -> None:
    page = visit(page_of(several_names(), "ledger.html"), f"q={asked}&{DAY}").page
    assert page.locator("#count").inner_text().startswith("显示 3 / 4")


@pytest.mark.parametrize("asked", ["示例市 家庭医生签约", "家庭医生签约 示例市"])
def test_what_takes_all_words_stands_first_and_the_rest_is_kept(visit: Visit, asked: str) -> None:
    page = visit(page_of(several_names(), "index.html"), DAY).page
    page.locator("#q").press_sequentially(asked)
    page.locator("#suggestions [role=option]").first.wait_for()
    heads = page.locator("#suggestions [role=group]").evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")  # fmt: skip
    assert heads[-1] == "1 个主题"
    first = page.locator("#suggestions [role=option]").first
    assert first.inner_text().split("\n")[0] == f"含“{asked}”的事项"
    last = page.locator("#suggestions [role=option]").last
    assert "＋“示例市” · 4 个事项" in last.inner_text()
    last.click()
    assert page.locator("#q").input_value() == "示例市"
    assert page.evaluate("() => [Address.get('topic'), Address.get('q')]") == ["family-doctor", "示例市"]
    page = visit(page_of(several_names(), "index.html"), DAY).page
    page.locator("#q").press_sequentially(asked)
    page.locator("#suggestions [role=option]").first.click()
    assert page.evaluate("() => Address.get('q')") == asked
    assert page.locator("#answers h2 .num").inner_text() == "4"


def test_an_owner_has_one_name_with_its_wording_beside_it(visit: Visit) -> None:
    facts = several_names()
    page = visit(page_of(facts, "ledger.html"), DAY).page
    odd = page.locator(".owner [data-link]", has_text="财政部门")
    assert odd.get_attribute("title") == "市财局（原文：财政部门）"
    assert page.locator(".owner [data-link][title]").count() == 1
    page.locator("tr[data-item] .col-title [data-link]").nth(2).click()
    assert "市财局（原文：财政部门）" in page.locator("#panel .part").first.inner_text()
    lead = visit(page_of(facts, "index.html"), DAY).page.locator("#lead-in").inner_text()
    assert "2 个责任单位（其中 1 个为一类单位）" in lead


@pytest.mark.parametrize("file", ["index.html", "ledger.html", "timeline.html", "graph.html"])
def test_the_search_box_says_in_english_that_names_are_chinese_and_cuts_no_word(
    visit: Visit, site: Path, file: str
) -> None:
    page = visit(site / file, DAY, language="en-US").page
    said, room = page.locator("#q").evaluate(
        """(box) => { const style = getComputedStyle(box), pen = document.createElement('canvas').getContext('2d'); pen.font = style.font;
        return [pen.measureText(box.placeholder).width, box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)]; }"""
    )
    assert said <= room
    assert "Chinese" in page.locator("#q").get_attribute("placeholder")


@pytest.mark.parametrize("width", [1000, 1280])
def test_the_ledger_beside_a_panel_keeps_its_status_and_scrolls_to_its_last_column(
    visit: Visit, site: Path, width: int
) -> None:
    item = DOCUMENTS[0].items[0]
    page = visit(site / "ledger.html", f"sel=t:{DOCUMENTS[0].key}%23{item.ref}&{DAY}", size=(width, 800)).page
    panel = page.locator("#panel").bounding_box()
    state = page.locator("td.col-state").first
    assert state.bounding_box()["x"] + state.bounding_box()["width"] <= panel["x"] + 1
    assert state.evaluate("(cell) => getComputedStyle(cell).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.locator("#table").evaluate("(table) => { table.scrollLeft = table.scrollWidth; }")
    for column in ("col-state", "col-stands"):
        box = page.locator(f"td.{column}").first.bounding_box()
        assert box["x"] + box["width"] <= panel["x"] + 1
    cut = page.locator(".col-state .tag").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().right > one.closest('td').getBoundingClientRect().right + 0.5).length"
    )
    assert cut == 0
