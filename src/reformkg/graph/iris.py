"""Mints the IRIs of documents and of what is in them, and reads keys back from IRIs; pure, touches rdflib only."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

from rdflib import URIRef

from reformkg.vocab import DOCUMENTS, FUNCTIONS, ORGANISATIONS, PLACES, TOPICS

# What RFC 3987 does not allow in a path, and the percent sign itself, so that a key can be read back from its IRI.
_ESCAPED: Final = re.compile(
    r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + f"{chr(0xE1000)}-{chr(0xEFFFD)}]"
)
_DOTS: Final = re.compile(r"(?:^|(?<=/))\.{1,2}(?=/|$)")


def document_iri(key: str) -> URIRef:
    """Return the IRI of the document with this key, which is also the name of its graph."""
    return URIRef(DOCUMENTS + escape(key))


def key_of_document(iri: str) -> str:
    """Return the key of the document with this IRI.

    Raises:
        ValueError: the IRI is no document's.
    """
    if not iri.startswith(DOCUMENTS):
        raise ValueError(iri)
    return unquote(iri.removeprefix(DOCUMENTS))


def organisation_iri(key: str) -> URIRef:
    """Return the IRI of the organisation with this key."""
    return URIRef(ORGANISATIONS + escape(key))


def place_iri(name: str) -> URIRef:
    """Return the IRI of the place with this full name."""
    return URIRef(PLACES + escape(name))


def function_iri(notation: str) -> URIRef:
    """Return the IRI of the function of government with this notation."""
    return URIRef(FUNCTIONS + escape(notation))


def topic_iri(notation: str) -> URIRef:
    """Return the IRI of the reform topic with this notation."""
    return URIRef(TOPICS + escape(notation))


def item_iri(key: str, ref: str) -> URIRef:
    """Return the IRI of the item with this ref in the document with this key."""
    return URIRef(f"{document_iri(key)}/item/{escape(ref)}")


def responsibility_iri(key: str, ref: str, order: int) -> URIRef:
    """Return the IRI of an item's responsibility, counted from 1."""
    return URIRef(f"{item_iri(key, ref)}/responsibility/{order}")


def indicator_iri(key: str, ref: str, order: int) -> URIRef:
    """Return the IRI of an item's indicator, counted from 1."""
    return URIRef(f"{item_iri(key, ref)}/indicator/{order}")


def section_iri(key: str, ref: str) -> URIRef:
    """Return the IRI of the section with this ref in the document with this key."""
    return URIRef(f"{document_iri(key)}/section/{escape(ref)}")


def escape(name: str) -> str:
    """Return a key or a ref as it stands in an IRI; `unquote` gives it back."""
    return _DOTS.sub(lambda dots: "%2E" * len(dots[0]), _ESCAPED.sub(lambda found: quote(found[0], safe=""), name))
