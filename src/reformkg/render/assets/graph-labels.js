'use strict';
/* Which names a map has room for: at each scale the most important first, none over another, all at reading size. */

const Labels = (() => {
  /** Pixels of the screen in one cell of the grid that finds what is near. */
  const CELL = 120;
  /** Pixels by which a name may leave its frame. */
  const AWAY = 6;

  const cells = (box) => {
    const found = [];
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) found.push(`${x} ${y}`);
    return found;
  };

  /** Boxes that know which of them meet another. */
  function grid() {
    const held = new Map();
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return {
      free: (box, id) => cells(box).every((cell) => (held.get(cell) || []).every((other) => other.id === id || !meets(box, other))),
      take(box, id) {
        for (const cell of cells(box)) held.set(cell, [...(held.get(cell) || []), { ...box, id }]);
      },
    };
  }

  /** Where a look stands on the screen, with a little room around it. */
  const boxOf = (look, { x, y }, scale, away) => ({
    left: (x - look.width / 2) * scale - away, right: (x + look.width / 2) * scale + away,
    top: (y + (look.drop || 0) - look.height / 2) * scale - away, bottom: (y + (look.drop || 0) + look.height / 2) * scale + away,
  });

  /** Whether a box stays in the `frame` of its document: what a name leaves, it would be read with. */
  const inside = (box, frame, scale) => box.left >= frame.x * scale - AWAY && box.right <= (frame.x + frame.width) * scale + AWAY && box.bottom <= (frame.y + frame.height) * scale + AWAY;

  /**
   * How each entry is drawn at `scale`: named where a name has room, else as its mark. Entries come the most important
   * first, each with `id`, the `frame` that it stands in, `mark(scale)` (a look), `names(scale)` (looks, the best first,
   * none where it is too far away to be named), `chosen` or `always` where it is named in any case, and `careful` where its name may
   * not cover marks; `where` tells an entry's place. Returns a Map of looks by id.
   */
  function place(entries, scale, where) {
    const named = grid();
    const marks = grid();
    const looks = new Map();
    for (const entry of entries) if (entry.careful) marks.take(boxOf(entry.mark(scale), where(entry), scale, 0), entry.id);
    for (const entry of entries) {
      const choices = entry.names(scale).map((look) => ({ look, box: boxOf(look, where(entry), scale, 2) }));
      const fits = ({ box }) => named.free(box, entry.id) && inside(box, entry.frame, scale) && (!entry.careful || marks.free(box, entry.id));
      const found = choices.find(fits) || (entry.chosen || entry.always ? choices[0] : null);
      if (found) named.take(found.box, entry.id);
      looks.set(entry.id, found ? found.look : entry.mark(scale));
    }
    return looks;
  }

  return Object.freeze({ place });
})();
