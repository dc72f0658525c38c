"""The options and arguments that several commands share, and how examples are shown in their help."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

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
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint", metavar="URL", help="Answer from the SPARQL server at this address, not from the folder."
    ),
]
AuthOption = Annotated[
    str | None,
    typer.Option(
        "--auth",
        metavar="NAME",
        help="Log in to the server as NAME, or with a token as bearer. The secret is taken from REFORMKG_SECRET or the "
        "file that REFORMKG_SECRET_FILE names, or asked for.",
    ),
]
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


JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, help="How many processes read and validate; without it one a core."
    ),
]
DocumentsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document",
        metavar="NAME",
        help="These documents only, by key, number or words of their titles; may be given again.",
    ),
]
NewestOption = Annotated[
    int, typer.Option("--newest", metavar="N", min=1, help="The pages show the N newest documents at most.")
]

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file; its ending tells the form."),
]


OcrOption = Annotated[
    bool,
    typer.Option(
        "--ocr", help="Recognise scanned PDF files with tesseract, where it is installed; what is read so is marked."
    ),
]


def allow_ocr(allowed: bool) -> None:
    """Let scans be recognised in this process and in those that it starts, which take limits from the environment."""
    if allowed:
        from reformkg.read.limits import PREFIX

        os.environ.setdefault(f"{PREFIX}OCR_PAGES", _OCR_PAGES)


_OCR_PAGES = "200"


F = TypeVar("F", bound=StrEnum)


def form_of(form: F | None, output: Path | None, otherwise: F) -> F:
    """Return the form that is asked for: by name, else by the ending of the output's name, else the usual one.

    Raises:
        UsageError: the ending is of no form that the command writes.
    """
    if form is not None or output is None or str(output) == "-":
        return form or otherwise
    ending = output.suffix.removeprefix(".").lower()
    known = {each.value: each for each in type(otherwise)}
    if ending not in known:
        raise UsageError(
            "the ending of the name tells no form", where=str(output), remedy=f"Give --format: {', '.join(known)}"
        )
    return known[ending]


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
