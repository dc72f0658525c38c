'use strict';
/* Where typed words stand: texts with the words marked, and the surroundings of words that would not be seen otherwise. */

const Matches = (() => {
  /** Letters of a text that is shown whole, and on both sides of a word in a longer one. */
  const WHOLE = 30;
  const AROUND = 12;

  /** What a suggestion of a kind can be found by, beside its name and note. */
  const SOURCES = {
    states: (state) => Words.both(state),
    bodies: (body) => [...body.names.keys(), body.label, body.fullName, body.place],
    topics: (topic) => Facts.both('topic', topic),
    documents: (doc) => [doc.number, doc.issuer, doc.place, doc.source.name],
    items: (item) => [
      ...item.owners.flatMap((owner) => Facts.ownerNames(owner).map((name) => `${t(owner.role)} ${name}`)),
      ...item.topics.flatMap((topic) => Facts.both('topic', topic)), item.doc.number, item.doc.place, item.doc.name, item.ref, ...Facts.years(item),
      Facts.text(item.doc).slice(...item.span).replace(/\s+/g, ' '),
    ],
  };

  /** A text as words are looked for in it, letter by letter as long as it was: some letters fold into several. */
  const even = (text) => Array.from(text, (letter) => { const folded = Search.fold(letter); return folded.length === letter.length ? folded : letter; }).join('');

  function excerpt(text, word) {
    if (text.length <= WHOLE) return text;
    const at = Math.max(0, even(text).indexOf(word));
    const [from, to] = [Math.max(0, at - AROUND), Math.min(text.length, at + word.length + AROUND)];
    return `${from ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
  }

  /** For those of `words` that stand in none of the `shown` texts: where they stand in what `one` is found by. */
  function unseen(kind, one, words, shown) {
    const out = [];
    for (const word of words) {
      if ([...shown, ...out].some((text) => text && Search.fold(text).includes(word))) continue;
      const source = SOURCES[kind](one).find((text) => text && Search.fold(text).includes(word));
      if (source) out.push(excerpt(source, word));
    }
    return out;
  }

  /** `text` as nodes, every word in it marked. */
  function lit(text, words) {
    const folded = even(text);
    const nodes = [];
    let at = 0;
    while (at < text.length) {
      const found = words.map((word) => [folded.indexOf(word, at), word.length]).filter(([place, length]) => place >= 0 && length).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
      if (!found) break;
      nodes.push(text.slice(at, found[0]), h('mark', { class: 'typed' }, text.slice(found[0], found[0] + found[1])));
      at = found[0] + found[1];
    }
    return [...nodes, text.slice(at)];
  }

  return Object.freeze({ unseen, lit });
})();
