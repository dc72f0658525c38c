"""The command `show`: one task and all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import console
from reformkg.cli.graphs import Origin
from reformkg.cli.options import KG, AuthOption, EndpointOption, KgOption, LanguageOption, examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from reformkg.model import DocumentFacts, Evidence, Finding, Item
    from reformkg.render.words import Language


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        short_help="Show one task with its passage and all that is known of it.",
        epilog=examples(
            "reformkg show 一/1",
            "reformkg show 大医改办-2018-5/一/1",
            "reformkg show 家庭医生签约",
        ),
    )(show)


def show(
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM",
            help="Its reference, with the document's key before it where it takes one, or words of its title.",
        ),
    ],
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    language: LanguageOption,
) -> None:
    """Show one task: its passage, owners, deadlines and indicators, and what validation says of it."""
    from reformkg.query.items import find_item
    from reformkg.validate import validate_one

    with Origin(kg, endpoint, auth).open() as graph:
        name = find_item(graph, item)
        facts = graph.document(name.document)
        said = validate_one(graph, name.document)
    (found,) = (each for each in facts.items if each.ref == name.ref)
    findings = [each for each in said if each.item == found.ref]
    console().print(*_shown(facts, found, findings, language.value), sep="\n", soft_wrap=True)


def _shown(facts: DocumentFacts, item: Item, findings: Sequence[Finding], language: Language) -> Iterator[Text]:
    from rich.text import Text

    from reformkg.codes import KINDS
    from reformkg.render.words import (
        DEADLINES,
        INDICATORS,
        NONE,
        OWNERS,
        VALIDATION,
        deadline_words,
        finding_words,
        in_words,
        indicator_words,
        owner_words,
        place_words,
        title_of,
    )

    def stands(evidence: Evidence | None) -> str:
        return place_words(evidence.place if evidence else None, language)

    number = f"  {facts.metadata.number.value}" if facts.metadata.number else ""
    yield Text(f"{item.ref}  {item.title}", "bold")
    yield Text(f"{in_words(KINDS[item.kind], language)}  {facts.key}/{item.ref}", "dim")
    yield Text(f"{title_of(facts)}{number}{place_words(item.place, language)}", "dim")
    yield Text(f"\n{item.text}")
    parts = (
        (OWNERS, [owner_words(each, language) + stands(each.evidence) for each in item.responsibilities]),
        (
            DEADLINES,
            [f"{deadline_words(each, language)}  「{each.text}」{stands(each.evidence)}" for each in item.deadlines],
        ),
        (INDICATORS, [f"{indicator_words(each)}  「{each.text}」{stands(each.evidence)}" for each in item.indicators]),
        (VALIDATION, [finding_words(each, language) + stands(each.evidence) for each in findings]),
    )
    for heading, lines in parts:
        yield Text(f"\n{in_words(heading, language)}", "bold")
        yield from (Text(f"  {line}") for line in lines or [in_words(NONE, language)])
