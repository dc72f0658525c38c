"""Comparisons of documents and of places as tables, and side by side in HTML; touches the model and `compare` only."""

from __future__ import annotations

import difflib
import html
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Final

from reformkg.compare import Aspect, Change, Comparison, Difference, Pair, Standpoint, TopicMatrix
from reformkg.model import Bilingual, Cell, Column, DocumentFacts, Item, Rows
from reformkg.render.words import Language, deadline_words, in_words, indicator_words, owner_words, title_of

CHANGE_WORDS: Final = MappingProxyType(
    {
        Change.ADDED: Bilingual("新增", "added"),
        Change.DROPPED: Bilingual("删去", "dropped"),
        Change.CHANGED: Bilingual("修改", "changed"),
        Change.SAME: Bilingual("未变", "unchanged"),
    }
)
_ASPECTS: Final = MappingProxyType(
    {
        Aspect.TITLE: Bilingual("任务名称", "title"),
        Aspect.WORDING: Bilingual("内容", "wording"),
        Aspect.OWNER: Bilingual("责任单位", "owner"),
        Aspect.ROLE: Bilingual("职责", "role"),
        Aspect.DEADLINE: Bilingual("时限", "deadline"),
        Aspect.TARGET: Bilingual("指标", "target"),
    }
)
_COLUMNS: Final = tuple(
    Column(name, Bilingual(zh, en))
    for name, zh, en in (
        ("change", "变化", "Change"),
        ("number", "序号", "No."),
        ("task", "任务", "Task"),
        ("aspect", "项目", "What"),
        ("before", "原", "Before"),
        ("after", "现", "After"),
    )
)
_STYLE: Final = (
    "body{font:15px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;margin:2em;color-scheme:light dark}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{border:1px solid #8888;padding:.3em .6em;"
    "text-align:start;vertical-align:top;overflow-wrap:anywhere}th:first-child{width:7em}th:nth-child(2){width:7em}"
    "ins{background:#2da44e33;text-decoration:none;border-bottom:2px solid #2da44e}"
    "del{background:#cf222e26}tbody th{font-weight:600}tr.item th{background:#8882}"
    "@media print{tr{break-inside:avoid}}"
)


def comparison_rows(comparisons: Iterable[Comparison], language: Language) -> Rows:
    """Return what was added, dropped and changed as one table; what stayed the same is left out."""
    rows: list[tuple[Cell, ...]] = []
    for comparison in comparisons:
        for pair in comparison.pairs:
            rows.extend(_pair_rows(pair, language))
    return Rows(_COLUMNS, tuple(rows))


def comparison_summary(comparison: Comparison, language: Language) -> str:
    """Return one line: the documents, and how many items were added, dropped, changed and kept."""
    counts = ", ".join(
        f"{in_words(words, language)} {comparison.count(change)}" for change, words in CHANGE_WORDS.items()
    )
    before, after = _name(comparison.before), _name(comparison.after)
    return f"{before or '—'} → {after or '—'}: {counts}" if before != after else f"{after}: {counts}"


def comparison_html(comparisons: Sequence[Comparison], language: Language) -> str:
    """Return a page that sets the two sides beside each other and marks what differs inside each wording."""
    title = in_words(Bilingual("文件对照", "Comparison"), language)
    heads = "".join(
        f'<th scope="col">{html.escape(in_words(column.heading, language))}</th>'
        for column in (_COLUMNS[0], _COLUMNS[3], *_COLUMNS[4:])
    )
    sections = "".join(_section_html(each, heads, language) for each in comparisons)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{sections}</body>\n</html>\n"
    )


def matrix_rows(matrix: TopicMatrix, language: Language) -> Rows:
    """Return places down and years across; a cell tells each item with its owners, days and targets."""
    place = Column("place", Bilingual("地区", "Place"))
    undated = Bilingual("无日期", "no date")
    years = tuple(
        Column(str(year), Bilingual(str(year), str(year))) if year else Column("undated", undated)
        for year in matrix.years
    )
    rows = tuple(
        (
            where or "—",
            *(
                "\n\n".join(_said(each, language) for each in matrix.cells.get((where, year), ())) or None
                for year in matrix.years
            ),
        )
        for where in matrix.places
    )
    return Rows((place, *years), rows)


def _pair_rows(pair: Pair, language: Language) -> Iterator[tuple[Cell, ...]]:
    item = pair.after or pair.before
    if item is None or pair.change is Change.SAME:
        return
    head: tuple[Cell, ...] = (CHANGE_WORDS[pair.change], item.ref, item.title)
    if pair.change is Change.CHANGED:
        yield from ((*head, _ASPECTS[each.aspect], each.before, each.after) for each in pair.differences)
    else:
        told = "\n".join(_facts(item, language))
        yield (*head, None, told if pair.after is None else None, told if pair.before is None else None)


def _facts(item: Item, language: Language) -> Iterator[str]:
    yield item.title
    yield from (owner_words(each, language) for each in item.responsibilities)
    yield from (deadline_words(each, language) for each in item.deadlines)
    yield from map(indicator_words, item.indicators)


def _said(said: Standpoint, language: Language) -> str:
    return "\n".join([f"{title_of(said.document)} {said.item.ref}", *_facts(said.item, language)])


def _pair_html(pair: Pair, language: Language) -> Iterator[str]:
    item = pair.after or pair.before
    if item is None or pair.change is Change.SAME:
        return
    change = html.escape(in_words(CHANGE_WORDS[pair.change], language))
    named = html.escape(f"{item.ref} {item.title}")
    yield f'<tr class="item"><th scope="row">{change}</th><th scope="row" colspan="3">{named}</th></tr>\n'
    if pair.change is Change.CHANGED:
        yield from (_difference_html(each, language) for each in pair.differences)
    else:
        told = html.escape("\n".join(_facts(item, language))).replace("\n", "<br>")
        sides = ("", f"<ins>{told}</ins>") if pair.before is None else (f"<del>{told}</del>", "")
        yield f"<tr><td></td><td></td><td>{sides[0]}</td><td>{sides[1]}</td></tr>\n"


def _section_html(comparison: Comparison, heads: str, language: Language) -> str:
    body = "".join(line for pair in comparison.pairs for line in _pair_html(pair, language))
    summary = html.escape(comparison_summary(comparison, language))
    return f"<h2>{summary}</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _difference_html(difference: Difference, language: Language) -> str:
    aspect = html.escape(in_words(_ASPECTS[difference.aspect], language))
    before, after = _marked(difference.before or "", difference.after or "")
    return f'<tr><td></td><th scope="row">{aspect}</th><td>{before}</td><td>{after}</td></tr>\n'


def _marked(before: str, after: str) -> tuple[str, str]:
    """Return both texts with what only one has marked in it."""
    left, right = [], []
    for change, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = html.escape(before[a:b]), html.escape(after[c:d])
        left.append(old if change == "equal" or not old else f"<del>{old}</del>")
        right.append(new if change == "equal" or not new else f"<ins>{new}</ins>")
    return "".join(left).replace("\n", "<br>"), "".join(right).replace("\n", "<br>")


def _name(facts: DocumentFacts | None) -> str | None:
    return title_of(facts) if facts else None
