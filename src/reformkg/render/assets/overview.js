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
  const href = (parts) => (Shell.inSite() ? Address.to('ledger', { ...asked(), ...parts }) : `#${new URLSearchParams({ ...asked(), ...parts })}`);

  function question(word, kind, number, target, more) {
    const [figure, words] = Words.counted(word, number, more);
    return h('li', { class: kind ? `is-${kind}` : null }, h('a', { href: target }, h('b', {}, figure), h('span', {}, words)));
  }

  /** The items in a state, whatever state the page asks for: a number leads to those of its own. */
  const inState = (state) => Filters.chosen({ ...Filters.current(), state });

  const KINDS = ['task', 'objective', 'measure'];

  /** How many items there are, and of each kind: 106 items (101 tasks, 5 objectives). */
  function numbers(items) {
    const kinds = KINDS.map((kind) => [kind, items.filter((item) => item.kind === kind).length]).filter(([, n]) => n).map(([kind, n]) => t(`${kind}-n`, { n }));
    const what = t('tasks-n', { n: items.length });
    return kinds.length ? t('of-kinds', { what, kinds: kinds.join(Words.language === 'zh' ? '、' : ', ') }) : what;
  }

  function drawHead(items) {
    const asOf = Address.asOf();
    const of = (state) => inState(state).length;
    const some = Filters.active().length > 0;
    const owners = [...new Set(items.flatMap((item) => item.owners.map((owner) => owner.body)))];
    const classes = owners.filter((body) => body.collective).length;
    const bodies = t(classes ? 'owners-classes' : 'owners-n', { n: owners.length, classes });
    const broken = inState('unowned').filter(Facts.brokenOff).length;
    const targets = items.reduce((sum, item) => sum + item.indicators.length, 0);
    byId('headline').textContent = t('headline');
    byId('lead-in').textContent = t(some ? 'lead-in-some' : 'lead-in', { documents: some ? new Set(items.map((item) => item.doc)).size : Facts.documents.length, what: numbers(items), bodies, targets });
    const grave = Facts.findings.filter((finding) => finding.severity === 'violation').length;
    const card = (state, kind = '') => question(`q-${state}`, kind, of(state), href({ state, asof: asOf }));
    fill(byId('questions'), broken ? question('q-unowned-broken', 'violation', of('unowned'), href({ state: 'unowned', asof: asOf }), { broken }) : card('unowned', 'violation'), card('no-lead', 'warning'), card('overdue', 'warning'), card('soon'), card('undated'),
      Shell.inSite() && !some ? question('q-violations', 'violation', grave, Address.to('report', { severity: 'violation' })) : null);
  }

  const roleSeries = () => Facts.ROLES.map((role) => ({ label: t(role), fill: { lead: 'fill-lead', support: 'fill-hatch', responsible: 'fill-dots' }[role] }));

  /** An item counts once in a row, in the foremost of the roles that the row's bodies have in it. */
  function workload(items, width) {
    const byFunction = Address.get('workload') === 'function';
    const rows = new Map();
    for (const item of items) {
      const roles = new Map();
      for (const owner of Filters.ownersOf(item)) {
        const key = byFunction ? owner.body.function : owner.body.key;
        const role = Facts.ROLES.indexOf(owner.role);
        if (key) roles.set(key, Math.min(role, roles.get(key) ?? role));
        if (key && !rows.has(key)) rows.set(key, { label: byFunction ? Facts.called('function', key) : owner.body.name, values: [0, 0, 0], href: href(byFunction ? { function: key } : { org: key }) });
      }
      for (const [key, role] of roles) rows.get(key).values[role] += 1;
    }
    const sum = (row) => row.values.reduce((a, b) => a + b, 0);
    const list = [...rows.values()].sort((a, b) => sum(b) - sum(a));
    const choice = h('span', { class: 'tabs', role: 'group', 'aria-label': t('rows') }, ['department', 'function'].map((name) => h('button', { type: 'button', id: `workload-${name}`, 'aria-pressed': String((name === 'function') === byFunction), onclick: () => Address.set({ workload: name === 'function' ? name : '' }) }, t(name))));
    const drawn = Charts.bars(t('workload'), t(byFunction ? 'function' : 'department'), list, roleSeries(), width);
    drawn.querySelector('figcaption').append(' ', choice);
    drawn.append(h('p', { class: 'muted small' }, t('counted-once')));
    return drawn;
  }

  /** Where a page asks for one value of a field, its chart holds that one: the others' lists would be longer than their bars. */
  const own = (field) => (value) => !Address.get(field) || value === Address.get(field);

  /** An item counts once in each year that it is due in: as past where all its days of that year are. */
  function years(items, width) {
    const asOf = Address.asOf();
    const found = new Map();
    for (const item of items) {
      for (const year of Facts.years(item).filter(own('year'))) {
        if (!found.has(year)) found.set(year, { label: year, values: [0, 0], href: href({ year }) });
        const ahead = item.deadlines.some(({ date }) => date?.startsWith(year) && date >= asOf);
        found.get(year).values[ahead ? 1 : 0] += 1;
      }
    }
    const named = [...found.keys()].map(Number);
    const [first, last] = [Math.min(...named), Math.max(...named)];
    for (let year = first; year < last && last - first < 60; year += 1) if (!found.has(String(year))) found.set(String(year), { label: String(year), values: [0, 0] });
    const drawn = Charts.columns(t('by-year'), t('year'), [...found.values()].sort((a, b) => (a.label < b.label ? -1 : 1)), [{ label: t('past'), fill: 'fill-late' }, { label: t('ahead'), fill: 'fill-accent' }], width);
    drawn.append(h('p', { class: 'muted small' }, t('years-counted')));
    return drawn;
  }

  function bare(width) {
    const items = inState('unowned');
    const broken = count(items.filter(Facts.brokenOff).map((item) => item.doc));
    const rows = [...count(items.map((item) => item.doc))].sort((a, b) => b[1] - a[1]).map(([doc, number]) => {
      const apart = broken.get(doc) || 0;
      return { label: doc.name, values: broken.size ? [number - apart, apart] : [number], href: href({ state: 'unowned', doc: doc.key }) };
    });
    const series = [{ label: t('unowned'), fill: 'fill-bad' }, ...(broken.size ? [{ label: t('broken-off'), fill: 'fill-pale' }] : [])];
    return Charts.bars(t('unowned-by-document'), t('document'), rows, series, width, 12);
  }

  /** The items of each topic, with how many indicators they set. */
  function topics(items, width) {
    const rows = new Map();
    for (const item of items) {
      for (const topic of [...new Set(item.topics)].filter(own('topic'))) {
        if (!rows.has(topic)) rows.set(topic, { label: Facts.called('topic', topic), values: [0, 0], indicators: 0, href: href({ topic }) });
        rows.get(topic).values[item.indicators.length ? 0 : 1] += 1;
        rows.get(topic).indicators += item.indicators.length;
      }
    }
    const list = [...rows.values()].sort((a, b) => b.indicators - a.indicators || b.values[1] - a.values[1]);
    for (const row of list) row.beside = row.indicators ? t('indicators-n', { n: row.indicators }) : '';
    return Charts.bars(t('indicators-by-topic'), t('topic'), list, [{ label: t('measured'), fill: 'fill-accent' }, { label: t('unmeasured'), fill: 'fill-pale' }], width);
  }

  function drawDocuments(items) {
    const asOf = Address.asOf();
    const held = new Map();
    for (const item of items) held.set(item.doc, [...(held.get(item.doc) || []), item]);
    const some = Filters.active().length > 0;
    const documents = some ? [...held.keys()] : Facts.documents;
    const [unowned, overdue] = ['unowned', 'overdue'].map((state) => count(inState(state).map((item) => item.doc)));
    const row = (doc) => {
      const own = held.get(doc) || [];
      const grave = Facts.findings.filter((finding) => finding.doc === doc && finding.severity === 'violation').length;
      const cell = (number, word, target, bad) => h('td', { class: bad && number ? 'num bad' : 'num', 'data-label': t(word) }, number && target ? h('a', { href: target }, number) : number);
      return h('tr', {}, h('th', { scope: 'row' }, Panel.linkTo(doc, doc.name)), h('td', { 'data-label': t('number') }, doc.number || '—'), h('td', { 'data-label': t('place') }, doc.place || '—'), h('td', { class: 'num', 'data-label': t('issued') }, doc.issued || '—'),
        cell(own.length, 'tasks', href({ doc: doc.key })), cell(unowned.get(doc) || 0, 'unowned', href({ state: 'unowned', doc: doc.key }), true), cell(overdue.get(doc) || 0, 'overdue', href({ state: 'overdue', doc: doc.key, asof: asOf })),
        some ? null : cell(grave, 'violation', Shell.inSite() ? Address.to('report', { doc: doc.link, severity: 'violation' }) : '', true));
    };
    const limit = Shell.onPaper() ? Infinity : Number(Address.get('documents')) || 50;
    byId('documents').hidden = !documents.length;
    fill(byId('documents'), h('section', { class: 'group' }, h('h2', {}, t('documents'), ' ', h('span', { class: 'muted num' }, documents.length)), h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': t('documents') }, h('table', { class: 'plain-table wide documents' },
      h('thead', {}, h('tr', {}, ['title', 'number', 'place', 'issued'].map((word) => h('th', { scope: 'col' }, t(word))), ['tasks', 'unowned', 'overdue', ...(some ? [] : ['violation'])].map((word) => h('th', { scope: 'col', class: 'num' }, t(word))))),
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
    fill(box, h('div', {}, workload(items, wide), bare(wide)), h('div', {}, years(items, wide), topics(items, wide)));
    drawDocuments(items);
    Panel.draw();
    if (held) byId(held)?.focus();
  }

  Shell.start(draw, { resize: true, select: Panel.draw });
})();
