"""XML parsed with care: no entity is expanded, no other file and no address is asked; touches lxml."""

from __future__ import annotations

from lxml import etree

from reformkg.errors import ReadError
from reformkg.read.package import Package

_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def xml_part(package: Package, name: str) -> etree._Element:
    """Return a member of a packed file, parsed.

    Raises:
        ReadError: it is missing, damaged, no XML, or declares entities.
    """
    return parse_xml(package.read(name), name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return parsed XML; entities stay unexpanded, no other file and no network is asked.

    Raises:
        ReadError: it is no XML, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    if any(mark in data for mark in _ENTITY):
        raise ReadError(
            f"its part {name!r} declares XML entities, which no office program writes",
            remedy="Do not trust the file; if it is yours, save it anew",
        )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise ReadError(
            f"its part {name!r} is no XML ({problem})", remedy="Get the file again, or save it anew"
        ) from problem
