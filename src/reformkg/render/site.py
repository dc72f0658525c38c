"""All pages of a graph, each a single file, with one navigation between them; touches the shared page alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reformkg.model import Bilingual, DocumentFacts, Report
from reformkg.render.network import drawn_page
from reformkg.render.page import FILES, Parts, asset, environment, equip
from reformkg.render.payload import Payload, payload
from reformkg.render.report import report_page

_SHARED = {"overview": ("charts.js", "answers.js"), "timeline": ("charts.js",)}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: the name of its file and its text."""

    file: str
    html: str


def note_on(shown: int, wanted: int, documents: int) -> Bilingual | None:
    """Return what pages say of themselves where they do not show all documents of a graph.

    Args:
        shown: how many documents the pages show.
        wanted: how many they were asked to show; where these are more, the pages show the newest.
        documents: how many the graph has.
    """
    if shown == documents:
        return None
    zh, en = ("最新的", "the newest ") if shown < wanted else ("其中", "")
    return Bilingual(
        f"本页显示{zh} {shown:,} 份文件；图谱共有 {documents:,} 份。查询与核验包括全部文件。",
        f"This page shows {en}{shown:,} of {documents:,} documents; queries and validation reach them all.",
    )


def site_pages(documents: Sequence[DocumentFacts], report: Report, note: Bilingual | None = None) -> Iterator[Page]:
    """Yield every page of the site, one after the other, so that only one is held at a time.

    Args:
        documents: the facts, in the order in which documents are listed.
        report: the findings about them.
        note: what each page says of itself at its top, if anything.

    Raises:
        RenderError: the installed pyvis does not bring the drawing library that the graph page is made for.
    """
    names = tuple(FILES)
    data = replace(payload(documents, report), note=note)
    for name in names:
        if name == "graph":
            html = drawn_page(documents, data, names)
        elif name == "report":
            html = report_page(data, names)
        else:
            html = _page(name, data, names)
        yield Page(FILES[name], html)


def _page(name: str, data: Payload, navigation: tuple[str, ...]) -> str:
    env = environment()
    scripts = tuple(asset(script) for script in (*_SHARED.get(name, ()), f"{name}.js"))
    equip(env, data, Parts(name, (asset("report.css"), asset("tables.css")), scripts, navigation))
    return env.get_template(f"{name}.html").render()
