"""The command `serve`: a kg folder for others, as pages and as a SPARQL endpoint."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from reformkg.cli.console import say
from reformkg.cli.options import KG, KgOption, examples


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        epilog=examples(
            "reformkg serve",
            "reformkg serve --host 0.0.0.0 --port 8080",
            "reformkg query tasks-of --department 财政局 --endpoint http://127.0.0.1:7878/query",
        )
    )(serve)


def serve(
    *,
    kg: KgOption = KG,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to listen at; 0 for any free one.")
    ] = 7878,
    timeout: Annotated[
        int, typer.Option("--timeout", metavar="SECONDS", min=1, help="How long one query may take.")
    ] = 30,
) -> None:
    """Serve the pages and a read-only SPARQL endpoint, to this machine unless --host says otherwise; Ctrl-C ends it.

    Needs the extra: pip install 'reformkg[serve]'. A newer build is taken up as soon as it is in force.
    """
    from reformkg import serve as serving

    def ready(address: str) -> None:
        say(f"{address}  all pages")
        say(f"{address}query  the SPARQL endpoint, read-only")

    for each in (signal.SIGINT, signal.SIGTERM):
        # A shell starts what runs in the background with Ctrl-C ignored; a kill must end the engine too.
        signal.signal(each, signal.default_int_handler)
    try:
        serving.serve(kg, serving.Address(host, port, timeout), ready, say)
    except KeyboardInterrupt:
        # This is how it is ended; waitress sees to answers under way.
        return
