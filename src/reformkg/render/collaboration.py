"""How central each body is among those that share items; touches networkx only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from typing import Final

import networkx as nx

from reformkg.model import Bilingual, Column, DocumentFacts, Rows

_EXACT_UP_TO: Final = 1_000
"""Bodies up to which every shortest path is looked at; beyond, betweenness is estimated."""
_SAMPLED: Final = 300
_COLUMNS: Final = tuple(
    Column(name, Bilingual(zh, en))
    for name, zh, en in (
        ("organisation", "部门", "Department"),
        ("partners", "协作单位数", "Partners"),
        ("shared", "共同任务次数", "Shared items"),
        ("betweenness", "居间度", "Betweenness"),
        ("group", "协作群", "Group"),
    )
)


def centrality_rows(documents: Iterable[DocumentFacts]) -> Rows:
    """Return each body's place in the network of bodies that own items together, the most between others first.

    `partners` is how many bodies it shares an item with, `shared` how often, summed over partners; `betweenness` the
    share of shortest paths between other bodies that lead through it (Freeman 1977; edges count the same whatever their
    weight), from 0 to 1; bodies of one `group` are joined by shared items, directly or through others.
    """
    graph = _network(documents)
    sampled = None if graph.number_of_nodes() <= _EXACT_UP_TO else _SAMPLED
    between = nx.betweenness_centrality(graph, k=sampled, seed=1)
    groups = sorted(nx.connected_components(graph), key=lambda group: (-len(group), min(group)))
    group_of = {body: place for place, group in enumerate(groups, 1) for body in group}
    rows = [
        (
            str(graph.nodes[body]["label"]),
            int(graph.degree(body)),
            int(graph.degree(body, weight="weight")),
            Decimal(f"{between[body]:.4f}").normalize() + 0,
            group_of[body],
        )
        for body in sorted(graph)
    ]
    rows.sort(key=lambda row: (-row[3], -row[2], row[0]))
    return Rows(_COLUMNS, tuple(rows))


def _network(documents: Iterable[DocumentFacts]) -> nx.Graph[str]:
    shared: Counter[tuple[str, str]] = Counter()
    labels: dict[str, str] = {}
    for facts in documents:
        for item in facts.items:
            owners = {each.organisation.key: each.organisation.label for each in item.responsibilities}
            labels.update(owners)
            shared.update(combinations(sorted(owners), 2))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((body, {"label": labels[body]}) for body in sorted(labels))
    graph.add_weighted_edges_from((one, other, times) for (one, other), times in sorted(shared.items()))
    return graph
