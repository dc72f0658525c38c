"""Tells the line and the column of an offset in a text; pure."""

from __future__ import annotations

import re
from bisect import bisect_right


class Lines:
    """The lines of a text, found once."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset in code points, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
