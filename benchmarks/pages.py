"""Measures the pages on generated graphs: time to write, size, first view and frame rate in Chromium.

The frame rate of dragging is given as a share of that of a graph of some 150 nodes, measured in the same run.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import Figure, rounded
from reformkg.model import (
    Bilingual,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Finding,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Report,
    Responsibility,
    Role,
    Severity,
    Source,
    Span,
    Stated,
)
from reformkg.render.site import site_pages

FUNCTIONS = ("卫生健康", "财政", "医保", "教育", "民政", "公安", "审计", "统计", "商务", "科技", "市场监管", "发展改革")
VERBS = ("推进", "完善", "加强", "深化", "健全", "落实", "规范", "提升")
THINGS = (
    "家庭医生签约服务",
    "医联体建设",
    "医保支付方式改革",
    "药品供应保障",
    "人才队伍建设",
    "信息化平台",
    "双向转诊",
    "绩效考核",
)
RULE = "generated"
ITEMS_PER_DOCUMENT = 30
SMALL = 100
"""Tasks of the graph that the others are compared with: some 150 nodes, and about the size of the seeds."""


def generated(tasks: int, seed: int = 1) -> tuple[tuple[DocumentFacts, ...], Report]:
    """Return documents with about `tasks` items in all, each with owners, most with a date, and findings about some."""
    chance = random.Random(seed)
    count = max(1, round(tasks / ITEMS_PER_DOCUMENT))
    documents = tuple(_document(index, tasks // count, chance) for index in range(count))
    findings = tuple(
        Finding(
            "RK001",
            Severity.VIOLATION,
            facts.key,
            item.ref,
            f"https://w3id.org/reformkg/id/doc/{facts.key}/item/{item.ref}",
            Bilingual(f"任务“{item.title}”没有责任单位", f"Task “{item.title}” has no owner"),
            Bilingual("请写明责任单位", "Name the owner"),
            Evidence(item.span.start, item.span.start + 4, item.text[:4], RULE),
        )
        for facts in documents
        for item in facts.items
        if not item.responsibilities
    )
    return documents, Report(findings, ("RK001",), len(documents), sum(len(facts.items) for facts in documents))


def _document(index: int, tasks: int, chance: random.Random) -> DocumentFacts:
    place = f"第{index % 120 + 1}市"
    title = f"{place}关于推进第{index + 1}批重点改革任务的实施方案"
    number = f"改办〔{2015 + index % 10}〕{index + 1}号"
    parts = [f"{title}\n{number}\n"]
    length = len(parts[0])
    items = []
    for order in range(tasks):
        item, text = _item(order, length, place, 2016 + index % 12, chance)
        items.append(item)
        parts.append(text)
        length += len(text)
    text = "".join(parts)
    stated = Stated(title, Evidence(0, len(title), title, RULE))
    numbered = Stated(number, Evidence(len(title) + 1, len(title) + 1 + len(number), number, RULE))
    metadata = Metadata(stated, numbered, None, None, place)
    source = Source(f"{index}.txt", "text", f"{index:064x}", "utf-8")
    return DocumentFacts(f"generated-{index}", source, metadata, text, (), tuple(items), (), ())


def _item(order: int, at: int, place: str, year: int, chance: random.Random) -> tuple[Item, str]:
    title = f"{chance.choice(VERBS)}{chance.choice(THINGS)}"
    body = "按照统一部署，结合实际，制定具体措施，明确时间安排，层层压实责任，确保取得实效。" * chance.randint(2, 6)
    functions = [] if chance.random() < 0.08 else chance.sample(FUNCTIONS, chance.randint(1, 6))
    deadline, target = f"{year}年底前", "覆盖率达到90%"
    head = f"{order + 1}.{title}。{body}{deadline}{target}。（责任单位："
    owners = []
    place_in_text = at + len(head)
    for position, function in enumerate(functions):
        name = f"市{function}局"
        organisation = Organisation(f"{place}/{function}", f"{place}{function}局", None, function, place, False, None)
        role = Role.LEAD if position == 0 else Role.SUPPORT
        evidence = Evidence(place_in_text, place_in_text + len(name), name, RULE)
        owners.append(Responsibility(organisation, name, role, False, False, evidence))
        place_in_text += len(name) + 1
    text = head + "、".join(owner.name for owner in owners) + "）\n"
    when = at + text.index(deadline)
    day = Deadline(
        deadline, date(year, 12, 31), None, None, False, Evidence(when, when + len(deadline), deadline, RULE)
    )
    what = at + text.index(target)
    indicator = Indicator(
        target, "覆盖率", Comparator.EQUAL, None, None, None, "%", date(year, 12, 31), False,
        Evidence(what, what + len(target), target, RULE),
    )  # fmt: skip
    dated = chance.random() < 0.7
    return (
        Item(
            str(order + 1),
            str(order + 1),
            None,
            Kind.TASK,
            title,
            text,
            Span(at, at + len(text)),
            False,
            tuple(owners),
            (day,) if dated else (),
            (indicator,) if dated else (),
            (chance.choice(THINGS),),
        ),
        text,
    )


def measure(sizes: tuple[int, ...], chromium: str) -> Iterator[Figure]:
    """Yield the figures of each page of generated graphs, and the frame rates of dragging the drawings."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for tasks in (SMALL, *sizes):
            yield from _pages(browser, tasks, Path(folder))
            for view in ("tasks", "map"):
                rate = frames(browser, Path(folder) / "graph.html", view)
                yield Figure("pages", view, tasks, "dragging", rounded(rate), "frames/s")
        browser.close()


def _pages(browser: Browser, tasks: int, folder: Path) -> Iterator[Figure]:
    documents, report = generated(tasks)
    started = time.perf_counter()
    for page in site_pages(documents, report):
        written = time.perf_counter() - started
        file = folder / page.file
        file.write_text(page.html, encoding="utf-8")
        yield Figure("pages", page.file, tasks, "write", rounded(written), "s")
        yield Figure("pages", page.file, tasks, "size", rounded(file.stat().st_size / 1e6), "MB")
        yield Figure("pages", page.file, tasks, "first view", rounded(first_view(browser, file)), "s")
        started = time.perf_counter()


def first_view(browser: Browser, file: Path) -> float:
    """Return the seconds from opening the file until its first useful picture is painted; the best of three."""
    best = float("inf")
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        started = time.perf_counter()
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]", state="attached")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        best = min(best, time.perf_counter() - started)
        page.close()
    return best


def frames(browser: Browser, file: Path, view: str) -> float:
    """Return the frames a second while the drawing is dragged; the best of three."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{file.as_uri()}#view={view}")
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    page.evaluate(
        "() => { window.drawn = 0; const tick = () => { window.drawn += 1; requestAnimationFrame(tick); }; tick(); }"
    )
    rate = max(_drag(page) for _ in range(3))
    page.close()
    return rate


def _drag(page: Page) -> float:
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 14
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("() => { window.drawn = 0; }")
    started = time.perf_counter()
    step = 0
    while time.perf_counter() - started < 2:
        step += 1
        page.mouse.move(x + (step * 7) % 200, y + (step * 3) % 90)
    rate = float(page.evaluate("() => window.drawn")) / (time.perf_counter() - started)
    page.mouse.up()
    return rate
