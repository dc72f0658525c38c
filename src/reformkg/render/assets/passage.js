'use strict';
/* Passages of a document with the evidence of facts marked in place. */

const Passage = (() => {
  const AROUND = 40;
  /** Marks that colour the words; the others add a line below them. */
  const FILLED = ['lead', 'responsible', 'support', 'deadline', 'indicator', 'stated'];
  const opened = new Set();

  /** Where a fact was read, and its place in the source: a page, a paragraph or a cell, if it has any. */
  const read = (at) => ({ start: at[0], end: at[1], rule: Facts.rules[at[2]], place: place(at[3]) });

  const place = (index) => (index === undefined ? '' : Words.pick(Facts.places[index]));

  /** Where an item stands: a page, a paragraph or a cell of its source or, where a plain text has none, a paragraph. */
  const placeOf = (item) => place(item.place) || t('paragraph', { n: Facts.paragraphOf(item.doc, item.span[0]) });

  /** A place as a line of its own, nothing where the source has none. */
  const stands = (where) => (where ? h('p', { class: 'muted small stands' }, where) : null);

  const bare = (text) => text.replace(/\s+/g, '');

  /** Each owner's own name in the colour of its role, and around several names the clause that they stand in. */
  function ownerMarks(item) {
    const clauses = new Map();
    const names = item.owners.flatMap((owner) => {
      const whole = { ...read(owner.at), label: `${t(owner.role)}：${owner.name}` };
      if (!owner.own && bare(Facts.text(item.doc).slice(whole.start, whole.end)) === bare(owner.name || '')) return [{ ...whole, kind: owner.role }];
      clauses.set(`${whole.start}-${whole.end}`, { ...whole, kind: 'clause', label: t('clause') });
      return owner.own ? [{ ...whole, kind: owner.role, start: owner.own[0], end: owner.own[1], within: true }] : [];
    });
    return [...clauses.values(), ...names];
  }

  /** The marks of an item: where each of its facts was read. */
  function marksOf(item) {
    const mark = (kind, at, label) => ({ kind, ...read(at), label });
    return [
      ...ownerMarks(item),
      ...item.deadlines.map((deadline) => mark('deadline', deadline.at, `${t('deadlines')}：${Facts.when(deadline)}`)),
      ...item.indicators.map((indicator) => mark('indicator', indicator.at, `${t('indicators')}：${indicator.subject || ''} ${Facts.amount(indicator)}`)),
    ];
  }

  /** The stretch [start, end) of `text` as nodes, cut wherever a mark begins or ends. */
  function stretch(text, start, end, marks) {
    const inside = marks.filter((mark) => mark.start < end && mark.end > start && mark.end > mark.start);
    const cuts = new Set([start, end]);
    for (const mark of inside) {
      cuts.add(Math.max(start, mark.start));
      cuts.add(Math.min(end, mark.end));
    }
    const places = [...cuts].sort((a, b) => a - b);
    const order = [...inside].sort((a, b) => a.start - b.start || b.end - a.end);
    const nodes = [];
    let first = 0;
    for (let i = 0; i + 1 < places.length; i += 1) {
      const [from, to] = [places[i], places[i + 1]];
      while (first < order.length && order[first].end <= from) first += 1;
      const over = [];
      for (let j = first; j < order.length && order[j].start < to; j += 1) {
        if (order[j].start <= from && order[j].end >= to) over.push(order[j]);
      }
      const piece = text.slice(from, to);
      nodes.push(over.length ? marked(piece, over) : piece);
    }
    return nodes;
  }

  /** The colours of several facts in one passage, one above the other. */
  const bands = (kinds) => `linear-gradient(${kinds.map((kind, i) => `var(--mark-${kind}) ${(100 * i) / kinds.length}% ${(100 * (i + 1)) / kinds.length}%`).join(', ')})`;

  function marked(piece, over) {
    const read = over.filter((mark) => mark.kind !== 'heading');
    if (!read.length) return h('span', { class: 'heading' }, piece);
    const kinds = [...new Set(over.map((mark) => mark.kind))];
    const filled = kinds.filter((kind) => FILLED.includes(kind));
    const title = [...new Set(read.map((mark) => `${mark.label} · ${mark.place ? `${mark.place} · ` : ''}${t('rule')} ${mark.rule}`))].join('\n');
    return h('mark', { class: kinds.map((kind) => `is-${kind}`).join(' '), title, css: filled.length > 1 ? { background: bands(filled) } : {} }, piece);
  }

  /** An item's passage with all its evidence, and quotes of evidence that stands outside of it. */
  function ofItem(item, extra = []) {
    const text = Facts.text(item.doc);
    const marks = [...marksOf(item), ...extra];
    const [start, end] = item.span;
    const outside = new Map();
    for (const mark of marks) {
      if (!mark.within && (mark.end <= start || mark.start >= end)) outside.set(`${mark.start}-${mark.end}`, mark);
    }
    return [
      stands(placeOf(item)),
      h('blockquote', { class: 'passage' }, stretch(text, start, end, marks)),
      item.text ? h('blockquote', { class: 'passage' }, item.text) : null,
      outside.size ? h('p', { class: 'label' }, t('elsewhere')) : null,
      [...outside.values()].map((mark) => [stands(mark.place), h('blockquote', { class: 'passage small' }, around(text, mark, marks))]),
    ];
  }

  /** A mark with some text on both sides. */
  function around(text, mark, marks = [mark]) {
    const start = Math.max(0, mark.start - AROUND);
    const end = Math.min(text.length, mark.end + AROUND);
    return [start > 0 ? '…' : '', stretch(text, start, end, marks), end < text.length ? '…' : ''];
  }

  /** What was read from the passage, each fact in the colour of its mark with the rule that read it: for those who cannot hover. */
  function basis(item) {
    const marks = marksOf(item);
    if (!marks.length) return null;
    return h('details', { class: 'basis' }, h('summary', {}, t('basis')), h('ul', { class: 'plain' }, marks.map((mark) => h('li', {}, h('mark', { class: `is-${mark.kind}` }, mark.label), ' ', h('span', { class: 'code' }, mark.rule)))));
  }

  /** A passage that opens in place, and is open again when the list is drawn anew; its text is read when it is first opened. */
  function opening(item) {
    const inside = h('div', {});
    const show = ({ target }) => {
      if (target.open) opened.add(item); else opened.delete(item);
      if (target.open && !inside.hasChildNodes()) fill(inside, ofItem(item), basis(item));
    };
    return h('details', { class: 'opening', open: opened.has(item), ontoggle: show }, h('summary', {}, t('passage')), inside);
  }

  const findingMark = (finding) => ({
    kind: 'finding', ...read(finding.at), label: Words.pick(finding.message),
  });

  return Object.freeze({ ofItem, basis, opening, around, stretch, marksOf, findingMark, read, stands, placeOf });
})();
