"""The command `org`: how the name of a body resolves, and what became of the body."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import print_rows, write
from reformkg.cli.options import LanguageOption, examples

if TYPE_CHECKING:
    from reformkg.model import Organisation, Rows
    from reformkg.resolve.organisations import Change, Step


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        short_help="Show how a body's name resolves, and what became of it.",
        epilog=examples(
            "reformkg org 市卫生计生委 --place 大连市 --date 2017-05-25", "reformkg org 发改委 --place 辽宁省"
        ),
    )(org)


def org(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a body, as a document writes it.")],
    *,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help="The place whose document writes it.")
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option("--date", metavar="DATE", formats=["%Y-%m-%d"], help="The day of the document; without it today."),
    ] = None,
    language: LanguageOption,
) -> None:
    """Show step by step how the name of a body resolves in a document of a place and day, and what became of it."""
    from reformkg.resolve.organisations import Context, Resolver, succession

    on = day.date() if day else _today()
    resolver = Resolver(Context(place, None, None, on, ""))
    found = resolver.resolve(name)
    print_rows(_facts(found), language.value)
    write("\n")
    print_rows(_steps(resolver.steps(name)), language.value)
    changes = succession(found.function, on) if found.function else ()
    if changes:
        write("\n")
        print_rows(_changes(changes), language.value)


def _today() -> date:
    return datetime.now().date()


def _facts(found: Organisation) -> Rows:
    from reformkg.model import Bilingual, Column, Rows

    lines = (
        (Bilingual("全称", "full name"), found.full_name),
        (Bilingual("职能", "function"), found.function),
        (Bilingual("地区", "place"), found.jurisdiction),
        (Bilingual("一类单位", "class of bodies"), found.collective),
        (Bilingual("所属单位", "division of"), found.unit_of),
    )
    columns = (Column("what", Bilingual("项目", "what")), Column("value", Bilingual("结果", "result")))
    return Rows(columns, lines)


def _steps(steps: tuple[Step, ...]) -> Rows:
    from reformkg.model import Bilingual, Column, Rows

    columns = (
        Column("rule", Bilingual("规则", "rule")),
        Column("read", Bilingual("读到", "read")),
        Column("gave", Bilingual("得出", "gave")),
    )
    return Rows(columns, tuple((step.rule, step.read, step.gave) for step in steps))


def _changes(changes: tuple[Change, ...]) -> Rows:
    from reformkg.model import Bilingual, Column, Rows

    columns = (
        Column("day", Bilingual("日期", "day")),
        Column("reform", Bilingual("改革", "reform")),
        Column("after", Bilingual("承接职能", "function afterwards")),
        Column("source", Bilingual("依据", "source")),
    )
    return Rows(
        columns,
        tuple((each.day, Bilingual(each.zh, each.en), "、".join(each.after), each.source) for each in changes),
    )
