'use strict';
/* The panel beside every page: one item, organisation or document with all that is known of it. */

const Panel = (() => {
  const panel = byId('panel');
  let opener = null;
  let shown = null;

  const goto = (node) => Address.set({ sel: node.link });

  /** A button that opens the panel of `node`. */
  const linkTo = (node, ...content) => h('button', { type: 'button', class: 'link', 'data-link': node.link, onclick: () => goto(node) }, ...content);

  const pair = (word, value) => (value ? h('div', { class: 'pair' }, h('dt', {}, t(word)), h('dd', {}, value)) : null);
  const part = (word, ...content) => h('section', { class: 'part' }, h('h3', {}, t(word)), ...content);
  const tag = (text, kind = '') => h('span', { class: `tag ${kind}` }, text);
  const roleTag = (role) => h('span', { class: `role is-${role}` }, t(role));

  /** A button for an owner as it is written; what it is called elsewhere stands in its title. */
  function ownerLink(owner) {
    const link = linkTo(owner.body, owner.name || owner.body.label);
    const called = Facts.ownerName(owner);
    if (called !== owner.name) link.title = called;
    return link;
  }

  const missingTag = (item) => { const [word, mark] = Facts.missing(item); return tag(t(word), mark); };

  function stateTags(item) {
    return Facts.states(item, Address.asOf()).map((state) => (state === 'unowned' ? missingTag(item) : tag(t(state), `is-${state}`)));
  }

  /** Beside the next day of an item: how many of its days have passed already. */
  function passedTag(item, deadline) {
    const passed = Facts.partly(item, Address.asOf());
    return passed && item.deadlines.find((one) => one.date === passed.next) === deadline ? tag(t('dates-passed', passed), 'is-partly') : null;
  }

  function finding(entry) {
    return h('li', { class: `finding is-${entry.severity}` },
      h('p', {}, h('b', { class: 'sev' }, t(entry.severity)), ' ', h('span', { class: 'code', title: Facts.called('shape', entry.shape) }, entry.shape), ' ', Words.pick(entry.message)),
      Words.pick(entry.remedy) ? h('p', { class: 'muted' }, t('remedy'), '：', Words.pick(entry.remedy)) : null);
  }

  /** Why a body leads that its clause does not call lead: the rule that the document states once, and where it stands. */
  function leadBy(item, owner) {
    if (!owner.roleBy || owner.role !== 'lead') return null;
    const { start, end } = Passage.read(owner.roleBy);
    const holder = item.doc.items.find((one) => one.span[0] <= start && end <= one.span[1]);
    const text = `“${Facts.text(item.doc).slice(start, end)}”`;
    const way = Shell.inSite() ? h('a', { href: Address.to('reader', { doc: item.doc.key, ...(holder ? { item: holder.ref } : {}) }) }, t('see-rule')) : holder && holder !== item ? linkTo(holder, t('see-rule')) : null;
    return h('span', { class: 'role-by' }, t('lead-by'), '：', text, ' ', way);
  }

  function ofItem(item) {
    return [
      h('p', { class: 'kicker' }, t(item.kind), ' ', h('span', { class: 'code' }, item.ref), ' · ', linkTo(item.doc, item.doc.name)),
      h('h2', {}, item.title),
      h('p', { class: 'tags' }, stateTags(item), item.open ? tag(t('open-list')) : null, item.topics.map((topic) => tag(Facts.called('topic', topic)))),
      actions(item),
      part('owners', item.owners.length
        ? h('ul', { class: 'rows' }, item.owners.map((owner) => h('li', {}, roleTag(owner.role), h('span', {},
          linkTo(owner.body, Facts.ownerName(owner)),
          owner.body.fullName && owner.body.fullName !== owner.body.short ? h('span', { class: 'muted' }, ' ', owner.body.fullName) : null,
          owner.body.collective ? h('span', { class: 'muted' }, ' ', t('collective')) : null,
          owner.inherited ? h('span', { class: 'muted' }, ' ', t('inherited')) : null,
          owner.inText ? h('span', { class: 'muted' }, ' ', t('in-text')) : null,
          leadBy(item, owner)))))
        : h('p', { class: item.kind === 'task' && !Facts.brokenOff(item) ? 'bad' : 'muted' }, t(item.kind === 'task' ? Facts.missing(item)[0] : 'none'))),
      part('deadlines', item.deadlines.length
        ? h('ul', { class: 'rows' }, item.deadlines.map((deadline) => h('li', {}, h('b', { class: 'num' }, Facts.when(deadline)),
          h('span', {}, deadline.text, ' ', passedTag(item, deadline), deadline.relative ? h('span', { class: 'muted' }, ' ', t('relative')) : null))))
        : h('p', { class: 'muted' }, t('none'))),
      item.indicators.length ? part('indicators', h('ul', { class: 'rows' }, item.indicators.map((indicator) => h('li', {},
        h('b', { class: 'num' }, Facts.amount(indicator)),
        h('span', {}, indicator.subject || indicator.text, indicator.due ? h('span', { class: 'muted' }, ' ', t('by'), ' ', indicator.due) : null))))) : null,
      part('passage', h('p', { class: 'source muted' }, linkTo(item.doc, item.doc.name), item.doc.number ? ` · ${item.doc.number}` : ''), Passage.ofItem(item), Passage.basis(item)),
      item.findings.length ? part('findings', h('ul', { class: 'plain' }, item.findings.map(finding))) : null,
    ];
  }

  function itemRows(items, note) {
    const rows = items.slice(0, 200).map((item) => h('li', {}, note(item), h('span', {}, linkTo(item, item.title),
      h('span', { class: 'muted num' }, ' ', item.deadlines.map(Facts.when).join('；')))));
    return [h('ul', { class: 'rows' }, rows), items.length > rows.length ? h('p', { class: 'muted' }, t('shown-n', { n: rows.length, all: items.length })) : null];
  }

  function ofOrganisation(body) {
    const roleOf = (item) => item.owners.filter((owner) => owner.body === body).map((owner) => roleTag(owner.role));
    const order = (item) => Math.min(...item.owners.filter((owner) => owner.body === body).map((owner) => Facts.ROLES.indexOf(owner.role)));
    const counts = Facts.ROLES.map((role) => [role, body.items.filter((item) => item.owners.some((owner) => owner.body === body && owner.role === role)).length]);
    const parent = Facts.byLink(`o:${body.unitOf}`);
    return [
      h('p', { class: 'kicker' }, t('department'), body.collective ? ` · ${t('collective')}` : ''),
      h('h2', {}, body.short),
      h('dl', {}, pair('full-name', body.fullName || (body.label !== body.short ? body.label : null)), pair('function', body.function && Facts.called('function', body.function)), pair('place', body.place),
        body.unitOf ? pair('unit-of', parent ? linkTo(parent, parent.label) : body.unitOf) : null),
      h('p', { class: 'tags' }, counts.filter(([, count]) => count).map(([role, count]) => h('span', { class: `role is-${role}` }, `${t(role)} ${count}`))),
      actions(body),
      years(body),
      part('tasks', itemRows([...body.items].sort((a, b) => order(a) - order(b)), roleOf)),
    ];
  }

  /** How many of a department's items are due in which year, each leading to them. */
  function years(body) {
    const counts = Filters.counts(body.items, 'year');
    if (!counts.length) return null;
    const page = document.documentElement.dataset.page;
    const one = ([year, count]) => (Shell.inSite()
      ? h('a', { class: 'button', href: Address.to(['ledger', 'timeline'].includes(page) ? page : 'ledger', { org: body.key, year }) }, year, h('span', { class: 'muted num' }, ` ${count}`))
      : h('span', { class: 'tag' }, `${year} ${count}`));
    return part('by-year', h('p', { class: 'actions' }, counts.map(one)));
  }

  function ofDocument(doc) {
    return [
      h('p', { class: 'kicker' }, t('document'), doc.number ? ` · ${doc.number}` : ''),
      h('h2', {}, doc.name),
      h('dl', {}, pair('issuer', doc.issuer), pair('issued', doc.issued), pair('place', doc.place), pair('file', doc.source.name)),
      actions(doc),
      part('tasks', itemRows(doc.items, (item) => h('span', { class: 'code' }, item.ref))),
      doc.citations?.length ? part('citations', h('ul', { class: 'rows' }, doc.citations.map((cited) => h('li', {}, h('span', {}, cited.title ? `《${cited.title}》` : '', cited.number || ''))))) : null,
      doc.gaps?.length ? part('gaps', h('ul', { class: 'plain' }, doc.gaps.map((gap) => h('li', {}, h('p', {}, t(`gap-${gap.kind}`), h('span', { class: 'muted' }, ' ', gap.reason)),
        Passage.stands(Passage.read(gap.at).place), h('blockquote', { class: 'passage small' }, Passage.around(Facts.text(doc), { kind: 'gap', ...Passage.read(gap.at), label: t('gap') })))))) : null,
    ];
  }

  /** The ways on from a node: in the graph its tasks and surroundings, from other pages the graph, the ledger and the reader. */
  function actions(node) {
    const page = document.documentElement.dataset.page;
    const kind = node.id[0];
    const reader = { d: { doc: node.key }, t: { doc: node.doc?.key, item: node.ref }, o: null }[kind];
    const own = { d: { doc: node.key }, o: { org: node.key }, t: null }[kind];
    const away = (word, target, parts) => h('a', { class: 'button', href: Address.to(target, parts) }, t(word));
    return h('p', { class: 'actions' },
      page === 'graph' && own ? h('button', { type: 'button', onclick: () => Address.set({ ...own, view: 'tasks', page: '', focus: '' }) }, t('show-tasks')) : null,
      page === 'graph' ? h('button', { type: 'button', onclick: () => Address.set({ focus: node.link, view: 'tasks', page: '' }) }, t('focus')) : null,
      Shell.inSite() && reader ? away('read', 'reader', reader) : null,
      Shell.inSite() && own ? away('in-ledger', 'ledger', own) : null,
      Shell.inSite() && page !== 'graph' ? away('in-graph', 'graph', { focus: node.link, sel: node.link, view: 'tasks' }) : null);
  }

  function hide() {
    panel.hidden = true;
    shown = null;
    Shell.entitle();
    document.body.classList.remove('with-panel');
  }

  /** Closes the panel and gives the focus back to what opened it, which may have been drawn anew since. */
  function shut() {
    Address.set({ sel: '' });
    const same = (one) => one.dataset.link === opener?.dataset.link;
    const back = opener?.isConnected ? opener : [...document.querySelectorAll('main [data-link]')].find(same);
    back?.focus();
  }

  /** Shows what the address selects, or nothing. */
  function draw() {
    const node = Facts.byLink(Address.get('sel'));
    if (!node) { hide(); return; }
    const [kicker, ...content] = { d: ofDocument, o: ofOrganisation, t: ofItem }[node.id[0]](node);
    const close = h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: shut }, '×');
    if (panel.hidden) opener = document.activeElement;
    panel.setAttribute('aria-label', node.title || node.name);
    panel.setAttribute('tabindex', '0');
    Shell.entitle(node.title || node.name);
    fill(panel, h('div', { class: 'panel-head' }, kicker, close), h('div', { class: 'panel-body' }, content));
    panel.hidden = false;
    document.body.classList.add('with-panel');
    if (shown !== node) { panel.scrollTop = 0; panel.focus({ preventScroll: true }); }
    shown = node;
  }

  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !panel.hidden) shut(); });

  return Object.freeze({ draw, goto, linkTo, ownerLink, roleTag, stateTags, missingTag, passedTag, tag });
})();
