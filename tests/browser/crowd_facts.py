"""A crowd of invented documents, always the same: every case that a number on a page could count in two ways."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache

from gold_facts import SHAPES, findings

from reformkg.model import (
    Bilingual,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Finding,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Recurrence,
    Report,
    Responsibility,
    Role,
    Severity,
    Source,
    Span,
    Stated,
)

RULE = "invented"
PLACES = ("甲市", "乙市", "丙省")
FUNCTIONS = ("财政", "卫生健康", "教育", None)
TOPICS = ("family-doctor", "primary-care", "drugs")
BODIES = tuple(
    Organisation(f"{place}/{name}", f"{place}{name}", f"{place}{name}", FUNCTIONS[n % 4], place, False, None)
    for place in PLACES
    for n, name in enumerate(("财政局", "卫生健康委", "教育局", "办公室"))
)


def _document(number: int, dice: random.Random) -> DocumentFacts:
    title = f"第{number}号通知"
    place = PLACES[number % len(PLACES)]
    text = f"{title}\n\n"
    items = []
    for order in range(1, 15):
        name = f"第{number}号文件的第{order}项工作"
        line = f"{order}.{name}。（责任单位：有关部门）"
        start = len(text) + len(f"{order}.")
        text += f"{line}\n"
        stands = Evidence(start, start + len(name), name, RULE)
        items.append(replace(_item(str(order), name, Span(start, len(text) - 1), stands, dice), text=text[start:-1]))
    source = Source(f"{number}.txt", "text", f"{number:064d}", "utf-8")
    metadata = Metadata(Stated(title, Evidence(0, len(title), title, RULE)), None, None, None, place)
    return DocumentFacts(f"crowd-{number}", source, metadata, text, (), tuple(items), (), ())


def _item(ref: str, title: str, span: Span, stands: Evidence, dice: random.Random) -> Item:
    kind = dice.choices(tuple(Kind), (6, 1, 1))[0]
    owners = [(body, role) for body in dice.sample(BODIES, dice.randint(0, 3)) for role in dice.sample(tuple(Role), 1)]
    if owners and dice.random() < 0.2:
        owners.append((owners[0][0], dice.choice(tuple(Role))))  # one body in two roles
    year = dice.randint(2017, 2021)
    deadlines = {
        0: (),
        1: (Deadline("年底", date(year, 12, 31), None, None, False, stands),),
        2: tuple(Deadline("分期", date(year, month, 28), None, None, False, stands) for month in (3, 9)),
        3: (
            Deadline("首期", date(2018, 6, 30), None, None, False, stands),
            Deadline("末期", date(2020, 6, 30), date(2019, 1, 1), None, False, stands),
        ),
        4: (
            Deadline("每年", None, None, Recurrence.YEARLY, False, stands),
            Deadline("每季度", None, None, Recurrence.QUARTERLY, False, stands),
        ),
        5: (Deadline("三个月内", None, None, None, True, stands), Deadline("2019年", date(2019, 7, 9), None, None, False, stands)),
    }[dice.randint(0, 5)]  # fmt: skip
    target = Indicator("覆盖率", "覆盖率", Comparator.AT_LEAST, None, None, None, "%", None, False, stands)
    return Item(
        ref, ref, None, kind, title, title, span, False,
        tuple(Responsibility(body, body.label, role, False, False, stands) for body, role in owners),
        deadlines, (target,) * dice.randint(0, 2), tuple(dice.sample(TOPICS, dice.randint(0, 2))),
    )  # fmt: skip


@cache
def crowd() -> tuple[DocumentFacts, ...]:
    """Return the documents."""
    dice = random.Random(7)
    return tuple(_document(number, dice) for number in range(1, 13))


def crowd_report() -> Report:
    """Return what the three shapes of the annotated documents say, and one finding about each document as a whole."""
    documents = crowd()
    found = findings(documents)
    whole = tuple(
        Finding(
            "RK008", Severity.INFO, facts.key, None, f"https://w3id.org/reformkg/id/doc/{facts.key}",
            Bilingual("文件没有文号", "The document has no number"), Bilingual("请补充文号", "Add the number"), None,
        )
        for facts in documents
    )  # fmt: skip
    return replace(found, findings=(*found.findings, *whole), shapes=(*SHAPES, "RK008"))
