"""The pages and the report that a build writes: of all documents, or of the newest where there are many; writes files.

A page carries all that it shows, and a browser takes only so much.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rdflib.namespace import DCTERMS

from reformkg.model import Bilingual
from reformkg.render.page import FILES
from reformkg.render.report import report_markdown
from reformkg.render.site import site_pages
from reformkg.store import Generation, Kg
from reformkg.validate import findings_from, report_on

NEWEST: Final = 200
"""How many documents pages show where nobody says otherwise: some 15 MB a page, which opens in a few seconds."""


def newest(kg: Kg, limit: int) -> tuple[str, ...]:
    """Return the keys of the documents that pages show, sorted: all, or the newest where there are more."""
    keys = kg.keys()
    if len(keys) <= limit:
        return keys
    days = {key: max((str(day) for day in kg.objects(key, DCTERMS.issued)), default="") for key in keys}
    return tuple(sorted(sorted(keys, key=lambda key: (days[key], key), reverse=True)[:limit]))


def note_on(shown: int, documents: int) -> Bilingual | None:
    """Return what a page says where it does not show all documents."""
    if shown == documents:
        return None
    return Bilingual(
        f"本页显示最新的 {shown:,} 份文件；图谱共有 {documents:,} 份。查询与核验包括全部文件。",
        f"This page shows the newest {shown:,} of {documents:,} documents; queries and validation reach them all.",
    )


def write_pages(
    generation: Generation, findings: Callable[[str], str], limit: int, step: Callable[[int, int], None]
) -> None:
    """Write the pages and `report.md` of a build.

    Args:
        generation: the build, its graph loaded.
        findings: gives the findings of a document by its key, as `validate.findings_text` writes them.
        limit: how many documents are shown at most.
        step: told after each page.
    """
    keys = newest(generation.kg, limit)
    documents = tuple(generation.kg.document(key) for key in keys)
    report = report_on(generation.kg, keys, lambda key: findings_from(findings(key)))
    note = note_on(len(keys), len(generation.kg.keys()))
    text = report_markdown(documents, report, note)
    generation.file("report.md").write_text(text, encoding="utf-8", newline="\n")
    for done, page in enumerate(site_pages(documents, report, note), 1):
        generation.file(page.file).write_text(page.html, encoding="utf-8", newline="\n")
        step(done, len(FILES))
