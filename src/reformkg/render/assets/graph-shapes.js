'use strict';
/* How nodes are drawn: boxes of text and small marks, measured before they are drawn; knows a canvas, not what things mean. */

const Shapes = (() => {
  const FACE = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';
  /** Height of a line in sizes of its letters: Chinese fills its square, lines need room between them. */
  const LEADING = 1.36;
  /** More letters than any label holds. */
  const LONGEST = 400;
  /** Letters that no line begins with. */
  const CLOSING = /^[、，。；：！？）》〉」』】〕”’…·,.;:!?)\]%％]/;
  /** Letters that no line ends with. */
  const OPENING = /[（《〈「『【“‘〔([]$/;
  const pen = h('canvas').getContext('2d');
  const widths = new Map();

  const font = (size, bold) => `${bold ? 600 : 400} ${size}px ${FACE}`;

  /** The width of a text, measured once at size 100. */
  function wide(text, size, bold) {
    const key = `${bold ? 1 : 0}${text}`;
    if (!widths.has(key)) {
      pen.font = font(100, bold);
      widths.set(key, pen.measureText(text).width / 100);
    }
    return widths.get(key) * size;
  }

  const halves = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? 2 : 1), 0);

  function greedy(parts, columns) {
    const lines = [''];
    let used = 0;
    for (const part of parts) {
      const room = halves(part);
      if (used && used + room > columns && !CLOSING.test(part)) {
        const left = lines[lines.length - 1];
        const kept = OPENING.test(left) && left.length > 1 ? left.slice(0, -1) : left;
        lines[lines.length - 1] = kept;
        lines.push(left.slice(kept.length));
        used = halves(lines[lines.length - 1]);
        if (part === ' ') continue;
      }
      lines[lines.length - 1] += part;
      used += room;
    }
    return lines;
  }

  /** `line` with its end cut off so that it and a mark of the cut fit into `columns`. */
  function cut(line, columns) {
    const letters = [...line];
    while (letters.length > 1 && halves(letters.join('')) + 2 > columns) letters.pop();
    return `${letters.join('')}…`;
  }

  /** `text` in at most `most` lines of `columns` half-widths, about equally long; numbers and Latin words stay whole. */
  function wrap(text, columns, most) {
    const short = [...text.replace(/\s+/g, ' ').trim()].slice(0, LONGEST).join('');
    const parts = (short.match(/[\x21-\x7e]+|[^]/gu) || []).flatMap((part) => (halves(part) > columns * 0.6 ? [...part] : [part]));
    const all = halves(short);
    const least = Math.max(1, Math.ceil(all / columns));
    for (let room = Math.ceil(all / least); least <= most && room <= columns; room += 1) {
      const lines = greedy(parts, room);
      if (lines.length <= least) return lines;
    }
    const lines = greedy(parts, columns);
    return lines.length <= most ? lines : [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(''), columns)];
  }

  /**
   * A box of text: `lines` of `size` in `ink`, on `fill` within a `border` that is `thick` and perhaps `dash`ed, its
   * corners `round`, `pad` at the sides and above; `signs` with inks of their own stand before the first line.
   */
  function box(look) {
    const signs = (look.signs || []).map((sign) => ({ ...sign, width: wide(`${sign.text} `, look.size, look.bold) }));
    const before = signs.reduce((sum, sign) => sum + sign.width, 0);
    const across = Math.max(...look.lines.map((line, order) => wide(line, look.size, look.bold) + (order ? 0 : before)));
    return { ...look, signs, before, width: across + 2 * look.pad[0], height: look.lines.length * look.size * LEADING + 2 * look.pad[1] };
  }

  /** A small mark: a `form` of a `size` from its middle to its edge. */
  const mark = (look) => ({ round: look.size, ...look, width: 2 * look.size * (look.form === 'pill' ? 2 : 1), height: 2 * look.size });

  /** The same, `times` as large. */
  function scaled(look, times) {
    const grown = { ...look };
    for (const name of ['size', 'thick', 'round', 'before', 'width', 'height']) if (look[name] !== undefined) grown[name] = look[name] * times;
    if (look.pad) grown.pad = look.pad.map((side) => side * times);
    if (look.dash) grown.dash = look.dash.map((part) => part * times);
    if (look.signs) grown.signs = look.signs.map((sign) => ({ ...sign, width: sign.width * times }));
    return grown;
  }

  function write(context, look, x, y) {
    const left = x - look.width / 2 + look.pad[0];
    const top = y - look.height / 2 + look.pad[1];
    context.font = font(look.size, look.bold);
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    look.lines.forEach((line, order) => {
      const middle = top + (order + 0.5) * look.size * LEADING;
      const before = order ? 0 : look.before;
      let at = look.align === 'left' ? left : x - (wide(line, look.size, look.bold) + before) / 2;
      for (const sign of order ? [] : look.signs) {
        context.fillStyle = sign.ink;
        context.fillText(sign.text, at, middle);
        at += sign.width;
      }
      context.fillStyle = look.ink;
      context.fillText(line, at, middle);
    });
  }

  function polygon(context, corners, look, x, y) {
    for (const [dx, dy] of corners) context.lineTo(x + dx * look.size, y + dy * look.size);
    context.closePath();
  }

  const PATHS = {
    dot: (context, look, x, y) => context.arc(x, y, look.size, 0, 2 * Math.PI),
    diamond: (...where) => polygon(where[0], [[0, -1], [1, 0], [0, 1], [-1, 0]], ...where.slice(1)),
    triangle: (...where) => polygon(where[0], [[0, -1], [1, 0.8], [-1, 0.8]], ...where.slice(1)),
    pill: (context, look, x, y) => context.roundRect(x - look.width / 2, y - look.height / 2, look.width, look.height, look.size),
    box: (context, look, x, y) => context.roundRect(x - look.width / 2, y - look.height / 2, look.width, look.height, look.round),
    square: (...where) => polygon(where[0], [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]], ...where.slice(1)),
  };

  function draw(context, look, x, y) {
    context.beginPath();
    PATHS[look.form || 'box'](context, look, x, y);
    context.fillStyle = look.fill;
    context.fill();
    if (look.thick) {
      context.lineWidth = look.thick;
      context.strokeStyle = look.border;
      context.setLineDash(look.dash || []);
      context.stroke();
      context.setLineDash([]);
    }
    if (look.lines) write(context, look, x, y);
  }

  /** A mark with a line to its name, which stands beside it. */
  function leader(context, mark, x, y, { to, thick, colour }) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(...to);
    context.lineWidth = thick;
    context.strokeStyle = colour;
    context.stroke();
    draw(context, mark, x, y);
  }

  /** A ring around what is drawn, `away` from it and `thick`: a selection adds to what a node shows. */
  function ring(context, look, x, y, { away, thick, colour }) {
    context.beginPath();
    context.roundRect(x - look.width / 2 - away, y - look.height / 2 - away, look.width + 2 * away, look.height + 2 * away, look.round + away);
    context.lineWidth = thick;
    context.strokeStyle = colour;
    context.setLineDash([]);
    context.stroke();
  }

  return Object.freeze({ wrap, box, mark, scaled, draw, leader, ring });
})();
