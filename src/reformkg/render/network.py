"""The responsibility graph as one interactive page; the only place that touches pyvis.

pyvis writes the page and brings the drawing library; networkx holds the graph that the positions are computed from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import networkx as nx
from jinja2 import Environment
from markupsafe import Markup
from pyvis.network import Network

from reformkg.errors import RenderError
from reformkg.model import Bilingual, DocumentFacts, Report
from reformkg.render.layout import Map, Node, map_layout, overview_layout
from reformkg.render.page import Parts, asset, environment, equip
from reformkg.render.payload import Payload, embed, payload

_VIS = "lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS = (
    "graph-narrow.js",
    "graph-data.js",
    "graph-shapes.js",
    "graph-labels.js",
    "graph-looks.js",
    "graph-canvas.js",
    "graph-legend.js",
    "graph-hover.js",
    "graph-matrix.js",
    "matrix-picture.js",
    "graph.js",
)
OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "tooltipDelay": 10_000_000,
        "keyboard": False,
        "multiselect": False,
    },
}


def network_page(
    documents: Sequence[DocumentFacts], report: Report, navigation: Sequence[str] = (), note: Bilingual | None = None
) -> str:
    """Return the responsibility graph of `documents` as one HTML page that needs nothing beside it.

    Args:
        documents: the facts, in the order in which documents are listed.
        report: the findings about them.
        navigation: the names of the pages that will lie beside this one, empty for a page that stands alone.
        note: what the page says of itself at its top, if anything.

    Raises:
        RenderError: the installed pyvis does not bring the drawing library that the page is made for.
    """
    return drawn_page(documents, replace(payload(documents, report), note=note), navigation)


def drawn_page(documents: Sequence[DocumentFacts], data: Payload, navigation: Sequence[str] = ()) -> str:
    """Return the graph page from a payload of `documents` that is at hand already, as for a whole site."""
    graph = responsibility_graph(documents)
    apart = by_document(graph)
    drawing = map_layout(apart)
    weights = workload_graph(graph)
    net = Network(directed=True, cdn_resources="in_line")
    library = _library(net.templateEnv)
    env = environment(net.templateEnv.loader)
    scripts = (library, *(asset(name) for name in _SCRIPTS))
    equip(env, data, Parts("graph", (asset("graph.css"),), scripts, tuple(navigation)))
    env.globals["layout"] = _layout(drawing, weights)
    net.templateEnv, net.path = env, "graph.html"
    net.options = OPTIONS
    _fill(net, apart, drawing)
    return str(net.generate_html())


def responsibility_graph(documents: Sequence[DocumentFacts]) -> nx.MultiDiGraph[Node]:
    """Return documents (`d0` …), items (`t0` …) and organisations (`o0` …), numbered as in the page's facts.

    An edge goes from a document to each of its items, and from an item to each owner, once a role, the role its key.
    """
    graph: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    numbers: dict[str, int] = {}
    count = 0
    for place, facts in enumerate(documents):
        graph.add_node(f"d{place}", kind="document")
        for item in facts.items:
            task = f"t{count}"
            graph.add_node(task, kind="task")
            graph.add_edge(f"d{place}", task, key="holds")
            for owner in item.responsibilities:
                number = numbers.setdefault(owner.organisation.key, len(numbers))
                graph.add_node(f"o{number}", kind="department")
                graph.add_edge(task, f"o{number}", key=owner.role.value)
            count += 1
    return graph


def by_document(graph: nx.MultiDiGraph[Node]) -> nx.MultiDiGraph[Node]:
    """Return the graph with a node to each department of each document (`o3@d1`), so that no edge leaves a frame."""
    apart: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    apart.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if data["kind"] != "department")
    for document, task in [edge for edge in graph.edges() if graph.nodes[edge[0]]["kind"] == "document"]:
        apart.add_edge(document, task, key="holds")
        for _, body, role in graph.out_edges(task, keys=True):
            apart.add_node(f"{body}@{document}", kind="department")
            apart.add_edge(task, f"{body}@{document}", key=role)
    return apart


def workload_graph(graph: nx.MultiDiGraph[Node]) -> nx.Graph[Node]:
    """Return documents and departments, joined by the number of items that a department owns in a document."""
    weights: nx.Graph[Node] = nx.Graph()
    weights.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if data["kind"] != "task")
    for document, task in (edge for edge in graph.edges() if graph.nodes[edge[0]]["kind"] == "document"):
        for body in dict.fromkeys(target for _, target in graph.out_edges(task)):
            before = weights.get_edge_data(document, body, {"weight": 0})["weight"]
            weights.add_edge(document, body, weight=before + 1)
    return weights


def _library(env: Environment) -> str:
    """Return the text of vis-network as pyvis ships it, without the line that points at a file elsewhere."""
    assert env.loader is not None  # noqa: S101 - pyvis always sets one
    if _VIS not in env.loader.list_templates():
        raise RenderError(f"pyvis {version('pyvis')} does not bring vis-network 9.1.2", remedy="Install pyvis 0.3.2")
    text = env.loader.get_source(env, _VIS)[0].replace("\r\n", "\n")
    return text.replace("//# sourceMappingURL=vis-network.min.js.map", "")


def _fill(net: Network, graph: nx.MultiDiGraph[Node], drawing: Map) -> None:
    """Hand nodes and edges to pyvis whole: adding them one by one takes quadratic time."""
    net.nodes = [
        {"id": node, "group": kind, "x": round(drawing.points[node].x), "y": round(drawing.points[node].y)}
        for node, kind in graph.nodes(data="kind")
    ]
    net.node_ids = [node["id"] for node in net.nodes]
    net.edges = [{"from": source, "to": target, "role": role} for source, target, role in graph.edges(keys=True)]


def _layout(drawing: Map, weights: nx.Graph[Node]) -> Markup:
    """Return the map's blocks and, where it can be read, the overview's places."""
    places = overview_layout(weights)
    return embed(
        {
            "blocks": [
                [block.document, round(block.x), round(block.y), round(block.width), round(block.height)]
                for block in drawing.blocks
            ],
            "overview": {node: [round(point.x), round(point.y)] for node, point in places.items()},
        }
    )
