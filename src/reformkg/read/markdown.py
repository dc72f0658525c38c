"""Markdown (.md) by way of HTML, which settles its marks for headings, lists and tables; touches markdown-it."""

from __future__ import annotations

from markdown_it import MarkdownIt

from reformkg.read import html
from reformkg.read.blocks import Content
from reformkg.read.decode import decode
from reformkg.read.limits import Limits


def read(data: bytes, limits: Limits) -> Content:
    """Return the content of a Markdown text; HTML inside it is taken as text.

    Raises:
        ReadError: the bytes are no text, or larger than the limits.
    """
    text, encoding = decode(data, where="the text")
    page = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("code").render(text)
    return Content(html.read(page.encode("utf-8"), limits).blocks, encoding)
