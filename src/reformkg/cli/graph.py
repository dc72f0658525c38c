"""The commands `graph` and `site`: pages for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import say, write
from reformkg.cli.graphs import Origin
from reformkg.cli.options import (
    KG,
    AuthOption,
    DocumentsOption,
    EndpointOption,
    KgOption,
    NewestOption,
    examples,
)
from reformkg.render import NEWEST

if TYPE_CHECKING:
    from reformkg.model import Bilingual, DocumentFacts, Report


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        short_help="Write all pages for the browser.",
        epilog=examples(
            "reformkg site",
            "reformkg site -o /srv/reform/pages --newest 50",
            "reformkg site -o 分级诊疗 --document 分级诊疗",
        ),
    )(site)
    app.command(
        short_help="Write the responsibility graph as one page.",
        epilog=examples("reformkg graph", "reformkg graph -o 责任关系图.html --kg notices-kg"),
    )(graph)


def graph(
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    document: DocumentsOption = None,
    newest: NewestOption = NEWEST,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write; - for standard output.")
    ] = Path("graph.html"),
) -> None:
    """Write the responsibility graph as one page that opens in a browser without a network."""
    from reformkg.render.files import write_whole
    from reformkg.render.network import network_page

    shown = _shown(Origin(kg, endpoint, auth), document or (), newest)
    page = network_page(shown.documents, shown.report, note=shown.note)
    if str(output) == "-":
        write(page)
        return
    write_whole(output, page)
    say(f"{output}  open it in a browser")


def site(
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    document: DocumentsOption = None,
    newest: NewestOption = NEWEST,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")] = Path(
        "site"
    ),
) -> None:
    """Write all pages: overview, graph, ledger, timeline, report, reader.

    The pages link to one another, and each also opens by itself, without a network.
    """
    from reformkg.render.files import write_whole
    from reformkg.render.site import site_pages

    shown = _shown(Origin(kg, endpoint, auth), document or (), newest)
    for page in site_pages(shown.documents, shown.report, shown.note):
        write_whole(output / page.file, page.html)
        say(f"{output / page.file}")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What pages show, and what they say of themselves where it is not all of the graph."""

    documents: tuple[DocumentFacts, ...]
    report: Report
    note: Bilingual | None


def _shown(origin: Origin, names: Sequence[str], most: int) -> _Shown:
    from reformkg.query.selection import chosen, newest
    from reformkg.render.site import note_on
    from reformkg.validate import validate

    with origin.open() as opened:
        there = opened.keys()
        wanted = chosen(names, opened)
        keys = newest(wanted, opened, most)
        documents = tuple(opened.documents(keys))
        report = validate(opened, keys=keys)
    if len(keys) < len(wanted):
        say(f"the newest {len(keys):,} of {len(wanted):,} documents; --newest sets how many")
    return _Shown(documents, report, note_on(len(keys), len(wanted), len(there)))
