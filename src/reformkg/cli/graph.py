"""The commands `graph` and `site`: pages for the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reformkg.cli.console import say, write
from reformkg.cli.graphs import Origin
from reformkg.cli.options import KG, AuthOption, EndpointOption, KgOption, examples


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        short_help="Write all pages for the browser.",
        epilog=examples("reformkg site", "reformkg site -o /srv/reform/pages"),
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
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write; - for standard output.")
    ] = Path("graph.html"),
) -> None:
    """Write the responsibility graph as one page that opens in a browser without a network."""
    from reformkg.render.files import write_whole
    from reformkg.render.network import network_page
    from reformkg.validate import validate

    with Origin(kg, endpoint, auth).open() as opened:
        page = network_page(tuple(opened.documents()), validate(opened))
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
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")] = Path(
        "site"
    ),
) -> None:
    """Write all pages: overview, graph, ledger, timeline, report, reader.

    The pages link to one another, and each also opens by itself, without a network.
    """
    from reformkg.render.files import write_whole
    from reformkg.render.site import site_pages
    from reformkg.validate import validate

    with Origin(kg, endpoint, auth).open() as opened:
        documents, report = tuple(opened.documents()), validate(opened)
    for page in site_pages(documents, report):
        write_whole(output / page.file, page.html)
        say(f"{output / page.file}")
