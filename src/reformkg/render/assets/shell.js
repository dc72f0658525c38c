'use strict';
/* What all pages share around their content: language, light and dark, and drawing again when either changes. */

const Shell = (() => {
  const listeners = [];
  let paper = false;

  function remembered(name) {
    try { return window.localStorage.getItem(`reformkg-${name}`); } catch { return null; }
  }

  /** Keeps a preference where the browser lets a local file do so; the page works without. */
  function remember(name, value) {
    try { window.localStorage.setItem(`reformkg-${name}`, value); } catch { /* private window or file without storage */ }
  }

  const dark = () => document.documentElement.dataset.theme === 'dark';

  function translate() {
    document.documentElement.lang = Words.language === 'zh' ? 'zh-CN' : 'en';
    for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
    for (const element of document.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
    byId('language').textContent = t('language');
    byId('language').setAttribute('aria-label', `${t('language')} · ${t('language-label')}`);
    byId('language').lang = Words.language === 'zh' ? 'en' : 'zh-CN';
    byId('theme').textContent = t(dark() ? 'theme-light' : 'theme-dark');
    entitle();
    byId('theme').setAttribute('aria-label', `${t(dark() ? 'theme-light' : 'theme-dark')} · ${t('theme-label')}`);
  }

  /** Names the tab after what is shown, in the language spoken now. */
  function entitle(shown = '') {
    document.title = [shown, t(`page-${document.documentElement.dataset.page}`), t('brand')].filter(Boolean).join(' · ');
  }

  function changed() {
    translate();
    listeners.forEach((listener) => listener());
  }

  /** Whether other pages of the site lie beside this one. */
  const inSite = () => document.querySelectorAll('.bar nav a').length > 1;

  /** A colour of the style sheet, as the canvas needs it. */
  const colour = (name) => window.getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const query = window.matchMedia('(prefers-color-scheme: dark)');
  document.documentElement.dataset.theme = remembered('theme') || (query.matches ? 'dark' : 'light');
  Words.speak(remembered('language') || (/^zh\b/i.test(window.navigator.language) ? 'zh' : 'en'));
  byId('language').addEventListener('click', () => {
    Words.speak(Words.language === 'zh' ? 'en' : 'zh');
    remember('language', Words.language);
    changed();
  });
  byId('theme').addEventListener('click', () => {
    document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
    remember('theme', document.documentElement.dataset.theme);
    changed();
  });

  function whenResized(draw) {
    let wait = 0;
    let width = window.innerWidth;
    window.addEventListener('resize', () => {
      if (window.innerWidth === width) return;
      width = window.innerWidth;
      window.clearTimeout(wait);
      wait = window.setTimeout(draw, 120);
    });
  }

  /** Whether the page is drawn for paper, where nothing can be unfolded: lists stand there whole. */
  const onPaper = () => paper;

  function print(on) {
    paper = on;
    listeners.forEach((listener) => listener());
  }
  window.addEventListener('beforeprint', () => print(true));
  window.addEventListener('afterprint', () => print(false));

  /**
   * Draws the page now, and again whenever its address, language or colours change. Where nothing changes but what is
   * selected, `select` is called in place of `draw`, if there is one: what a reader has opened on the page stays open.
   */
  function start(draw, { resize = false, select = null } = {}) {
    let drawn = null;
    const all = () => { drawn = Address.without('sel'); draw(); };
    translate();
    document.querySelector('.bar nav [aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    listeners.push(all);
    Address.onChange(() => (select && Address.without('sel') === drawn ? select() : all()));
    if (resize) whenResized(all);
    all();
    document.documentElement.dataset.ready = 'yes';
  }

  return Object.freeze({ start, entitle, inSite, onPaper, colour, dark });
})();
