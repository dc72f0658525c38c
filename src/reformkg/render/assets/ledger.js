'use strict';
/* The ledger page: the items as a table to sort, group, choose columns of, copy and take along. */

(() => {
  const STEP = 100;
  const OFF = ['kind', 'topic', 'number', 'place', 'passage'];
  /** Letters of an owner's name that is not broken over lines. */
  const SHORT = 12;
  const GROUPS = ['', 'doc', 'org', 'function', 'place', 'topic', 'year', 'state', 'kind'];
  const COLUMNS = new Map(Export.COLUMNS);
  const drawSearch = Finder.box(byId('search'), (hit) => Address.set({ [hit.field]: hit.value }));
  const collator = new Intl.Collator('zh-CN', { numeric: true });
  const opened = new Set();
  let limit = STEP;
  let before = '';

  const columns = () => {
    const off = new Set(Address.get('off') ? Address.get('off').split('.') : OFF);
    return [...COLUMNS.keys()].filter((word) => !off.has(word));
  };

  function arranged(items) {
    const [by, down] = [Address.get('sort').replace(/^-/, ''), Address.get('sort').startsWith('-')];
    if (!COLUMNS.has(by)) return items;
    const keyed = items.map((item) => [sortKey(by, item), item]);
    keyed.sort((a, b) => {
      if (!a[0] || !b[0]) return a[0] ? -1 : b[0] ? 1 : 0;
      return (down ? -1 : 1) * collator.compare(a[0], b[0]);
    });
    return keyed.map(([, item]) => item);
  }

  /** Items without a date come last, whichever way the dates go. */
  function sortKey(by, item) {
    if (by === 'deadlines') return item.deadlines.map((deadline) => deadline.date).filter(Boolean).sort()[0] || '';
    return COLUMNS.get(by)(item);
  }

  /** The columns that hold something for one of the items at least, and those that hold nothing; a sorted one stays. */
  function filled(items, wanted) {
    const sorted = Address.get('sort').replace(/^-/, '');
    const bare = items.length ? wanted.filter((word) => word !== sorted && items.every((item) => !COLUMNS.get(word)(item))) : [];
    return { shown: wanted.filter((word) => !bare.includes(word)), bare };
  }

  const grouping = () => (GROUPS.includes(Address.get('group')) ? Address.get('group') : '');

  function grouped(items) {
    const by = grouping();
    if (!by) return [[null, items]];
    const asOf = Address.asOf();
    const groups = new Map();
    for (const item of items) {
      const values = Filters.valuesOf(item, by, asOf, Filters.current());
      for (const value of values.length ? values : ['']) {
        if (!groups.has(value)) groups.set(value, []);
        groups.get(value).push(item);
      }
    }
    const entries = [...groups];
    if (by === 'year') entries.sort((a, b) => (a[0] || '9').localeCompare(b[0] || '9'));
    else if (by !== 'doc') entries.sort((a, b) => (a[0] === '') - (b[0] === '') || b[1].length - a[1].length);
    return entries;
  }

  function header(word) {
    const sort = Address.get('sort');
    const state = sort === word ? 'ascending' : sort === `-${word}` ? 'descending' : 'none';
    const next = { none: word, ascending: `-${word}`, descending: '' }[state];
    return h('th', { scope: 'col', class: `col-${word}`, 'aria-sort': state }, h('button', { type: 'button', class: 'sort', id: `sort-${word}`, onclick: () => Address.set({ sort: next }) }, t(word), h('span', { 'aria-hidden': 'true' }, { none: ' ↕', ascending: ' ▲', descending: ' ▼' }[state])),
      // Browsers leave buttons out where they repeat a table's head on each sheet.
      h('span', { class: 'on-paper', 'aria-hidden': 'true' }, t(word)));
  }

  const bodies = (item, role) => item.owners.filter((owner) => owner.role === role).map((owner, i, all) => [h('span', { class: (owner.name || '').length <= SHORT ? 'owner short' : 'owner' }, Panel.ownerLink(owner), i + 1 < all.length ? '、' : ''), ' ']);

  /** The button that opens the item's passage below its row. */
  function words(item) {
    const open = opened.has(item);
    const flip = () => { if (open) opened.delete(item); else opened.add(item); draw(); byId(`words-${item.index}`).focus(); };
    return h('button', { type: 'button', class: 'words', id: `words-${item.index}`, 'aria-expanded': String(open), 'aria-label': `${t('passage')}：${item.title}`, onclick: flip }, t('passage'), h('span', { 'aria-hidden': 'true' }, open ? ' ▴' : ' ▾'));
  }

  const quoted = (item, across) => h('tr', { class: 'quoted' }, h('td', { colspan: across }, h('div', {}, h('p', { class: 'muted' }, Panel.linkTo(item.doc, item.doc.name), [item.doc.number, item.ref].filter(Boolean).map((part) => ` · ${part}`)), Passage.ofItem(item), Passage.basis(item))));

  function cell(item, word) {
    switch (word) {
      case 'title': return [Panel.linkTo(item, item.title), ' ', words(item)];
      case 'document': return Panel.linkTo(item.doc, item.doc.name);
      case 'lead': case 'support': case 'responsible': return bodies(item, word);
      case 'state': return Panel.stateTags(item);
      case 'deadlines': return item.deadlines.map((deadline) => h('div', { class: 'num', title: deadline.text }, Facts.when(deadline).split(' – ').map((day, i) => [i ? ' ' : '', h('span', { class: 'day' }, i ? `– ${day}` : day)]), ' ', Panel.passedTag(item, deadline)));
      case 'indicators': return item.indicators.map((indicator) => h('div', {}, h('b', { class: 'num' }, Facts.amount(indicator)), ' ', indicator.subject || indicator.text));
      case 'findings': return Export.shapes(item).map((shape) => h('div', { title: shape }, Facts.called('shape', shape)));
      default: return COLUMNS.get(word)(item);
    }
  }

  function drawTable(groups, shown) {
    const room = Shell.onPaper() ? Infinity : limit;
    let left = room;
    const rows = [];
    for (const [value, items] of groups) {
      if (left <= 0) break;
      if (value !== null) rows.push(h('tr', { class: 'group-row' }, h('th', { colspan: shown.length, scope: 'rowgroup' }, value === '' ? t('none') : Filters.label(grouping(), value), h('span', { class: 'muted num' }, ` ${items.length}`))));
      for (const item of items.slice(0, left)) {
        const states = Facts.states(item, Address.asOf());
        rows.push(h('tr', { class: [states.includes('unowned') ? Facts.missing(item)[1] : '', Address.get('sel') === item.link ? 'chosen' : ''].join(' '), 'data-item': item.link }, shown.map((word) => (word === 'title' ? h('th', { scope: 'row', class: `col-${word}` }, cell(item, word)) : h('td', { class: `col-${word}`, 'data-label': t(word) }, cell(item, word))))));
        if (opened.has(item)) rows.push(quoted(item, shown.length));
      }
      left -= items.length;
    }
    const all = groups.reduce((sum, [, items]) => sum + items.length, 0);
    const held = document.activeElement?.id;
    fill(byId('table'), rows.length ? h('table', { class: 'ledger' }, h('thead', {}, h('tr', {}, shown.map(header))), h('tbody', {}, rows)) : Filters.emptyList(),
      all > room ? h('p', { class: 'actions' }, h('button', { type: 'button', id: 'more', onclick: () => { limit += 5 * STEP; draw(); } }, t('more-rows', { n: Math.min(5 * STEP, all - limit) }))) : null);
    if (held?.startsWith('sort-') || held === 'more') byId(held)?.focus();
  }

  function drawArrange(shown) {
    const held = document.activeElement?.id;
    const openBefore = byId('columns')?.open;
    const toggle = (word, on) => {
      const now = [...COLUMNS.keys()].filter((name) => (name === word ? !on : !shown.includes(name)));
      Address.set({ off: now.join('.') || 'none' }, { replace: true });
    };
    fill(byId('arrange'),
      h('label', { class: 'inline' }, t('group-by'), ' ', h('select', { id: 'group', onchange: (event) => Address.set({ group: event.target.value }) }, GROUPS.map((name) => h('option', { value: name, selected: name === Address.get('group') }, name ? t(Filters.HEADINGS[name]) : t('none'))))),
      h('details', { id: 'columns', class: 'menu', open: openBefore }, h('summary', {}, t('columns')), h('div', {}, [...COLUMNS.keys()].map((word) => h('label', {}, h('input', { type: 'checkbox', id: `column-${word}`, checked: shown.includes(word), onchange: (event) => toggle(word, event.target.checked) }), ' ', t(word))))));
    if (held && byId('arrange').contains(byId(held))) byId(held).focus();
  }

  function drawTools(items, shown) {
    const picked = shown.map((word) => [word, COLUMNS.get(word)]);
    const tsv = () => Export.table(items, picked).map((row) => row.map((value) => String(value).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
    fill(byId('tools'),
      h('button', { type: 'button', id: 'copy', onclick: () => Export.copy(tsv(), t('copied', { n: items.length })) }, t('copy')),
      h('button', { type: 'button', id: 'csv', 'aria-label': t('csv-label'), onclick: () => Export.saveCsv(Export.table(items, picked), 'ledger.csv') }, t('csv')),
      h('button', { type: 'button', id: 'print', onclick: () => window.print() }, t('print')));
  }

  function draw() {
    const items = arranged(Filters.chosen());
    const groups = grouped(items);
    const wanted = columns();
    const { shown, bare } = filled(items, wanted);
    const query = JSON.stringify([Filters.current(), Address.get('group'), Address.get('sort')]);
    if (query !== before) limit = STEP;
    before = query;
    drawSearch();
    Filters.draw(byId('filters'));
    drawArrange(wanted);
    drawTools(groups.flatMap(([, list]) => list), wanted);
    fill(byId('count'), t('shown-n', { n: items.length, all: Facts.items.length }), ' ', Filters.chips(),
      bare.length ? h('span', { class: 'left-out' }, t('bare-columns', { columns: bare.map((word) => t(word)).join(Words.language === 'zh' ? '、' : ', ') })) : null);
    drawTable(groups, shown);
    Panel.draw();
  }

  /** The menu of columns closes when one presses elsewhere, or Escape. */
  document.addEventListener('pointerdown', (event) => { if (byId('columns')?.open && !byId('columns').contains(event.target)) byId('columns').open = false; });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !byId('columns')?.open) return;
    byId('columns').open = false;
    byId('columns').querySelector('summary').focus();
  });

  byId('filters-box').open = window.matchMedia('(min-width: 1000px)').matches;
  /** Marks the row whose panel is open; the table stays as it is. */
  function select() {
    for (const row of byId('table').querySelectorAll('[data-item]')) row.classList.toggle('chosen', row.dataset.item === Address.get('sel'));
    Panel.draw();
  }

  Shell.start(draw, { select });
})();
