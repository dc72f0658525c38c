'use strict';
/* The card beside the pointer: what a node or a line of the drawing stands for. */

const Hover = (() => {
  const MOST = 8;
  /** Letters of the longest name that is kept on one line. */
  const SHORT = 16;
  const AWAY = 14;
  const card = byId('hover');

  const hide = () => { card.hidden = true; };

  /** Names of one role, none broken from the sign behind it. */
  function named(role, names) {
    const shown = names.slice(0, MOST);
    const rest = names.length - shown.length;
    return h('p', {}, Panel.roleTag(role), ' ', shown.map((name, order) => [h('span', { class: name.length > SHORT ? 'owner' : 'owner whole' }, name, order + 1 < shown.length ? '、' : ''), order + 1 < shown.length ? h('wbr') : '']), rest ? ` +${rest}` : '');
  }

  function ofItem(item) {
    const roles = Facts.ROLES.map((role) => [role, item.owners.filter((owner) => owner.role === role).map((owner) => owner.name || owner.body.label)]).filter(([, names]) => names.length);
    const states = Panel.stateTags(item);
    return [roles.length ? roles.map(([role, names]) => named(role, names)) : item.kind === 'task' ? null : h('p', {}, t(item.kind)),
      item.deadlines.length ? h('p', {}, item.deadlines.map(Facts.when).join('；')) : null, states.length ? h('p', { class: 'tags' }, states) : null];
  }

  /** How many of the items of a node fit what is asked for. */
  function counted(node, fits) {
    const n = node.items.filter(fits).length;
    return n === node.items.length ? t('tasks-n', { n }) : t('shown-n', { n, all: node.items.length });
  }

  const ofOther = (node, fits) => [node.fullName || node.number, node.collective ? t('collective') : '', counted(node, fits)].filter(Boolean).map((line) => h('p', {}, line));

  /** At the pointer, on the side where there is room. */
  function show(event, ...content) {
    fill(card, content);
    card.hidden = false;
    const frame = byId('stage').getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const left = x + AWAY + card.offsetWidth < frame.width ? x + AWAY : x - AWAY - card.offsetWidth;
    const top = y + AWAY + card.offsetHeight < frame.height ? y + AWAY : y - AWAY - card.offsetHeight;
    card.style.setProperty('left', `${Math.max(4, left)}px`);
    card.style.setProperty('top', `${Math.max(4, top)}px`);
  }

  /** Shows the card of `one` or hides it where there is none, or where the panel shows it anyway; `fits` tells what is asked for. */
  function node(one, event, fits) {
    if (!one || one.link === Address.get('sel')) hide();
    else show(event, h('b', {}, one.title || one.name), one.id[0] === 't' ? ofItem(one) : ofOther(one, fits));
  }

  /** Shows how many of the items of a document that fit a department has in a role. */
  function line([doc, body, role], event, fits) {
    const count = doc.items.filter((item) => fits(item) && item.owners.some((owner) => owner.body === body && owner.role === role)).length;
    show(event, h('b', {}, body.name), h('p', {}, Panel.roleTag(role), ' ', t('tasks-n', { n: count })), h('p', {}, doc.name));
  }

  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });

  return Object.freeze({ node, line, hide });
})();
