"""Pages and reports for people, made from typed values; never sees SPARQL or rdflib."""

from typing import Final

NEWEST: Final = 200
"""How many documents pages show where nobody says otherwise: some 15 MB a page, which opens in a few seconds."""
