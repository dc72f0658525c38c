"""The graph page in Chromium: what it shows, and that each control does what it says, against the facts themselves."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gold_facts import findings, gold_documents

from reformkg.model import Item, Kind, Role
from reformkg.render.network import network_page

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


def test_a_phone_shows_the_list_first_and_a_drawing_at_reading_size(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&{DAY}", size=(390, 844)).page
    assert page.locator("#canvas").is_hidden()
    assert page.locator("#list .row").first.is_visible()
    page.click("#show-drawing")
    assert painted(page) > 5000
    places = [page.evaluate(f"() => Canvas.where(Facts.items[{at}].id)") for at in range(3)]
    assert all(0 < place["x"] < 390 for place in places)
    assert places[1]["y"] - places[0]["y"] > 40
    page.go_back()
    assert page.locator("#canvas").is_hidden()


def test_physics_is_off_until_it_is_switched_on(visit: Visit, graph: Path) -> None:
    page = visit(graph, f"view=tasks&state=unowned&{DAY}").page
    place = "() => JSON.stringify(Facts.items.slice(60, 62).map((item) => Canvas.where(item.id)))"
    place = "() => JSON.stringify(Canvas.where(Facts.items.find((i) => i.kind === 'task' && !i.owners.length).id))"
    before = page.evaluate(place)
    page.wait_for_timeout(150)
    assert page.evaluate(place) == before
    page.check("#physics")
    page.wait_for_function(f"(before) => ({place})() !== before", arg=before)


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
