"""Makes scans: PDF files whose pages are pictures of text."""

from __future__ import annotations

import io
import shutil
import subprocess

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from formats.pages import pdf


def scan(paragraphs: list[str], *, text_before: list[str] | None = None, dpi: int = 200) -> bytes:
    """Return a PDF of pictures of the pages that `pdf` makes; before them, where asked for, a page with text."""
    result = pypdfium2.PdfDocument.new()
    if text_before is not None:
        result.import_pages(pypdfium2.PdfDocument(pdf(text_before)))
    result.import_pages(pypdfium2.PdfDocument(_pictures(pdf(paragraphs), dpi)))
    buffer = io.BytesIO()
    result.save(buffer)
    return buffer.getvalue()


def _pictures(data: bytes, dpi: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(page.render(scale=dpi / 72, grayscale=True).to_pil()), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def engine_reads_chinese() -> bool:
    """Return whether tesseract is installed with chi_sim, asked of the engine itself."""
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False, text=True)
    return "chi_sim" in listed.stdout.split()
