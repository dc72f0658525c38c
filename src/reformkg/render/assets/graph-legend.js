'use strict';
/* The legend: every mark that the view draws, named; those of roles and states filter. */

const Legend = (() => {
  const DASHES = { lead: null, responsible: '10 3 2 3', support: '4 4', holds: null };

  const sample = (role) => s('svg', { class: 'sample', viewBox: '0 0 34 8', 'aria-hidden': 'true' }, s('line', { x1: 1, y1: 4, x2: 33, y2: 4, class: `stroke-${role}`, 'stroke-dasharray': DASHES[role] }));

  /** What each view draws beside lines of roles and signs of states: the form of a swatch and the word for it. */
  const MARKS = {
    overview: [['doc', 'document'], ['body', 'department'], ['class', 'legend-class'], ['count', 'legend-count']],
    tasks: [['doc', 'document'], ['task', 'task'], ['body', 'department'], ['other', 'legend-other'], ['class', 'legend-class'], ['holds', 'holds']],
    map: [['doc', 'document'], ['frame', 'legend-frame'], ['body', 'department'], ['class', 'legend-class'], ['dot', 'task'], ['square', 'legend-other'], ['pill', 'legend-pill']],
    matrix: [['heat', 'legend-heat']],
    list: [],
  };

  const swatch = (form) => (form === 'holds' ? sample('holds') : h('span', { class: `swatch ${form}`, 'aria-hidden': 'true' }, form === 'count' ? '14' : null));

  /** Fills `element` for `view` of `items`; `off` are the hidden roles, `flip(role)` and `only(state)` what a press does. */
  function draw(element, { view, items, off, flip, only }) {
    const asOf = Address.asOf();
    const count = (state) => items.filter((item) => Facts.states(item, asOf).includes(state)).length;
    const line = (role) => h('button', { type: 'button', id: `legend-${role}`, class: 'legend', 'aria-pressed': String(!off.has(role)), title: t('legend-role'), onclick: () => flip(role) }, h('span', { class: 'check', 'aria-hidden': 'true' }, off.has(role) ? '☐' : '☑'), sample(role), t(role));
    const state = (name) => {
      const chosen = Address.get('state') === name;
      return h('button', { type: 'button', id: `legend-${name}`, class: `legend is-${name}`, 'aria-pressed': String(chosen), title: t(chosen ? 'legend-all' : 'legend-state'), onclick: () => only(name) },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, Looks.SIGNS[name]), t(name), h('span', { class: 'muted num' }, ` ${count(name)}`), chosen ? h('span', { 'aria-hidden': 'true' }, '×') : null);
    };
    const broken = items.filter(Facts.brokenOff).length;
    const cut = broken && view !== 'matrix' && view !== 'overview' ? h('span', { class: 'legend', 'data-mark': 'broken' }, h('span', { class: 'sign muted', 'aria-hidden': 'true' }, Looks.SIGNS.unowned), t('legend-broken'), h('span', { class: 'muted num' }, ` ${broken}`)) : null;
    const held = document.activeElement?.id;
    fill(element, h('div', { class: 'legends' }, view === 'list' ? null : Facts.ROLES.map(line), Object.keys(Looks.SIGNS).map(state), cut,
      MARKS[view].map(([form, word]) => h('span', { class: 'legend', 'data-mark': form }, swatch(form), t(word)))));
    if (held?.startsWith('legend-')) byId(held)?.focus();
  }

  return Object.freeze({ draw });
})();
