"""Puts the commands together and turns each error into one line and an exit code; only this room ends the program.

Exit codes: 0 done; 1 done, and something is amiss (findings, files that could not be read); 2 could not be done; 3
nothing was found, where `query --exit-empty` asks for it; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from reformkg import __version__
from reformkg.cli import (
    build,
    collaboration,
    comparison,
    document,
    evaluate,
    graph,
    ledger,
    organisation,
    push,
    query,
    serve,
    show,
    validate,
)
from reformkg.cli.console import say, use_utf8
from reformkg.cli.options import examples
from reformkg.errors import ReformkgError

FAILED = 2
INTERRUPTED = 130

app = typer.Typer(
    name="reformkg",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
"""Help is plain text: the boxes of the rich form would take longer to load than all the rest of the program."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reformkg {__version__}")
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    epilog=examples(
        "reformkg build notices/",
        "reformkg query tasks-of --department 财政局",
        "reformkg validate --fail-on warning",
    ),
)
def reformkg(
    context: typer.Context,
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Read Chinese reform notices with rules, and answer who owns what, and by when.

    `build` reads documents into a graph in the folder kg/; `query`, `show`, `validate` and `graph` answer from it.
    `extract`, `explain` and `gaps` look at single documents and need no graph.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _commands in (
    build,
    query,
    show,
    validate,
    graph,
    ledger,
    comparison,
    collaboration,
    document,
    organisation,
    push,
    serve,
    evaluate,
):
    _commands.register(app)


def main() -> None:
    """Run the program on the words of the command line, and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the program on `arguments`, print what comes of it, and return the exit code."""
    use_utf8()
    try:
        code = app(args=list(arguments), prog_name="reformkg", standalone_mode=False)
        sys.stdout.flush()
    except ReformkgError as error:
        say(f"error: {error}")
        return FAILED
    except typer.TyperException as error:
        say(f"error: {_usage(error)}")
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left: what is still buffered must not be written when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return int(code or 0)


def _usage(error: typer.TyperException) -> str:
    """Return what Typer says of a wrong word, and where the right ones are listed."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "reformkg"
    return f"{error.format_message().rstrip('.')}. Run {command} --help"
