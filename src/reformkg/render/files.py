"""Writes a page or a report to the disk, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from reformkg.errors import RenderError


def write_whole(path: Path, text: str) -> None:
    """Write UTF-8 text aside, then put it in the place of what was there.

    Raises:
        RenderError: the file cannot be written; what was there stays.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    except OSError as error:
        if aside.exists():
            aside.unlink()
        raise RenderError(
            f"the file cannot be written: {error.strerror}", where=str(path), remedy="Name another with -o"
        ) from error
