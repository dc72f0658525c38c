'use strict';
/* Which names a map has room for: at each scale the most important first, none over another, all at reading size. */

const Labels = (() => {
  /** Pixels of the screen in one cell of the grid that finds what is near. */
  const CELL = 120;
  /** Pixels that a name keeps from the border of its frame, from its own mark where it stands beside it, and from others: more where a ring is around it. */
  const INSET = 2;
  const BESIDE = 4;
  const APART = 2;
  const RINGED = 7;

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
    left: (x + (look.slide || 0) - look.width / 2) * scale - away, right: (x + (look.slide || 0) + look.width / 2) * scale + away,
    top: (y + (look.drop || 0) - look.height / 2) * scale - away, bottom: (y + (look.drop || 0) + look.height / 2) * scale + away,
  });

  /** Whether a box stays in the `frame` of its document: what a name leaves, it would be read with. */
  const inside = (box, frame, scale) => box.left >= frame.x * scale + INSET && box.right <= (frame.x + frame.width) * scale - INSET && box.bottom <= (frame.y + frame.height) * scale - INSET;

  /** How far a stretch of `length` around `middle` has to move to stand between `from` and `to`. */
  const into = (middle, length, from, to) => Math.max(from + length / 2 - middle, Math.min(0, to - length / 2 - middle));

  /** A look moved into the frame of its entry: at its own place, else beside its mark, which is drawn too; what is chosen, or next to it, also further away. */
  function placed(entry, look, { x, y }, scale, away) {
    const { frame } = entry;
    const pad = (away + INSET + 1) / scale;
    const mark = entry.mark(scale);
    const aside = (look.height + mark.height) / 2 + (away + BESIDE) / scale;
    const within = (across) => across + into(x + across, look.width, frame.x + pad, frame.x + frame.width - pad);
    const stay = (across, down) => ({ ...look, slide: within(across), drop: down + into(y + down, look.height, frame.y + pad, frame.y + frame.height - pad) });
    const far = entry.chosen || entry.near ? [0, 1, 2, 3, 4, 5].flatMap((step) => [0, 1, -1].map((side) => [side * (0.75 * look.width), step])) : [[0, 0]];
    const beside = far.flatMap(([across, step]) => [1, -1].map((side) => ({ ...stay(across, side * (aside + 0.5 * step * look.height)), mark })));
    const below = [1, 2, 3, 4, 5].flatMap((step) => [1, -1].map((side) => ({ ...look, slide: within(0), drop: side * (aside + step * look.height), mark })));
    return [stay(0, 0), ...beside, ...(entry.chosen ? below : [])];
  }

  /**
   * How each entry is drawn at `scale`: named where a name has room, else as its mark. Entries come the most important
   * first, each with `id`, the `frame` that it stands in, `mark(scale)` (a look), `names(scale)` (looks, the best first,
   * none where it is too far away to be named), `chosen`, `near` (next to what is chosen) or `always` where it is named in any case,
   * `careful` where its name may not cover marks, and `moves` where it may stand beside its mark; `where` tells an entry's place.
   * Returns a Map of looks by id.
   */
  function place(entries, scale, where) {
    const named = grid();
    const marks = grid();
    const looks = new Map();
    for (const entry of entries) if (entry.careful) marks.take(boxOf(entry.mark(scale), where(entry), scale, 0), entry.id);
    for (const entry of entries) {
      const must = entry.chosen || entry.near || entry.always;
      const at = where(entry);
      const names = entry.names(scale);
      const away = entry.chosen && entry.moves ? RINGED : APART;
      const moved = entry.moves || entry.near ? names.flatMap((look) => placed(entry, look, at, scale, away)) : [];
      const choices = [...names, ...moved].map((look) => ({ look, box: boxOf(look, at, scale, away) }));
      const free = ({ box }) => named.free(box, entry.id);
      const apart = (choice) => free(choice) && inside(choice.box, entry.frame, scale);
      const fits = (choice) => apart(choice) && (!entry.careful || entry.chosen || marks.free(choice.box, entry.id));
      const found = choices.find(fits) || (must ? (moved.length && choices.find(free)) || choices[moved.length ? names.length : 0] : null);
      if (found) named.take(found.box, entry.id);
      looks.set(entry.id, found ? found.look : entry.mark(scale));
    }
    return looks;
  }

  return Object.freeze({ place });
})();
