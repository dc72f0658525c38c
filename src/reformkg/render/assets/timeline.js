'use strict';
/* The timeline page: deadlines by month, quarter or year, seen from a day that can be set. */

(() => {
  const SPANS = ['month', 'quarter', 'year-span'];
  const GROUPS = ['', 'org', 'doc', 'function'];
  const STEP = 60;
  /** Of what has no day, some stand for the rest. */
  const FEW = 20;
  const drawSearch = Finder.box(byId('search'), (hit) => Address.set({ [hit.field]: hit.value }));
  const more = new Map();

  /** Bars narrower than this cannot be told apart. */
  const NARROW = 5;
  const MOST_PERIODS = 400;
  let fitting = 'month';

  const span = () => (SPANS.includes(Address.get('span')) ? Address.get('span') : fitting);

  function periodOf(date, by = span()) {
    const [year, month] = [date.slice(0, 4), date.slice(5, 7)];
    return { 'month': `${year}-${month}`, 'quarter': `${year} Q${Math.ceil(Number(month) / 3)}`, 'year-span': year }[by];
  }

  const IN_YEAR = { 'month': 12, 'quarter': 4, 'year-span': 1 };

  /** All periods from the first to the last, so that empty stretches are seen as such; as far as they are not too many. */
  function axis(periods, by = span()) {
    const sorted = [...new Set(periods)].sort();
    if (!sorted.length) return sorted;
    const [first, last] = [Number(sorted[0].slice(0, 4)), Number(sorted.at(-1).slice(0, 4))];
    if ((last - first + 1) * IN_YEAR[by] > MOST_PERIODS) return sorted;
    const all = [];
    for (let year = first; year <= last; year += 1) {
      for (let part = 1; part <= IN_YEAR[by]; part += 1) {
        const name = { 'month': `${year}-${String(part).padStart(2, '0')}`, 'quarter': `${year} Q${part}`, 'year-span': String(year) }[by];
        if (name >= sorted[0] && name <= sorted.at(-1)) all.push(name);
      }
    }
    return all;
  }

  /** The shortest periods whose bars have room in the width of the chart, for those who have not chosen any. */
  function fit(items) {
    const days = [...items.flatMap((item) => item.deadlines.map(({ date }) => date).filter(Boolean)), Address.asOf()];
    const room = byId('chart').clientWidth / NARROW;
    fitting = SPANS.find((by) => axis(days.map((day) => periodOf(day, by)), by).length <= room) || SPANS.at(-1);
  }

  /** Each item once in each period that it is due in, with its deadlines of that period. */
  function collect(items) {
    const dated = new Map();
    const others = { recurring: [], unreckoned: [], undated: [], unasked: [] };
    for (const item of items) {
      const periods = new Map();
      for (const deadline of item.deadlines) {
        const place = deadline.date ? periodOf(deadline.date) : deadline.recurrence ? 'recurring' : 'unreckoned';
        if (!periods.has(place)) periods.set(place, { item, deadlines: [] });
        periods.get(place).deadlines.push(deadline);
      }
      for (const [place, entry] of periods) {
        if (!others[place] && !dated.has(place)) dated.set(place, []);
        (others[place] || dated.get(place)).push(entry);
      }
      if (!periods.size) others[item.kind === 'task' ? 'undated' : 'unasked'].push({ item, deadlines: [] });
    }
    const first = (entry) => entry.deadlines.map(({ date }) => date).sort()[0];
    for (const list of dated.values()) list.sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : a.item.index - b.item.index));
    return { dated, others };
  }

  /** Whether all the days of an entry are past. */
  const late = (entry) => entry.deadlines.some(({ date }) => date) && entry.deadlines.every(({ date }) => date && date < Address.asOf());

  /** How far a day has got in its period, from 0 to 1. */
  function elapsed(day) {
    const months = 12 / IN_YEAR[span()];
    const month = Number(day.slice(5, 7)) - 1;
    return ((month % months) + (Number(day.slice(8, 10)) - 1) / 31) / months;
  }

  function drawChart(dated) {
    const asOf = Address.asOf();
    const now = periodOf(asOf);
    const names = dated.size ? axis([...dated.keys(), now]) : [];
    const rows = names.map((name) => {
      const list = dated.get(name) || [];
      const past = list.filter(late).length;
      return { label: name, values: [past, list.length - past], open: list.length ? () => byId(`period-${name}`)?.scrollIntoView({ block: 'start' }) : null };
    });
    const line = names.length ? names.indexOf(now) + elapsed(asOf) : null;
    fill(byId('chart'), Charts.columns(t('deadlines-over-time'), t(span()), rows, [{ label: t('past'), fill: 'fill-late' }, { label: t('ahead'), fill: 'fill-accent' }], byId('chart').clientWidth, { line, lineLabel: `${t('as-of')} ${asOf}` }));
  }

  function row(entry) {
    const { item, deadlines } = entry;
    const first = item.owners.filter((owner) => owner.role === 'lead');
    const owners = first.length ? first : item.owners;
    const elsewhere = item.deadlines.filter((deadline) => !deadlines.includes(deadline)).map(Facts.when);
    const worded = deadlines.filter((deadline) => deadline.text !== Facts.when(deadline)).map((deadline) => deadline.text);
    return h('li', { class: late(entry) ? 'late' : null },
      h('span', { class: 'num date' }, deadlines.length ? [...new Set(deadlines.map(Facts.when))].map((when, i) => h('span', {}, i ? '' : late(entry) ? h('span', { class: 'late-sign', title: t('past') }, '▲ ') : null, when)) : '—'),
      h('span', { class: 'what' }, Panel.linkTo(item, item.title), worded.length ? h('span', { class: 'muted' }, ` ${worded.join('、')}`) : null,
        elsewhere.length ? h('span', { class: 'muted also' }, ` ${t('also-due', { days: [...new Set(elsewhere)].join('、') })}`) : null),
      h('span', { class: 'who muted' }, owners.length ? `${t(owners[0].role)} ${owners.slice(0, 3).map((owner) => owner.name).join('、')}${owners.length > 3 ? '…' : ''}` : t(Facts.ownerless(item))));
  }

  const grouping = () => (GROUPS.includes(Address.get('by')) ? Address.get('by') : '');

  function inGroups(list) {
    const by = grouping();
    if (!by) return [[null, list]];
    const groups = new Map();
    for (const entry of list) {
      const values = Filters.valuesOf(entry.item, by, Address.asOf(), Filters.current());
      for (const value of values.length ? values : ['']) {
        if (!groups.has(value)) groups.set(value, []);
        groups.get(value).push(entry);
      }
    }
    return [...groups].sort((a, b) => b[1].length - a[1].length);
  }

  function section(name, label, list) {
    const limit = Shell.onPaper() ? Infinity : more.get(name) || (/^\d/.test(name) ? STEP : FEW);
    let left = limit;
    const groups = inGroups(list);
    const all = groups.reduce((sum, [, entries]) => sum + entries.length, 0);
    const parts = groups.map(([value, entries]) => {
      if (left <= 0) return null;
      const shown = entries.slice(0, left);
      left -= entries.length;
      return [value === null ? null : h('h3', {}, value ? Filters.label(grouping(), value) : t('none'), h('span', { class: 'muted num' }, ` ${entries.length}`)), h('ol', { class: 'due' }, shown.map(row))];
    });
    return h('section', { class: 'group', id: `period-${name}` }, h('h2', {}, label, ' ', h('span', { class: 'muted num' }, list.length)), parts,
      all > limit ? h('button', { type: 'button', class: 'quiet more', onclick: () => { more.set(name, limit + 5 * STEP); draw(); } }, t('more', { n: Math.min(5 * STEP, all - limit) })) : null);
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
    fit(items);
    const { dated, others } = collect(items);
    drawSearch();
    Filters.draw(byId('filters'));
    drawArrange();
    fill(byId('tools'), h('button', { type: 'button', id: 'csv', 'aria-label': t('csv-label'), onclick: () => Export.saveCsv(Export.table(items.filter((item) => item.deadlines.length)), 'timeline.csv') }, t('csv')),
      h('button', { type: 'button', id: 'print', onclick: () => window.print() }, t('print')));
    fill(byId('count'), t('shown-n', { n: items.length, all: Facts.items.length }), ' ', Filters.chips());
    drawChart(dated);
    fill(byId('periods'), [...dated.keys()].sort().map((name) => section(name, name, dated.get(name))),
      Object.entries(others).map(([name, list]) => (list.length ? section(name, t(name), list) : null)),
      items.length ? null : Filters.emptyList());
    Panel.draw();
  }

  Shell.start(draw, { resize: true, select: Panel.draw });
})();
