"""How complete documents are, as scores and as a table for people; pure, touches the model only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reformkg.model import Bilingual, Column, DocumentFacts, Item, Kind, Role, Rows
from reformkg.render.words import title_of


@dataclass(frozen=True, slots=True)
class Completeness:
    """What share of a document's tasks has each part, in percent; None where the document has no task.

    Attributes:
        document: the document's key.
        metadata: what share of title, number, issuer and day of issue it states.
        lead: tasks that name a lead or have one owner only.
        score: the mean of the shares that can be told.
    """

    document: str
    title: str
    tasks: int
    metadata: Decimal
    owner: Decimal | None
    lead: Decimal | None
    deadline: Decimal | None
    indicator: Decimal | None
    score: Decimal


def completeness_rows(scores: Iterable[Completeness]) -> Rows:
    """Return scores as a table, in the order given."""
    return Rows(
        _COLUMNS,
        tuple(
            (
                each.document,
                each.title,
                each.tasks,
                each.metadata,
                each.owner,
                each.lead,
                each.deadline,
                each.indicator,
                each.score,
            )
            for each in scores
        ),
    )


_COLUMNS = (
    Column("document", Bilingual("文件", "document")),
    Column("title", Bilingual("标题", "title")),
    Column("tasks", Bilingual("任务数", "tasks")),
    Column("metadata", Bilingual("文件信息 %", "metadata %")),
    Column("owner", Bilingual("有责任单位 %", "with an owner %")),
    Column("lead", Bilingual("责任清楚 %", "with a lead %")),
    Column("deadline", Bilingual("有时限 %", "with a deadline %")),
    Column("indicator", Bilingual("有指标 %", "with an indicator %")),
    Column("score", Bilingual("完整度", "score")),
)


def completeness(facts: DocumentFacts) -> Completeness:
    """Return the scores of a document."""
    tasks = [item for item in facts.items if item.kind is Kind.TASK]
    stated = (facts.metadata.title, facts.metadata.number, facts.metadata.issuer, facts.metadata.issued)
    metadata = _percent(sum(each is not None for each in stated), len(stated))

    def share(has: Callable[[Item], object]) -> Decimal | None:
        return _percent(sum(bool(has(task)) for task in tasks), len(tasks)) if tasks else None

    owner = share(lambda task: task.responsibilities)
    lead = share(_is_led)
    deadline = share(lambda task: task.deadlines)
    indicator = share(lambda task: task.indicators)
    shares = [each for each in (metadata, owner, lead, deadline, indicator) if each is not None]
    return Completeness(
        document=facts.key,
        title=title_of(facts),
        tasks=len(tasks),
        metadata=metadata,
        owner=owner,
        lead=lead,
        deadline=deadline,
        indicator=indicator,
        score=_rounded(sum(shares, Decimal(0)) / len(shares)),
    )


def _is_led(task: Item) -> bool:
    owners = {responsibility.organisation.key for responsibility in task.responsibilities}
    return len(owners) == 1 or any(each.role is Role.LEAD for each in task.responsibilities)


def _percent(part: int, whole: int) -> Decimal:
    return _rounded(Decimal(100 * part) / whole)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
