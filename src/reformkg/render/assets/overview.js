'use strict';
/* The overview page: counts, charts with their tables, and the documents. */

(() => {
  const FIELDS = ['place', 'org', 'topic', 'year', 'state', 'doc'];
  const drawSearch = Finder.box(byId('search'), (hit) => Address.set({ [hit.field]: hit.value }));

  const count = (list) => {
    const found = new Map();
    for (const value of list) found.set(value, (found.get(value) || 0) + 1);
    return found;
  };

  /** What the numbers lead to: the ledger with the filters of this page and `parts`; in a page that stands alone, the list here. */
  const asked = () => Object.fromEntries([...Object.entries(Filters.current()), ['asof', Address.get('asof')]].filter(([, value]) => value));
  const open = (parts) => () => {
    if (Shell.inSite()) window.location.href = Address.to('ledger', { ...asked(), ...parts });
    else Address.set(parts);
  };
  const link = (parts, ...content) => (Shell.inSite() ? h('a', { href: Address.to('ledger', { ...asked(), ...parts }) }, content) : h('button', { type: 'button', onclick: open(parts) }, content));

  function question(number, word, kind, parts) {
    return h('li', { class: kind ? `is-${kind}` : null }, link(parts, h('b', {}, number), h('span', {}, t(word))));
  }

  function drawHead(items) {
    const asOf = Address.asOf();
    const tasks = items.filter((item) => item.kind === 'task');
    const of = (state) => tasks.filter((item) => Facts.states(item, asOf).includes(state)).length;
    const such = (state) => ({ kind: 'task', state, asof: asOf });
    const some = Filters.active().length > 0;
    const bodies = new Set(items.flatMap((item) => item.owners.map((owner) => owner.body)));
    const targets = items.reduce((sum, item) => sum + item.indicators.length, 0);
    byId('headline').textContent = t('headline');
    byId('lead-in').textContent = t(some ? 'lead-in-some' : 'lead-in', { documents: new Set(items.map((item) => item.doc)).size, tasks: tasks.length, bodies: bodies.size, targets });
    const grave = Facts.findings.filter((finding) => finding.severity === 'violation').length;
    fill(byId('questions'),
      question(of('unowned'), 'q-unowned', 'violation', such('unowned')),
      question(of('no-lead'), 'q-no-lead', 'warning', such('no-lead')),
      question(of('overdue'), 'q-overdue', 'warning', such('overdue')),
      question(of('soon'), 'q-soon', '', such('soon')),
      question(of('undated'), 'q-undated', '', such('undated')),
      Shell.inSite() && !some ? h('li', { class: 'is-violation' }, h('a', { href: Address.to('report', {}) }, h('b', {}, grave), h('span', {}, t('q-violations')))) : null);
  }

  const roleSeries = () => Facts.ROLES.map((role) => ({ label: t(role), fill: { lead: 'fill-lead', support: 'fill-hatch', responsible: 'fill-dots' }[role] }));

  function workload(items, width) {
    const byFunction = Address.get('workload') === 'function';
    const rows = new Map();
    for (const item of items) {
      const seen = new Set();
      for (const owner of item.owners) {
        const key = byFunction ? owner.body.function : owner.body.key;
        if (!key || seen.has(`${key} ${owner.role}`)) continue;
        seen.add(`${key} ${owner.role}`);
        if (!rows.has(key)) rows.set(key, { label: byFunction ? Facts.called('function', key) : owner.body.name, values: [0, 0, 0], open: open(byFunction ? { function: key } : { org: key }) });
        rows.get(key).values[Facts.ROLES.indexOf(owner.role)] += 1;
      }
    }
    const sum = (row) => row.values.reduce((a, b) => a + b, 0);
    const list = [...rows.values()].sort((a, b) => sum(b) - sum(a));
    const choice = h('span', { class: 'tabs', role: 'group', 'aria-label': t('rows') }, ['department', 'function'].map((name) => h('button', { type: 'button', id: `workload-${name}`, 'aria-pressed': String((name === 'function') === byFunction), onclick: () => Address.set({ workload: name === 'function' ? name : '' }) }, t(name))));
    const drawn = Charts.bars(t('workload'), t(byFunction ? 'function' : 'department'), list, roleSeries(), width);
    drawn.querySelector('figcaption').append(' ', choice);
    return drawn;
  }

  function years(items, width) {
    const asOf = Address.asOf();
    const found = new Map();
    for (const item of items) {
      for (const deadline of item.deadlines) {
        if (!deadline.date) continue;
        const year = deadline.date.slice(0, 4);
        if (!found.has(year)) found.set(year, { label: year, values: [0, 0], open: open({ year }) });
        found.get(year).values[deadline.date < asOf ? 0 : 1] += 1;
      }
    }
    const named = [...found.keys()].map(Number);
    const [first, last] = [Math.min(...named), Math.max(...named)];
    for (let year = first; year < last && last - first < 60; year += 1) if (!found.has(String(year))) found.set(String(year), { label: String(year), values: [0, 0] });
    return Charts.columns(t('by-year'), t('year'), [...found.values()].sort((a, b) => (a.label < b.label ? -1 : 1)), [{ label: t('overdue'), fill: 'fill-late' }, { label: t('due'), fill: 'fill-accent' }], width);
  }

  function bare(items, width) {
    const unowned = items.filter((item) => item.kind === 'task' && !item.owners.length);
    const rows = [...count(unowned.map((item) => item.doc))].sort((a, b) => b[1] - a[1]).map(([doc, number]) => ({ label: doc.name, values: [number], open: open({ state: 'unowned', doc: doc.key }) }));
    return Charts.bars(t('unowned-by-document'), t('document'), rows, [{ label: t('unowned'), fill: 'fill-bad' }], width, 12);
  }

  function topics(items, width) {
    const rows = new Map();
    for (const item of items) {
      for (const topic of item.topics) {
        if (!rows.has(topic)) rows.set(topic, { label: Facts.called('topic', topic), values: [0], tasks: 0, open: open({ topic }) });
        rows.get(topic).values[0] += item.indicators.length;
      }
    }
    const list = [...rows.values()].filter((row) => row.values[0]).sort((a, b) => b.values[0] - a.values[0]);
    return Charts.bars(t('indicators-by-topic'), t('topic'), list, [{ label: t('indicators'), fill: 'fill-accent' }], width);
  }

  function drawDocuments(items) {
    const asOf = Address.asOf();
    const held = new Map();
    for (const item of items) held.set(item.doc, [...(held.get(item.doc) || []), item]);
    const documents = Filters.active().length ? [...held.keys()] : Facts.documents;
    const row = (doc) => {
      const own = held.get(doc) || [];
      const tasks = own.filter((item) => item.kind === 'task');
      const wanting = tasks.filter((item) => !item.owners.length).length;
      const late = tasks.filter((item) => Facts.states(item, asOf).includes('overdue')).length;
      const grave = Facts.findings.filter((finding) => finding.doc === doc && finding.severity === 'violation').length;
      const cell = (number, word, parts, bad) => h('td', { class: bad && number ? 'num bad' : 'num', 'data-label': t(word) }, number ? link({ doc: doc.key, ...parts }, number) : 0);
      return h('tr', {}, h('th', { scope: 'row' }, Panel.linkTo(doc, doc.name)), h('td', { 'data-label': t('number') }, doc.number || '—'), h('td', { 'data-label': t('place') }, doc.place || '—'), h('td', { class: 'num', 'data-label': t('issued') }, doc.issued || '—'),
        cell(tasks.length, 'tasks', { kind: 'task' }), cell(wanting, 'unowned', { state: 'unowned' }, true), cell(late, 'overdue', { kind: 'task', state: 'overdue', asof: asOf }),
        h('td', { class: grave ? 'num bad' : 'num', 'data-label': t('violation') }, grave && Shell.inSite() ? h('a', { href: Address.to('report', { doc: doc.link, severity: 'violation' }) }, grave) : grave));
    };
    const limit = Number(Address.get('documents')) || 50;
    fill(byId('documents'), h('section', { class: 'group' }, h('h2', {}, t('documents'), ' ', h('span', { class: 'muted num' }, documents.length)), h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('documents') }, h('table', { class: 'plain-table wide documents' },
      h('thead', {}, h('tr', {}, ['title', 'number', 'place', 'issued'].map((word) => h('th', { scope: 'col' }, t(word))), ['tasks', 'unowned', 'overdue', 'violation'].map((word) => h('th', { scope: 'col', class: 'num' }, t(word))))),
      h('tbody', {}, documents.slice(0, limit).map(row)))),
    documents.length > limit ? h('button', { type: 'button', class: 'quiet', onclick: () => Address.set({ documents: limit + 200 }) }, t('more-rows', { n: Math.min(200, documents.length - limit) })) : null));
  }

  function draw() {
    const box = byId('charts');
    const gap = 40;
    const wide = box.clientWidth >= 880 ? (box.clientWidth - gap) / 2 : box.clientWidth;
    const held = document.activeElement?.id;
    const items = Filters.chosen();
    drawHead(items);
    drawSearch();
    Filters.draw(byId('filters'), FIELDS);
    Answers.draw(byId('answers'), items);
    box.hidden = !items.length;
    fill(box, h('div', {}, workload(items, wide)), h('div', {}, years(items, wide), bare(items, wide), topics(items, wide)));
    drawDocuments(items);
    Panel.draw();
    if (held) byId(held)?.focus();
  }

  Shell.start(draw, { resize: true });
})();
