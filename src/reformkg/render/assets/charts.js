'use strict';
/* Bar charts as SVG, each with a caption and the same numbers in a table behind it. A row leads on by `href` or by `open`. */

const Charts = (() => {
  const ROW = 24;
  const BAR = 15;
  const CHAR = 13;
  /** A standing bar's place and width, between what can still be seen and what looks like a bar. */
  const THINNEST = 2;
  const THICKEST = 64;

  const textWidth = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? CHAR : CHAR * 0.58), 0);

  function clip(text, room) {
    if (textWidth(text) <= room) return text;
    let out = '';
    for (const letter of text) {
      if (textWidth(`${out}${letter}…`) > room) return `${out}…`;
      out += letter;
    }
    return out;
  }

  /** Form as well as colour: hatching for support, dots for joint responsibility. */
  const patterns = () => s('defs', {},
    s('pattern', { id: 'hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { width: 5, height: 5, class: 'fill-support' }), s('line', { x1: 0, y1: 0, x2: 0, y2: 5, class: 'pattern-line' })),
    s('pattern', { id: 'dots', width: 5, height: 5, patternUnits: 'userSpaceOnUse' }, s('rect', { width: 5, height: 5, class: 'fill-responsible' }), s('circle', { cx: 2, cy: 2, r: 1, class: 'pattern-dot' })));

  const total = (row) => row.values.reduce((sum, value) => sum + value, 0);

  /** A row's number as it stands at its bar, with what is said beside it. */
  const figureOf = (row) => [total(row), row.beside].filter((part) => part !== undefined && part !== '').join(' · ');

  const press = (row) => (row.href ? () => { window.location.href = row.href; } : row.open || null);

  function lead(row) {
    if (row.href) return h('a', { class: 'link', href: row.href }, row.label);
    return row.open ? h('button', { type: 'button', class: 'link', onclick: row.open }, row.label) : row.label;
  }

  function numbers(rows, series, heading) {
    return h('details', { class: 'numbers' }, h('summary', {}, t('as-table')), h('table', { class: 'plain-table' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, heading), series.map((one) => h('th', { scope: 'col', class: 'num' }, one.label)),
        series.length > 1 ? h('th', { scope: 'col', class: 'num' }, t('total')) : null, rows.some((row) => row.beside) ? h('td', {}) : null)),
      h('tbody', {}, rows.map((row) => h('tr', {}, h('th', { scope: 'row' }, lead(row)), row.values.map((value) => h('td', { class: 'num' }, value)),
        series.length > 1 ? h('td', { class: 'num total' }, total(row)) : null, row.beside ? h('td', { class: 'muted' }, row.beside) : null)))));
  }

  const legend = (series) => (series.length < 2 ? null : h('p', { class: 'chart-legend' }, series.map((one) => h('span', {}, s('svg', { width: 18, height: 11, 'aria-hidden': 'true' }, patterns(), s('rect', { width: 18, height: 11, rx: 2, class: one.fill })), ' ', one.label))));

  function figure(title, drawing, rows, series, heading) {
    const empty = h('p', { class: 'muted' }, t('none'));
    return h('figure', { class: 'chart' }, h('figcaption', {}, title), legend(series), rows.length ? drawing : empty, rows.length ? numbers(rows, series, heading) : null);
  }

  const says = (title, rows) => `${title}：${rows.slice(0, 6).map((row) => `${row.label} ${total(row)}`).join('，')}${rows.length > 6 ? '…' : ''}`;

  /** Lying bars, one a row, the parts of a row in the order of `series`. */
  function bars(title, heading, rows, series, width, limit = 20) {
    const tail = Math.max(38, ...rows.slice(0, limit).map((row) => textWidth(figureOf(row)) + 10));
    const shown = rows.slice(0, limit);
    const most = Math.max(1, ...shown.map(total));
    const names = Math.min(width * 0.42, Math.max(60, ...shown.map((row) => textWidth(row.label) + 8)));
    const room = width - names - tail;
    const drawing = s('svg', { class: 'bars', viewBox: `0 0 ${width} ${shown.length * ROW}`, width, height: shown.length * ROW, role: 'img', 'aria-label': says(title, rows) }, patterns());
    shown.forEach((row, line) => {
      const y = line * ROW;
      let x = names;
      const group = s('g', { class: press(row) ? 'open' : null, onclick: press(row) }, s('title', {}, `${row.label}: ${series.map((one, i) => `${one.label} ${row.values[i]}`).join(', ')}`),
        s('rect', { x: 0, y, width, height: ROW, class: 'hit' }),
        s('text', { x: names - 8, y: y + 16, 'text-anchor': 'end' }, clip(row.label, names - 8)));
      series.forEach((one, i) => {
        const part = (row.values[i] / most) * room;
        if (part > 0) group.append(s('rect', { x, y: y + (ROW - BAR) / 2, width: Math.max(part, 1.5), height: BAR, class: one.fill }));
        x += part;
      });
      group.append(s('text', { x: x + 6, y: y + 16, class: 'figure' }, figureOf(row)));
      drawing.append(group);
    });
    return figure(title, drawing, rows, series, heading);
  }

  /** Standing bars along time; `line` is where a marker stands, counted in bars from the left edge of the first. */
  function columns(title, heading, rows, series, width, { line = null, lineLabel = '' } = {}) {
    const [height, edge] = [168, 26];
    const base = height - 24;
    const step = Math.max(THINNEST, (width - 2 * edge) / Math.max(1, rows.length));
    const thick = Math.min(step * 0.72, THICKEST);
    const most = Math.max(1, ...rows.map(total));
    const every = Math.ceil(Math.max(...rows.map((row) => textWidth(row.label) + 10), 1) / step);
    const across = Math.max(width, rows.length * step + 2 * edge);
    const left = (i) => edge + i * step;
    const drawing = s('svg', { class: 'bars', viewBox: `0 0 ${across} ${height}`, width: across, height, role: 'img', 'aria-label': says(title, rows) }, patterns(),
      s('line', { x1: 0, y1: base + 0.5, x2: across, y2: base + 0.5, class: 'axis' }));
    rows.forEach((row, i) => {
      let y = base;
      const middle = left(i) + step / 2;
      const group = s('g', { class: press(row) ? 'open' : null, onclick: press(row) }, s('title', {}, `${row.label}: ${total(row)}`), s('rect', { x: left(i), y: 0, width: step, height, class: 'hit' }));
      series.forEach((one, k) => {
        const tall = (row.values[k] / most) * (base - 26);
        y -= tall;
        if (tall > 0) group.append(s('rect', { x: middle - thick / 2, y, width: thick, height: tall, class: one.fill }));
      });
      if (total(row)) group.append(s('text', { x: middle, y: y - 5, 'text-anchor': 'middle', class: 'figure' }, total(row)));
      if (i % every === 0) group.append(s('text', { x: middle, y: height - 7, 'text-anchor': 'middle' }, row.label));
      drawing.append(group);
    });
    if (line !== null) {
      const x = left(line);
      const late = x > across - textWidth(lineLabel) - 8;
      drawing.append(s('line', { x1: x, y1: 4, x2: x, y2: base, class: 'today' }), s('text', { x: x + (late ? -5 : 5), y: 12, class: 'today-label', 'text-anchor': late ? 'end' : 'start' }, lineLabel));
    }
    return figure(title, h('div', { class: 'chart-scroll', tabindex: 0, role: 'group', 'aria-label': title }, drawing), rows, series, heading);
  }

  return Object.freeze({ bars, columns });
})();
