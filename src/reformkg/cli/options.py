"""The options and arguments that several commands share, and how examples are shown in their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reformkg.cli.console import default_language
from reformkg.errors import UsageError
from reformkg.resources import seeds_dir


class Language(StrEnum):
    """The language of headings and messages."""

    CHINESE = "zh"
    ENGLISH = "en"


KG = Path("kg")
"""The folder of the graph, where no other is named."""

KgOption = Annotated[Path, typer.Option("--kg", metavar="DIR", help="The folder of the graph.", envvar="REFORMKG_KG")]
LanguageOption = Annotated[
    Language,
    typer.Option(
        "--lang",
        default_factory=lambda: Language(default_language()),
        help="Language of headings and messages; without it REFORMKG_LANG or the locale's.",
        show_default=False,
    ),
]
PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="Documents, and folders to search for them; without any the checkout's seeds/.",
        show_default=False,
    ),
]


def sources(paths: list[Path] | None, command: str) -> list[Path]:
    """Return the paths that the user named, or the sample documents of the checkout.

    Raises:
        UsageError: none is named, and the program does not run from a checkout.
    """
    if paths:
        return paths
    seeds = seeds_dir()
    if seeds is None:
        raise UsageError("no document is named", where=f"reformkg {command}", remedy="Give files or folders")
    return [seeds]


def examples(*lines: str) -> str:
    """Return the end of a command's help: lines that can be typed as they are."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
