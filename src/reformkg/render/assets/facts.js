'use strict';
/* The facts that the page carries, indexed: documents, organisations, items and findings that know one another. */

const Facts = (() => {
  const { documents, organisations, items, findings, shapes, rules, names, places = [] } = JSON.parse(byId('facts').textContent);
  /** Days ahead that count as near, as in the ledger's workbook. */
  const SOON = 30;
  const texts = new Map();
  const paragraphs = new Map();
  const remembered = { asOf: '', states: new Map() };

  documents.forEach((doc, index) => {
    Object.assign(doc, { id: `d${index}`, index, link: `d:${doc.key}`, items: [] });
    doc.name = doc.title || doc.source.name || doc.key;
  });
  organisations.forEach((body, index) => {
    Object.assign(body, { id: `o${index}`, index, link: `o:${body.key}`, items: [], names: new Map() });
  });
  items.forEach((item, index) => {
    const doc = documents[item.d];
    Object.assign(item, { id: `t${index}`, index, doc, link: `t:${doc.key}#${item.ref}`, findings: [] });
    for (const list of ['owners', 'deadlines', 'indicators', 'topics']) item[list] ||= [];
    item.title ||= item.ref;
    doc.items.push(item);
    for (const owner of item.owners) {
      owner.body = organisations[owner.o];
      if (owner.body.items.at(-1) !== item) owner.body.items.push(item);
      owner.body.names.set(owner.name, (owner.body.names.get(owner.name) || 0) + 1);
    }
  });
  findings.forEach((finding, index) => {
    Object.assign(finding, { index, doc: documents[finding.d] || null, item: items[finding.i] || null });
    if (finding.item) finding.item.findings.push(finding);
  });

  const shorts = new Map();
  for (const body of organisations) {
    let best = 0;
    body.short = body.label;
    for (const [name, count] of body.names) if (name && count > best) { best = count; body.short = name; }
    shorts.set(body.short, (shorts.get(body.short) || 0) + 1);
  }
  for (const body of organisations) {
    body.name = shorts.get(body.short) > 1 && body.place ? `${body.short}（${body.place}）` : body.short;
  }

  const linked = new Map([...documents, ...organisations, ...items].map((node) => [node.link, node]));
  const numbered = new Map([...documents, ...organisations, ...items].map((node) => [node.id, node]));

  /** The text of a document, parsed when it is first asked for. */
  function text(doc) {
    if (!texts.has(doc.id)) texts.set(doc.id, JSON.parse(byId(`text-${doc.index}`).textContent));
    return texts.get(doc.id);
  }

  /** The states of an item on the day `asOf` (ISO): an item can be in several. */
  function states(item, asOf) {
    if (remembered.asOf !== asOf) { remembered.asOf = asOf; remembered.states = new Map(); }
    if (!remembered.states.has(item)) remembered.states.set(item, reckon(item, asOf));
    return remembered.states.get(item);
  }

  /** The last day that is near, seen from `asOf`. */
  const soon = (asOf) => new Date(Date.parse(asOf) + SOON * 86_400_000).toISOString().slice(0, 10);

  /** An owner, a lead and a deadline are asked of tasks alone, as by the shapes RK001 to RK003. */
  function wants(item) {
    const found = [];
    if (item.kind !== 'task') return found;
    if (!item.owners.length) found.push('unowned');
    if (new Set(item.owners.map((owner) => owner.body)).size > 1 && !item.owners.some((owner) => owner.role === 'lead')) found.push('no-lead');
    if (!item.deadlines.length) found.push('undated');
    return found;
  }

  /** By the next of its last days, as in the workbook and the saved queries: overdue is what has none ahead. */
  function standing(item, asOf) {
    const dates = item.deadlines.map((deadline) => deadline.date).filter(Boolean);
    const next = dates.filter((date) => date >= asOf).sort()[0];
    if (next) return [next <= soon(asOf) ? 'soon' : 'due'];
    return dates.length ? ['overdue'] : [];
  }

  /** Days of an item that have passed where others are ahead, and its next day; null where all have passed or none. */
  function partly(item, asOf) {
    const days = [...new Set(item.deadlines.map((deadline) => deadline.date).filter(Boolean))].sort();
    const next = days.find((day) => day >= asOf);
    const n = days.indexOf(next);
    return n > 0 ? { n, all: days.length, next } : null;
  }

  /** Whether a task lacks its owner where the source breaks off: the owner may have stood in what is missing. */
  const brokenOff = (item) => Boolean(item.truncated) && item.kind === 'task' && !item.owners.length;

  /** The word for a task's owner that is not there, and its mark: a source that breaks off is no fault of its issuer. */
  const missing = (item) => (brokenOff(item) ? ['broken-off', 'is-broken'] : ['unowned', 'is-unowned']);

  /** What stands in the place of owners: that a task lacks them, or what an item is that needs none. */
  const ownerless = (item) => (item.kind === 'task' ? missing(item)[0] : item.kind);

  /** All names of an owner: as written, short, and the body's own. */
  const ownerNames = (owner) => [owner.name, owner.body.short, owner.body.label, owner.body.fullName].filter(Boolean);

  /** An owner by the name that filters and graph call it, with its wording where that differs. */
  const ownerName = ({ body, name }) => (name && name !== body.short ? t('as-written', { name: body.short, written: name }) : body.short);

  function reckon(item, asOf) {
    const found = [...wants(item), ...standing(item, asOf)];
    if (item.deadlines.some((deadline) => deadline.recurrence)) found.push('recurring');
    if (item.deadlines.some((deadline) => !deadline.date && !deadline.recurrence)) found.push('unreckoned');
    return found;
  }

  /** What a topic, a function of government or a shape is called; its notation where it has no name. */
  const called = (kind, notation) => (Object.hasOwn(names[kind], notation) ? capital(Words.pick(names[kind][notation])) : notation);

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  /** Its names in both languages, for whatever people type. */
  const both = (kind, notation) => (Object.hasOwn(names[kind], notation) ? [names[kind][notation].zh, names[kind][notation].en] : [notation]);

  const years = (item) => [...new Set(item.deadlines.filter((deadline) => deadline.date).map((deadline) => deadline.date.slice(0, 4)))];

  /** An indicator's number as people write it: ≥ 90%. */
  function amount(indicator) {
    const unit = indicator.unit || '';
    if (indicator.comparator === 'range') return `${indicator.min ?? ''}–${indicator.max ?? ''}${unit}`;
    const sign = { '>=': '≥ ', '<=': '≤ ', '~': '≈ ', '=': '', '+': '+', '-': '−' }[indicator.comparator] ?? '';
    return `${sign}${fraction(indicator) || (indicator.value ?? '')}${unit}`;
  }

  /** 1/3 for 0.3333 that was written as a fraction and rounded to four places, as in the workbook; '' otherwise. */
  function fraction({ text, value, unit }) {
    if (unit || !/^\d+\.\d{4}$/.test(value) || !/分之|[0-9]\/[0-9]/.test(text)) return '';
    for (let whole = 2; whole < 100; whole += 1) {
      const part = Math.round(value * whole);
      if ((part / whole).toFixed(4) === value) return part / whole === Number(value) ? '' : `${part}/${whole}`;
    }
    return '';
  }

  /** A deadline's day, period or recurrence in few words. */
  function when(deadline) {
    if (deadline.date && deadline.start) return `${deadline.start} – ${deadline.date}`;
    if (deadline.date) return deadline.date;
    return deadline.recurrence ? t(deadline.recurrence) : deadline.text;
  }

  /** An item's deadlines for a short line: both where there are two, the first and the last where there are more. */
  function dates(item) {
    const all = [...new Set([...item.deadlines].sort((a, b) => ((a.date || '9') < (b.date || '9') ? -1 : 1)).map(when))];
    return all.length > 2 ? `${all[0]} … ${all.at(-1)}` : all.join('、');
  }

  /** The number, from 1, of the paragraph of its document that the place `at` is in; empty lines do not count. */
  function paragraphOf(doc, at) {
    if (!paragraphs.has(doc)) paragraphs.set(doc, [...text(doc).matchAll(/^.*\S.*$/gm)].map((found) => found.index));
    const starts = paragraphs.get(doc);
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= at) low = middle + 1; else high = middle;
    }
    return Math.max(1, low);
  }

  return Object.freeze({
    documents, organisations, items, findings, shapes: shapes || [], rules, places, text, paragraphOf, states, partly, brokenOff, missing, ownerless, ownerName, ownerNames, years, amount, when, dates, called, both,
    byLink: (link) => linked.get(link) || null,
    byId: (id) => numbered.get(id) || null,
    ROLES: ['lead', 'responsible', 'support'],
  });
})();
