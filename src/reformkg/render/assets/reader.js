'use strict';
/* The reader: one document's text, with every fact marked where it was read, and what was not understood. */

(() => {
  const KINDS = ['clause', 'lead', 'responsible', 'support', 'deadline', 'indicator', 'stated', 'citation', 'gap', 'finding'];
  const OFF = 'finding';
  let shown = null;

  const doc = () => Facts.byLink(`d:${Address.get('doc')}`) || Facts.documents[0];
  const hidden = () => new Set((Address.get('hide') || OFF).split('.').filter(Boolean));
  const words = { clause: 'clause', lead: 'lead', responsible: 'responsible', support: 'support', deadline: 'deadlines', indicator: 'indicators', stated: 'stated', citation: 'citations', gap: 'gaps', finding: 'findings' };

  function allMarks(document_) {
    const mark = (kind, at, label) => ({ kind, ...Passage.read(at), label });
    return [
      ...document_.items.flatMap((item) => Passage.marksOf(item).map((found) => ({ ...found, item }))),
      ...(document_.stated || []).map(([field, ...at]) => mark('stated', at, `${t(field)}：${document_[field]}`)),
      ...(document_.sections || []).filter((section) => document_.items.some((item) => item.ref === section.ref)).map((section) => ({ kind: 'heading', start: section.heading[0], end: section.heading[1] })),
      ...(document_.citations || []).map((cited) => mark('citation', cited.at, `${t('citations')}：${cited.title || ''}${cited.number || ''}`)),
      ...(document_.gaps || []).map((gap) => mark('gap', gap.at, `${t(`gap-${gap.kind}`)}：${gap.reason}`)),
      ...Facts.findings.filter((finding) => finding.doc === document_ && finding.at).map(Passage.findingMark),
    ];
  }

  /** Findings about the document as a whole, which stand at no place in it. */
  const unplaced = (document_) => Facts.findings.filter((finding) => finding.doc === document_ && !finding.at);

  /** How many facts or findings a kind of mark stands for; a clause is one however many items take their owners from it. */
  function count(kind, document_, marks) {
    const list = marks.filter((mark) => mark.kind === kind);
    if (kind === 'clause') return new Set(list.map((mark) => `${mark.start}-${mark.end}`)).size;
    return list.length + (kind === 'finding' ? unplaced(document_).length : 0);
  }

  /** The text cut where items begin and end, with a button in the margin for each item; items may lie in one another. */
  function blocks(document_, text, marks) {
    const starts = new Map();
    for (const item of document_.items) {
      if (!starts.has(item.span[0])) starts.set(item.span[0], []);
      starts.get(item.span[0]).push(item);
    }
    const places = [...starts.keys()].sort((a, b) => a - b);
    const out = [];
    let at = 0;
    places.forEach((start, order) => {
      const here = starts.get(start);
      const end = Math.min(Math.max(...here.map((item) => item.span[1])), places[order + 1] ?? text.length);
      if (start > at) out.push(plain(document_, text, at, start, marks));
      out.push(unit(here, Passage.stretch(text, start, end, marks)));
      at = end;
    });
    if (at < text.length) out.push(plain(document_, text, at, text.length, marks));
    return out;
  }

  function unit(items, nodes) {
    const button = (item) => h('button', { type: 'button', class: 'unit-ref', id: `unit-${item.index}`, 'aria-label': `${item.ref} ${item.title}`, 'data-link': item.link, onclick: () => Panel.goto(item) }, item.ref);
    return h('span', { class: items.some((item) => item.ref === Address.get('item')) ? 'unit chosen' : 'unit' }, h('span', { class: 'unit-refs' }, items.map(button)), nodes);
  }

  /** Text between items, with an anchor at each section heading. */
  function plain(document_, text, start, end, marks) {
    const heads = document_.sections?.filter((section) => section.heading[0] >= start && section.heading[0] < end) || [];
    const nodes = [];
    let at = start;
    for (const section of heads) {
      nodes.push(...Passage.stretch(text, at, section.heading[0], marks), h('span', { id: `section-${section.ref}`, class: `heading depth-${Math.min(3, section.depth)}` }, Passage.stretch(text, section.heading[0], Math.min(end, section.heading[1]), marks)));
      at = Math.min(end, section.heading[1]);
    }
    nodes.push(...Passage.stretch(text, at, end, marks));
    return nodes;
  }

  function drawOutline(document_) {
    const refs = new Set(document_.items.map((item) => item.ref));
    const entries = [...(document_.sections || []).filter((section) => !refs.has(section.ref)).map((section) => ({ at: section.span[0], depth: section.depth, label: `${section.number} ${section.title}`, go: () => byId(`section-${section.ref}`) || nearest(document_, section.span[0]) })),
      ...document_.items.map((item) => ({ at: item.span[0], depth: Math.max(1, item.ref.split('/').length), label: `${item.number} ${item.title}`, item, go: () => byId(`unit-${item.index}`) }))];
    const list = entries.sort((a, b) => a.at - b.at);
    fill(byId('outline'), h('ol', {}, list.map((entry) => h('li', { class: `depth-${Math.min(4, entry.depth)}` }, h('button', { type: 'button', class: 'link', onclick: () => { entry.go()?.scrollIntoView({ block: 'start' }); if (entry.item) Address.set({ item: entry.item.ref }, { replace: true }); } }, entry.label,
      entry.item?.kind === 'task' && !entry.item.owners.length ? (Facts.brokenOff(entry.item) ? h('span', { class: 'muted', title: t('broken-off') }, ' …') : h('span', { class: 'bad', title: t('unowned') }, ' ◆')) : null)))));
  }

  const nearest = (document_, at) => { const item = document_.items.find((one) => one.span[0] >= at); return item ? byId(`unit-${item.index}`) : null; };

  function drawTools(document_, marks) {
    const held = document.activeElement?.id;
    const off = hidden();
    const flip = (kind) => { if (off.has(kind)) off.delete(kind); else off.add(kind); Address.set({ hide: [...off].join('.') || '.' }); };
    fill(byId('choice'), h('label', { class: 'inline wide' }, t('document'), ' ', h('select', { id: 'doc', onchange: (event) => Address.set({ doc: event.target.value, item: '', sel: '' }) }, Facts.documents.map((one) => h('option', { value: one.key, selected: one === document_ }, one.name)))));
    const counted = KINDS.map((kind) => [kind, count(kind, document_, marks)]).filter(([, number]) => number);
    fill(byId('kinds'), h('span', { class: 'muted' }, t('marks')), counted.map(([kind, number]) => h('button', { type: 'button', class: 'kind', id: `kind-${kind}`, 'aria-pressed': String(!off.has(kind)), onclick: () => flip(kind) }, h('mark', { class: `is-${kind}` }, t(words[kind])), ` ${number}`)),
      h('button', { type: 'button', id: 'print', onclick: () => window.print() }, t('print')));
    if (held) byId(held)?.focus();
  }

  function aboutWhole(document_) {
    const list = unplaced(document_);
    if (!list.length) return null;
    return h('section', { class: 'part' }, h('h3', {}, t('findings-elsewhere')), h('ul', { class: 'plain' }, list.map((finding) => h('li', { class: `finding is-${finding.severity}` }, h('b', { class: 'sev' }, t(finding.severity)), ' ', Words.pick(finding.message)))));
  }

  function drawText(document_, marks) {
    const text = Facts.text(document_);
    const off = hidden();
    const now = { doc: document_.id, item: Address.get('item'), how: JSON.stringify([[...off], Words.language]) };
    const before = shown || {};
    if (now.doc === before.doc && now.item === before.item && now.how === before.how) return;
    shown = now;
    fill(byId('text'), h('header', {}, h('h1', {}, document_.name), h('p', { class: 'muted' }, [document_.number, document_.issuer, document_.issued, document_.source.name].filter(Boolean).join(' · ')), h('p', {}, Panel.linkTo(document_, t('about-document'))), off.has('finding') ? null : aboutWhole(document_)),
      h('div', { class: 'passage whole' }, blocks(document_, text, marks.filter((mark) => !off.has(mark.kind)))));
    const wanted = document_.items.find((item) => item.ref === now.item);
    if (now.doc !== before.doc) for (const scrolled of [byId('text'), byId('text').parentElement]) scrolled.scrollTop = 0;
    if (wanted && (now.doc !== before.doc || now.item !== before.item)) byId(`unit-${wanted.index}`).scrollIntoView({ block: 'center' });
  }

  function draw() {
    const document_ = doc();
    Panel.draw();
    if (!document_) { fill(byId('text'), h('p', { class: 'empty' }, t('nothing'))); return; }
    const marks = allMarks(document_);
    drawTools(document_, marks);
    drawOutline(document_);
    drawText(document_, marks);
  }

  byId('outline-box').open = !window.matchMedia('(max-width: 760px)').matches;
  Shell.start(draw, { select: Panel.draw });
})();
