'use strict';
/* Builds elements. Text enters as text nodes only, so nothing that a document says can become markup. */

const Dom = (() => {
  const SVG = 'http://www.w3.org/2000/svg';

  function equip(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (name === 'css') for (const [property, setting] of Object.entries(value)) element.style.setProperty(property, setting);
      else if (name === 'value') element.value = value;
      else element.setAttribute(name, value === true ? '' : String(value));
    }
  }

  function append(element, children) {
    for (const child of children.flat(4)) {
      if (child === null || child === undefined || child === false) continue;
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return element;
  }

  /** A new element: `h('button', {class: 'quiet', onclick: go}, 'Go')`. */
  function h(name, attributes = {}, ...children) {
    const element = append(document.createElement(name), children);
    equip(element, attributes);
    return element;
  }

  /** The same for SVG. */
  function s(name, attributes = {}, ...children) {
    const element = append(document.createElementNS(SVG, name), children);
    equip(element, attributes);
    return element;
  }

  /** Replaces what `element` holds. */
  function fill(element, ...children) {
    element.replaceChildren();
    return append(element, children);
  }

  const byId = (id) => document.getElementById(id);

  /** Says `text` to screen readers, and shows it for a moment. */
  function announce(text) {
    const live = byId('live');
    live.textContent = text;
    live.classList.add('shown');
    window.clearTimeout(announce.timer);
    announce.timer = window.setTimeout(() => live.classList.remove('shown'), 2500);
  }

  return Object.freeze({ h, s, fill, byId, announce });
})();

const { h, s, fill, byId } = Dom;
