'use strict';
/* The overview as a table: departments (or functions of government) by documents, shaded by the number of items. */

const Matrix = (() => {
  const STEP = 40;
  const COLUMNS = 24;
  let rowsShown = STEP;
  let columnsShown = COLUMNS;

  function tally(items, hidden, byFunction) {
    const rows = new Map();
    const columns = new Map();
    for (const item of items) {
      const seen = new Set();
      for (const owner of item.owners) {
        if (hidden.has(owner.role)) continue;
        const row = byFunction ? owner.body.function : owner.body;
        if (!row || seen.has(row)) continue;
        seen.add(row);
        if (!rows.has(row)) rows.set(row, { row, total: 0, cells: new Map() });
        const line = rows.get(row);
        line.total += 1;
        line.cells.set(item.doc, (line.cells.get(item.doc) || 0) + 1);
      }
      columns.set(item.doc, (columns.get(item.doc) || 0) + 1);
    }
    return { rows: [...rows.values()].sort((a, b) => b.total - a.total), columns: [...columns].sort((a, b) => b[1] - a[1]) };
  }

  const more = (count, act) => h('button', { type: 'button', class: 'quiet', onclick: act }, t('more-rows', { n: count }));

  /** Fills `element` with the matrix; `open(row, doc)` is called with what a cell stands for. */
  function draw(element, items, hidden, open) {
    const byFunction = Address.get('rows') === 'function';
    const { rows, columns } = tally(items, hidden, byFunction);
    const shown = columns.slice(0, columnsShown);
    const most = Math.max(1, ...rows.slice(0, 1).flatMap((line) => [...line.cells.values()]), ...rows.slice(0, STEP).flatMap((line) => [...line.cells.values()]));
    const name = (row) => (byFunction ? row : row.name);
    const cell = (line, doc) => {
      const count = line.cells.get(doc);
      if (!count) return h('td', {});
      const strength = Math.min(5, Math.ceil((count / most) * 5));
      return h('td', { class: `heat-${strength}` }, h('button', { type: 'button', 'aria-label': `${name(line.row)} · ${doc.name}: ${t('tasks-n', { n: count })}`, onclick: () => open(line.row, doc, byFunction) }, count));
    };
    const table = h('table', { class: 'matrix' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t(byFunction ? 'function' : 'department')), h('th', { scope: 'col', class: 'num' }, t('total')),
        shown.map(([doc]) => h('th', { scope: 'col', class: 'doc' }, h('button', { type: 'button', class: 'link', title: doc.name, onclick: () => Panel.goto(doc) }, doc.name))))),
      h('tbody', {}, rows.slice(0, rowsShown).map((line) => h('tr', {},
        h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', onclick: () => (byFunction ? open(line.row, null, true) : Panel.goto(line.row)) }, name(line.row))),
        h('td', { class: 'num total' }, h('button', { type: 'button', 'aria-label': `${name(line.row)}: ${t('tasks-n', { n: line.total })}`, onclick: () => open(line.row, null, byFunction) }, line.total)),
        shown.map(([doc]) => cell(line, doc))))));
    const again = () => draw(element, items, hidden, open);
    fill(element, table,
      h('p', { class: 'actions' },
        rows.length > rowsShown ? more(Math.min(STEP, rows.length - rowsShown), () => { rowsShown += STEP; again(); }) : null,
        columns.length > columnsShown ? h('button', { type: 'button', class: 'quiet', onclick: () => { columnsShown += COLUMNS; again(); } }, `${t('document')} +${Math.min(COLUMNS, columns.length - columnsShown)}`) : null));
  }

  return Object.freeze({ draw });
})();
