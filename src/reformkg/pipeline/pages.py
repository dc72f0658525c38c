"""The pages and the report that a build writes: of all documents, or of the newest where there are many; writes files.

A page carries all that it shows, and a browser takes only so much.
"""

from __future__ import annotations

from collections.abc import Callable

from reformkg.query.selection import newest
from reformkg.render.page import FILES
from reformkg.render.report import report_markdown
from reformkg.render.site import note_on, site_pages
from reformkg.store import Generation
from reformkg.validate import findings_from, report_on


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
    there = generation.kg.keys()
    keys = newest(there, generation.kg, limit)
    documents = tuple(generation.kg.documents(keys))
    report = report_on(generation.kg, keys, lambda key: findings_from(findings(key)))
    note = note_on(len(keys), len(there), len(there))
    text = report_markdown(documents, report, note)
    generation.file("report.md").write_text(text, encoding="utf-8", newline="\n")
    for done, page in enumerate(site_pages(documents, report, note), 1):
        generation.file(page.file).write_text(page.html, encoding="utf-8", newline="\n")
        step(done, len(FILES))
