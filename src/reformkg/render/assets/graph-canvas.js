'use strict';
/* The canvas: vis-network with nodes that are drawn by ourselves; knows where things are, not what they mean. */

const Canvas = (() => {
  const LINE = {
    lead: { dashes: false, width: 2.6 },
    responsible: { dashes: [10, 3, 2, 3], width: 1.5 },
    support: { dashes: [4, 4], width: 1.5 },
    holds: { dashes: false, width: 0.8 },
  };
  /** Milliseconds in which a second press makes it a double one: until then the drawing must not move. */
  const DOUBLE = 250;
  /** The least half of what can be pressed, in pixels of the screen. */
  const FINGER = 7;
  /** Pixels from the sides of the canvas that what is selected keeps, half as many from top and bottom. */
  const SIDE = 110;
  /** Units of the drawing between the border of a frame and what stands in it. */
  const BORDER = 8;
  /** As many items as a map names at every scale where their names have room. */
  const FEW = 12;
  /** The scale below which a view is not readable, and those beyond which nothing is drawn larger at first. */
  const READABLE = { tasks: 0.72, overview: 0.6 };
  const LARGEST = { wide: 1.1, phone: 1.15 };
  /** Gentle forces: lines are as long as they are drawn, so that only what is too near moves apart. */
  const GENTLE = {
    enabled: true, stabilization: { enabled: false }, maxVelocity: 4, minVelocity: 0.05, timestep: 0.3,
    barnesHut: { gravitationalConstant: -350, centralGravity: 0, springConstant: 0.08, damping: 0.55, avoidOverlap: 0.1 },
  };
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const box = byId('canvas');
  const handlers = {};
  let network = null;
  let blocks = [];
  let drawn = '';
  let shown = { ids: '', view: '' };
  let pressed = 0;
  let colours = {};
  /** What is drawn: its entries, the most important first, by id their computed places, and the looks in force. */
  let entries = [];
  let home = new Map();
  let looks = new Map();
  let levelled = '';
  let moving = false;
  let fitted = '';
  let last = '';

  /** How much room there is: a phone's width, what a panel beside it leaves, or all. */
  const room = () => (Looks.phone.matches ? 'phone' : box.clientWidth < 700 ? 'tight' : 'wide');

  const shape = (id) => network.body.nodes[id];

  /** Edges between the same two nodes bend apart, so that each role is seen; beside those of the selected node the others fade. */
  function styleEdges(list, c, view, selected) {
    const seen = new Map();
    const touches = (edge) => [edge.from, edge.to].some((id) => id.split('@')[0] === selected);
    const fade = list.some(touches);
    const [full, faded] = view === 'map' ? [0.4, 0.12] : [0.9, 0.22];
    return list.map((edge) => {
      const pair = `${edge.from}-${edge.to}`;
      const rank = seen.get(pair) || 0;
      seen.set(pair, rank + 1);
      const line = LINE[edge.role];
      const thick = view === 'overview' ? line.width * (1 + Math.log2(edge.count) * 0.55) : view === 'map' ? line.width * 0.7 : line.width;
      const shade = c[edge.role];
      const smooth = rank ? { enabled: true, type: rank % 2 ? 'curvedCW' : 'curvedCCW', roundness: 0.12 + 0.06 * rank }
        : view === 'tasks' ? { enabled: true, type: 'cubicBezier', forceDirection: 'horizontal', roundness: 0.45 } : { enabled: false };
      const [a, b] = [home.get(edge.from), home.get(edge.to)];
      return {
        id: edge.id, from: edge.from, to: edge.to, dashes: line.dashes, width: thick, smooth, selectionWidth: 1.2, hoverWidth: 0.6, length: Math.hypot(a.x - b.x, a.y - b.y),
        color: { color: shade, highlight: shade, hover: shade, opacity: fade ? (touches(edge) ? 0.95 : faded) : full },
        arrows: { to: { enabled: false }, from: { enabled: false } },
      };
    });
  }

  /** The rectangle that a node with a look covers. */
  function extent(id, { width, height, slide = 0, drop = 0 }) {
    const { x, y } = shape(id);
    return { left: x + slide - width / 2, right: x + slide + width / 2, top: y + drop - height / 2, bottom: y + drop + height / 2 };
  }

  /** The frames as they are drawn: around the place of each document and all that stands there now. */
  function frames() {
    const grown = new Map(blocks.map(([id, x, y, width, high]) => [id, { left: x - 20, right: x + width + 20, top: y - 12, bottom: y + high + 20 }]));
    for (const entry of blocks.length ? entries : []) {
      const look = looks.get(entry.id);
      const [frame, inner] = [grown.get(docOf(entry)), extent(entry.id, look.mark || look)];
      frame.left = Math.min(frame.left, inner.left - BORDER);
      frame.right = Math.max(frame.right, inner.right + BORDER);
      frame.top = Math.min(frame.top, inner.top);
      frame.bottom = Math.max(frame.bottom, inner.bottom + BORDER);
    }
    return [...grown.values()];
  }

  function drawBlocks(context) {
    context.save();
    context.strokeStyle = colours.line;
    context.fillStyle = colours.surface;
    context.lineWidth = 2;
    for (const { left, right, top, bottom } of frames()) {
      context.beginPath();
      context.roundRect(left, top, right - left, bottom - top, 14);
      context.fill();
      context.stroke();
    }
    context.restore();
  }

  /** Forces push no row of tasks over the upper edge. */
  function hold() {
    const top = Math.min(...[...home.values()].map(({ y }) => y));
    for (const id of home.keys()) if (shape(id)) shape(id).y = Math.max(top, shape(id).y);
  }

  /** On the map, names for the scale that is shown; everywhere, the sizes that lines end at and presses meet. */
  function level() {
    const scale = network.getScale();
    const key = `${drawn} ${scale.toFixed(4)}`;
    if (shown.view === 'map' && (key !== levelled || moving)) {
      looks = Labels.place(entries, scale, (entry) => shape(entry.id));
      levelled = key;
    }
    for (const [id, look] of looks) {
      const form = shape(id)?.shape;
      if (!form) continue;
      form.width = form.customSizeWidth = Math.max(look.width + 2 * Math.abs(look.slide || 0), (2 * FINGER) / scale);
      form.height = form.customSizeHeight = Math.max(look.height + 2 * Math.abs(look.drop || 0), (2 * FINGER) / scale);
    }
  }

  /** Names of the map are drawn over all marks. */
  function drawNode({ ctx, id, x, y, state }) {
    const look = looks.get(id);
    if (!look) return {};
    function paint() {
      const [across, middle] = [x + (look.slide || 0), y + (look.drop || 0)];
      const pixel = 1 / network.getScale();
      if (look.mark) Shapes.leader(ctx, look.mark, x, y, { to: [across, middle], thick: pixel, colour: colours.muted });
      Shapes.draw(ctx, look, across, middle);
      if (state.selected) Shapes.ring(ctx, look, across, middle, { away: 3.5 * pixel, thick: 3 * pixel, colour: colours.accent });
      else if (state.hover) Shapes.ring(ctx, look, across, middle, { away: 2 * pixel, thick: 1.5 * pixel, colour: colours.accent });
    }
    return look.lines && shown.view === 'map' ? { drawExternalLabel: paint } : { drawNode: paint };
  }

  function create(options) {
    network = new vis.Network(box, { nodes, edges }, options);
    network.on('beforeDrawing', (context) => { if (moving && shown.view === 'tasks') hold(); level(); drawBlocks(context); });
    network.on('click', ({ nodes: [node], edges: [edge] }) => {
      window.clearTimeout(pressed);
      handlers.hover?.(null);
      pressed = window.setTimeout(() => (node ? handlers.pick?.(node.split('@')[0]) : edge ? handlers.pickEdge?.(edge) : handlers.pick?.(null)), DOUBLE);
    });
    network.on('doubleClick', ({ nodes: [node] }) => {
      window.clearTimeout(pressed);
      if (node) handlers.open?.(node.split('@')[0]);
    });
    const over = (on) => box.classList.toggle('over', on);
    network.on('hoverNode', ({ node, event }) => { over(true); handlers.hover?.(node.split('@')[0], event); });
    network.on('hoverEdge', ({ edge, event }) => { if (shown.view === 'overview') over(true); handlers.hoverEdge?.(edge, event); });
    for (const left of ['blurNode', 'blurEdge', 'dragStart', 'zoom']) network.on(left, () => { over(false); handlers.hover?.(null); });
    network.on('dragging', () => { levelled = ''; });
    network.on('stabilized', () => { levelled = ''; });
    box.addEventListener('pointerleave', () => handlers.hover?.(null));
    new ResizeObserver(resized).observe(box);
  }

  /** Follows the size of its box: the same part of the drawing stays at the top left, at the same scale. */
  function resized() {
    const size = `${box.clientWidth} ${box.clientHeight}`;
    if (!box.clientWidth || size === fitted) return;
    fitted = size;
    const scale = network.getScale();
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    network.setSize('100%', '100%');
    network.redraw();
    aim(corner.x + box.clientWidth / 2 / scale, corner.y + box.clientHeight / 2 / scale, scale);
  }

  /** Puts a place of the drawing into the middle. */
  const aim = (x, y, scale) => network.moveTo({ position: { x, y }, scale, animation: false });

  /** The id of the document whose frame an entry of the map stands in. */
  const docOf = ({ id, node }) => ({ d: id, t: node.doc?.id, o: id.split('@')[1] }[id[0]]);

  /** Documents before departments before tasks, the busiest first; between them the owners of the chosen by role, then the chosen. */
  const importance = (entry) => (entry.near ? -1e9 + entry.near : entry.chosen ? -1e8 : { d: -2e9, o: 1e6, t: 2e6 }[entry.id[0]] - (entry.count || 0));

  /** By drawn department, from 1 on, its place among the owners of the selected item. */
  function ownersOf(item) {
    const ranked = Facts.ROLES.flatMap((role) => item.owners.filter((owner) => owner.role === role));
    return new Map([...new Set(ranked.map((owner) => `${owner.body.id}@${item.doc.id}`))].map((id, order) => [id, order + 1]));
  }

  function dress(data, view, asOf, selected) {
    const setting = { view, asOf, room: room(), few: data.nodes.filter(({ id }) => id[0] === 't').length <= FEW };
    const near = selected?.[0] === 't' ? ownersOf(Facts.byId(selected)) : new Map();
    const places = new Map(blocks.map(([id, x, y, width, high]) => [id, { x: x - 20, y: y - 12, width: width + 40, height: high + 32 }]));
    const dressed = data.nodes.map((entry) => {
      const known = { ...entry, chosen: entry.id.split('@')[0] === selected, near: near.get(entry.id) || 0, frame: places.get(docOf(entry)) };
      return { known, look: Looks.of(known, colours, setting) };
    });
    entries = dressed.map(({ known, look: one }) => ({ ...known, ...(view === 'map' ? one : {}) })).sort((a, b) => importance(a) - importance(b));
    looks = new Map(view === 'map' ? [] : dressed.map(({ known, look: one }) => [known.id, one]));
    levelled = '';
  }

  /** A place of the drawing that stays where it is on the screen when the room changes: the selected node, else the upper edge. */
  function hinge(id) {
    const seen = id && nodes.get(id) && inSight(where(id));
    return seen ? { y: network.getPositions([id])[id].y, at: where(id).y } : { y: network.DOMtoCanvas({ x: 0, y: 0 }).y, at: 0 };
  }

  /** Brings a hinge back to its height on the screen, save that nothing is left empty above the drawing. */
  function turn({ y, at }) {
    const [scale, { x, y: top }] = [network.getScale(), network.getViewPosition()];
    aim(x, Math.max(top, y + (box.clientHeight / 2 - at) / scale), scale);
  }

  /** Shows `data` in `view`; places and camera stay as they are unless what is shown has changed. */
  function show(data, view, asOf, selected) {
    colours = Looks.palette();
    if (!network) create(GraphData.options());
    resized();
    blocks = data.blocks || [];
    home = new Map(data.nodes.map(({ id, x, y }) => [id, { x, y }]));
    const ids = data.nodes.map((entry) => entry.id).join();
    const key = `${view} ${view === 'tasks' ? room() : Looks.phone.matches} ${ids}`;
    const fresh = key !== drawn;
    const before = shown.ids === ids && shown.view === view ? hinge(selected || last) : null;
    last = selected;
    edges.clear();
    if (fresh) {
      [entries, looks] = [[], new Map()];
      nodes.clear();
      nodes.add(data.nodes.map(({ id, x, y }) => ({ id, x, y, shape: 'custom', ctxRenderer: drawNode })));
    }
    shown = { ids, view };
    drawn = key;
    dress(data, view, asOf, selected);
    edges.add(styleEdges(data.edges, colours, view, selected));
    if (fresh) frame(view);
    if (fresh && before) turn(before);
    network.redraw();
  }

  /** The rectangle that holds what is drawn. */
  function bounds() {
    const boxes = [...frames(), ...entries.map(({ id }) => extent(id, looks.get(id)))];
    const edge = (side, best) => boxes.reduce((found, one) => best(found, one[side]), boxes[0]?.[side] ?? 0);
    return { left: edge('left', Math.min), right: edge('right', Math.max), top: edge('top', Math.min), bottom: edge('bottom', Math.max) };
  }

  /** Shows the whole drawing with its names, which on the map are as large as the scale makes them. */
  function frame(view, how) {
    level();
    frameOnce(view, how);
    if (view !== 'map') return;
    level();
    frameOnce(view, how);
  }

  /** Shows the whole drawing, save that lanes and a narrow screen stay readable: then their top is shown. */
  function frameOnce(view, { whole = false } = {}) {
    const { left, right, top, bottom } = bounds();
    const [across, down] = [box.clientWidth - 24, box.clientHeight - 24];
    const wide = Math.max(1, right - left);
    const fit = Math.min(LARGEST.wide, across / wide, down / Math.max(1, bottom - top));
    const fromTop = (x, scale) => aim(x, top - 12 / scale + box.clientHeight / scale / 2, scale);
    if ((whole && (view !== 'tasks' || fit >= READABLE.tasks)) || (view === 'map' && !Looks.phone.matches)) aim((left + right) / 2, (top + bottom) / 2, fit);
    else if (Looks.phone.matches) fromTop((left + right) / 2, Math.min(LARGEST.phone, across / wide));
    else if (view === 'tasks') fromTop((left + right) / 2, Math.min(1, Math.max(READABLE.tasks, across / wide)));
    else if (fit >= READABLE.overview) aim((left + right) / 2, (top + bottom) / 2, fit);
    else fromTop(Math.min((left + right) / 2, left + box.clientWidth / 2 / READABLE.overview - 20), READABLE.overview);
  }

  /** The drawn nodes that stand for the same thing: on the map a department is drawn in each of its documents. */
  const copies = (id) => nodes.getIds().filter((one) => one.split('@')[0] === id);

  function select(id) {
    if (id && copies(id).length) network.selectNodes(copies(id));
    else network?.unselectAll();
  }

  const inSight = ({ x, y }) => x > 40 && y > 20 && x < box.clientWidth - 40 && y < box.clientHeight - 20;

  /** How far a place on a side that is `length` long is from being well inside. */
  const outside = (place, length, edge) => place - Math.max(Math.min(edge, length / 2), Math.min(length - edge, place));

  /** Moves the drawing no further than it takes to bring a node into sight, where none that stands for it is. */
  function reveal(id) {
    const places = copies(id).map(where);
    if (!places.length || places.some(inSight)) return;
    const ways = places.map(({ x, y }) => [outside(x, box.clientWidth, SIDE), outside(y, box.clientHeight, SIDE / 2)]);
    const [way] = ways.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
    const [scale, { x, y }] = [network.getScale(), network.getViewPosition()];
    aim(x + way[0] / scale, y + way[1] / scale, scale);
  }

  function zoom(factor) {
    network.moveTo({ scale: network.getScale() * factor, animation: false });
  }

  /** Everything back at its computed place. */
  function restore() {
    nodes.update([...home].map(([id, place]) => ({ id, ...place })));
    levelled = '';
  }

  /** Lets gentle forces move the nodes; without them each stands at its computed place. */
  function physics(on) {
    if (!network || on === moving) return;
    moving = on;
    network.setOptions({ physics: on ? GENTLE : { enabled: false } });
    if (!on) restore();
  }

  /** The picture as it is, on the page's own background: the canvas itself is transparent. */
  function picture() {
    const canvas = box.querySelector('canvas');
    const copy = h('canvas', { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d');
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    return new Promise((resolve) => { copy.toBlob(resolve, 'image/png'); });
  }

  /** Where a node is on the page, and how it is drawn there. */
  const where = (id) => network.canvasToDOM(network.getPositions([id])[id]);
  function drawnAs(id) {
    const { form = 'box', lines = [], width, height, size, signs = [], slide = 0, drop = 0 } = looks.get(id);
    const scale = network.getScale();
    const { x, y } = where(id);
    return { form, lines, letters: size * scale, width: width * scale, height: height * scale, signs: signs.map((sign) => sign.text), x: x + slide * scale, y: y + drop * scale };
  }

  return Object.freeze({ show, room, frame, select, reveal, zoom, physics, restore, picture, where, drawnAs, handlers, ids: () => nodes.getIds(), frames: () => frames().map(({ left, right, top, bottom }) => ({ from: network.canvasToDOM({ x: left, y: top }), to: network.canvasToDOM({ x: right, y: bottom }) })), count: () => ({ nodes: nodes.length, edges: edges.length }) });
})();
