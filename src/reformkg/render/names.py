"""What topics, functions of government and shapes are called on pages; reads one table of the ontology folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from reformkg.errors import RenderError
from reformkg.model import Bilingual
from reformkg.resources import ontology_dir

_TABLE = "names.tsv"
_FIELDS = 4


@dataclass(frozen=True, slots=True)
class Names:
    """Names by notation; what is not listed is shown by its notation."""

    topics: Mapping[str, Bilingual]
    functions: Mapping[str, Bilingual]
    shapes: Mapping[str, Bilingual]


@cache
def names() -> Names:
    """Return the names that the installed ontology gives.

    Raises:
        RenderError: the table is missing or malformed.
    """
    path = ontology_dir() / _TABLE
    kinds: dict[str, dict[str, Bilingual]] = {"topic": {}, "function": {}, "shape": {}}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RenderError("the table of names cannot be read", where=str(path), remedy="Install it again.") from error
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line:
            continue
        fields = line.split("\t")
        if len(fields) != _FIELDS or fields[0] not in kinds:
            raise RenderError("the table of names is malformed", where=f"{path}:{number}", remedy="Install it again.")
        kind, notation, zh, en = fields
        kinds[kind][notation] = Bilingual(zh, en)
    return Names(*(MappingProxyType(kinds[kind]) for kind in ("topic", "function", "shape")))
