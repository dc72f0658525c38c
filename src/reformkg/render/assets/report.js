'use strict';
/* The report page: findings counted, filtered and grouped, each with its passage. */

(() => {
  const GROUPS = ['shape', 'document', 'organisation', 'severity'];
  const SEVERITIES = ['violation', 'warning', 'info'];
  const STEP = 30;
  /** So few findings are all unfolded; else the first group is. */
  const FEW = 30;
  /** Groups that stand before the rest is asked for. */
  const GROUPS_AT_ONCE = 40;
  /** Rows of a table of counts before the rest is folded away. */
  const FIRST = 6;
  const shown = new Map();
  const folded = new Map();

  const named = (shape) => Filters.label('finding', shape);

  function groupsOf(finding, by) {
    switch (by) {
      case 'document': return [[finding.doc?.link || finding.key || '', finding.doc?.name || finding.key || '']];
      case 'severity': return [[finding.severity, t(finding.severity)]];
      case 'organisation': {
        const bodies = new Map((finding.item?.owners || []).map((owner) => [owner.body.link, owner.body.name]));
        return bodies.size ? [...bodies] : [finding.item ? ['none', t('no-organisation')] : ['document', t('whole-document')]];
      }
      default: return [[finding.shape, named(finding.shape)]];
    }
  }

  const FILTERS = {
    severity: (finding) => [[finding.severity, t(finding.severity)]],
    shape: (finding) => [[finding.shape, named(finding.shape)]],
    doc: (finding) => groupsOf(finding, 'document'),
    org: (finding) => groupsOf(finding, 'organisation'),
  };

  const fits = (finding, except) => Object.entries(FILTERS).every(([name, values]) => name === except || !Address.get(name) || values(finding).some(([value]) => value === Address.get(name)));

  function collect(list, values) {
    const groups = new Map();
    for (const finding of list) {
      for (const [key, label] of values(finding)) {
        if (!groups.has(key)) groups.set(key, { key, label, list: [] });
        groups.get(key).list.push(finding);
      }
    }
    return [...groups.values()];
  }

  function bar(counts) {
    const total = counts.reduce((sum, [, count]) => sum + count, 0) || 1;
    return h('span', { class: 'meter', 'aria-hidden': 'true' }, counts.map(([severity, count]) => h('span', { class: `is-${severity}`, css: { width: `${(100 * count) / total}%` } })));
  }

  const bySeverity = (list) => SEVERITIES.map((severity) => [severity, list.filter((finding) => finding.severity === severity).length]);

  function table(word, groups, field) {
    if (!groups.length) return null;
    const most = Math.max(...groups.map((group) => group.list.length));
    const row = (group) => {
      const counts = bySeverity(group.list);
      const chosen = Address.get(field) === group.key;
      return h('tr', { class: chosen ? 'chosen' : null },
        h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', 'aria-pressed': String(chosen), onclick: () => Address.set({ [field]: chosen ? '' : group.key }) }, group.label || t('none'))),
        counts.map(([severity, count]) => h('td', { class: count ? `num is-${severity}` : 'num muted' }, count || '·')),
        h('td', { class: 'share' }, h('span', { class: 'track', css: { width: `${(100 * group.list.length) / most}%` } }, bar(counts))));
    };
    const first = groups.slice(0, FIRST);
    const rest = groups.slice(FIRST);
    const head = () => h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t(word)), SEVERITIES.map((severity) => h('th', { scope: 'col', class: 'num' }, t(severity))), h('td', {})));
    return h('section', { class: 'count' }, h('table', { class: 'counts' }, head(), h('tbody', {}, first.map(row))),
      rest.length ? h('details', { open: Shell.onPaper() }, h('summary', {}, t('more-rows', { n: rest.length })), h('table', { class: 'counts' }, head(), h('tbody', {}, rest.map(row)))) : null);
  }

  function figure(word, n) {
    const [number, words] = Words.counted(word, n);
    return [h('b', {}, number), h('span', {}, words)];
  }

  function drawSummary(list) {
    const order = (a, b) => b.list.length - a.list.length;
    fill(byId('summary'),
      h('ul', { class: 'figures' },
        h('li', {}, figure('documents-n', Facts.documents.length)), h('li', {}, figure('tasks-n', Facts.items.length)),
        bySeverity(list('severity')).map(([severity, count]) => h('li', { class: `is-${severity}` }, h('button', { type: 'button', id: `only-${severity}`, 'aria-pressed': String(Address.get('severity') === severity), onclick: () => Address.set({ severity: Address.get('severity') === severity ? '' : severity }) }, figure(`${severity}-n`, count))))),
      Facts.findings.length ? h('div', { class: 'count-grid' },
        table('shape', collect(list('shape'), FILTERS.shape).sort(order), 'shape'),
        table('organisation', collect(list('org'), FILTERS.org).sort(order), 'org'),
        table('document', collect(list('doc'), FILTERS.doc).sort(order), 'doc')) : h('p', { class: 'good' }, t('conforms')),
      h('div', { class: 'muted' }, h('details', { class: 'numbers' }, h('summary', {}, t('shapes-ran'), ` ${Facts.shapes.length}`), h('ul', {}, Facts.shapes.map((shape) => h('li', {}, named(shape)))))));
  }

  function option(field, groups) {
    const value = Address.get(field);
    const gone = value && !groups.some((group) => group.key === value) ? [{ key: value, label: Filters.NAMED.has(value) || field === 'shape' ? Filters.label('finding', value) : Facts.byLink(value)?.name || value, list: [] }] : [];
    return h('label', { class: 'inline' }, t({ severity: 'severity', shape: 'shape', doc: 'document', org: 'organisation' }[field]), ' ',
      h('select', { id: `filter-${field}`, onchange: (event) => Address.set({ [field]: event.target.value }) }, h('option', { value: '' }, t('any')),
        [...groups, ...gone].map((group) => h('option', { value: group.key, selected: group.key === value }, `${group.label} (${group.list.length})`))));
  }

  const grouping = () => (GROUPS.includes(Address.get('by')) ? Address.get('by') : 'shape');

  function drawControls(list) {
    const held = document.activeElement?.id;
    const by = grouping();
    fill(byId('controls'),
      h('span', { class: 'muted' }, t('group-by')), h('span', { class: 'tabs', role: 'group', 'aria-label': t('group-by') }, GROUPS.map((name) => h('button', { type: 'button', id: `by-${name}`, 'aria-pressed': String(name === by), onclick: () => Address.set({ by: name }) }, t(name)))),
      Object.keys(FILTERS).map((field) => option(field, collect(Facts.findings.filter((finding) => fits(finding, field)), FILTERS[field]))),
      h('span', { class: 'grow' }),
      h('button', { type: 'button', id: 'csv', 'aria-label': t('csv-label'), onclick: () => Export.saveCsv(rows(list), 'findings.csv') }, t('csv')),
      h('button', { type: 'button', id: 'print', onclick: () => window.print() }, t('print')));
    if (held) byId(held)?.focus();
  }

  const rows = (list) => [['shape', 'severity', 'document', 'ref', 'item', 'finding', 'remedy', 'passage', 'stands'].map((word) => t(word)), ...list.map((finding) => [
    finding.shape, t(finding.severity), finding.doc?.name || finding.key, finding.item?.ref || finding.ref || '', finding.item?.title || '',
    Words.pick(finding.message), Words.pick(finding.remedy), quote(finding), (finding.at && Passage.findingMark(finding).place) || ''])];

  const quote = (finding) => finding.quote || (finding.at && finding.doc ? Facts.text(finding.doc).slice(finding.at[0], finding.at[1]) : '');

  function passage(finding) {
    if (finding.quote) return h('blockquote', { class: 'passage small' }, h('mark', { class: 'is-finding' }, finding.quote));
    if (!finding.at || !finding.doc) return null;
    const mark = Passage.findingMark(finding);
    return [Passage.stands(mark.place), h('blockquote', { class: 'passage small' }, Passage.around(Facts.text(finding.doc), mark))];
  }

  /** What to do about a finding, unless it is said for its whole group. */
  const remedy = (finding) => h('p', { class: 'muted' }, t('remedy'), '：', Words.pick(finding.remedy));

  function card(finding, said) {
    const where = finding.item
      ? [Panel.linkTo(finding.item, finding.item.title), ' ', h('span', { class: 'code' }, finding.item.ref)]
      : finding.doc ? [Panel.linkTo(finding.doc, t('whole-document'))] : [finding.ref || finding.key || ''];
    return h('li', { class: `finding is-${finding.severity}` },
      h('p', { class: 'finding-head' }, h('b', { class: 'sev' }, t(finding.severity)), ' ', h('span', { class: 'code' }, finding.shape), ' ', where, finding.doc ? h('span', { class: 'muted' }, ' · ', finding.doc.name) : null),
      h('p', {}, Words.pick(finding.message)),
      !said && Words.pick(finding.remedy) ? remedy(finding) : null,
      passage(finding));
  }

  const clear = () => Address.set(Object.fromEntries(Object.keys(FILTERS).map((name) => [name, ''])));

  /** A group that folds; what is said of all its findings alike is said once, above them. */
  function section(group, unfolded) {
    const key = `${grouping()} ${group.key}`;
    const limit = Shell.onPaper() ? Infinity : shown.get(key) || STEP;
    const left = group.list.length - limit;
    const alike = new Set(group.list.map((finding) => Words.pick(finding.remedy))).size === 1 && Words.pick(group.list[0].remedy);
    const keep = ({ target }) => { if (!Shell.onPaper()) folded.set(key, !target.open); };
    return h('details', { class: 'group', open: Shell.onPaper() || !(folded.get(key) ?? !unfolded), ontoggle: keep },
      h('summary', {}, h('h2', {}, group.label || t('none'), ' ', h('span', { class: 'muted num' }, group.list.length))),
      alike ? remedy(group.list[0]) : null,
      h('ul', { class: 'plain findings' }, group.list.slice(0, limit).map((finding) => card(finding, alike))),
      left > 0 ? h('button', { type: 'button', class: 'quiet more', onclick: () => { shown.set(key, limit + STEP); draw(); } }, t('more', { n: Math.min(left, STEP) })) : null);
  }

  const moreGroups = (by, left) => (left > 0 ? h('button', { type: 'button', class: 'quiet more', onclick: () => { shown.set(by, (shown.get(by) || GROUPS_AT_ONCE) + 5 * GROUPS_AT_ONCE); draw(); } }, t('more-groups', { n: Math.min(left, 5 * GROUPS_AT_ONCE) })) : null);

  function drawFindings(list) {
    const by = grouping();
    const groups = collect(list, (finding) => groupsOf(finding, by));
    const gravity = (group) => Math.min(...group.list.map((finding) => SEVERITIES.indexOf(finding.severity)));
    if (by !== 'document') groups.sort((a, b) => gravity(a) - gravity(b) || b.list.length - a.list.length);
    if (!Facts.findings.length) { fill(byId('findings')); return; }
    const room = Shell.onPaper() ? Infinity : shown.get(by) || GROUPS_AT_ONCE;
    fill(byId('findings'), h('p', { class: 'muted', id: 'count', role: 'status' }, t('findings-shown', { n: list.length, all: Facts.findings.length })),
      groups.length ? [groups.slice(0, room).map((group, place) => section(group, !place || list.length <= FEW)), moreGroups(by, groups.length - room)]
        : h('div', { class: 'empty' }, h('p', {}, t('nothing-found')), h('button', { type: 'button', id: 'clear', class: 'quiet', onclick: clear }, t('clear'))));
  }

  function draw() {
    const list = Facts.findings.filter((finding) => fits(finding));
    const held = document.activeElement?.id;
    drawSummary((except) => Facts.findings.filter((finding) => fits(finding, except)));
    drawControls(list);
    drawFindings(list);
    if (held?.startsWith('only-')) byId(held).focus();
    Panel.draw();
  }

  Shell.start(draw, { select: Panel.draw });
})();
