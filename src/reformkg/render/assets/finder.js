'use strict';
/* The search box: suggestions by kind as one types, chosen by keyboard or pointer (the combobox of the ARIA practices). */

const Finder = (() => {
  const MOST = { states: 3, bodies: 5, topics: 3, documents: 3, items: 7 };
  const WAIT = 160;

  const owners = (item) => {
    const lead = item.owners.filter((owner) => owner.role === 'lead');
    const named = lead.length ? lead : item.owners;
    return named.length ? `${t(named[0].role)} ${named.slice(0, 2).map((owner) => owner.name).join('、')}${named.length > 2 ? '…' : ''}` : t(item.kind === 'task' ? 'unowned' : item.kind);
  };

  /** How many items the page shows once a suggestion is chosen. */
  const opens = (field, value) => t('tasks-n', { n: Filters.opens(field, value) });

  /** A suggestion: the field of the address that it sets, its value, what it is called, and a note beside it. */
  const HITS = {
    states: (state) => ({ field: 'state', value: state, name: t(state), note: [opens('state', state)] }),
    bodies: (body) => ({ field: 'org', value: body.key, name: body.short, note: [body.fullName && body.fullName !== body.short ? body.fullName : body.place, opens('org', body.key)] }),
    topics: (topic) => ({ field: 'topic', value: topic, name: Facts.called('topic', topic), note: [opens('topic', topic)] }),
    documents: (doc) => ({ field: 'doc', value: doc.key, name: doc.name, note: [doc.number, doc.place, opens('doc', doc.key)] }),
    items: (item) => ({ field: 'sel', value: item.link, name: item.title, note: [item.doc.place, owners(item), Facts.dates(item)] }),
  };
  const HEADS = { bodies: 'departments-n', topics: 'topics-n', documents: 'documents-n', items: 'tasks-n' };
  const head = (kind, n) => (HEADS[kind] ? t(HEADS[kind], { n }) : t('state'));

  /**
   * A search box in `element`. `pick(hit)` is called with the suggestion that was chosen; what is typed is the address's
   * `q`. Returns the function that draws it anew.
   */
  function box(element, pick) {
    const input = h('input', { type: 'search', id: 'q', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'suggestions' });
    const list = h('div', { id: 'suggestions', role: 'listbox', class: 'suggestions', hidden: true });
    let hits = [];
    let at = -1;
    let wait = 0;

    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function choose(hit) {
      window.clearTimeout(wait);
      close();
      input.value = '';
      Address.set({ q: '' }, { replace: true });
      pick(hit);
    }

    /** One suggestion, with what was typed marked in it: first, where its name does not say it, the place where it stands. */
    const option = (kind, one, words) => {
      const hit = HITS[kind](one);
      const note = hit.note.filter(Boolean);
      const notes = [...Matches.unseen(kind, one, words, [hit.name, ...note]), ...note];
      const place = hits.push(hit) - 1;
      return h('div', { role: 'option', id: `hit-${place}`, class: 'hit', 'aria-selected': 'false', onpointerdown: (event) => event.preventDefault(), onclick: () => choose(hit) },
        h('span', { class: 'hit-name' }, Matches.lit(hit.name, words)), h('span', { class: 'hit-note' }, Matches.lit(notes.join(' · '), words)));
    };

    function suggest() {
      const found = Search.find(input.value.trim());
      const words = Search.terms(input.value.trim());
      hits = [];
      const groups = Object.keys(HITS).filter((kind) => found[kind].length).map((kind) => h('div', { role: 'group', 'aria-label': head(kind, found[kind].length) },
        h('p', { class: 'hit-head', 'aria-hidden': 'true' }, head(kind, found[kind].length)), found[kind].slice(0, MOST[kind]).map((one) => option(kind, one, words))));
      fill(list, groups);
      at = -1;
      input.removeAttribute('aria-activedescendant');
      list.hidden = !hits.length;
      input.setAttribute('aria-expanded', String(!list.hidden));
    }

    function move(step) {
      if (list.hidden) suggest();
      if (!hits.length) return;
      byId(`hit-${at}`)?.setAttribute('aria-selected', 'false');
      at = (at + step + hits.length + (at < 0 && step < 0 ? 1 : 0)) % hits.length;
      const active = byId(`hit-${at}`);
      active.setAttribute('aria-selected', 'true');
      active.scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', active.id);
    }

    const typed = () => Address.set({ q: input.value.trim(), page: '' }, { replace: true });

    function hear(event) {
      window.clearTimeout(wait);
      if (event.isComposing) return;
      wait = window.setTimeout(() => { typed(); if (document.activeElement === input) suggest(); }, WAIT);
    }

    input.addEventListener('input', hear);
    input.addEventListener('compositionend', hear);
    input.addEventListener('keydown', (event) => {
      const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => { window.clearTimeout(wait); if (at >= 0) choose(hits[at]); else { typed(); close(); } }, Escape: list.hidden ? null : close }[event.key];
      if (!act || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    input.addEventListener('focus', () => { if (input.value.trim()) suggest(); });
    input.addEventListener('blur', close);
    fill(element, input, list);
    return function draw() {
      input.placeholder = t('search');
      input.setAttribute('aria-label', t('search'));
      list.setAttribute('aria-label', t('search'));
      if (document.activeElement !== input) input.value = Address.get('q');
    };
  }

  return Object.freeze({ box, owners });
})();
