"""The graph page in Chromium: what it shows, and that each control does what it says, against the facts themselves."""

from __future__ import annotations

import csv
import io
import json
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from gold_facts import findings, gold_documents
from PIL import Image

from reformkg.model import Evidence, Item, Kind, Role
from reformkg.render.network import network_page
from reformkg.render.site import site_pages

DOCUMENTS = gold_documents()
ITEMS = [item for facts in DOCUMENTS for item in facts.items]
UNOWNED = [item for item in ITEMS if item.kind is Kind.TASK and not item.responsibilities]
DAY = "asof=2019-06-30"

Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("graph") / "graph.html"
    file.write_text(network_page(DOCUMENTS, findings(DOCUMENTS)), encoding="utf-8")
    return file


def painted(page: Any) -> int:
    """Return how many pixels of the canvas are drawn on."""
    return int(
        page.evaluate(
            """() => { const c = document.querySelector('#canvas canvas');
            const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n += 1; return n; }"""
        )
    )


def drawn(page: Any) -> dict[str, int]:
    """Return how many nodes and edges the drawing holds."""
    counts: dict[str, int] = page.evaluate("() => Canvas.count()")
    return counts


def press(page: Any, node: str, *, drag: int = 0, hover: bool = False) -> None:
    """Press a node of the drawing, drag it to the right, or hold the pointer over it."""
    where = page.evaluate("(id) => Canvas.where(id)", node)
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + where["x"], box["y"] + where["y"]
    page.mouse.move(x, y)
    if hover:
        page.locator("#hover").wait_for()
        return
    page.mouse.down()
    if drag:
        page.mouse.move(x + drag, y, steps=4)
    page.mouse.up()


def node_of(page: Any, title: str) -> str:
    """Return the id of an item in the drawing."""
    return str(page.evaluate("(title) => Facts.items.find((item) => item.title === title).id", title))


def looks(page: Any) -> dict[str, dict[str, Any]]:
    """Return how each node is drawn now, in pixels of the screen."""
    found: dict[str, dict[str, Any]] = page.evaluate(
        "() => Object.fromEntries(Canvas.ids().map((id) => [id, Canvas.drawnAs(id)]))"
    )
    return found


def meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two drawn boxes cover one another."""
    return all(
        abs(one[place] - other[place]) < (one[size] + other[size]) / 2 - 0.5
        for place, size in (("x", "width"), ("y", "height"))
    )


def owned_by(name: str, role: Role | None = None) -> list[Item]:
    return [
        item
        for item in ITEMS
        if any(owner.name == name and role in (None, owner.role) for owner in item.responsibilities)
    ]


def titles(page: Any) -> list[str]:
    return [text.lstrip("◆▲ ") for text in page.locator("#list .row-title").all_text_contents()]


@pytest.mark.parametrize("view", ["overview", "matrix", "tasks", "map"])
def test_every_view_draws_offline_without_a_word_in_the_console(visit: Visit, graph: Path, view: str) -> None:
    opened = visit(graph, f"view={view}&{DAY}")
    if view == "matrix":
        assert opened.page.locator("#matrix td button").count() > 50
    else:
        assert painted(opened.page) > 5000
    assert (opened.complaints, opened.foreign()) == ([], [])


def test_the_overview_comes_first_with_every_document_and_department(visit: Visit, graph: Path) -> None:
    page = visit(graph).page
    bodies = {owner.organisation.key for item in ITEMS for owner in item.responsibilities}
    assert page.locator("#view-overview").get_attribute("aria-pressed") == "true"
    assert drawn(page)["nodes"] == len(DOCUMENTS) + len(bodies)


def test_a_department_filter_shows_its_tasks_and_the_address_brings_them_back(visit: Visit, graph: Path) -> None:
    opened = visit(graph, f"view=tasks&{DAY}")
    page = opened.page
    page.select_option("#filter-org", label=f"区卫计委 ({len(owned_by('区卫计委'))})")
    assert sorted(titles(page)) == sorted(item.title for item in owned_by("区卫计委"))
    page.select_option("#filter-role", "lead")
    led = sorted(item.title for item in owned_by("区卫计委", Role.LEAD))
    assert sorted(titles(page)) == led
    page.go_back()
    assert len(titles(page)) == len(owned_by("区卫计委"))
    page.go_forward()
    assert sorted(titles(page)) == led
    address = page.url
    again = visit(graph, address.partition("#")[2]).page
    assert sorted(titles(again)) == led


def test_tasks_come_some_forty_at_a_time(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&{DAY}").page
    assert titles(page) == [item.title for item in ITEMS[:40]]
    page.click("#page-next")
    assert titles(page) == [item.title for item in ITEMS[40:80]]
    assert drawn(page)["nodes"] >= 40


def test_the_legend_filters_roles_and_states(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&org=&q=上街&{DAY}").page
    before = drawn(page)["edges"]
    page.click("#legend-support")
    assert drawn(page)["edges"] < before
    page.click("#legend-support")
    assert drawn(page)["edges"] == before
    page = visit(graph, f"view=tasks&{DAY}").page
    page.click("#legend-unowned")
    assert titles(page) == [item.title for item in UNOWNED]


def test_every_role_of_a_department_in_a_document_is_an_edge_of_its_own(visit: Visit, graph: Path) -> None:
    page = visit(graph).page
    wanted = {
        (facts.key, owner.organisation.key, owner.role)
        for facts in DOCUMENTS
        for item in facts.items
        for owner in item.responsibilities
    }
    assert drawn(page)["edges"] == len(wanted)


def test_a_press_on_a_node_opens_its_panel_with_passage_and_evidence(visit: Visit, graph: Path) -> None:
    item = next(item for item in owned_by("区卫计委", Role.LEAD) if item.indicators and item.deadlines)
    opened = visit(graph, f"view=tasks&q={item.title}&{DAY}")
    page = opened.page
    where = page.evaluate(f"() => Canvas.where(Facts.items.find((item) => item.title === {item.title!r}).id)")
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + where["x"], box["y"] + where["y"])
    panel = page.locator("#panel")
    panel.wait_for()
    assert panel.locator("h2").inner_text() == item.title
    said = panel.inner_text()
    for owner in item.responsibilities:
        assert owner.name in said
    assert item.deadlines[0].date is not None
    assert item.deadlines[0].date.isoformat() in said
    assert panel.locator(".passage").first.inner_text().strip() == item.text.strip()
    marked = "".join(panel.locator("mark.is-lead").all_inner_texts())
    lead = next(owner for owner in item.responsibilities if owner.role is Role.LEAD)
    assert lead.evidence.quote in marked
    page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_a_double_press_shows_the_neighbourhood(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY).page
    name = "区财政局"
    where = page.evaluate(f"() => Canvas.where(Facts.organisations.find((body) => body.short === {name!r}).id)")
    box = page.locator("#canvas").bounding_box()
    page.mouse.dblclick(box["x"] + where["x"], box["y"] + where["y"])
    page.wait_for_function("() => location.hash.includes('focus=')")
    keys = {owner.organisation.key for item in owned_by(name) for owner in item.responsibilities if owner.name == name}
    near = [item.title for item in ITEMS if keys & {owner.organisation.key for owner in item.responsibilities}]
    assert sorted(titles(page)) == sorted(near)


def test_search_suggests_and_narrows(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&{DAY}").page
    page.locator("#q").press_sequentially("家庭医生")
    page.wait_for_function("() => location.hash.includes('q=')")
    assert {item.title for item in ITEMS if "家庭医生" in item.title} <= set(titles(page))
    suggested = page.locator("#suggestions [role=option]", has_text="开展基层家庭医生签约服务")
    suggested.click()
    assert page.locator("#panel h2").inner_text() == "开展基层家庭医生签约服务"
    assert titles(page) == ["开展基层家庭医生签约服务"]


def test_what_is_shown_can_be_taken_along(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&state=unowned&{DAY}").page
    with page.expect_download() as csv_download:
        page.click("#csv")
    text = Path(csv_download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["标题"] for row in rows] == [item.title for item in UNOWNED]
    with page.expect_download() as picture:
        page.click("#png")
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_matrix_can_be_taken_along_as_a_picture(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=matrix&{DAY}").page
    with page.expect_download() as picture:
        page.click("#png")
    width, height = struct.unpack(">II", Path(picture.value.path()).read_bytes()[16:24])
    rows, columns = page.locator("#matrix tbody tr").count(), page.locator("#matrix thead th").count()
    assert height > 2 * 28 * rows
    assert width > 2 * 92 * (columns - 1)


def lit(page: Any) -> list[str]:
    """Return the views that are shown as chosen."""
    return [
        view.removeprefix("view-")
        for view in page.locator("#views button[aria-pressed=true]").evaluate_all("(all) => all.map((one) => one.id)")
    ]


def test_a_phone_shows_the_list_first_and_a_drawing_at_reading_size(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY, size=(390, 844)).page
    assert page.locator("#canvas").is_hidden()
    assert page.locator("#list .row").first.is_visible()
    assert lit(page) == ["list"]
    page.click("#view-tasks")
    assert lit(page) == ["tasks"]
    assert painted(page) > 5000
    places = [page.evaluate(f"() => Canvas.where(Facts.items[{at}].id)") for at in range(3)]
    assert all(0 < place["x"] < 390 for place in places)
    assert places[1]["y"] - places[0]["y"] > 40
    page.go_back()
    assert page.locator("#canvas").is_hidden()


@pytest.mark.parametrize("view", ["matrix", "tasks", "map", "overview"])
def test_a_phone_shows_the_view_that_a_link_asks_for(visit: Visit, graph: Path, view: str) -> None:
    page = visit(graph, f"view={view}&{DAY}", size=(390, 844)).page
    assert lit(page) == [view]
    assert page.locator("#matrix" if view == "matrix" else "#canvas").is_visible()
    assert page.locator("#list .row").first.is_hidden()


PLACES = """() => JSON.stringify(Canvas.ids().map((id) => Canvas.where(id)),
    (key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value))"""


@pytest.mark.parametrize("view", ["overview", "tasks", "map"])
def test_physics_moves_gently_and_off_puts_everything_back(visit: Visit, graph: Path, view: str) -> None:
    page = visit(graph, f"view={view}&{DAY}").page
    before = page.evaluate(PLACES)
    page.wait_for_timeout(150)
    assert page.evaluate(PLACES) == before
    page.check("#physics")
    page.wait_for_function(f"(before) => ({PLACES})() !== before", arg=before)
    page.wait_for_timeout(600)
    moved = [
        abs(now["x"] - then["x"]) + abs(now["y"] - then["y"])
        for now, then in zip(json.loads(page.evaluate(PLACES)), json.loads(before), strict=True)
    ]
    assert sorted(moved)[len(moved) // 2] < 30
    page.uncheck("#physics")
    assert page.evaluate(PLACES) == before


def test_a_node_that_was_dragged_goes_back_by_the_button_that_fits(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY).page
    page.click("#fit")
    before = page.evaluate(PLACES)
    press(page, "o0", drag=60)
    assert page.evaluate(PLACES) != before
    page.click("#fit")
    assert page.evaluate(PLACES) == before


def test_a_matrix_cell_counts_what_it_opens(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=matrix&{DAY}").page
    row = page.locator("#matrix tbody tr", has_text="区卫计委").first
    cell = row.locator("td:not(.total) button").first
    count = int(cell.inner_text())
    assert count == len(owned_by("区卫计委"))
    cell.click()
    assert len(titles(page)) == count


def test_overdue_follows_the_day_that_is_set(visit: Visit, graph: Path) -> None:
    def past(day: str) -> int:
        dates = [[deadline.date.isoformat() for deadline in item.deadlines if deadline.date] for item in ITEMS]
        return sum(bool(each) and max(each) < day for each in dates)

    page = visit(graph, "asof=2018-01-01").page
    assert page.locator("#legend-overdue .num").inner_text().strip() == str(past("2018-01-01"))
    page.fill("#asof", "2021-01-01")
    assert page.locator("#legend-overdue .num").inner_text().strip() == str(past("2021-01-01"))


def test_language_and_theme_switch(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY, language="en-US").page
    assert page.locator("#view-tasks").inner_text() == "Tasks"
    page.click("#language")
    assert page.locator("#view-tasks").inner_text() == "任务"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    paper = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    page.click("#theme")
    assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") != paper


def test_the_card_beside_the_pointer_goes_with_the_next_thing_done(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY).page
    card = page.locator("#hover")
    press(page, "o0", hover=True)
    page.keyboard.press("Escape")
    assert card.is_hidden()
    press(page, "o1", hover=True)
    press(page, "o1")
    page.locator("#panel").wait_for()
    assert card.is_hidden()
    page.keyboard.press("Escape")
    assert card.is_hidden()
    press(page, "o2", hover=True)
    page.evaluate("() => Address.set({ view: 'matrix' })")
    assert card.is_hidden()


def test_the_card_names_every_owner_without_breaking_a_name_from_its_comma(visit: Visit, graph: Path) -> None:
    item = max(ITEMS[:40], key=lambda one: len(one.responsibilities))
    page = visit(graph, f"view=tasks&{DAY}").page
    press(page, node_of(page, item.title), hover=True)
    names = page.locator("#hover .owner").all_inner_texts()
    assert sorted(name.rstrip("、") for name in names) == sorted(owner.name for owner in item.responsibilities)
    lines = page.locator("#hover .whole").evaluate_all(
        "(all) => all.map((one) => new Set([...one.getClientRects()].map((box) => box.top)).size)"
    )
    assert set(lines) == {1}


def test_a_line_of_the_overview_says_what_it_counts(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=overview&{DAY}").page
    led = len(owned_by("区卫计委", Role.LEAD))
    hover = """() => { const body = Facts.organisations.find((one) => one.short === '区卫计委');
        Canvas.handlers.hoverEdge(`${body.items[0].doc.id}-${body.id}-lead`, { clientX: 600, clientY: 400 }); }"""
    page.evaluate(hover)
    assert f"牵头 {led} " in page.locator("#hover").inner_text()
    page.select_option("#filter-year", "2020")
    due = [item for item in owned_by("区卫计委", Role.LEAD) if "2020" in {str(one.date)[:4] for one in item.deadlines}]
    page.evaluate(hover)
    assert f"牵头 {len(due)} " in page.locator("#hover").inner_text()


@pytest.mark.parametrize(("language", "scheme"), [("zh-CN", "light"), ("en-US", "dark")])
def test_the_map_names_at_reading_size_what_has_room_and_more_from_nearer(
    visit: Visit, graph: Path, language: str, scheme: str
) -> None:
    page = visit(graph, f"view=map&{DAY}", language=language, scheme=scheme).page
    first = looks(page)
    named = {node: look for node, look in first.items() if look["lines"]}
    assert min(look["letters"] for look in named.values()) >= 11.9
    assert {node for node in first if node[0] == "d"} <= set(named)
    bodies = [node for node in named if node[0] == "o"]
    assert not [(one, other) for one in bodies for other in named if one < other and meet(named[one], named[other])]
    for place, facts in enumerate(DOCUMENTS):
        keys = [owner.organisation.key for item in facts.items for owner in item.responsibilities]
        busiest = max(set(keys), key=lambda key: (keys.count(key), -keys.index(key)))
        number = page.evaluate("(key) => Facts.byLink(`o:${key}`).id", busiest)
        assert f"{number}@d{place}" in named
    for _ in range(6):
        page.click("#zoom-in")
    assert sum(bool(look["lines"]) for look in looks(page).values()) > len(named)


MARKED = {
    "overview": {"doc", "body", "class", "count"},
    "tasks": {"doc", "task", "body", "other", "class", "holds"},
    "map": {"doc", "frame", "body", "class", "dot", "square", "pill"},
    "matrix": {"heat"},
}


@pytest.mark.parametrize("view", MARKED)
def test_the_legend_names_every_mark_of_the_view(visit: Visit, graph: Path, view: str) -> None:
    page = visit(graph, f"view={view}&{DAY}").page
    marks = page.locator("#legend [data-mark]").evaluate_all("(all) => all.map((one) => one.dataset.mark)")
    assert set(marks) == MARKED[view]
    assert all(page.locator("#legend .legend").all_inner_texts())
    if view == "map":
        forms = {look["form"] for look in looks(page).values()}
        assert forms <= {"box", "dot", "square", "pill", "diamond", "triangle"}
        kinds = page.evaluate("() => Object.fromEntries(Facts.items.map((item) => [item.id, item.kind]))")
        by_form = {node: look["form"] for node, look in looks(page).items() if look["form"] in ("dot", "square")}
        assert {node: "dot" if kinds[node] == "task" else "square" for node in by_form} == by_form


@pytest.mark.parametrize("view", ["overview", "tasks"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_boxes_hold_their_names_and_leave_one_another_room(
    visit: Visit, graph: Path, view: str, size: tuple[int, int]
) -> None:
    page = visit(graph, f"view={view}&{DAY}", size=size).page
    drawn_as = looks(page)
    for look in drawn_as.values():
        assert look["height"] >= len(look["lines"]) * look["letters"] * 1.3 + 4
    documents = {node: look for node, look in drawn_as.items() if node[0] == "d"}
    titles_drawn = {"".join(look["lines"]).partition("◆")[0].replace(" ", "") for look in documents.values()}
    if view == "overview":
        assert {
            facts.metadata.title.value.replace(" ", "") for facts in DOCUMENTS if facts.metadata.title
        } <= titles_drawn
    assert not [(a, b) for a in documents for b in drawn_as if a != b and meet(documents[a], drawn_as[b])]
    bodies = [look | {"height": look["height"] + 2} for node, look in drawn_as.items() if node[0] == "o"]
    assert not [
        (one["lines"], other["lines"]) for one in bodies for other in bodies if one is not other and meet(one, other)
    ]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_buttons_of_the_drawing_stand_beside_it(visit: Visit, graph: Path, size: tuple[int, int]) -> None:
    page = visit(graph, f"view=tasks&{DAY}", size=size).page
    zoom, canvas = page.locator("#zoom").bounding_box(), page.locator("#canvas").bounding_box()
    assert zoom["y"] + zoom["height"] <= canvas["y"] + 0.5


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_nothing_of_the_panel_runs_below_its_button(visit: Visit, graph: Path, size: tuple[int, int]) -> None:
    page = visit(graph, f"{DAY}", size=size).page
    page.locator("#list .row").nth(5).click()
    page.evaluate("() => { document.getElementById('panel').scrollTop = 240; }")
    button = page.locator("#panel .close").bounding_box()
    under = page.evaluate(
        """({ x, y, width, height }) => [x - 200, x - 20, x + width / 2].map((at) =>
        document.elementFromPoint(at, y + height / 2).closest('.panel-head') !== null)""",
        button,
    )
    assert under == [True, True, True]
    page.click("#panel .close")
    assert page.locator("#panel").is_hidden()


@pytest.mark.parametrize("view", ["tasks", "map", "overview"])
def test_a_selection_adds_a_ring_and_takes_nothing_away(visit: Visit, graph: Path, view: str) -> None:
    page = visit(graph, f"view={view}&asof=2021-01-01").page
    late = next(item for item in ITEMS[:40] if item.deadlines and item.deadlines[0].date and item.responsibilities)
    node = "d0" if view == "overview" else node_of(page, late.title)
    before, scale = looks(page), page.evaluate("() => Canvas.where('d0')")
    press(page, node)
    page.locator("#panel").wait_for()
    after = looks(page)
    if view == "map":
        assert (before[node]["form"], after[node]["signs"]) == ("triangle", ["▲"])
    else:
        assert after[node]["signs"] == before[node]["signs"]
        assert after[node]["letters"] > 0
    others = [one for one in before if one != node and view != "tasks" and before[one]["lines"] == after[one]["lines"]]
    assert view == "tasks" or len(others) > 0.9 * (len(before) - 1)
    assert view == "tasks" or page.evaluate("() => Canvas.where('d0')")["x"] == pytest.approx(scale["x"], abs=1)
    page.mouse.move(5, 5)
    assert ring_around(page, node)


def ring_around(page: Any, node: str) -> bool:
    """Return whether the accent colour is painted just outside a node."""
    return bool(
        page.evaluate(
            """async (id) => { await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const look = Canvas.drawnAs(id); const canvas = document.querySelector('#canvas canvas');
            const ratio = canvas.width / canvas.clientWidth;
            const [r, g, b] = Shell.colour('accent').match(/[0-9a-f]{2}/gi).map((two) => parseInt(two, 16));
            const at = canvas.getContext('2d').getImageData((look.x) * ratio, (look.y - look.height / 2 - 9) * ratio, 1, 10 * ratio).data;
            for (let i = 0; i < at.length; i += 4) if (Math.abs(at[i] - r) + Math.abs(at[i + 1] - g) + Math.abs(at[i + 2] - b) < 24) return true;
            return false; }""",
            node,
        )
    )


@pytest.mark.parametrize("asked", ["食药", "市科技局", "家庭医生", "上街", "医保 支付"])
def test_every_suggestion_shows_what_was_typed(visit: Visit, graph: Path, asked: str) -> None:
    page = visit(graph, f"view=tasks&{DAY}", size=(390, 844)).page
    page.locator("#q").press_sequentially(asked)
    page.locator("#suggestions [role=option]").first.wait_for()
    page.wait_for_timeout(300)
    hits = page.locator("#suggestions [role=option]")
    texts = hits.all_inner_texts()
    marked = hits.evaluate_all(
        "(all) => all.map((one) => [...one.querySelectorAll('mark')].map((mark) => mark.textContent))"
    )
    assert texts
    for text, marks in zip(texts, marked, strict=True):
        for word in asked.split():
            assert word in text
            assert word in marks


def test_a_lead_by_a_rule_shows_the_rule_and_where_it_stands(visit: Visit, site: Path, tmp_path: Path) -> None:
    facts = next(facts for facts in DOCUMENTS if "上街" in (facts.metadata.title.value if facts.metadata.title else ""))
    rule = "排在首位的为牵头部门，下同"
    start = facts.text.index(rule)
    evidence = Evidence(start, start + len(rule), rule, "responsibility.first-leads")
    led = next(item for item in facts.items if item.span.start > start and len(item.responsibilities) > 1)
    owners = tuple(replace(owner, role_evidence=evidence) for owner in led.responsibilities)
    ruled = replace(led, responsibilities=owners)
    documents = [replace(facts, items=tuple(ruled if item is led else item for item in facts.items))]
    for written in site_pages(documents, findings(documents)):
        (tmp_path / written.file).write_text(written.html, encoding="utf-8")
    page = visit(tmp_path / "graph.html", f"{urlencode({'sel': f't:{facts.key}#{led.ref}'})}&{DAY}").page
    lead = page.locator("#panel .role-by")
    assert lead.count() == sum(owner.role is Role.LEAD for owner in owners) == 1
    assert rule in lead.inner_text()
    lead.locator("a").click()
    page.wait_for_selector("html[data-page=reader][data-ready]")
    assert rule in page.locator(".unit.chosen").inner_text()


def test_the_matrix_as_a_picture_shows_its_numbers(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=matrix&{DAY}", scheme="dark").page
    with page.expect_download() as picture:
        page.click("#png")
    with Image.open(picture.value.path()) as opened:
        colours = opened.convert("RGB").getcolors(1 << 20)
        paper = opened.convert("RGB").getpixel((2, 2))
    assert picture.value.suggested_filename == "matrix.png"
    assert len(colours) > 30
    assert max(colours)[1] == paper
    assert max(colours)[0] < 0.95 * opened.width * opened.height


def test_what_is_selected_comes_into_sight_beside_the_panel(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY).page
    right = max(looks(page).items(), key=lambda pair: pair[1]["x"])[0]
    before = page.evaluate("(id) => Canvas.where(id)", right)
    press(page, right)
    page.locator("#panel").wait_for()
    after = page.evaluate("(id) => Canvas.where(id)", right)
    assert after["x"] + 50 < page.locator("#canvas").bounding_box()["width"] < before["x"]
    assert after["y"] == pytest.approx(before["y"], abs=1)


def within(inner: dict[str, Any], width: float, height: float) -> bool:
    """Return whether a drawn box lies whole in a canvas of this size."""
    return (
        inner["width"] / 2 <= inner["x"] <= width - inner["width"] / 2
        and inner["height"] / 2 <= inner["y"] <= height - inner["height"] / 2
    )


@pytest.mark.parametrize("asked", ["", "上街", "上街区 家庭医生签约"])
def test_the_map_names_the_owners_of_a_selected_item_beside_it(visit: Visit, graph: Path, asked: str) -> None:
    page = visit(graph, f"{urlencode({'view': 'map', 'q': asked})}&{DAY}").page
    for title in ("明确各级医疗机构诊疗服务功能定位", "开展基层家庭医生签约服务"):
        item = next(item for item in ITEMS if item.title == title)
        page.evaluate("(title) => Address.set({ sel: Facts.items.find((item) => item.title === title).link })", title)
        page.click("#fit")
        now, node = looks(page), node_of(page, title)
        document = page.evaluate("(id) => Facts.byId(id).doc.id", node)
        shorts = page.evaluate("(id) => Facts.byId(id).owners.map((owner) => [owner.body.id, owner.body.short])", node)
        assert len(shorts) == len(item.responsibilities)
        for body, short in shorts:
            assert "".join(now[f"{body}@{document}"]["lines"]) == short
            assert not meet(now[node], now[f"{body}@{document}"])
        canvas = page.locator("#canvas").bounding_box()
        assert within(now[node], canvas["width"], canvas["height"])


@pytest.mark.parametrize("physics", [False, True])
def test_a_frame_holds_all_that_belongs_to_it(visit: Visit, graph: Path, physics: bool) -> None:
    page = visit(graph, f"view=map&{DAY}").page
    if physics:
        page.check("#physics")
        page.wait_for_timeout(1500)
    page.evaluate("() => Canvas.zoom(1)")
    known = page.evaluate(
        """() => ({ frames: Canvas.frames(), nodes: Canvas.ids().map((id) => ({ id, ...Canvas.drawnAs(id) })),
        holders: Object.fromEntries(Facts.items.map((item) => [item.id, item.doc.id])) })"""
    )
    frames = {f"d{place}": frame for place, frame in enumerate(known["frames"])}
    for node in known["nodes"]:
        frame = frames[known["holders"].get(node["id"]) or node["id"].partition("@")[2] or node["id"]]
        for axis, size in (("x", "width"), ("y", "height")):
            assert frame["from"][axis] - 1 <= node[axis] - node[size] / 2, node
            assert node[axis] + node[size] / 2 <= frame["to"][axis] + 1, node


def test_a_map_of_few_items_names_them(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"{urlencode({'view': 'map', 'q': '上街区 家庭医生签约'})}&{DAY}").page
    page.evaluate("() => Canvas.zoom(0.7)")
    page.wait_for_timeout(100)
    items = [look for node, look in looks(page).items() if node[0] == "t"]
    assert len(items) > 2
    assert sum(bool(look["lines"]) for look in items) > len(items) / 2


def test_the_legend_says_what_a_press_does_and_undoes_it(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&{DAY}").page
    support, late = page.locator("#legend-support"), page.locator("#legend-overdue")
    assert support.inner_text().split() == ["☑", "配合"]
    support.click()
    assert (support.inner_text().split(), support.get_attribute("aria-pressed")) == (["☐", "配合"], "false")
    assert support.evaluate("(one) => getComputedStyle(one).textDecorationLine") == "none"
    assert "×" not in late.inner_text()
    asked = late.get_attribute("title")
    late.click()
    assert late.inner_text().endswith("×")
    assert late.get_attribute("title") != asked
    late.click()
    assert titles(page) == [item.title for item in ITEMS[:40]]


def test_the_surroundings_of_a_department_begin_with_it_and_keep_it_in_sight(visit: Visit, graph: Path) -> None:
    page = visit(graph, DAY).page
    body = page.evaluate("() => Facts.organisations.find((one) => one.short === '区卫计委').id")
    page.evaluate("(id) => Canvas.handlers.open(id)", body)
    page.locator("#panel").wait_for()
    document = owned_by("区卫计委")[0]
    first = [*[node for node in looks(page) if node[0] == "d"][:1], node_of(page, titles(page)[0]), body]
    assert document.title == titles(page)[0]
    for _ in range(2):
        height = page.locator("#canvas").bounding_box()["height"]
        now = looks(page)
        assert [node for node in first if not now[node]["height"] / 2 <= now[node]["y"] < height / 2] == []
        page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_tasks_fit_the_width_at_reading_size_and_physics_leaves_the_first_whole(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&{DAY}").page
    page.click("#fit")
    now = looks(page)
    assert min(look["letters"] for look in now.values()) > 9
    assert min(look["y"] - look["height"] / 2 for look in now.values()) >= 0
    page.check("#physics")
    page.wait_for_timeout(1500)
    assert min(look["y"] - look["height"] / 2 for look in looks(page).values()) >= 0


def test_the_overview_numbers_every_department(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=overview&{DAY}").page
    counted = page.evaluate("() => Object.fromEntries(Facts.organisations.map((body) => [body.id, body.items.length]))")
    for node, look in looks(page).items():
        assert node[0] == "d" or "".join(look["lines"]).endswith(f" {counted[node]}")
