'use strict';
/* The canvas: vis-network with the page's colours; knows how things look, not what they mean. */

const Canvas = (() => {
  const FACE = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';
  const LINE = {
    lead: { dashes: false, width: 2.6 },
    responsible: { dashes: [10, 3, 2, 3], width: 1.5 },
    support: { dashes: [4, 4], width: 1.5 },
    holds: { dashes: false, width: 0.8 },
  };
  /** Milliseconds in which a second press makes it a double one: until then the drawing must not move. */
  const DOUBLE = 250;
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const box = byId('canvas');
  let network = null;
  let blocks = [];
  let drawn = '';
  let pressed = 0;
  const handlers = {};

  const width = (letter) => (letter.codePointAt(0) > 0x2e7f ? 2 : 1);

  /** Text broken into lines of `columns` half-widths, at most `lines` of them: Chinese has no spaces to break at. */
  function wrap(text, columns, lines) {
    const out = [''];
    let used = 0;
    for (const letter of text.replace(/\s+/g, ' ')) {
      if (used + width(letter) > columns) {
        if (out.length === lines) { out[lines - 1] += '…'; break; }
        out.push('');
        used = 0;
      }
      out[out.length - 1] += letter;
      used += width(letter);
    }
    return out.join('\n');
  }

  function palette() {
    const names = ['ink', 'muted', 'paper', 'surface', 'line', 'lead', 'support', 'responsible', 'bad', 'bad-soft', 'late', 'doc', 'doc-ink', 'body', 'accent', 'holds'];
    return Object.fromEntries(names.map((name) => [name, Shell.colour(name)]));
  }

  const colour = (background, border, accent) => ({ background, border, highlight: { background, border: accent }, hover: { background, border: accent } });

  const phone = window.matchMedia('(max-width: 760px)');

  /** How much room there is: a phone's width, what a panel beside it leaves, or all. */
  const room = () => (phone.matches ? 'phone' : box.clientWidth < 700 ? 'tight' : 'wide');
  const TASK_COLUMNS = { phone: 25, tight: 28, wide: 40 };
  const BODY_COLUMNS = { phone: 15, tight: 16, wide: 22 };

  function styleTask(entry, c, view, asOf) {
    const states = Facts.states(entry.node, asOf);
    const bare = states.includes('unowned');
    const late = states.includes('overdue');
    const border = bare ? c.bad : c.line;
    const sign = `${bare ? '◆ ' : ''}${late ? '▲ ' : ''}`;
    if (view === 'map') {
      return { shape: bare ? 'diamond' : late ? 'triangle' : 'dot', size: bare ? 12 : 9, label: undefined, borderWidth: 1.5, color: colour(bare ? c.bad : late ? c.late : c.muted, bare ? c.bad : c.surface, c.accent) };
    }
    return {
      shape: 'box', label: sign + wrap(entry.node.title, TASK_COLUMNS[room()], 2), margin: 7, borderWidth: bare ? 2 : 1,
      shapeProperties: { borderRadius: 4, borderDashes: entry.node.kind === 'task' ? false : [5, 3] },
      color: colour(bare ? c['bad-soft'] : c.surface, border, c.accent), font: { color: bare ? c.bad : c.ink, size: 14, face: FACE, align: 'left' },
    };
  }

  /** Half-widths a line, and lines, of a document's label. */
  function documentLines(view) {
    if (view === 'map') return [32, 2];
    if (room() === 'phone') return view === 'tasks' ? [46, 2] : [16, 5];
    return room() === 'tight' && view === 'tasks' ? [14, 6] : [24, 4];
  }

  function styleDocument(entry, c, view) {
    const map = view === 'map';
    return {
      shape: 'box', label: wrap(entry.node.name, ...documentLines(view)) + (entry.bare ? `\n◆ ${t('unowned')} ${entry.bare}` : ''), margin: 9, borderWidth: 1,
      shapeProperties: { borderRadius: 2 }, color: colour(c.doc, c.doc, c.accent), font: { color: c['doc-ink'], size: map ? 26 : 15, face: FACE },
    };
  }

  function styleBody(entry, c, view) {
    const count = view === 'overview' && entry.count > 1 ? ` ${entry.count}` : '';
    const common = { borderWidth: 1.4, shapeProperties: { borderDashes: entry.node.collective ? [4, 3] : false, borderRadius: 14 }, color: colour(c.body, c.accent, c.accent) };
    if (view === 'map') return { ...common, shape: 'box', margin: 5, label: wrap(entry.node.short, 16, 2), font: { color: c.ink, size: 22, face: FACE } };
    return { ...common, shape: 'box', margin: 7, label: wrap(entry.node.short, view === 'tasks' || room() === 'phone' ? BODY_COLUMNS[room()] : 22, 2) + count, font: { color: c.ink, size: 14, face: FACE } };
  }

  function styleNode(entry, c, view, asOf) {
    const style = { d: styleDocument, o: styleBody, t: styleTask }[entry.id[0]];
    return { id: entry.id, x: entry.x, y: entry.y, ...style(entry, c, view, asOf) };
  }

  /** Edges between the same two nodes bend apart, so that each role is seen; beside those of the selected node the others fade. */
  function styleEdges(list, c, view, selected) {
    const seen = new Map();
    const touches = (edge) => edge.from === selected || edge.to === selected;
    const fade = view !== 'map' && list.some(touches);
    return list.map((edge) => {
      const pair = `${edge.from}-${edge.to}`;
      const rank = seen.get(pair) || 0;
      seen.set(pair, rank + 1);
      const line = LINE[edge.role];
      const thick = view === 'overview' ? line.width * (1 + Math.log2(edge.count) * 0.55) : view === 'map' ? line.width * 0.7 : line.width;
      const shade = c[edge.role];
      const smooth = rank ? { enabled: true, type: rank % 2 ? 'curvedCW' : 'curvedCCW', roundness: 0.12 + 0.06 * rank }
        : view === 'tasks' ? { enabled: true, type: 'cubicBezier', forceDirection: 'horizontal', roundness: 0.45 } : { enabled: false };
      return {
        id: edge.id, from: edge.from, to: edge.to, dashes: line.dashes, width: thick, smooth, selectionWidth: 1.5, hoverWidth: 0.6,
        color: { color: shade, highlight: shade, hover: shade, opacity: view === 'map' ? 0.4 : fade && !touches(edge) ? 0.22 : 0.9 },
        arrows: { to: { enabled: view === 'tasks' && edge.role !== 'holds', scaleFactor: 0.45 }, from: { enabled: false } },
      };
    });
  }

  function drawBlocks(context) {
    context.save();
    context.strokeStyle = Shell.colour('line');
    context.fillStyle = Shell.colour('surface');
    context.lineWidth = 2;
    for (const [, x, y, w, high] of blocks) {
      context.beginPath();
      context.roundRect(x - 20, y - 12, w + 40, high + 32, 14);
      context.fill();
      context.stroke();
    }
    context.restore();
  }

  function create(options) {
    network = new vis.Network(box, { nodes, edges }, options);
    network.on('beforeDrawing', drawBlocks);
    network.on('click', ({ nodes: [node], edges: [edge] }) => {
      window.clearTimeout(pressed);
      pressed = window.setTimeout(() => (node ? handlers.pick?.(node.split('@')[0]) : edge ? handlers.pickEdge?.(edge) : handlers.pick?.(null)), DOUBLE);
    });
    network.on('doubleClick', ({ nodes: [node] }) => {
      window.clearTimeout(pressed);
      if (node) handlers.open?.(node.split('@')[0]);
    });
    network.on('hoverNode', ({ node, event }) => handlers.hover?.(node.split('@')[0], event));
    network.on('hoverEdge', ({ edge, event }) => handlers.hoverEdge?.(edge, event));
    for (const left of ['blurNode', 'blurEdge', 'dragStart', 'zoom']) network.on(left, () => handlers.hover?.(null));
  }

  /** Shows `data` in `view`; the camera moves only when what is shown has changed. */
  function show(data, view, asOf, selected) {
    const c = palette();
    if (!network) create(GraphData.options());
    blocks = data.blocks || [];
    const styled = data.nodes.map((entry) => styleNode(entry, c, view, asOf));
    nodes.clear();
    edges.clear();
    nodes.add(styled);
    edges.add(styleEdges(data.edges, c, view, selected));
    network.setSize('100%', '100%');
    const key = `${view} ${box.clientWidth} ${data.nodes.map((entry) => entry.id).join()}`;
    if (key !== drawn) frame(view);
    drawn = key;
  }

  /** Fits the whole drawing, save that lanes and a narrow screen stay readable: then their top is shown. */
  function frame(view, { whole = false } = {}) {
    network.fit({ animation: false, maxZoomLevel: 1.1 });
    if (whole || view === 'map') return;
    if (phone.matches) { frameTop(1.15); return; }
    const least = { tasks: 0.72, overview: 0.5 }[view];
    if (network.getScale() >= least) return;
    const places = nodes.map((node) => node);
    const [top] = places.sort((a, b) => a.y - b.y);
    const left = view === 'tasks' ? 0 : Math.min(...places.map((node) => node.x)) + box.clientWidth / least / 2 - 80;
    const scale = view === 'tasks' ? Math.max(least, Math.min(1, box.clientWidth / (room() === 'tight' ? 800 : 1160))) : least;
    network.moveTo({ position: { x: left, y: top.y + box.clientHeight / scale / 2 - 60 }, scale, animation: false });
  }

  /** As wide as the screen, from the top, no larger than `most`. */
  function frameTop(most) {
    const boxes = nodes.getIds().map((id) => network.getBoundingBox(id));
    if (!boxes.length) return;
    const [left, right, top] = [Math.min(...boxes.map((one) => one.left)), Math.max(...boxes.map((one) => one.right)), Math.min(...boxes.map((one) => one.top))];
    const scale = Math.min(most, (box.clientWidth - 12) / (right - left));
    network.moveTo({ position: { x: (left + right) / 2, y: top - 8 / scale + box.clientHeight / scale / 2 }, scale, animation: false });
  }

  /** The drawn nodes that stand for the same thing: on the map a department is drawn in each of its documents. */
  const copies = (id) => nodes.getIds().filter((one) => one.split('@')[0] === id);

  function select(id) {
    if (id && copies(id).length) network.selectNodes(copies(id));
    else network?.unselectAll();
  }

  /** Brings a node into the middle, where it is not in sight. */
  function reveal(id) {
    if (copies(id).length !== 1) return;
    const { x, y } = network.canvasToDOM(network.getPositions(copies(id))[copies(id)[0]]);
    if (x < 40 || y < 40 || x > box.clientWidth - 40 || y > box.clientHeight - 40) network.focus(copies(id)[0], { scale: network.getScale(), animation: false });
  }

  function zoom(factor) {
    network.moveTo({ scale: network.getScale() * factor, animation: false });
  }

  const physics = (on) => network.setOptions({ physics: { enabled: on, barnesHut: { springLength: 140, avoidOverlap: 0.4 } } });

  /** The picture as it is, on the page's own background: the canvas itself is transparent. */
  function picture() {
    const canvas = box.querySelector('canvas');
    const copy = h('canvas', { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d');
    context.fillStyle = Shell.colour('paper');
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    return new Promise((resolve) => { copy.toBlob(resolve, 'image/png'); });
  }

  /** Where nodes are on the page, and how many are drawn; what tests and the drill-down need. */
  const where = (id) => network.canvasToDOM(network.getPositions([id])[id]);

  return Object.freeze({ show, room, frame, select, reveal, zoom, physics, picture, where, handlers, count: () => ({ nodes: nodes.length, edges: edges.length }), redraw: () => network?.redraw() });
})();
