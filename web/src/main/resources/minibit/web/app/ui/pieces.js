import { colour, Drawing, faint } from './canvas.js';

const GAP = 1;
const SMALLEST = 4;
const LARGEST = 30;
const STRIP = 22;

/** A bitfield from its Base64, the first piece in the highest bit. */
export function bits(base64) {
  return Uint8Array.from(atob(base64 ?? ''), (c) => c.charCodeAt(0));
}

export const isSet = (field, i) => (field[i >> 3] & (128 >> (i & 7))) !== 0;

/**
 * Which pieces are here, which are on their way, and below how common each part is among the peers.
 * More pieces than there is room for are drawn several to a cell.
 */
class Pieces extends Drawing {
  static properties = {
    count: { attribute: false },
    have: { attribute: false },
    availability: { attribute: false },
    active: { attribute: false },
  };

  constructor() {
    super();
    this.count = 0;
    this.have = new Uint8Array();
    this.availability = [];
    this.active = [];
  }

  draw(c, width, height) {
    if (this.count === 0) return;
    const strip = this.availability.length > 0 ? STRIP + 8 : 0;
    this.#cells(c, width, height - strip);
    if (strip > 0) this.#strip(c, width, height - STRIP);
  }

  #cells(c, width, height) {
    let side = Math.min(LARGEST, Math.floor(Math.sqrt((width * height) / this.count)));
    const fits = (s) => Math.floor(width / s) * Math.floor(height / s);
    while (side > SMALLEST && fits(side) < this.count) side--;
    side = Math.max(side, SMALLEST);
    const columns = Math.floor(width / side);
    const cells = Math.min(this.count, fits(side));
    const each = this.count / cells;
    const active = new Set(this.active.map((piece) => Math.floor(piece / each)));
    const [absent, here, now] = [colour('--sunken'), colour('--accent'), colour('--up')];
    for (let cell = 0; cell < cells; cell++) {
      const part = this.#part(Math.floor(cell * each), Math.floor((cell + 1) * each));
      const x = (cell % columns) * side;
      const y = Math.floor(cell / columns) * side;
      const size = side - GAP;
      c.fillStyle = absent;
      c.fillRect(x, y, size, size);
      if (part > 0) {
        c.fillStyle = part === 1 ? here : faint('--accent', 0.25 + part * 0.6);
        c.fillRect(x, y, size, size);
      }
      if (active.has(cell) && part < 1) {
        c.fillStyle = now;
        c.fillRect(x, y, size, size);
      }
    }
  }

  /** How much of these pieces is here, 0 to 1. */
  #part(from, to) {
    const end = Math.max(from + 1, to);
    let here = 0;
    for (let i = from; i < end; i++) if (isSet(this.have, i)) here++;
    return here / (end - from);
  }

  #strip(c, width, top) {
    const list = this.availability;
    const most = Math.max(1, ...list);
    const step = width / list.length;
    c.fillStyle = colour('--line');
    c.fillRect(0, top + STRIP - 1, width, 1);
    list.forEach((count, i) => {
      const h = count === 0 ? 3 : Math.max(3, (count / most) * STRIP);
      c.fillStyle = colour(count === 0 ? '--danger' : count === 1 ? '--warn' : '--office');
      c.fillRect(i * step, top + STRIP - h, Math.max(step - (step > 4 ? 1 : 0), 0.75), h);
    });
  }
}
customElements.define('mb-pieces', Pieces);
