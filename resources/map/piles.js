// Marks that lie over one another: which of them is on top, how many they are, and where there is room to say so.

export const STACKED_PX = 6; // marks so near to each other lie over one another
const CORNERS = [[10, -10], [-10, -10], [-10, 10], [10, 10]]; // of a mark, where the number of those under it may stand
export const NUMBER_PX = 12; // height of a number's plate
const NONE = [];
const CELL = 2 * STACKED_PX;
const CELLS = 2 ** 15 - 1; // a cell has the number of others far away, so that it fits into a small integer

/** Alarms that lie over one another at a zoom. Reckoned when they change or the zoom does, and not for each painting. */
export class Piles {
  /** Those of more than one, with room for their number, the more urgent first; each alarm learns which is its top. */
  of(sorted, zoom) {
    if (this.sorted === sorted && this.zoom === zoom) return this.numbered;
    Object.assign(this, { sorted, zoom, tops: new Map(), taken: new Set() });
    const world = 256 * 2 ** zoom, piles = [];
    for (let i = sorted.length - 1; i >= 0; i--) {
      const alarm = sorted[i], x = alarm.at.x * world, y = alarm.at.y * world;
      const pile = this._pileAt(x, y);
      alarm.top = pile ? pile.alarm : alarm;
      if (pile) pile.count++;
      else piles.push(this._begin({ alarm, x, y, count: 1, corner: null }));
    }
    this.numbered = piles.filter((pile) => this._settle(pile));
    return this.numbered;
  }

  _begin(pile) {
    const key = cellOf(pile.x, pile.y), there = this.tops.get(key);
    if (there) there.push(pile);
    else this.tops.set(key, [pile]);
    return pile;
  }

  /** No more than four cells have to be looked into. */
  _pileAt(x, y) {
    for (const key of cellsAround(x, y, STACKED_PX)) {
      for (const pile of this.tops.get(key) ?? NONE) {
        if ((pile.x - x) ** 2 + (pile.y - y) ** 2 <= STACKED_PX ** 2) return pile;
      }
    }
    return null;
  }

  /** Whether it gets a number; none of those that come after it covers an emergency. */
  _settle(pile) {
    const isNumbered = pile.count > 1 && this._takeCorner(pile);
    if (pile.alarm.priority === 1) for (const cell of cellsAround(pile.x, pile.y, STACKED_PX)) this.taken.add(cell);
    return isNumbered;
  }

  /** In a flood numbers would cover one another: those of the less urgent go to another corner, or are left out. */
  _takeCorner(pile) {
    for (const corner of CORNERS) {
      const cells = cellsAround(pile.x + corner[0], pile.y + corner[1], NUMBER_PX / 2);
      if (cells.some((cell) => this.taken.has(cell))) continue;
      for (const cell of cells) this.taken.add(cell);
      pile.corner = corner;
      return true;
    }
    return false;
  }
}

/** The square of the world that a pixel of it lies in. */
function cellOf(x, y) {
  return ((Math.floor(y / CELL) & CELLS) << 15) | (Math.floor(x / CELL) & CELLS);
}

/** The squares, one to four, that lie within `reach` (half of one at most) of a pixel. */
function cellsAround(x, y, reach) {
  const corners = [cellOf(x - reach, y - reach)];
  const isWide = Math.floor((x - reach) / CELL) !== Math.floor((x + reach) / CELL);
  const isHigh = Math.floor((y - reach) / CELL) !== Math.floor((y + reach) / CELL);
  if (isWide) corners.push(cellOf(x + reach, y - reach));
  if (isHigh) corners.push(cellOf(x - reach, y + reach));
  if (isWide && isHigh) corners.push(cellOf(x + reach, y + reach));
  return corners;
}
