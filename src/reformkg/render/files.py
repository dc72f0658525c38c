"""Writes a page or a report to the disk, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from reformkg.errors import RenderError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write text as UTF-8, or bytes as they are, aside, then put it in the place of what was there.

    Folders that are missing on the way are made.

    Raises:
        RenderError: the file cannot be written; what was there stays.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        aside.replace(path)
    except OSError as error:
        if aside.exists():
            aside.unlink()
        raise RenderError(
            f"the file cannot be written: {error.strerror}", where=str(path), remedy="Name another with -o"
        ) from error
