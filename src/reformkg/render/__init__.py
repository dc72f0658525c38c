"""Pages and reports for people, made from typed values; never sees SPARQL or rdflib."""
