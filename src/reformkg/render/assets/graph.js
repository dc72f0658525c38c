'use strict';
/* The graph page: the address says what is shown, this draws it and turns what people do into a new address. */

(() => {
  const READABLE = 150;
  const PHYSICS_LIMIT = 1500;
  /** Items on the map at a time: more can neither be read nor dragged smoothly. */
  const MAP_SHEET = 1000;
  const size = Facts.documents.length + Facts.organisations.length;
  const drawSearch = Finder.box(byId('search'), found);
  let physics = false;
  let visible = [];
  let chosen = new Set(Facts.items);
  let before = '';

  const DRAWINGS = ['overview', 'matrix', 'tasks', 'map'].filter((view) => view !== 'overview' || size <= READABLE);

  /** On a phone the list has no room beside a drawing: it is a view of its own. */
  const views = () => (Looks.phone.matches ? ['list', ...DRAWINGS] : DRAWINGS);

  /** Few items are shown as such, many as an overview; a phone lists them. */
  const defaultView = () => (Looks.phone.matches ? 'list' : chosen.size <= GraphData.PAGE ? 'tasks' : DRAWINGS[0]);

  const view = () => (views().includes(Address.get('view')) ? Address.get('view') : defaultView());
  const fits = (item) => chosen.has(item);
  const hidden = () => new Set(Address.get('hide').split('.').filter(Boolean));
  const page = () => Math.max(1, Number.parseInt(Address.get('page'), 10) || 1);

  /** The view that shows items one by one: the one at hand where it does. */
  const itemView = () => (['list', 'map'].includes(view()) ? view() : 'tasks');

  /** Shows what the search found: a node with all around it, a topic as a filter. */
  function found(hit) {
    const node = Facts.byLink({ org: `o:${hit.value}`, doc: `d:${hit.value}`, sel: hit.value }[hit.field]);
    Address.set({ ...(node ? { sel: node.link, focus: node.link } : { [hit.field]: hit.value }), view: view() === 'list' ? 'list' : 'tasks', page: '' });
  }

  function toggle(role) {
    const now = hidden();
    if (now.has(role)) now.delete(role);
    else now.add(role);
    Address.set({ hide: [...now].join('.') });
  }

  function only(state) {
    if (Address.get('state') === state) Address.set({ state: '', page: '' });
    else Address.set({ state, page: '', view: view() === 'overview' ? 'tasks' : view() });
  }

  function drawViews() {
    const held = document.activeElement?.id;
    document.documentElement.dataset.show = view() === 'list' ? 'list' : 'drawing';
    fill(byId('views'), views().map((name) => h('button', { type: 'button', id: `view-${name}`, 'aria-pressed': String(name === view()), onclick: () => Address.set({ view: name, page: '' }) }, t(`view-${name}`))));
    if (held?.startsWith('view-')) byId(held)?.focus();
  }

  const icon = (id, word, sign, act) => h('button', { type: 'button', id, title: t(word), 'aria-label': t(word), onclick: act }, sign);

  function setPhysics(on) {
    physics = on;
    Canvas.physics(on);
  }

  function physicsSwitch() {
    const many = Canvas.count().nodes > PHYSICS_LIMIT;
    return h('label', { class: 'inline', title: t(many ? 'physics-many' : 'physics-help') }, h('input', { type: 'checkbox', id: 'physics', checked: physics, disabled: many, onchange: (event) => setPhysics(event.target.checked) }), ' ', t('physics'));
  }

  function reset() {
    Canvas.restore();
    Canvas.frame(view(), { whole: true });
  }

  function drawTools(canvas) {
    const held = document.activeElement?.id;
    const axis = (id, choices, chosen) => h('label', { class: 'inline' }, t(id), ' ', h('select', { id, onchange: (event) => Address.set({ [id]: event.target.value }) },
      choices.map((name) => h('option', { value: name, selected: name === chosen }, t(name)))));
    const { rows, columns } = Matrix.axes();
    fill(byId('tools'), view() === 'matrix' ? [axis('rows', Matrix.ROWS, rows), axis('columns', Matrix.COLUMNS, columns)] : null,
      canvas ? physicsSwitch() : null,
      icon('png', 'png-label', t('png'), async () => Export.save(await (canvas ? Canvas.picture() : MatrixPicture.draw(Matrix.table(visible, hidden()))), canvas ? 'graph.png' : 'matrix.png')),
      icon('csv', 'csv-label', t('csv'), () => Export.saveCsv(Export.table(visible), 'tasks.csv')),
      icon('link', 'copy-link', t('copy-link'), () => Export.copy(window.location.href, t('link-copied'))));
    fill(byId('zoom'), canvas ? [icon('zoom-in', 'zoom-in', '+', () => Canvas.zoom(1.3)), icon('zoom-out', 'zoom-out', '−', () => Canvas.zoom(1 / 1.3)), icon('fit', 'fit', '⤢', reset)] : null);
    if (held && !document.activeElement?.id) byId(held)?.focus();
  }

  function pager(items, at) {
    const last = Math.ceil(items.length / GraphData.PAGE);
    if (last < 2) return h('p', { class: 'pager' }, h('span', { class: 'muted' }, t('shown-n', { n: items.length, all: Facts.items.length })));
    const step = (to, word, sign) => h('button', { type: 'button', class: 'quiet', id: `page-${word}`, 'aria-label': t(word), disabled: to < 1 || to > last, onclick: () => Address.set({ page: to > 1 ? to : '', view: itemView() }) }, sign);
    return h('p', { class: 'pager' }, step(at - 1, 'previous', '‹'),
      h('span', { class: 'muted' }, t('shown-page', { from: (at - 1) * GraphData.PAGE + 1, to: Math.min(at * GraphData.PAGE, items.length), n: items.length })), step(at + 1, 'next', '›'));
  }

  function drawList(items, at) {
    const asOf = Address.asOf();
    const shown = items.slice((at - 1) * GraphData.PAGE, at * GraphData.PAGE);
    const held = document.activeElement?.dataset?.link;
    const row = (item) => {
      const states = Facts.states(item, asOf);
      const first = item.owners.find((owner) => owner.role === 'lead') || item.owners[0];
      return h('li', {}, h('button', { type: 'button', class: `row ${states.includes('unowned') ? Facts.missing(item)[1] : ''}`, 'data-link': item.link, 'aria-current': Address.get('sel') === item.link ? 'true' : null, onclick: () => Panel.goto(item) },
        h('span', { class: 'row-title' }, states.includes('unowned') ? '◆ ' : '', states.includes('overdue') ? '▲ ' : '', item.title),
        h('span', { class: 'row-note' }, [first ? `${t(first.role)} ${first.name}${item.owners.length > 1 ? ` +${item.owners.length - 1}` : ''}` : t(Facts.ownerless(item)), ...item.deadlines.slice(0, 1).map(Facts.when)].join(' · '))));
    };
    fill(byId('list'), pager(items, at), items.length ? h('ol', { class: 'list' }, shown.map(row)) : h('div', { class: 'empty' }, h('p', {}, t('nothing')), h('p', { class: 'muted' }, t('nothing-help'))));
    if (held) [...document.querySelectorAll('#list [data-link]')].find((button) => button.dataset.link === held)?.focus();
  }

  function drawNote(focus) {
    const name = view();
    fill(byId('note'), focus ? [t('focus-note', { name: focus.title || focus.name }), ' ', h('button', { type: 'button', class: 'link', onclick: () => Address.set({ focus: '' }) }, t('clear'))] : name === 'list' ? null : chosen.size ? t(`${name}-note`) : `${t('nothing')}${Words.language === 'zh' ? '。' : '. '}${t('nothing-help')}`);
  }

  const openTasks = (parts) => Address.set({ ...parts, view: 'tasks', page: '' });

  /** The part of the map that holds the page of the list. */
  function sheet(items, at) {
    if (items.length <= MAP_SHEET) return items;
    const first = Math.floor(((at - 1) * GraphData.PAGE) / MAP_SHEET) * MAP_SHEET;
    const shown = items.slice(first, first + MAP_SHEET);
    byId('note').append(' ', t('sheet-note', { from: first + 1, to: first + shown.length, n: items.length }));
    return shown;
  }

  function drawCanvas(items, at) {
    const name = view();
    if (name === 'list') return;
    const matrix = name === 'matrix';
    byId('matrix').hidden = !matrix;
    byId('canvas').hidden = matrix;
    if (matrix) { Matrix.draw(byId('matrix'), items, hidden(), openTasks); return; }
    const shown = { overview: items, tasks: items.slice((at - 1) * GraphData.PAGE, at * GraphData.PAGE), map: sheet(items, at) }[name];
    const selected = Facts.byLink(Address.get('sel'));
    const data = { overview: GraphData.overview, tasks: GraphData.lanes, map: GraphData.map }[name](shown, hidden(), Canvas.room(), name === 'tasks' ? Facts.byLink(Address.get('focus'))?.id : selected?.id);
    if (data.sparse) byId('note').append(' ', t('sparse-note'));
    Canvas.show(data, name, Address.asOf(), selected?.id);
    Canvas.select(selected?.id);
    if (selected) Canvas.reveal(selected.id);
  }

  function draw() {
    const focus = Facts.byLink(Address.get('focus'));
    let items = Filters.chosen();
    if (focus) { const near = new Set(GraphData.around(focus)); items = items.filter((item) => near.has(item)); }
    chosen = new Set(items);
    const last = Math.max(1, Math.ceil(items.length / GraphData.PAGE));
    const at = Math.min(page(), last);
    visible = view() === 'tasks' ? items.slice((at - 1) * GraphData.PAGE, at * GraphData.PAGE) : items;
    Hover.hide();
    Panel.draw();
    drawViews();
    drawSearch();
    Filters.draw(byId('filters'));
    byId('filters').append(Filters.clearButton() || '');
    Legend.draw(byId('legend'), { view: view(), items, off: hidden(), flip: toggle, only });
    drawList(items, at);
    drawNote(focus);
    if (physics && view() !== before) setPhysics(false);
    before = view();
    drawCanvas(items, at);
    if (physics && Canvas.count().nodes > PHYSICS_LIMIT) setPhysics(false);
    drawTools(!['matrix', 'list'].includes(view()));
  }

  Object.assign(Canvas.handlers, {
    pick: (id) => Address.set({ sel: id ? Facts.byId(id).link : '' }),
    pickEdge(id) {
      if (view() !== 'overview') return;
      const [doc, body] = id.split('-').slice(0, 2).map(Facts.byId);
      openTasks({ org: body.key, doc: doc.key });
    },
    open(id) {
      const node = Facts.byId(id);
      Address.set({ focus: node.link, sel: node.link, view: 'tasks', page: '' });
    },
    hover: (id, event) => Hover.node(id && Facts.byId(id), event, fits),
    hoverEdge(id, event) {
      if (view() !== 'overview') return;
      const [doc, body, role] = id.split('-');
      Hover.line([Facts.byId(doc), Facts.byId(body), role], event, fits);
    },
  });

  if (Looks.phone.matches) { byId('filters-box').open = false; byId('legend-box').open = false; }
  Shell.start(draw, { resize: true });
})();
