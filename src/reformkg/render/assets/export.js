'use strict';
/* What is shown, taken along: CSV, the clipboard, a picture. */

const Export = (() => {
  /** A table as CSV (RFC 4180), with a mark in front of what a spreadsheet would take for a formula. */
  function csv(rows) {
    const cell = (value) => {
      const text = String(value ?? '');
      const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+%?$/.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
  }

  function save(blob, name) {
    const link = h('a', { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** UTF-8 with a byte order mark, which spreadsheet programs need to read Chinese. */
  const saveCsv = (rows, name) => save(new Blob(['\uFEFF', csv(rows)], { type: 'text/csv;charset=utf-8' }), name);

  const shapes = (item) => [...new Set(item.findings.map((finding) => finding.shape))];

  /** The columns of an item, for tables and files alike: a heading word and the text of the cell. */
  const COLUMNS = [
    ['ref', (item) => item.ref],
    ['title', (item) => item.title],
    ['kind', (item) => t(item.kind)],
    ...Facts.ROLES.map((role) => [role, (item) => item.owners.filter((owner) => owner.role === role).map((owner) => owner.name || owner.body.label).join('、')]),
    ['deadlines', (item) => item.deadlines.map(Facts.when).join('；')],
    ['indicators', (item) => item.indicators.map((indicator) => `${indicator.subject || indicator.text} ${Facts.amount(indicator)}`).join('；')],
    ['topic', (item) => item.topics.map((topic) => Facts.called('topic', topic)).join('、')],
    ['state', (item) => Facts.states(item, Address.asOf()).map((state) => t(state === 'unowned' ? Facts.missing(item)[0] : state)).join('、')],
    ['findings', (item) => shapes(item).map((shape) => Facts.called('shape', shape)).join('；')],
    ['document', (item) => item.doc.name],
    ['number', (item) => item.doc.number || ''],
    ['place', (item) => item.doc.place || ''],
    ['passage', (item) => item.text || Facts.text(item.doc).slice(...item.span)],
    ['stands', (item) => Passage.placeOf(item)],
  ];

  const table = (items, columns = COLUMNS) => [columns.map(([word]) => t(word)), ...items.map((item) => columns.map(([, cell]) => cell(item)))];

  /** Puts text on the clipboard; the older way is for pages opened from disk in browsers that allow the newer one to sites alone. */
  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = h('textarea', { class: 'unseen' });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    Dom.announce(said);
  }

  return Object.freeze({ csv, save, saveCsv, copy, table, shapes, COLUMNS });
})();
