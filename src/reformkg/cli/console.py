"""What the commands print with: data to standard output, all else to standard error; touches the terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from reformkg.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from reformkg.model import Rows
    from reformkg.render.words import Language

_PIPE_WIDTH = 100
"""Columns of a table that does not go to a terminal, unless COLUMNS says otherwise."""

_READABLE = 12
"""What the widest cells of a table may be folded to; six Chinese characters."""

_GUTTER = 3
"""What stands between two columns."""


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; what UTF-8 cannot hold (a file name of stray bytes) is written escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is: no markup, no guessed highlights, colours on terminals only."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    piped = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(
        stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False, width=_PIPE_WIDTH if piped else None
    )


def say(line: str) -> None:
    """Print a line for people beside the data, on standard error, behind the data that came before it."""
    sys.stdout.flush()
    sys.stderr.write(one_line(line) + "\n")


def write(content: str | bytes) -> None:
    """Print data on standard output as it is."""
    if isinstance(content, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        sys.stdout.write(content)


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write data to a file, or without one (or with `-`) on standard output; a workbook does not go to a terminal.

    Raises:
        UsageError: a workbook would go to a terminal.
        RenderError: the file cannot be written.
    """
    from reformkg.render.files import write_whole

    if output is not None and str(output) != "-":
        write_whole(output, content)
        say(f"{output}  written")
    elif isinstance(content, bytes) and sys.stdout.isatty():
        raise UsageError(
            "a workbook cannot be shown in a terminal", where="--format xlsx", remedy="Name a file with -o"
        )
    else:
        write(content)


def deliver_parts(parts: Iterator[str], output: Path | None) -> None:
    """Write text part by part as it is made, to a file that appears when it is whole, or on standard output.

    Raises:
        RenderError: the file cannot be written.
    """
    from reformkg.render.files import write_parts

    if output is not None and str(output) != "-":
        write_parts(output, parts)
        say(f"{output}  written")
        return
    for part in parts:
        write(part)


def one_line(text: str) -> str:
    """Return text with nothing in it that moves the cursor or begins a new line."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def print_rows(rows: Rows, language: Language) -> None:
    """Print a table that fits the terminal, and say on standard error how the question was understood."""
    from reformkg.render.words import in_words

    write(rows_text(rows, language))
    for note in rows.notes:
        say(in_words(note, language))


def rows_text(rows: Rows, language: Language) -> str:
    """Return a table drawn to the terminal's width; where its columns would be too narrow, one record below another.

    Chinese is wrapped by the columns that it takes up.
    """
    from reformkg.render.rows import cell_text
    from reformkg.render.words import in_words

    headings = [in_words(column.heading, language) for column in rows.columns]
    cells = [[cell_text(cell, language) for cell in row] for row in rows.rows]
    out = console()
    numeric = [
        bool(rows.rows) and all(isinstance(row[place], int) for row in rows.rows) for place in range(len(headings))
    ]
    drawing = _columns(headings, cells, numeric) if _fits(headings, cells, out.width) else _records(headings, cells)
    with out.capture() as drawn:
        out.print(drawing)
    return "".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines())


def _fits(headings: list[str], cells: list[list[str]], width: int) -> bool:
    """Return whether every column can be as wide as its widest line, or at least wide enough to read."""
    from rich.cells import cell_len

    needed = 0
    for column in zip(headings, *cells, strict=True):
        widest = max(cell_len(line) for cell in column for line in cell.splitlines() or [""])
        needed += min(widest, _READABLE) + _GUTTER
    return needed - _GUTTER <= width


def _columns(headings: list[str], cells: list[list[str]], numeric: list[bool]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    apart = any("\n" in cell for row in cells for cell in row)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", leading=int(apart))
    for heading, is_number in zip(headings, numeric, strict=True):
        table.add_column(Text(heading), justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _records(headings: list[str], cells: list[list[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, _GUTTER, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, row in enumerate(cells):
        if number:
            table.add_row("", "")
        for heading, cell in zip(headings, row, strict=True):
            if cell:
                table.add_row(Text(heading, "bold"), Text(cell))
    return table


def default_language() -> Language:
    """Return the language of headings and messages: REFORMKG_LANG, else Chinese where the locale is Chinese."""
    names = ("REFORMKG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if wanted.startswith("zh") else "en"


@contextmanager
def progress_bar() -> Iterator[Callable[[StrEnum, int, int], None]]:
    """Give a progress function whose bar, rate and time left show on a terminal's standard error."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many steps are done in a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.1f}/s" if task.speed else "")

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    stages: dict[StrEnum, TaskID] = {}

    def told(stage: StrEnum, done: int, total: int) -> None:
        """Show one stage at a time, each with a rate of its own."""
        if stage not in stages:
            for before in bar.task_ids:
                bar.remove_task(before)
            stages[stage] = bar.add_task(stage.value, total=total)
        bar.update(stages[stage], completed=done, total=total)

    with bar:
        yield told
