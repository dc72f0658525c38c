'use strict';
/* The timeline page: deadlines by month, quarter or year, seen from a day that can be set. */

(() => {
  const SPANS = ['month', 'quarter', 'year-span'];
  const GROUPS = ['', 'org', 'doc', 'function'];
  const STEP = 60;
  const drawSearch = Finder.box(byId('search'), (hit) => Address.set({ [hit.field]: hit.value }));
  const more = new Map();

  const span = () => (SPANS.includes(Address.get('span')) ? Address.get('span') : 'month');

  function periodOf(date) {
    const [year, month] = [date.slice(0, 4), date.slice(5, 7)];
    return { 'month': `${year}-${month}`, 'quarter': `${year} Q${Math.ceil(Number(month) / 3)}`, 'year-span': year }[span()];
  }

  /** All periods from the first to the last, so that empty stretches are seen as such; as far as they are not too many. */
  function axis(periods) {
    const sorted = [...periods].sort();
    if (sorted.length < 2) return sorted;
    const [first, last] = [Number(sorted[0].slice(0, 4)), Number(sorted.at(-1).slice(0, 4))];
    const inYear = { 'month': 12, 'quarter': 4, 'year-span': 1 }[span()];
    if ((last - first + 1) * inYear > 400) return sorted;
    const all = [];
    for (let year = first; year <= last; year += 1) {
      for (let part = 1; part <= inYear; part += 1) {
        const name = { 'month': `${year}-${String(part).padStart(2, '0')}`, 'quarter': `${year} Q${part}`, 'year-span': String(year) }[span()];
        if (name >= sorted[0] && name <= sorted.at(-1)) all.push(name);
      }
    }
    return all;
  }

  function collect(items) {
    const dated = new Map();
    const others = { recurring: [], undated: [] };
    for (const item of items) {
      let placed = false;
      for (const deadline of item.deadlines) {
        placed = true;
        if (!deadline.date) { others.recurring.push({ item, deadline }); continue; }
        const period = periodOf(deadline.date);
        if (!dated.has(period)) dated.set(period, []);
        dated.get(period).push({ item, deadline });
      }
      if (!placed) others.undated.push({ item, deadline: null });
    }
    for (const list of dated.values()) list.sort((a, b) => (a.deadline.date < b.deadline.date ? -1 : a.deadline.date > b.deadline.date ? 1 : a.item.index - b.item.index));
    return { dated, others };
  }

  function drawChart(dated) {
    const asOf = Address.asOf();
    const names = axis(dated.keys());
    const rows = names.map((name) => {
      const list = dated.get(name) || [];
      const late = list.filter(({ deadline }) => deadline.date < asOf).length;
      return { label: name, values: [late, list.length - late], open: list.length ? () => byId(`period-${name}`)?.scrollIntoView({ block: 'start' }) : null };
    });
    const now = periodOf(asOf);
    const at = names.findIndex((name) => name >= now);
    const line = names.length ? (at < 0 ? names.length : at) : null;
    const width = byId('chart').clientWidth;
    fill(byId('chart'), Charts.columns(t('deadlines-over-time'), t(span()), rows, [{ label: t('overdue'), fill: 'fill-late' }, { label: t('due'), fill: 'fill-accent' }], width, { line, lineLabel: `${t('as-of')} ${asOf}` }));
  }

  function row({ item, deadline }) {
    const asOf = Address.asOf();
    const late = deadline?.date && deadline.date < asOf;
    const first = item.owners.filter((owner) => owner.role === 'lead');
    const owners = first.length ? first : item.owners;
    return h('li', { class: late ? 'late' : null },
      h('span', { class: 'num date' }, late ? h('span', { class: 'late-sign', title: t('overdue') }, '▲ ') : null, deadline ? Facts.when(deadline) : '—'),
      h('span', { class: 'what' }, Panel.linkTo(item, item.title), deadline && deadline.text !== deadline.date ? h('span', { class: 'muted' }, ` ${deadline.text}`) : null),
      h('span', { class: 'who muted' }, owners.length ? `${t(owners[0].role)} ${owners.slice(0, 3).map((owner) => owner.name).join('、')}${owners.length > 3 ? '…' : ''}` : t(item.kind === 'task' ? 'unowned' : item.kind)));
  }

  const grouping = () => (GROUPS.includes(Address.get('by')) ? Address.get('by') : '');

  function inGroups(list) {
    const by = grouping();
    if (!by) return [[null, list]];
    const groups = new Map();
    for (const entry of list) {
      const values = Filters.valuesOf(entry.item, by, Address.asOf());
      for (const value of values.length ? values : ['']) {
        if (!groups.has(value)) groups.set(value, []);
        groups.get(value).push(entry);
      }
    }
    return [...groups].sort((a, b) => b[1].length - a[1].length);
  }

  function section(name, label, list) {
    const limit = more.get(name) || STEP;
    let left = limit;
    const parts = inGroups(list).map(([value, entries]) => {
      if (left <= 0) return null;
      const shown = entries.slice(0, left);
      left -= entries.length;
      return [value === null ? null : h('h3', {}, value ? Filters.label(grouping(), value) : t('none'), h('span', { class: 'muted num' }, ` ${entries.length}`)), h('ol', { class: 'due' }, shown.map(row))];
    });
    return h('section', { class: 'group', id: `period-${name}` }, h('h2', {}, label, ' ', h('span', { class: 'muted num' }, list.length)), parts,
      list.length > limit ? h('button', { type: 'button', class: 'quiet more', onclick: () => { more.set(name, limit + 5 * STEP); draw(); } }, t('more', { n: Math.min(5 * STEP, list.length - limit) })) : null);
  }

  function drawArrange() {
    const held = document.activeElement?.id;
    fill(byId('arrange'),
      h('span', { class: 'tabs', role: 'group', 'aria-label': t('period') }, SPANS.map((name) => h('button', { type: 'button', id: `span-${name}`, 'aria-pressed': String(name === span()), onclick: () => Address.set({ span: name }) }, t(name)))),
      h('label', { class: 'inline' }, t('group-by'), ' ', h('select', { id: 'by', onchange: (event) => Address.set({ by: event.target.value }) }, GROUPS.map((name) => h('option', { value: name, selected: name === Address.get('by') }, name ? t(Filters.HEADINGS[name]) : t('none'))))),
      h('label', { class: 'inline' }, t('as-of'), ' ', h('input', { type: 'date', id: 'asof-top', value: Address.asOf(), onchange: (event) => Address.set({ asof: event.target.value }) })));
    if (held && byId('arrange').contains(byId(held))) byId(held).focus();
  }

  function draw() {
    const items = Filters.chosen();
    const { dated, others } = collect(items);
    drawSearch();
    Filters.draw(byId('filters'));
    drawArrange();
    fill(byId('tools'), h('button', { type: 'button', id: 'csv', 'aria-label': t('csv-label'), onclick: () => Export.saveCsv(Export.table(items.filter((item) => item.deadlines.length)), 'timeline.csv') }, t('csv')),
      h('button', { type: 'button', id: 'print', onclick: () => window.print() }, t('print')));
    fill(byId('count'), t('shown-n', { n: items.length, all: Facts.items.length }), ' ', Filters.chips());
    drawChart(dated);
    fill(byId('periods'), [...dated.keys()].sort().map((name) => section(name, name, dated.get(name))),
      others.recurring.length ? section('recurring', t('recurring'), others.recurring) : null,
      others.undated.length ? section('undated', t('undated'), others.undated) : null,
      items.length ? null : h('div', { class: 'empty' }, h('p', {}, t('nothing')), h('p', { class: 'muted' }, t('nothing-help'))));
    Panel.draw();
  }

  Shell.start(draw, { resize: true });
})();
