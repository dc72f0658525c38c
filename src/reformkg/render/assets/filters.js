'use strict';
/* The filters that pages share: which items the address asks for, and the controls that change it. */

const Filters = (() => {
  const FIELDS = ['org', 'year', 'state', 'place', 'doc', 'topic', 'role', 'function', 'kind', 'finding'];
  const HEADINGS = { doc: 'document', org: 'department', role: 'role', function: 'function', place: 'place', topic: 'topic', kind: 'kind', year: 'year', state: 'state', finding: 'finding' };
  const STATES = ['unowned', 'no-lead', 'overdue', 'soon', 'due', 'recurring', 'unreckoned', 'undated'];
  const known = new Map();
  /** Values with words of their own; an address may hold any others. */
  const NAMED = new Set([...STATES, ...Facts.ROLES, 'task', 'objective', 'measure', 'violation', 'warning', 'info']);

  /** The values of a field that an item has; of owners, those that fit what else is `wanted` of an owner. */
  function valuesOf(item, field, asOf, wanted = {}) {
    const owners = () => item.owners.filter((owner) => ownerFits(owner, { ...wanted, [field]: '' }));
    switch (field) {
      case 'doc': return [item.doc.key];
      case 'org': return [...new Set(owners().map((owner) => owner.body.key))];
      case 'role': return [...new Set(owners().map((owner) => owner.role))];
      case 'function': return [...new Set(owners().map((owner) => owner.body.function).filter(Boolean))];
      case 'place': return item.doc.place ? [item.doc.place] : [];
      case 'topic': return [...new Set(item.topics)];
      case 'kind': return [item.kind];
      case 'year': return Facts.years(item);
      case 'state': return Facts.states(item, asOf);
      case 'finding': return [...new Set(item.findings.flatMap((finding) => [finding.severity, finding.shape]))];
      default: throw new Error(`no field ${field}`);
    }
  }

  /** Whether an owner is the one that department, role and function ask for together. */
  function ownerFits(owner, wanted) {
    return (!wanted.org || owner.body.key === wanted.org) && (!wanted.role || owner.role === wanted.role)
      && (!wanted.function || owner.body.function === wanted.function);
  }

  /** The owners of an item that fit what is asked for. */
  const ownersOf = (item, wanted = current()) => item.owners.filter((owner) => ownerFits(owner, wanted));

  const current = () => Object.fromEntries([...FIELDS, 'q'].map((field) => [field, Address.get(field)]));

  /** The items that fit what the address asks for, in document order. */
  function chosen(wanted = current()) {
    const asOf = Address.asOf();
    const terms = Search.terms(wanted.q || '');
    const byOwner = wanted.org || wanted.role || wanted.function;
    if (!terms.length && FIELDS.every((field) => !wanted[field])) return [...Facts.items];
    const others = FIELDS.filter((field) => wanted[field] && !['org', 'role', 'function'].includes(field));
    return Facts.items.filter((item) => (!byOwner || item.owners.some((owner) => ownerFits(owner, wanted)))
      && others.every((field) => valuesOf(item, field, asOf).includes(wanted[field]))
      && Search.fits(item, terms));
  }

  const shape = (id) => (Facts.called('shape', id) === id ? id : `${id} ${Facts.called('shape', id)}`);

  function label(field, value) {
    switch (field) {
      case 'doc': return Facts.byLink(`d:${value}`)?.name || value;
      case 'org': return Facts.byLink(`o:${value}`)?.name || value;
      case 'role': case 'state': case 'kind': return NAMED.has(value) ? t(value) : value;
      case 'finding': return NAMED.has(value) ? t(value) : shape(value);
      case 'topic': case 'function': return Facts.called(field, value);
      default: return value;
    }
  }

  /** How often each value of `field` occurs among `items`, beside what is `wanted` of their owners. */
  function counts(items, field, wanted = {}) {
    const asOf = Address.asOf();
    const found = new Map();
    for (const item of items) for (const value of valuesOf(item, field, asOf, wanted)) found.set(value, (found.get(value) || 0) + 1);
    const fixed = { state: STATES, role: Facts.ROLES, finding: ['violation', 'warning', 'info', ...Facts.shapes] }[field];
    const entries = [...found];
    if (fixed) return entries.sort((a, b) => fixed.indexOf(a[0]) - fixed.indexOf(b[0]));
    if (field === 'year') return entries.sort((a, b) => (a[0] < b[0] ? -1 : 1));
    if (field === 'doc') return entries;
    return entries.sort((a, b) => b[1] - a[1]);
  }

  /** Whether any item has a value of `field`: where nothing fits, the controls stay as they are. */
  function occurs(field) {
    if (!known.has(field)) known.set(field, Facts.items.some((item) => valuesOf(item, field, Address.asOf()).length > 0));
    return known.get(field);
  }

  /** How many items a page shows when `field` is set to `value` beside what is asked for, with the words `q` in place of those typed. */
  const opens = (field, value, q = '') => chosen({ ...current(), q, [field]: value }).length;

  /** One drop-down for `field`, with how many items each choice would show. */
  function control(field) {
    const wanted = current();
    const value = wanted[field];
    const choices = counts(chosen({ ...wanted, [field]: '' }), field, wanted);
    if (!choices.length && !value && !occurs(field)) return null;
    if (value && !choices.some(([choice]) => choice === value)) choices.push([value, 0]);
    const select = h('select', { id: `filter-${field}`, onchange: (event) => Address.set({ [field]: event.target.value, page: '', focus: '' }) },
      h('option', { value: '' }, t('any')),
      choices.map(([choice, count]) => h('option', { value: choice, selected: choice === value }, field === 'finding' ? `${label(field, choice)} (${t('tasks-n', { n: count })})` : `${label(field, choice)} (${count})`)));
    return h('label', { class: value ? 'field set' : 'field' }, h('span', {}, t(HEADINGS[field])), select);
  }

  /** The day that “overdue” is reckoned from. */
  function asOfControl() {
    return h('label', { class: 'field' }, h('span', {}, t('as-of')),
      h('input', { type: 'date', id: 'asof', value: Address.asOf(), onchange: (event) => Address.set({ asof: event.target.value }) }));
  }

  const active = () => [...FIELDS, 'q', 'focus'].filter((field) => Address.get(field));

  const clear = () => Address.set(Object.fromEntries([...FIELDS, 'q', 'page', 'focus'].map((field) => [field, ''])));

  const clearButton = () => (active().length ? h('button', { type: 'button', class: 'quiet', id: 'clear', onclick: clear }, t('clear')) : null);

  /** What is asked for, each with a button that takes it away, and one for all. */
  const chips = () => [...active().map((field) => h('span', { class: 'chip' }, field === 'q' ? `“${Address.get('q')}”` : field === 'focus' ? `${t('focus')}：${Facts.byLink(Address.get('focus'))?.name || Facts.byLink(Address.get('focus'))?.title || ''}` : `${t(HEADINGS[field])}：${label(field, Address.get(field))}`,
    h('button', { type: 'button', 'aria-label': t('remove'), onclick: () => Address.set({ [field]: '', page: '' }) }, '×'))), clearButton()];

  /** What stands in place of an empty list: what was asked for, and the ways back. */
  function emptyList() {
    const q = Address.get('q');
    return h('div', { class: 'empty' }, h('p', {}, t('nothing')), h('p', { class: 'muted' }, q ? [t('nothing-search', { q }), ' ', t('search-names')] : t('nothing-help')),
      h('p', { class: 'actions' }, q ? h('button', { type: 'button', id: 'clear-search', onclick: () => Address.set({ q: '', page: '' }) }, t('clear-search')) : null,
        active().length > (q ? 1 : 0) ? h('button', { type: 'button', id: 'clear-all', onclick: clear }, t('clear')) : null));
  }

  /** All controls into `element`, keeping the focus where it was. */
  function draw(element, fields = FIELDS) {
    const held = document.activeElement?.id;
    fill(element, h('div', { class: 'fields' }, fields.map(control), asOfControl()));
    if (held && element.contains(byId(held))) byId(held).focus();
  }

  return Object.freeze({ FIELDS, HEADINGS, NAMED, chosen, current, draw, control, opens, asOfControl, clearButton, chips, emptyList, ownersOf, active, label, valuesOf, counts });
})();
