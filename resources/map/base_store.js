// Tiles of a base map as the page has them: fetched from the console, decoded once, and the latest of them kept.

const AT_ONCE = 8;

export class BaseStore {
  /** `decode(buffer, place)` makes of bytes what is kept, or throws; `isShown(coords)`: whether a map tile still is. */
  constructor(id, bounds, decode, isShown, kept) {
    Object.assign(this, { id, bounds, decode, isShown, kept });
    this.entries = new Map(); // key -> { value (undefined while it is under way), coming }
    this.waiting = []; // newest last: what was asked for last is most likely still looked at
    this.underWay = 0;
    this.hasWarned = false;
  }

  /** What is kept: null where there is no such tile, undefined where it is not here (yet). */
  at(place) {
    if (!this._holds(place)) return null;
    const entry = this.entries.get(keyOf(place));
    if (entry) this._touch(keyOf(place), entry);
    return entry?.value;
  }

  /** The tile, or null; for the map tile `coords`, which may be gone before it comes (then null too). */
  get(place, coords) {
    if (!this._holds(place)) return Promise.resolve(null);
    const key = keyOf(place), known = this.entries.get(key);
    if (known) {
      known.wanted.push(coords);
      return known.coming;
    }
    const entry = { value: undefined, wanted: [coords] };
    this._touch(key, entry);
    entry.coming = new Promise((done) => {
      const job = { key, place, entry, done };
      if (this.underWay < AT_ONCE) this._load(job);
      else this.waiting.push(job);
    });
    return entry.coming;
  }

  _next() {
    while (this.underWay < AT_ONCE && this.waiting.length) {
      const job = this.waiting.pop();
      if (job.entry.wanted.some((coords) => this.isShown(coords))) this._load(job);
      else {
        this.entries.delete(job.key);
        job.done(null);
      }
    }
  }

  async _load({ place, entry, done }) {
    this.underWay++;
    entry.value = await this._loaded(place);
    this.underWay--;
    done(entry.value);
    this._next();
  }

  async _loaded(place) {
    try {
      const answer = await fetch(`base/${this.id}/${keyOf(place)}`);
      const buffer = await answer.arrayBuffer();
      return buffer.byteLength ? await this.decode(buffer, place) : null;
    } catch (fault) {
      if (!this.hasWarned) console.warn(`a tile of the base map cannot be drawn: ${fault.message}`);
      this.hasWarned = true;
      return null;
    }
  }

  /** Whether the tile meets the bounds of the base. */
  _holds({ x, y, z }) {
    const size = 2 ** z, { west, north, east, south } = this.bounds;
    return x / size < east && (x + 1) / size > west && y / size < south && (y + 1) / size > north;
  }

  _touch(key, entry) {
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const [old, { value }] of this.entries) {
      if (this.entries.size <= this.kept) break;
      if (value !== undefined) this.entries.delete(old);
    }
  }
}

const keyOf = ({ x, y, z }) => `${z}/${x}/${y}`;
