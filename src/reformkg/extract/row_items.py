"""From rows of tables to items: the cells that name a task, and those that name its owners.

Touches the model and the rest of this package's basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reformkg.extract.extraction import ItemMentions, OwnerMention
from reformkg.extract.names import STAR, Name, is_collective, read_list
from reformkg.extract.responsibility import role_of
from reformkg.extract.rule import Mention
from reformkg.extract.ruling import Ruling
from reformkg.extract.table import Cell, Column, Row, Table
from reformkg.model import Document, Kind, Role

_ROW_ROLES = {
    Column.LEAD: Role.LEAD,
    Column.RESPONSIBLE: Role.RESPONSIBLE,
    Column.SUPPORT: Role.SUPPORT,
    Column.BODY: Role.RESPONSIBLE,
}
_IN_TABLE = "responsibility.table-"
_NOBODY = re.compile(r"^[/—\-－无\s]*$")

RULES = tuple(f"{_IN_TABLE}{column}" for column in _ROW_ROLES)
"""Owners by the column that they stand in."""


def items_of_tables(document: Document, tables: Sequence[Table], rulings: Sequence[Ruling]) -> Iterator[ItemMentions]:
    """Yield one item a row of each table with a column of owners, or of bodies and their duties, in order.

    Args:
        document: the document.
        tables: its tables, in order.
        rulings: the rules that its text states: they say what a star behind a name means.
    """
    starred = next((ruling for ruling in rulings if ruling.starred_lead), None)
    for index, table in enumerate(tables, 1):
        for row in table.rows:
            if (item := _item(document, row, index, starred)) is not None:
                yield item


def _item(document: Document, row: Row, table: int, starred: Ruling | None) -> ItemMentions | None:
    named = row.first(Column.BODY) or row.first(Column.TASK, Column.DETAIL, Column.TARGET)
    if named is None:
        return None
    owners, opened = _owners(document, row, starred)
    stop = next((at for at in range(named.start, named.end) if document.folded[at] in "。\n"), named.end)
    title = document.text[named.start : stop]
    return ItemMentions(
        f"表{table}/{row.number}", row.number, None, Kind.TASK, title, row.start, row.end, opened, owners
    )


def _owners(document: Document, row: Row, starred: Ruling | None) -> tuple[tuple[OwnerMention, ...], bool]:
    owners: list[OwnerMention] = []
    opened = False
    for cell in row.cells:
        if cell.column not in _ROW_ROLES or _NOBODY.match(document.folded[cell.start : cell.end]):
            continue
        names = read_list(document.folded, cell.start, cell.end)
        opened = opened or names.open_list
        known = {owner.name for owner in owners}
        owners += [_mention(name, cell, starred) for name in names.names if name.text not in known]
    led = any(owner.role is Role.LEAD for owner in owners)
    return tuple(
        replace(owner, role=Role.SUPPORT) if led and owner.role is Role.RESPONSIBLE else owner for owner in owners
    ), opened


def _mention(name: Name, cell: Cell, starred: Ruling | None) -> OwnerMention:
    """The column gives the role, unless the name has its own: 市教育局（牵头）, 市教育局★."""
    role = _ROW_ROLES[cell.column]
    ruling = starred if name.mark == STAR else None
    if ruling is not None:
        role = Role.LEAD
    elif name.mark and name.mark != STAR:
        role = role_of(name.mark, role)
    return OwnerMention(
        name.text, role, is_collective(name.text),
        inherited=False, in_text=False, start=cell.start, end=cell.end, rule=f"{_IN_TABLE}{cell.column}",
        role_by=Mention(ruling.start, ruling.end, ruling.rule, role) if ruling else None,
    )  # fmt: skip
