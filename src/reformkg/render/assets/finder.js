'use strict';
/* The search box: suggestions by kind as one types, chosen by keyboard or pointer (the combobox of the ARIA practices). */

const Finder = (() => {
  const MOST = { whole: 1, states: 3, bodies: 5, topics: 3, documents: 3, items: 7 };
  const WAIT = 160;

  const owners = (item) => {
    const lead = item.owners.filter((owner) => owner.role === 'lead');
    const named = lead.length ? lead : item.owners;
    return named.length ? `${t(named[0].role)} ${named.slice(0, 2).map((owner) => owner.name).join('、')}${named.length > 2 ? '…' : ''}` : t(Facts.ownerless(item));
  };

  /** How many items the page shows once a suggestion is chosen. */
  const opens = (field, value, q) => t('tasks-n', { n: Filters.opens(field, value, q) });

  const kept = (rest) => (rest ? `＋“${rest}”` : '');

  /**
   * A suggestion: the field of the address that it sets, its value, what it is called, and a note beside it. The words
   * that it does not account for, `rest`, stay asked for when it is chosen.
   */
  const HITS = {
    whole: (question) => ({ field: 'q', value: question, name: t('search-whole', { q: question }), note: [opens('q', question)] }),
    states: (state) => ({ field: 'state', value: state, name: t(state), note: [opens('state', state)] }),
    bodies: (body, rest) => ({ field: 'org', value: body.key, name: body.short, note: [body.fullName && body.fullName !== body.short ? body.fullName : body.place, kept(rest), opens('org', body.key, rest)] }),
    topics: (topic, rest) => ({ field: 'topic', value: topic, name: Facts.called('topic', topic), note: [kept(rest), opens('topic', topic, rest)] }),
    documents: (doc) => ({ field: 'doc', value: doc.key, name: doc.name, note: [doc.number, doc.place, opens('doc', doc.key)] }),
    items: (item) => ({ field: 'sel', value: item.link, name: item.title, note: [item.doc.place, owners(item), Facts.dates(item)] }),
  };
  const HEADS = { bodies: 'departments-n', topics: 'topics-n', documents: 'documents-n', items: 'tasks-n' };

  /** The suggestions by kind: all words as typed first, then what accounts for all of them, last what takes some. */
  function ordered(question) {
    const words = Search.terms(question);
    const found = Search.find(question);
    const rest = (kind, one) => Search.left(kind, one, words).join(' ');
    const groups = Object.keys(found).flatMap((kind) => [false, true].map((part) => ({ kind, part, all: found[kind].filter((one) => Boolean(rest(kind, one)) === part) })));
    const whole = words.length > 1 && found.items.length ? [{ kind: 'whole', part: false, all: [question] }] : [];
    const order = Object.keys(HITS);
    return [...whole, ...groups].filter(({ all }) => all.length).sort((a, b) => a.part - b.part || order.indexOf(a.kind) - order.indexOf(b.kind))
      .map(({ kind, all }) => ({ kind, n: all.length, hits: all.slice(0, MOST[kind]).map((one) => [one, { rest: rest(kind, one), ...HITS[kind](one, rest(kind, one)) }]) }));
  }

  const head = (kind, n) => (kind === 'whole' ? t('all-words') : HEADS[kind] ? t(HEADS[kind], { n }) : t('state'));

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
      if (hit.field === 'q') { typed(); return; }
      input.value = hit.rest;
      Address.set({ q: hit.rest }, { replace: true });
      pick(hit);
    }

    /** One suggestion, with what was typed marked in it: first, where its name does not say it, the place where it stands. */
    const option = (kind, one, hit, words) => {
      const note = hit.note.filter(Boolean);
      const notes = [...(kind === 'whole' ? [] : Matches.unseen(kind, one, words, [hit.name, ...note])), ...note];
      const place = hits.push(hit) - 1;
      return h('div', { role: 'option', id: `hit-${place}`, class: 'hit', 'aria-selected': 'false', onpointerdown: (event) => event.preventDefault(), onclick: () => choose(hit) },
        h('span', { class: 'hit-name' }, Matches.lit(hit.name, words)), h('span', { class: 'hit-note' }, Matches.lit(notes.join(' · '), words)));
    };

    function suggest() {
      const words = Search.terms(input.value.trim());
      hits = [];
      const groups = ordered(input.value.trim()).map(({ kind, n, hits: list }) => h('div', { role: 'group', 'aria-label': head(kind, n) },
        h('p', { class: 'hit-head', 'aria-hidden': 'true' }, head(kind, n)), list.map(([one, hit]) => option(kind, one, hit, words))));
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
      input.placeholder = t('search-short');
      input.title = t('search-names');
      input.setAttribute('aria-label', t('search'));
      list.setAttribute('aria-label', t('search'));
      if (document.activeElement !== input) input.value = Address.get('q');
    };
  }

  return Object.freeze({ box, owners });
})();
