'use strict';
/* What a few typed words mean: which items they fit, and which departments, topics and documents they name. */

const Search = (() => {
  /** Words of a question that name nothing: 谁负责…？ */
  const EMPTY = /[?？,，。、；;：:“”"'《》()（）]|谁|哪些|哪个|什么时候|什么|何时|多少|负责|牵头|配合|完成|任务|怎么|要|在|由|的|吗/g;
  const YEAR = /^(?:19|20)\d\d年?$/;
  const SHORTEST = 2;
  const STATES = ['unowned', 'no-lead', 'overdue', 'soon', 'undated'];
  const fold = (text) => text.normalize('NFKC').toLowerCase();
  const haystacks = new Map();
  const read = new Map();
  let known = null;

  /** What free text is looked for in: title, passage, owners, document and its place, years due, topics. */
  function haystack(item) {
    if (!haystacks.has(item.id)) {
      const names = item.owners.flatMap(Facts.ownerNames);
      haystacks.set(item.id, fold([item.title, item.ref, item.doc.name, item.doc.number || '', item.doc.place || '', ...Facts.years(item), ...names, ...item.topics.flatMap((topic) => Facts.both('topic', topic)), Facts.text(item.doc).slice(...item.span)].join('\n')));
    }
    return haystacks.get(item.id);
  }

  const fits = (item, terms) => terms.every((term) => haystack(item).includes(term));

  const bodyText = (body) => fold([body.name, body.label, body.fullName || '', body.place || '', ...body.names.keys()].join('\n'));
  const documentText = (doc) => fold([doc.name, doc.number || '', doc.issuer || '', doc.place || '', doc.source.name].join('\n'));

  /** A place and its last parts: people say 上街区 for 郑州市上街区. */
  function placeNames(place) {
    const parts = place.split(/(?<=[省市州盟])(?=.)/);
    return parts.map((_, from) => parts.slice(from).join(''));
  }

  /** Names that can stand in a question without spaces around them, the longest first. */
  function vocabulary() {
    if (!known) {
      const places = [...Facts.documents, ...Facts.organisations].flatMap((one) => (one.place ? placeNames(one.place) : []));
      const topics = Facts.items.flatMap((item) => item.topics).flatMap((topic) => Facts.both('topic', topic));
      const bodies = Facts.organisations.flatMap((body) => [body.short, body.label]);
      known = [...new Set([...places, ...topics, ...bodies].map(fold))].filter((name) => name.length >= SHORTEST).sort((a, b) => b.length - a.length);
    }
    return known;
  }

  /** The names in a question, and what is left of it when words that name nothing are gone. */
  function split(question) {
    let rest = fold(question);
    const found = [];
    for (const name of vocabulary()) {
      if (!rest.includes(name)) continue;
      found.push(name);
      rest = rest.replaceAll(name, ' ');
    }
    return [...found, ...rest.replace(/(\d{4})年/g, ' $1 ').replace(EMPTY, ' ').split(/\s+/).filter((term) => term.length >= SHORTEST)];
  }

  /** What must all be found: the words as typed or, where nothing has them all, the names that they are made of. */
  function terms(question) {
    if (!read.has(question)) {
      const typed = fold(question).split(/\s+/).filter(Boolean);
      const parts = typed.length && !Facts.items.some((item) => fits(item, typed)) ? split(question) : [];
      read.set(question, parts.length && Facts.items.some((item) => fits(item, parts)) ? parts : typed);
    }
    return read.get(question);
  }

  /** How well an item answers: a year that it is due in and words in its title count most, then its topics. */
  function score(item, words) {
    const title = fold(item.title);
    const topics = fold(item.topics.flatMap((topic) => Facts.both('topic', topic)).join('\n'));
    const years = Facts.years(item);
    const said = words.reduce((sum, word) => sum + (YEAR.test(word) ? (years.includes(word.slice(0, 4)) ? 5 : 0) : title.includes(word) ? 4 : 0) + (topics.includes(word) ? 1 : 0), 0);
    return 2 * said + (title === words.join('') ? 2 : 0) + (item.kind === 'task' ? 1 : 0);
  }

  /** The items with those that answer the question best first; in their own order where nothing is asked. */
  function ranked(items, question) {
    const words = terms(question);
    if (!words.length) return items;
    return items.map((item) => [score(item, words), item]).sort((a, b) => b[0] - a[0]).map(([, item]) => item);
  }

  /** Whether all words stand in `text`, or one of them is a name itself. */
  const named = (words, text, names) => words.every((word) => text.includes(word)) || names.some((name) => words.includes(fold(name)));

  const topicText = (topic) => fold(Facts.both('topic', topic).join('\n'));

  /** Of the words of a question, those that a body or a topic found by it does not account for. */
  function left(kind, one, words) {
    const text = { bodies: bodyText, topics: topicText }[kind]?.(one);
    return text === undefined ? [] : words.filter((word) => !text.includes(word));
  }

  /** What a question names: departments, topics, documents and items, the best first. */
  function find(question) {
    const words = terms(question);
    if (!words.length) return { bodies: [], topics: [], states: [], documents: [], items: [] };
    const whole = (body) => (words.includes(fold(body.short)) ? 0 : 1);
    return {
      bodies: Facts.organisations.filter((body) => named(words, bodyText(body), [body.short, body.label])).sort((a, b) => whole(a) - whole(b) || b.items.length - a.items.length),
      topics: [...new Set(Facts.items.flatMap((item) => item.topics))].filter((topic) => named(words, topicText(topic), Facts.both('topic', topic))),
      states: STATES.filter((state) => words.every((word) => fold([...Words.both(state), ...Words.both(`q-${state}`)].join('\n')).includes(word))),
      documents: Facts.documents.filter((doc) => named(words, documentText(doc), [])),
      items: ranked(Facts.items.filter((item) => fits(item, words)), question),
    };
  }

  return Object.freeze({ find, left, terms, fits, ranked, fold });
})();
