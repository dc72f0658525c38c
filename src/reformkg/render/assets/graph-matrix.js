'use strict';
/* The overview as a table: departments or functions of government by documents or places, shaded by the number of items. */

const Matrix = (() => {
  const STEP = 40;
  const WIDTH = 24;
  const MANY = 150;
  const ROWS = ['department', 'function'];
  const COLUMNS = ['document', 'place'];
  let rowsShown = STEP;
  let columnsShown = WIDTH;
  const places = new Set(Facts.documents.map((doc) => doc.place).filter(Boolean));
  const functions = new Set(Facts.organisations.map((body) => body.function).filter(Boolean));

  /** What rows and columns stand for: as the address says, else whatever keeps the table readable. */
  function axes() {
    const rows = ROWS.includes(Address.get('rows')) ? Address.get('rows') : Facts.organisations.length > MANY && functions.size > 1 ? 'function' : 'department';
    const columns = COLUMNS.includes(Address.get('columns')) ? Address.get('columns') : Facts.documents.length > WIDTH && places.size > 1 ? 'place' : 'document';
    return { rows, columns };
  }

  const rowOf = { department: (owner) => owner.body, function: (owner) => owner.body.function };
  const columnOf = { document: (item) => item.doc, place: (item) => item.doc.place };
  /** Organisations and documents bring their names; functions are called by theirs, places are names. */
  const nameOf = (thing) => (typeof thing === 'string' ? Facts.called('function', thing) : thing.name);
  const partsOf = (rows, columns, row, column) => ({
    ...(rows === 'function' ? { function: row } : { org: row.key }),
    ...(column ? (columns === 'place' ? { place: column } : { doc: column.key }) : {}),
  });

  function tally(items, hidden, { rows, columns }) {
    const lines = new Map();
    for (const item of items) {
      const column = columnOf[columns](item);
      const seen = new Set();
      for (const owner of item.owners) {
        const row = rowOf[rows](owner);
        if (hidden.has(owner.role) || !row || seen.has(row)) continue;
        seen.add(row);
        if (!lines.has(row)) lines.set(row, { row, total: 0, cells: new Map() });
        const line = lines.get(row);
        line.total += 1;
        if (column) line.cells.set(column, (line.cells.get(column) || 0) + 1);
      }
    }
    return [...lines.values()].sort((a, b) => b.total - a.total);
  }

  /** The columns that the shown rows fill, fullest first. */
  function columnsFor(lines) {
    const sums = new Map();
    for (const line of lines) for (const [column, count] of line.cells) sums.set(column, (sums.get(column) || 0) + count);
    return [...sums].sort((a, b) => b[1] - a[1]).map(([column]) => column);
  }

  /** What is shown of the matrix: the rows and columns in sight, and the fullest cell. */
  function shownOf(items, hidden) {
    const { rows, columns } = axes();
    const lines = tally(items, hidden, { rows, columns });
    const shownLines = lines.slice(0, rowsShown);
    const all = columnsFor(shownLines);
    return { rows, columns, lines, shownLines, all, shown: all.slice(0, columnsShown), most: Math.max(1, ...shownLines.flatMap((line) => [...line.cells.values()])) };
  }

  /** The shown matrix as names and numbers, for a picture of it. */
  function table(items, hidden) {
    const { rows, columns, shownLines, shown, most } = shownOf(items, hidden);
    const asked = Filters.active().map((field) => (field === 'q' ? `“${Address.get('q')}”` : Filters.label(field, Address.get(field))));
    return {
      title: [`${t(rows)} × ${t(columns)}：${t('tasks')}`, ...asked].join(' · '), total: t('total'), most, columns: shown.map(nameOf),
      rows: shownLines.map((line) => ({ name: nameOf(line.row), total: line.total, cells: shown.map((column) => line.cells.get(column) || 0) })),
    };
  }

  /** Fills `element` with the matrix; `open(parts)` is called with the filters that a cell stands for. */
  function draw(element, items, hidden, open) {
    const { rows, columns, lines, shownLines, all, shown, most } = shownOf(items, hidden);
    const count = (line, column, number) => h('button', { type: 'button', 'aria-label': `${nameOf(line.row)}${column ? ` · ${nameOf(column)}` : ''}: ${t('tasks-n', { n: number })}`, onclick: () => open(partsOf(rows, columns, line.row, column)) }, number);
    const cell = (line, column) => {
      const number = line.cells.get(column);
      return number ? h('td', { class: `heat-${Math.min(5, Math.ceil((number / most) * 5))}` }, count(line, column, number)) : h('td', {});
    };
    const about = (thing, parts) => h('button', { type: 'button', class: 'link', title: nameOf(thing), onclick: () => (typeof thing === 'string' ? open(parts) : Panel.goto(thing)) }, nameOf(thing));
    const again = () => draw(element, items, hidden, open);
    const more = (text, act) => h('button', { type: 'button', class: 'quiet', onclick: () => { act(); again(); } }, text);
    fill(element, h('table', { class: 'matrix' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t(rows)), h('th', { scope: 'col', class: 'num' }, t('total')),
        shown.map((column) => h('th', { scope: 'col', class: columns === 'place' ? 'place' : 'doc' }, about(column, { place: column }))))),
      h('tbody', {}, shownLines.map((line) => h('tr', {}, h('th', { scope: 'row' }, about(line.row, { function: line.row })),
        h('td', { class: 'num total' }, count(line, null, line.total)), shown.map((column) => cell(line, column)))))),
    h('p', { class: 'actions' },
      lines.length > rowsShown ? more(t('more-rows', { n: Math.min(STEP, lines.length - rowsShown) }), () => { rowsShown += STEP; }) : null,
      all.length > columnsShown ? more(t('more-columns', { n: Math.min(WIDTH, all.length - columnsShown) }), () => { columnsShown += WIDTH; }) : null));
  }

  return Object.freeze({ draw, table, axes, ROWS, COLUMNS });
})();
