'use strict';
/* The matrix as a picture: the shown rows and columns drawn on a canvas of their own, in the page's colours. */

const MatrixPicture = (() => {
  const FACE = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';
  const ROW = 28;
  const CELL = 92;
  const LINE = 17;
  const EDGE = 20;
  const LINES = 5;
  const WIDEST = 360;
  /** Pixels a point, so that the picture stays sharp in print; less where the picture would be too large for a canvas. */
  const SHARP = 2;
  const LARGEST = 16_000;

  const font = (weight = 400) => `${weight} 13px ${FACE}`;

  function lines(context, text, room, most) {
    const out = [''];
    for (const letter of text) {
      if (context.measureText(out.at(-1) + letter).width > room) {
        if (out.length === most) { out[most - 1] = `${out[most - 1].slice(0, -1)}…`; break; }
        out.push('');
      }
      out[out.length - 1] += letter;
    }
    return out;
  }

  /** The measures of a table: width of the names, lines of the heads, width and height of all. */
  function plan(context, table) {
    context.font = font();
    const names = Math.min(WIDEST, Math.max(120, ...table.rows.map((row) => context.measureText(row.name).width + 16)));
    const heads = table.columns.map((name) => lines(context, name, CELL - 10, LINES));
    const head = Math.max(1, ...heads.map((list) => list.length)) * LINE + 12;
    return { names, heads, head, width: 2 * EDGE + names + CELL * (table.columns.length + 1), height: 2 * EDGE + LINE + 14 + head + ROW * table.rows.length };
  }

  /** The picture of `{title, total, columns: [name], rows: [{name, total, cells: [number]}], most}` as a PNG. */
  function draw(table) {
    const canvas = h('canvas', {});
    const context = canvas.getContext('2d');
    const { names, heads, head, width, height } = plan(context, table);
    const scale = Math.min(SHARP, LARGEST / width, LARGEST / height);
    Object.assign(canvas, { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
    const [paper, ink, muted, line, accent] = ['paper', 'ink', 'muted', 'line', 'accent'].map(Shell.colour);
    const say = (text, x, y, colour, { align = 'left', weight = 400 } = {}) => Object.assign(context, { font: font(weight), textAlign: align, fillStyle: colour }) && context.fillText(text, x, y);
    context.scale(scale, scale);
    context.fillStyle = paper;
    context.fillRect(0, 0, width, height);
    say(table.title, EDGE, EDGE + LINE - 4, ink, { weight: 600 });
    const top = EDGE + LINE + 14 + head;
    const middle = (column) => EDGE + names + CELL * (column + 0.5);
    say(table.total, middle(0), top - 8, muted, { align: 'center' });
    heads.forEach((list, column) => list.forEach((text, order) => say(text, middle(column + 1), top - 8 - (list.length - 1 - order) * LINE, muted, { align: 'center' })));
    table.rows.forEach((row, order) => {
      const y = top + order * ROW;
      context.fillStyle = line;
      context.fillRect(EDGE, y, width - 2 * EDGE, 0.5);
      say(lines(context, row.name, names - 10, 1)[0], EDGE, y + 19, ink);
      say(row.total, middle(0), y + 19, ink, { align: 'center', weight: 600 });
      row.cells.forEach((number, column) => {
        if (!number) return;
        const strong = number / table.most;
        context.globalAlpha = Math.max(0.1, strong);
        context.fillStyle = accent;
        context.fillRect(middle(column + 1) - CELL / 2 + 1.5, y + 2, CELL - 3, ROW - 4);
        context.globalAlpha = 1;
        say(number, middle(column + 1), y + 19, strong > 0.55 ? paper : ink, { align: 'center' });
      });
    });
    return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  }

  return Object.freeze({ draw });
})();
