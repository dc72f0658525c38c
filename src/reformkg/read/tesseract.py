"""The local OCR engine tesseract, where the system has it: a picture of a page in, its words and their boxes out.

Touches the engine's program only, through pipes: no file is written, and nothing leaves the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reformkg.errors import ReadError

LANGUAGE = "chi_sim"
_ONE_COLUMN = "4"
"""How the engine is to see a page: official documents have one column, and equal lines are not others."""
_INSTALL = "Install tesseract with chi_sim (on Debian: tesseract-ocr tesseract-ocr-chi-sim), or give the text form"
_WORD, _LINE = "5", "4"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as recognised: its box in pixels from the upper left corner, and that of its line from top to bottom."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@cache
def is_installed() -> bool:
    """Return whether the engine is there and knows Chinese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=30)  # noqa: S603
    return LANGUAGE in listed.stdout.decode(errors="replace").split()


def missing() -> ReadError:
    """Return the error of a scan where the engine is not installed."""
    return ReadError("the PDF is a scan, and tesseract with chi_sim, which recognises text, is absent", remedy=_INSTALL)


def words(picture: bytes, dpi: int, seconds: int) -> list[Word]:
    """Return the words of a picture, line by line.

    Args:
        picture: the picture as PGM.
        dpi: its resolution.
        seconds: how long the engine may take.

    Raises:
        ReadError: the engine fails or takes too long.
    """
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(dpi), "--psm", _ONE_COLUMN, "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # threads cost more than they give, and limits count them
    try:
        done = subprocess.run(  # noqa: S603 - no part of the command comes from a file
            command, input=picture, capture_output=True, check=True, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired as problem:
        raise ReadError(
            f"recognising one of its pages takes more than {seconds} seconds",
            remedy="Give the text form of the document, or raise REFORMKG_READ_SECONDS",
        ) from problem
    except (OSError, subprocess.CalledProcessError) as problem:
        raise ReadError(
            "tesseract cannot recognise its pages", remedy="Give the text form of the document"
        ) from problem
    return list(_words(done.stdout.decode("utf-8", errors="replace")))


def _words(table: str) -> Iterator[Word]:
    """Yield the words of tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, …."""
    top = bottom = 0.0
    for row in table.splitlines()[1:]:
        level, *_, left, upper, width, height, _, text = row.split("\t")
        if level == _LINE:
            top, bottom = float(upper), float(upper) + float(height)
        elif level == _WORD and text.strip():
            yield Word(text.strip(), float(left), float(left) + float(width), top, bottom)
