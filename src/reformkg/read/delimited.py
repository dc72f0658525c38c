"""Tables as delimited text (.csv, .tsv); touches the standard library only."""

from __future__ import annotations

import csv
import io

from reformkg.errors import ReadError
from reformkg.read.blocks import Content, Table, flow, too_long
from reformkg.read.decode import decode
from reformkg.read.limits import Limits

_DELIMITERS = ",\t;，"


def read(data: bytes, limits: Limits) -> Content:
    """Return the table in delimited text; the delimiter is the one that divides the first lines most evenly.

    Raises:
        ReadError: the bytes are no text, or larger than the limits.
    """
    text, encoding = decode(data, where="the table")
    text = text.replace("\x00", "")
    if len(text) > limits.characters:
        raise too_long(limits)
    csv.field_size_limit(limits.characters)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as problem:
        raise ReadError(f"the table is damaged ({problem})", remedy="Save it anew as CSV in UTF-8") from problem
    cells = flow(([(value, 1, 1) for value in row] for row in rows), limits)
    return Content((Table(cells),), encoding)


def _delimiter(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        return sum(1 for count in counts if count and count == counts[0]), max(counts, default=0)

    return max(_DELIMITERS, key=evenness)
