"""Writes a page or a report to the disk, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from reformkg.errors import RenderError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write text as UTF-8, or bytes as they are, aside, then put it in the place of what was there.

    Folders that are missing on the way are made.

    Raises:
        RenderError: the file cannot be written; what was there stays.
    """
    write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[str | bytes]) -> None:
    """Write the parts of a file as they come, as `write_whole`, and hold none of them.

    Raises:
        RenderError: the file cannot be written; what was there stays, as when a part cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_aside(path, parts)
    except OSError as error:
        raise RenderError(
            f"the file cannot be written: {error.strerror}", where=str(path), remedy="Name another with -o"
        ) from error


def _write_aside(path: Path, parts: Iterable[str | bytes]) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as output:
            for part in parts:
                output.write(part.encode("utf-8") if isinstance(part, str) else part)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
