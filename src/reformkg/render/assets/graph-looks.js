'use strict';
/* What each kind of node looks like in each view: colours, signs and how long its label may be. */

const Looks = (() => {
  /** Signs before what is wrong, the same in list, legend and drawing. */
  const SIGNS = { unowned: '◆', overdue: '▲' };
  const TASK_COLUMNS = { phone: 25, tight: 28, wide: 40 };
  const BODY_COLUMNS = { phone: 16, tight: 16, wide: 22 };
  /** On a map: pixels of a name's letters, the scale from which tasks are named, the least pixels of a mark's half. */
  const NAME = 12;
  const NEAR = 0.8;
  const SPECK = 1.8;

  const phone = window.matchMedia('(max-width: 760px)');

  function palette() {
    const names = ['ink', 'muted', 'paper', 'surface', 'line', 'lead', 'support', 'responsible', 'bad', 'bad-soft', 'late', 'doc', 'doc-ink', 'body', 'accent', 'holds'];
    return Object.fromEntries(names.map((name) => [name, Shell.colour(name)]));
  }

  /** What stands for an item in the form of a mark, of which the legend shows the same. */
  const form = (item, states) => (states.includes('unowned') ? 'diamond' : states.includes('overdue') ? 'triangle' : item.kind === 'task' ? 'dot' : 'square');

  function task(entry, c, { room, asOf }) {
    const states = Facts.states(entry.node, asOf);
    const bare = states.includes('unowned') && !Facts.brokenOff(entry.node);
    const inks = { unowned: bare ? c.bad : c.muted, overdue: c.late };
    return Shapes.box({
      lines: Shapes.wrap(entry.node.title, TASK_COLUMNS[room], 2), size: 14, pad: [8, 6], round: 4, align: 'left',
      signs: Object.keys(SIGNS).filter((state) => states.includes(state)).map((state) => ({ text: SIGNS[state], ink: inks[state] })),
      ink: bare ? c.bad : c.ink, fill: bare ? c['bad-soft'] : c.surface, border: bare ? c.bad : c.line, thick: bare ? 2 : 1, dash: entry.node.kind === 'task' ? null : [5, 3],
    });
  }

  /** Half-widths a line, and lines, of a document's label. */
  function documentLines({ view, room }) {
    if (view === 'tasks') return { phone: [46, 2], tight: [16, 5], wide: [24, 4] }[room];
    return room === 'phone' ? [16, 5] : [18, 5];
  }

  function document_(entry, c, setting) {
    const lines = Shapes.wrap(entry.node.name, ...documentLines(setting));
    const bare = entry.bare ? [`${SIGNS.unowned} ${t('unowned')} ${entry.bare}`] : [];
    return Shapes.box({ lines: [...lines, ...bare], size: setting.view === 'overview' && setting.room !== 'phone' ? 17 : 15, pad: [11, 9], round: 3, ink: c['doc-ink'], fill: c.doc, border: c.doc, thick: 0 });
  }

  function body(entry, c, { view, room }) {
    const count = view === 'overview' ? ` ${entry.count}` : '';
    const large = view === 'overview' && room !== 'phone';
    const lines = Shapes.wrap(entry.node.short + count, large ? 19 : BODY_COLUMNS[room], 2);
    return Shapes.box({ lines, size: large ? 17 : 14, pad: large ? [10, 4] : [10, 5], round: 14, ink: c.ink, fill: c.body, border: c.accent, thick: 1.4, dash: entry.node.collective ? [4, 3] : null });
  }

  /** A label's size on the map: the same on the screen however far away, and larger only from close by. */
  const nearer = (look, scale) => Shapes.scaled(look, 1 / Math.min(1, scale));

  /** A name in few lines: long and low where that fits, else narrow and high. */
  const bodyNames = (name) => [[16, 1], [14, 2], [10, 2]].map((room) => Shapes.wrap(name, ...room)).filter((lines, order) => order === 1 || !lines.at(-1).endsWith('…'));

  /** On the map an item is a mark, and named from close by or where few are shown; a department is named where its name has room. */
  const MAP = {
    t(entry, c, setting) {
      const what = form(entry.node, Facts.states(entry.node, setting.asOf));
      const fill = { diamond: Facts.brokenOff(entry.node) ? c.muted : c.bad, triangle: c.late, dot: c.muted, square: c.surface }[what];
      const size = what === 'diamond' ? 12 : 9;
      const named = task(entry, c, { ...setting, room: 'tight' });
      return {
        careful: true,
        moves: setting.few || entry.chosen,
        mark: (scale) => Shapes.mark({ form: what, size: Math.max(size, SPECK / scale), fill, border: what === 'square' ? c.muted : c.surface, thick: what === 'square' ? 1.5 / Math.min(1, scale) : 1 }),
        names: (scale) => (scale >= NEAR || setting.few || entry.chosen ? [nearer(named, scale)] : []),
      };
    },
    o(entry, c) {
      const common = { size: NAME, pad: [7, 3], round: 10, ink: c.ink, fill: c.body, border: c.accent, thick: 1.3, dash: entry.node.collective ? [4, 3] : null };
      const named = bodyNames(entry.node.short).map((lines) => Shapes.box({ ...common, lines }));
      return {
        mark: (scale) => Shapes.mark({ form: 'pill', size: Math.max(8, SPECK / scale), fill: c.body, border: c.accent, thick: 1.3 / Math.min(1, scale) }),
        names: (scale) => named.map((look) => nearer(look, scale)),
      };
    },
    /** A document's name is never wider than its frame, and hangs from the frame's top. */
    d(entry, c) {
      const dress = (scale) => {
        const columns = Math.max(8, Math.min(32, Math.floor((entry.frame.width * Math.min(1, scale) - 14) / (NAME / 2))));
        const look = nearer(Shapes.box({ lines: Shapes.wrap(entry.node.name, columns, columns < 14 ? 3 : 2), size: NAME, bold: true, pad: [6, 3], round: 3, ink: c['doc-ink'], fill: c.doc, border: c.doc, thick: 0 }), scale);
        return { ...look, drop: Math.max(0, entry.frame.y + look.height / 2 - entry.y) };
      };
      return { always: true, mark: dress, names: (scale) => [dress(scale)] };
    },
  };

  const PLAIN = { d: document_, o: body, t: task };

  /** The look of `entry` in a view; on the map, what its looks are made of at each scale. */
  const of = (entry, c, setting) => (setting.view === 'map' ? MAP[entry.id[0]](entry, c, setting) : PLAIN[entry.id[0]](entry, c, setting));

  return Object.freeze({ of, palette, phone, SIGNS });
})();
