'use strict';
/* The page's state in its address, behind the #: back, forward and a copied link bring the same view. */

const Address = (() => {
  const listeners = [];
  let state = read();

  function read() {
    return new Map(new URLSearchParams(window.location.hash.slice(1)));
  }

  const get = (name) => state.get(name) || '';

  /** Changes parts of the state; an empty value takes a part away. `replace` leaves no step for the back button. */
  function set(changes, { replace = false } = {}) {
    const before = `#${new URLSearchParams([...state])}`;
    for (const [name, value] of Object.entries(changes)) {
      if (value) state.set(name, String(value));
      else state.delete(name);
    }
    const hash = `#${new URLSearchParams([...state])}`;
    if (hash === before) return;
    if (replace) window.history.replaceState(null, '', hash);
    else window.history.pushState(null, '', hash);
    tell();
  }

  /** All of the state but one part, to see whether anything else has changed. */
  const without = (name) => JSON.stringify([...state].filter(([key]) => key !== name).sort());

  const tell = () => listeners.forEach((listener) => listener());
  const onChange = (listener) => listeners.push(listener);

  /** The address of another page of the site, with its own state. */
  const to = (page, parts) => `${page === 'overview' ? 'index' : page}.html#${new URLSearchParams(parts)}`;

  function moved() {
    state = read();
    tell();
  }
  window.addEventListener('popstate', moved);
  window.addEventListener('hashchange', moved);

  /** The day that “overdue” is reckoned from. */
  function asOf() {
    const given = get('asof');
    if (/^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given))) return given;
    const now = new Date();
    return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
  }

  return Object.freeze({ get, set, without, onChange, to, asOf });
})();
