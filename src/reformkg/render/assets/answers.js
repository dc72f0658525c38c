'use strict';
/* The items that fit what is asked for, as a list that answers: what, who, by when, in which document, in which words. */

const Answers = (() => {
  const STEP = 12;
  let limit = STEP;
  let before = '';

  const owners = (item) => Facts.ROLES.map((role) => [role, item.owners.filter((owner) => owner.role === role)]).filter(([, list]) => list.length)
    .map(([role, list]) => h('span', { class: 'who' }, Panel.roleTag(role), ' ', list.map((owner, i) => [i ? '、' : '', Panel.ownerLink(owner)])));

  function answer(item) {
    const states = Facts.states(item, Address.asOf());
    const bare = states.includes('unowned');
    return h('li', { class: bare && !Facts.brokenOff(item) ? 'answer is-unowned' : 'answer' },
      h('p', { class: 'answer-title' }, Panel.linkTo(item, item.title), ' ', item.kind === 'task' ? null : Panel.tag(t(item.kind))),
      h('p', { class: 'answer-facts' }, bare ? Panel.missingTag(item) : owners(item), item.deadlines.length ? h('span', {}, h('span', { class: 'muted' }, t('deadlines')), ' ', h('b', { class: 'num' }, item.deadlines.map(Facts.when).join('；')), ' ', item.deadlines.map((deadline) => Panel.passedTag(item, deadline)), states.includes('overdue') ? Panel.tag(t('overdue'), 'is-overdue') : null) : states.includes('undated') ? h('span', { class: 'muted' }, t('undated')) : null),
      h('p', { class: 'answer-source muted' }, Panel.linkTo(item.doc, item.doc.name), [item.doc.number, item.doc.place].filter(Boolean).map((part) => ` · ${part}`), ' · ', h('span', { class: 'code' }, item.ref)),
      Passage.opening(item));
  }

  /** Fills `element` with the items, or hides it where nothing is asked for. */
  function draw(element, items) {
    const asked = Filters.active();
    element.hidden = !asked.length;
    if (!asked.length) { fill(element); return; }
    const query = JSON.stringify(Filters.current());
    if (query !== before) limit = STEP;
    before = query;
    const room = Shell.onPaper() ? Infinity : limit;
    const parts = Object.fromEntries([...Object.entries(Filters.current()), ['asof', Address.get('asof')]].filter(([, value]) => value));
    const onward = (page, more = {}) => h('a', { class: 'button', href: Address.to(page, { ...parts, ...more }) }, t(`page-${page}`));
    fill(element, h('div', { class: 'answers-head' }, h('h2', {}, t('answers'), ' ', h('span', { class: 'muted num' }, items.length)), Filters.chips(), h('span', { class: 'grow' }),
      Shell.inSite() && items.length ? h('span', { class: 'onward' }, h('span', { class: 'muted' }, t('see-in')), onward('ledger'), onward('graph', { view: 'tasks' }), onward('timeline')) : null),
    items.length ? h('ol', { class: 'answers' }, Search.ranked(items, Address.get('q')).slice(0, room).map(answer)) : Filters.emptyList(),
    items.length > room ? h('button', { type: 'button', class: 'quiet', id: 'more-answers', onclick: () => { limit += 5 * STEP; draw(element, items); } }, t('more', { n: Math.min(5 * STEP, items.length - limit) })) : null);
  }

  return Object.freeze({ draw });
})();
