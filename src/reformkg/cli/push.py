"""The command `push`: the graph of a kg folder to a SPARQL server."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import print_rows, progress_bar, say
from reformkg.cli.graphs import server
from reformkg.cli.options import KG, AuthOption, KgOption, LanguageOption, examples

if TYPE_CHECKING:
    from reformkg.model import Rows
    from reformkg.store.push import Plan


class _Step(StrEnum):
    SEND = "sending"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        epilog=examples(
            "reformkg push --endpoint http://localhost:7878/query --graph-store http://localhost:7878/store",
            "reformkg push --endpoint http://localhost:3030/kg/query --update http://localhost:3030/kg/update",
            "reformkg push --endpoint https://kg.example.org/sparql-auth --auth dba",
        )
    )(push)


def push(
    *,
    endpoint: Annotated[
        str, typer.Option("--endpoint", metavar="URL", help="The server's SPARQL endpoint, which answers queries.")
    ],
    update: Annotated[
        str | None, typer.Option("--update", metavar="URL", help="Where it takes updates, if not at the endpoint.")
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option("--graph-store", metavar="URL", help="Where it takes whole graphs; without it they are updates."),
    ] = None,
    auth: AuthOption = None,
    kg: KgOption = KG,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave documents on the server that the folder does not have.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
    language: LanguageOption,
) -> None:
    """Send the graph to a SPARQL 1.1 server: one named graph a document, and the vocabularies.

    What has not changed since the last time is not sent again, and documents that are no more in the folder are
    removed from the server. A push that is cut off is finished by the next one.
    """
    from reformkg.store import Server, open_kg
    from reformkg.store import push as sending

    target = server(Server(endpoint, update, graph_store), auth)
    with open_kg(kg) as graph:
        wanted = sending.plan(graph, target, keep=keep)
        if not dry_run:
            with progress_bar() as progress:
                sending.push(graph, target, wanted, lambda done, total: progress(_Step.SEND, done, total))
    print_rows(_counts(wanted), language.value)
    if dry_run:
        say("nothing was sent")


def _counts(wanted: Plan) -> Rows:
    from reformkg.model import Bilingual, Column, Rows
    from reformkg.store.push import Change

    names = {
        Change.ADD: Bilingual("新增", "added"),
        Change.REPLACE: Bilingual("更新", "replaced"),
        Change.REMOVE: Bilingual("删除", "removed"),
        Change.KEEP: Bilingual("未变", "unchanged"),
    }
    columns = (Column("what", Bilingual("文件", "documents")), Column("count", Bilingual("数量", "count")))
    return Rows(columns, tuple((name, wanted.count(change)) for change, name in names.items()))
