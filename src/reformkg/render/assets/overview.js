'use strict';
/* The overview page: counts, charts with their tables, and the documents. */

(() => {
  const tasks = Facts.items.filter((item) => item.kind === 'task');
  const unowned = tasks.filter((item) => !item.owners.length);

  const count = (list) => {
    const found = new Map();
    for (const value of list) found.set(value, (found.get(value) || 0) + 1);
    return found;
  };

  const toLedger = (parts) => () => { window.location.href = Address.to('ledger', parts); };
  const open = (parts) => (Shell.inSite() ? toLedger(parts) : null);

  function figure(number, word, kind, parts) {
    const inside = [h('b', {}, number), h('span', {}, t(word))];
    return h('li', { class: kind ? `is-${kind}` : null }, Shell.inSite() && parts ? h('a', { href: Address.to(...parts) }, inside) : inside);
  }

  function drawFigures() {
    const asOf = Address.asOf();
    const of = (severity) => Facts.findings.filter((finding) => finding.severity === severity).length;
    const late = Facts.items.filter((item) => Facts.states(item, asOf).includes('overdue')).length;
    fill(byId('figures'), h('ul', { class: 'figures' },
      figure(Facts.documents.length, 'documents', '', ['reader', {}]),
      figure(tasks.length, 'tasks', '', ['ledger', { kind: 'task' }]),
      figure(Facts.organisations.length, 'departments', '', ['graph', {}]),
      figure(Facts.items.reduce((sum, item) => sum + item.indicators.length, 0), 'indicators', ''),
      figure(unowned.length, 'unowned', 'violation', ['ledger', { state: 'unowned' }]),
      figure(late, 'overdue', 'warning', ['ledger', { state: 'overdue', asof: asOf }]),
      figure(of('violation'), 'violation', 'violation', ['report', { severity: 'violation' }]),
      figure(of('warning'), 'warning', 'warning', ['report', { severity: 'warning' }])));
  }

  const roleSeries = () => Facts.ROLES.map((role) => ({ label: t(role), fill: { lead: 'fill-lead', support: 'fill-hatch', responsible: 'fill-dots' }[role] }));

  function workload(width) {
    const byFunction = Address.get('workload') === 'function';
    const rows = new Map();
    for (const item of Facts.items) {
      const seen = new Set();
      for (const owner of item.owners) {
        const key = byFunction ? owner.body.function : owner.body.key;
        if (!key || seen.has(`${key} ${owner.role}`)) continue;
        seen.add(`${key} ${owner.role}`);
        if (!rows.has(key)) rows.set(key, { label: byFunction ? Facts.called('function', key) : owner.body.name, values: [0, 0, 0], open: byFunction ? open({ function: key }) : () => Panel.goto(owner.body) });
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

  function years(width) {
    const asOf = Address.asOf();
    const found = new Map();
    for (const item of Facts.items) {
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

  function bare(width) {
    const rows = [...count(unowned.map((item) => item.doc))].sort((a, b) => b[1] - a[1]).map(([doc, number]) => ({ label: doc.name, values: [number], open: open({ state: 'unowned', doc: doc.key }) || (() => Panel.goto(doc)) }));
    return Charts.bars(t('unowned-by-document'), t('document'), rows, [{ label: t('unowned'), fill: 'fill-bad' }], width, 12);
  }

  function topics(width) {
    const rows = new Map();
    for (const item of Facts.items) {
      for (const topic of item.topics) {
        if (!rows.has(topic)) rows.set(topic, { label: Facts.called('topic', topic), values: [0], tasks: 0, open: open({ topic }) });
        rows.get(topic).values[0] += item.indicators.length;
      }
    }
    const list = [...rows.values()].filter((row) => row.values[0]).sort((a, b) => b.values[0] - a.values[0]);
    return Charts.bars(t('indicators-by-topic'), t('topic'), list, [{ label: t('indicators'), fill: 'fill-accent' }], width);
  }

  function drawDocuments() {
    const asOf = Address.asOf();
    const row = (doc) => {
      const own = doc.items.filter((item) => item.kind === 'task');
      const wanting = own.filter((item) => !item.owners.length).length;
      const late = doc.items.filter((item) => Facts.states(item, asOf).includes('overdue')).length;
      const cells = [own.length, wanting, late, Facts.findings.filter((finding) => finding.doc === doc && finding.severity === 'violation').length];
      return h('tr', {}, h('th', { scope: 'row' }, Panel.linkTo(doc, doc.name)), h('td', {}, doc.number || '—'), h('td', {}, doc.place || '—'), h('td', { class: 'num' }, doc.issued || '—'),
        cells.map((cell, i) => h('td', { class: `num ${cell && (i === 1 || i === 3) ? 'bad' : ''}` }, cell)));
    };
    const limit = Number(Address.get('documents')) || 50;
    fill(byId('documents'), h('section', { class: 'group' }, h('h2', {}, t('documents')), h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('documents') }, h('table', { class: 'plain-table wide' },
      h('thead', {}, h('tr', {}, ['title', 'number', 'place', 'issued'].map((word) => h('th', { scope: 'col' }, t(word))), ['tasks', 'unowned', 'overdue', 'violation'].map((word) => h('th', { scope: 'col', class: 'num' }, t(word))))),
      h('tbody', {}, Facts.documents.slice(0, limit).map(row)))),
    Facts.documents.length > limit ? h('button', { type: 'button', class: 'quiet', onclick: () => Address.set({ documents: limit + 200 }) }, t('more-rows', { n: Math.min(200, Facts.documents.length - limit) })) : null));
  }

  function draw() {
    const box = byId('charts');
    const gap = 40;
    const wide = box.clientWidth >= 880 ? (box.clientWidth - gap) / 2 : box.clientWidth;
    const held = document.activeElement?.id;
    drawFigures();
    fill(box, h('div', {}, workload(wide)), h('div', {}, years(wide), bare(wide), topics(wide)));
    drawDocuments();
    Panel.draw();
    if (held) byId(held)?.focus();
  }

  Shell.start(draw, { resize: true });
})();
