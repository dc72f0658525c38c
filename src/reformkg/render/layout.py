"""Where nodes stand: positions computed beforehand, the same on every run; pure arithmetic over networkx graphs.

Two drawings. The *map* gives each document a block, in it a disc to each of its departments, in the disc the tasks
around their department. The *overview* gives each document a hub, departments at both sides.
Units are the canvas's pixels at zoom 1; y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

Node = Hashable

_STEP = 30.0
_INNER = 13
_LABEL = 236.0
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_MARGIN = 22.0
_HEAD = 84.0
_FOOT = 24.0
_ASPECT = 1.45
_RANK = {"lead": 0, "responsible": 1, "support": 2}


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the canvas."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """The rectangle of one document in the map, from its top left corner."""

    document: Node
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Map:
    """Places of all nodes, and the blocks that they stand in."""

    points: Mapping[Node, Point]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Disc:
    """A department with the tasks around it; `hub` is None for the tasks that nobody owns."""

    hub: Node | None
    tasks: tuple[Node, ...]

    @property
    def size(self) -> tuple[float, float]:
        if not self.tasks:
            return _LABEL, _LABEL / 2
        across = 2 * (_STEP * math.sqrt(len(self.tasks) + _INNER) + _MARGIN)
        return max(across, _LABEL), across


def home(graph: nx.MultiDiGraph[Node], task: Node) -> Node | None:
    """Return the department that a task is drawn around: first lead, else first joint owner, else first supporter."""
    owners = [(_RANK[role], order, body) for order, (_, body, role) in enumerate(graph.out_edges(task, keys=True))]
    return min(owners)[2] if owners else None


def map_layout(graph: nx.MultiDiGraph[Node]) -> Map:
    """Return the map of a responsibility graph.

    Args:
        graph: nodes with a `kind` of `document`, `task` or `department`; an edge from a document to each of its tasks,
            and from a task to each owner with the role as key. Each department belongs to one document.
    """
    by_kind = _kinds(graph)
    points: dict[Node, Point] = {}
    sizes = [_place_block(document, _discs(graph, document), points) for document in by_kind["document"]]
    corners = _shelves([(width, height) for width, height, _ in sizes], gap=80.0)
    blocks = []
    for document, (width, height, members), (x, y) in zip(by_kind["document"], sizes, corners, strict=True):
        blocks.append(Block(document, x, y, width, height))
        for node in members:
            points[node] = Point(points[node].x + x, points[node].y + y)
    return Map(points, tuple(blocks))


def overview_layout(weights: nx.Graph[Node]) -> dict[Node, Point]:
    """Return places: departments at both sides of the document that gives them most tasks.

    Args:
        weights: nodes with a `kind` of `document` or `department`, edges with the number of tasks as `weight`.
    """
    by_kind = _kinds(weights)
    around: dict[Node, list[Node]] = {document: [] for document in by_kind["document"]}
    for body in by_kind["department"]:
        links = [(-weights[body][document]["weight"], order, document) for order, document in enumerate(weights[body])]
        if links:
            around[min(links)[2]].append(body)
    hubs = [_hub(document, bodies, weights) for document, bodies in around.items()]
    corners = _shelves([(2 * reach.x, 2 * reach.y) for _, reach in hubs], gap=30.0)
    return {
        node: Point(x + reach.x + place.x, y + reach.y + place.y)
        for (places, reach), (x, y) in zip(hubs, corners, strict=True)
        for node, place in places.items()
    }


def _kinds(graph: nx.Graph[Node]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {"document": [], "task": [], "department": []}
    for node, data in graph.nodes(data=True):
        found[data["kind"]].append(node)
    return found


def _discs(graph: nx.MultiDiGraph[Node], document: Node) -> list[_Disc]:
    """Return the discs of a document, fullest first; departments that are home to no task have one of their own."""
    inside: dict[Node | None, list[Node]] = {}
    others: dict[Node, None] = {}
    for _, task in graph.out_edges(document):
        inside.setdefault(home(graph, task), []).append(task)
        others.update(dict.fromkeys(body for _, body in graph.out_edges(task)))
    discs = [_Disc(body, tuple(tasks)) for body, tasks in inside.items()]
    discs += [_Disc(body, ()) for body in others if body not in inside]
    return sorted(discs, key=lambda disc: -len(disc.tasks))


def _place_block(document: Node, discs: Sequence[_Disc], points: dict[Node, Point]) -> tuple[float, float, list[Node]]:
    """Place a document's nodes from (0, 0) on; return width, height and the nodes."""
    corners = _shelves([disc.size for disc in discs], gap=10.0)
    members: list[Node] = [document]
    width = height = 0.0
    for disc, (x, y) in zip(discs, corners, strict=True):
        across, down = disc.size
        centre = Point(x + across / 2, y + down / 2 + _HEAD)
        if disc.hub is not None:
            points[disc.hub] = centre
            members.append(disc.hub)
        for order, task in enumerate(disc.tasks):
            reach = _STEP * math.sqrt(order + _INNER)
            angle = order * _GOLDEN_ANGLE + math.pi / 2
            points[task] = Point(centre.x + reach * math.cos(angle), centre.y + reach * math.sin(angle))
            members.append(task)
        width = max(width, x + across)
        height = max(height, y + down)
    width = max(width, 2 * _LABEL)
    points[document] = Point(width / 2, _HEAD / 2)
    return width, height + _HEAD + _FOOT, members


def _shelves(sizes: Sequence[tuple[float, float]], *, gap: float) -> list[tuple[float, float]]:
    """Return the top left corners of boxes laid in rows, in the order given, on the sheet that shows them largest."""
    if not sizes:
        return []
    widest = max(width for width, _ in sizes)
    fair = math.sqrt(sum((width + gap) * (height + gap) for width, height in sizes) * _ASPECT)
    limits = [max(widest, fair * share) for share in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5)]
    return min((_rows(sizes, limit, gap) for limit in limits), key=lambda corners: _extent(corners, sizes))


def _extent(corners: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]]) -> float:
    """Return the height of the smallest sheet of the wanted shape that holds the boxes."""
    placed = list(zip(corners, sizes, strict=True))
    return max(*(max((x + width) / _ASPECT, y + height) for (x, y), (width, height) in placed), 0.0)


def _rows(sizes: Sequence[tuple[float, float]], limit: float, gap: float) -> list[tuple[float, float]]:
    corners = []
    x = y = tallest = 0.0
    for width, height in sizes:
        if x > 0 and x + width > limit:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        corners.append((x, y))
        x += width + gap
        tallest = max(tallest, height)
    return corners


_ROWS = 9
_ROW = 57.0
_SIDE = 245.0
_COLUMN = 215.0
_BULGE = 34.0


def _hub(document: Node, bodies: Sequence[Node], weights: nx.Graph[Node]) -> tuple[dict[Node, Point], Point]:
    """Return places around (0, 0) and half the size of the hub.

    Departments stand at both sides in bulging columns, a row apart so that no name covers another, the busiest nearest.
    """
    ordered = sorted(bodies, key=lambda body: -weights[body][document]["weight"])
    places = {document: Point(0.0, 0.0)}
    columns = max(1, math.ceil(len(ordered) / (2 * _ROWS)))
    tallest = 1
    for column in range(columns):
        held = ordered[column * 2 * _ROWS : (column + 1) * 2 * _ROWS]
        for side, bodies_there in ((1, held[::2]), (-1, held[1::2])):
            tallest = max(tallest, len(bodies_there))
            for row, body in enumerate(_outward(bodies_there)):
                height = (row - (len(bodies_there) - 1) / 2) * _ROW
                bulge = _BULGE * (1 - (2 * height / (_ROWS * _ROW)) ** 2)
                places[body] = Point(side * (_SIDE + column * _COLUMN + bulge), height)
    return places, Point(_SIDE + _BULGE + (columns - 1) * _COLUMN + 96, tallest * _ROW / 2 + 18)


def _outward(bodies: Sequence[Node]) -> list[Node]:
    """Return a column from top to bottom, with the first of `bodies` in its middle."""
    return [*reversed(bodies[1::2]), *bodies[::2]]
