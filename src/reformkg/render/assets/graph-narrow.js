'use strict';
/* Where things stand on a narrow screen: one column of documents or tasks, departments beside it, all at reading size. */

const Narrow = (() => {
  /** Between departments: a box of two lines, and a little. */
  const ROW = 54;
  const ASIDE = 200;
  const TASK_ROW = 60;
  /** From the middle of a document's head to that of a department's box. */
  const HEAD = 58;
  const LANE = 262;

  /** Documents one below the other, each with the departments that it gives most tasks; sets `x` and `y` of `nodes`. */
  function overview(nodes, edges) {
    const placed = new Map(nodes.map((entry) => [entry.id, entry]));
    const weight = new Map();
    for (const edge of edges) {
      if (!weight.has(edge.to)) weight.set(edge.to, new Map());
      const links = weight.get(edge.to);
      links.set(edge.from, (links.get(edge.from) || 0) + edge.count);
    }
    const around = new Map(nodes.filter(({ id }) => id[0] === 'd').map(({ id }) => [id, []]));
    for (const [body, links] of weight) around.get([...links].sort((a, b) => b[1] - a[1])[0][0])?.push(placed.get(body));
    let top = 0;
    for (const [doc, bodies] of around) {
      bodies.sort((a, b) => b.count - a.count);
      const rows = Math.max(2.6, bodies.length);
      Object.assign(placed.get(doc), { x: 0, y: top + ((rows - 1) * ROW) / 2 });
      bodies.forEach((entry, order) => Object.assign(entry, { x: ASIDE, y: top + (order + (rows - bodies.length) / 2) * ROW }));
      top += rows * ROW + 24;
    }
  }

  /** Tasks below the head of their document, departments beside them at the height of their tasks, `first` above the others. */
  function lanes(items, ownersOf, first) {
    const nodes = [];
    const edges = [];
    const heights = new Map();
    const heads = [];
    let doc = null;
    let y = 0;
    for (const item of items) {
      if (item.doc !== doc) {
        doc = item.doc;
        nodes.push({ id: nodes.some(({ id }) => id === doc.id) ? `${doc.id}@${item.id}` : doc.id, node: doc, x: LANE / 2 - 24, y: y + 6 });
        heads.push(y + 6);
        y += TASK_ROW + 6;
      }
      nodes.push({ id: item.id, node: item, x: 0, y });
      for (const owner of ownersOf(item)) {
        if (!heights.has(owner.body)) heights.set(owner.body, []);
        heights.get(owner.body).push(y);
        edges.push({ id: `${item.id}-${owner.body.id}-${owner.role}-${edges.length}`, from: item.id, to: owner.body.id, role: owner.role });
      }
      y += TASK_ROW;
    }
    const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const bodies = [...heights].map(([body, held]) => [body, body.id === first ? 0 : mean(held)]).sort((a, b) => a[1] - b[1] || a[0].index - b[0].index);
    let free = TASK_ROW;
    bodies.forEach(([body, wanted], order) => {
      const room = y - (bodies.length - order) * ROW;
      free = Math.max(free, Math.min(wanted, Math.max(room, free)));
      for (const head of heads) if (Math.abs(free - head) < HEAD) free = head + HEAD;
      nodes.push({ id: body.id, node: body, x: LANE, y: free });
      free += ROW;
    });
    return { nodes, edges };
  }

  return Object.freeze({ overview, lanes, ROW });
})();
