"""How much of a file is read before it is refused, and how to say otherwise; touches the environment only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from reformkg.errors import ReadError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Each can be set by an environment variable: `seconds` by REFORMKG_READ_SECONDS.

    Attributes:
        bytes: the size of a file as it lies on the disk.
        unpacked: all bytes that come out of a packed file (docx, xlsx, odt, ofd, zip).
        members: files inside a packed file.
        characters: the text that comes out of one file.
        pages: the pages of a PDF or an OFD.
        cells: the cells of all tables of a file, merged cells counted where they reach.
        memory: the address space of the process that reads packed and marked-up formats, in bytes.
        seconds: the time that one file may take, by the clock.
        ocr_pages: the pages of a PDF that may be recognised from pictures, at ten more seconds each; none as a rule.
    """

    bytes: int = 50_000_000
    unpacked: int = 200_000_000
    members: int = 10_000
    characters: int = 2_000_000
    pages: int = 2_000
    cells: int = 500_000
    memory: int = 1_500_000_000
    seconds: int = 120
    ocr_pages: int = 0


PREFIX = "REFORMKG_READ_"
DEFAULTS = Limits()


def limits_from(environment: Mapping[str, str]) -> Limits:
    """Return the limits, with those that the environment sets.

    Raises:
        ReadError: a variable holds no positive whole number.
    """
    given: dict[str, int] = {}
    for field in fields(Limits):
        name = PREFIX + field.name.upper()
        if name not in environment:
            continue
        value = environment[name].replace("_", "")
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise ReadError("the limit is no positive whole number", where=name, remedy="Set it to digits, or unset it")
        given[field.name] = int(value)
    return replace(DEFAULTS, **given)
