'use strict';
/* From the chosen items to what a view draws: nodes with places and edges with roles, no colours yet. */

const GraphData = (() => {
  const PAGE = 40;
  const STEP = 62;
  const MANY = 3000;
  const REACH = { tight: 300, wide: 455 };
  const layout = JSON.parse(byId('layout').textContent);
  let whole = null;

  /** The network as pyvis wrote it, parsed when the map is first opened. */
  function network() {
    whole ||= JSON.parse(byId('network').textContent);
    return whole;
  }

  const bodiesOf = (item, hidden) => item.owners.filter((owner) => !hidden.has(owner.role));

  /** Documents and departments, one edge a role, as thick as the number of items. */
  function overview(items, hidden, room) {
    const docs = new Map();
    const bodies = new Map();
    const edges = new Map();
    for (const item of items) {
      docs.set(item.doc, (docs.get(item.doc) || 0) + 1);
      const seen = new Set();
      for (const owner of bodiesOf(item, hidden)) {
        if (!seen.has(owner.body)) bodies.set(owner.body, (bodies.get(owner.body) || 0) + 1);
        seen.add(owner.body);
        const id = `${item.doc.id}-${owner.body.id}-${owner.role}`;
        const edge = edges.get(id) || { id, from: item.doc.id, to: owner.body.id, role: owner.role, items: new Set() };
        edge.items.add(item);
        edges.set(id, edge);
      }
    }
    const place = (node) => ({ x: layout.overview[node.id]?.[0] ?? 0, y: layout.overview[node.id]?.[1] ?? 0 });
    const bare = (node) => (node.id[0] === 'd' ? items.filter((item) => item.doc === node && item.kind === 'task' && !item.owners.length).length : 0);
    const nodes = [...docs, ...bodies].map(([node, count]) => ({ id: node.id, node, count, bare: bare(node), ...place(node) }));
    const lines = [...edges.values()].map((edge) => ({ ...edge, count: edge.items.size }));
    if (room === 'phone') Narrow.overview(nodes, lines);
    return { nodes, edges: lines };
  }

  /** Three lanes, document → task → department, for one page of items; the department `first` heads its lane. */
  function lanes(items, hidden, room, first) {
    if (room === 'phone') return Narrow.lanes(items, (item) => bodiesOf(item, hidden), first);
    const nodes = [];
    const edges = [];
    const rows = new Map();
    items.forEach((item, row) => {
      nodes.push({ id: item.id, node: item, x: 0, y: row * STEP });
      edges.push({ id: `${item.doc.id}-${item.id}`, from: item.doc.id, to: item.id, role: 'holds' });
      note(rows, item.doc, row);
      for (const owner of bodiesOf(item, hidden)) {
        note(rows, owner.body, row);
        edges.push({ id: `${item.id}-${owner.body.id}-${owner.role}-${edges.length}`, from: item.id, to: owner.body.id, role: owner.role, inherited: owner.inherited });
      }
    });
    const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const lane = (letter) => [...rows].filter(([node]) => node.id[0] === letter);
    let free = 0;
    for (const [node, held] of lane('d')) {
      const y = Math.max(free, held[0] * STEP);
      free = y + 124;
      nodes.push({ id: node.id, node, x: -REACH[room], y });
    }
    const bodies = lane('o').map(([node, held]) => [node, node.id === first ? -1 : mean(held)]).sort((a, b) => a[1] - b[1] || a[0].index - b[0].index);
    const height = (items.length - 1) * STEP;
    const stride = Math.max(Narrow.ROW, height / Math.max(1, bodies.length - 1));
    const top = bodies.length === 1 && first === bodies[0][0].id ? 0 : height / 2 - (stride * (bodies.length - 1)) / 2;
    bodies.forEach(([node], order) => nodes.push({ id: node.id, node, x: REACH[room], y: top + order * stride }));
    return { nodes, edges };
  }

  function note(rows, node, row) {
    if (!rows.has(node)) rows.set(node, []);
    rows.get(node).push(row);
  }

  /** The department that an item is drawn around: first lead, else first joint owner, else first supporter. */
  function home(item) {
    for (const role of Facts.ROLES) {
      const owner = item.owners.find((one) => one.role === role);
      if (owner) return owner.body.id;
    }
    return null;
  }

  /** All chosen items at the places that were computed beforehand; of very many edges, those of `selected` and to each home. */
  function map(items, hidden, room, selected) {
    const wanted = new Set(items.map((item) => item.id));
    const docs = new Set(items.map((item) => item.doc.id));
    const every = network().edges.filter((edge) => edge.role !== 'holds' && wanted.has(edge.from) && !hidden.has(edge.role));
    const sparse = every.length > MANY;
    const edges = sparse ? every.filter(({ from, to }) => from === selected || to.split('@')[0] === selected || `${home(Facts.byId(from))}@${Facts.byId(from).doc.id}` === to) : every;
    const bodies = new Map();
    for (const { to } of every) bodies.set(to, (bodies.get(to) || 0) + 1);
    const nodes = network().nodes.filter(({ id }) => wanted.has(id) || docs.has(id) || bodies.has(id))
      .map(({ id, x, y }) => ({ id, node: Facts.byId(id.split('@')[0]), count: bodies.get(id), x, y }));
    const blocks = together(layout.blocks.filter(([id]) => docs.has(id)), nodes, room);
    return {
      nodes,
      blocks,
      edges: edges.map((edge, index) => ({ id: `e${index}`, ...edge })),
      sparse,
    };
  }

  /** Moves the frames of some documents into rows of their own, with all that stands in them, on a phone one below the other; all of them stay as they are. */
  function together(blocks, nodes, room) {
    if (room !== 'phone' && blocks.length === layout.blocks.length) return blocks;
    const [gap, aspect] = [80, 1.45];
    const limit = room === 'phone' ? 0 : Math.max(...blocks.map((block) => block[3]), Math.sqrt(blocks.reduce((sum, [, , , w, high]) => sum + (w + gap) * (high + gap), 0) * aspect));
    const shifts = new Map();
    let [x, y, tallest] = [0, 0, 0];
    const moved = blocks.map(([id, left, top, w, high]) => {
      if (x > 0 && x + w > limit) [x, y, tallest] = [0, y + tallest + gap, 0];
      shifts.set(id, [x - left, y - top]);
      const block = [id, x, y, w, high];
      x += w + gap;
      tallest = Math.max(tallest, high);
      return block;
    });
    for (const one of nodes) {
      const [dx, dy] = shifts.get(one.id[0] === 't' ? one.node.doc.id : one.id.split('@').at(-1));
      one.x += dx;
      one.y += dy;
    }
    return moved;
  }

  /** The items next to `node`: its own, or, for a task, itself. */
  const around = (node) => (node.id[0] === 't' ? [node] : node.items);

  return Object.freeze({ overview, lanes, map, around, PAGE, options: () => network().options });
})();
