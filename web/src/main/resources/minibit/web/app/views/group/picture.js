import { safe } from '../../core/format.js';
import { calmMotion } from '../../core/prefs.js';
import { Drawing, colour, faint } from '../../ui/canvas.js';
import { label, placed } from './ring.js';

/** How long a heartbeat travels, and a vote stays to be seen. */
const BEAT = 700;
const VOTE = 2_600;
const MISSED = 4_000;

/**
 * The group as it lives: who is tracker, who votes, heartbeats going out, votes coming in. Moves only
 * while something happens, and not at all where motion is not wanted.
 */
class GroupPicture extends Drawing {
  static properties = {
    ...Drawing.properties,
    members: { attribute: false },
    tracker: { attribute: false },
    voters: { attribute: false },
  };

  #signs = [];
  #running = false;

  constructor() {
    super();
    this.members = [];
    this.tracker = null;
    this.voters = new Set();
  }

  /** A heartbeat of the tracker, just heard. */
  beat() {
    if (this.tracker && !calmMotion.matches) this.#show({ kind: 'beat', from: this.tracker, lasts: BEAT });
  }

  /** A vote: `kind` is `given`, `refused` or `asked`. */
  vote(kind, from, to) {
    this.#show({ kind, from, to, lasts: VOTE });
  }

  missed(id) {
    this.#show({ kind: 'missed', from: id, lasts: MISSED });
  }

  #show(sign) {
    this.#signs = [...this.#signs.slice(-40), { ...sign, at: performance.now() }];
    if (!this.#running) {
      this.#running = true;
      requestAnimationFrame(this.#frame);
    }
  }

  #frame = (now) => {
    this.#signs = this.#signs.filter((one) => now - one.at < one.lasts);
    this.again();
    this.#running = this.#signs.length > 0 && this.isConnected;
    if (this.#running) requestAnimationFrame(this.#frame);
  };

  draw(context, width, height) {
    const { places, left } = placed(this.members, this.tracker, this.voters, width, height);
    const now = performance.now();
    this.#lines(context, places);
    for (const sign of this.#signs) this.#sign(context, places, sign, now);
    context.font = `600 12px ${getComputedStyle(this).fontFamily}`;
    for (const member of this.members) {
      const place = places.get(member.id);
      if (place) this.#member(context, member, place, width, now);
    }
    if (left > 0) {
      context.fillStyle = colour('--ink-2');
      context.textAlign = 'right';
      context.textBaseline = 'bottom';
      context.fillText(`+ ${left}`, width - 8, height - 6);
    }
  }

  #lines(context, places) {
    const middle = places.get(this.tracker);
    if (!middle) return;
    for (const member of this.members) {
      const to = places.get(member.id);
      if (!to || to === middle || !member.present) continue;
      const voter = this.voters.has(member.id);
      context.strokeStyle = voter ? faint('--office', 0.45) : faint('--ink-3', 0.22);
      context.lineWidth = voter ? 1.6 : 1;
      context.beginPath();
      context.moveTo(middle.x, middle.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
  }

  #sign(context, places, sign, now) {
    const part = Math.min(1, (now - sign.at) / sign.lasts);
    const from = places.get(sign.from);
    if (!from) return;
    if (sign.kind === 'beat') {
      context.fillStyle = faint('--accent', 1 - part * 0.6);
      for (const member of this.members) {
        const to = places.get(member.id);
        if (!to || to === from || !member.present) continue;
        context.beginPath();
        context.arc(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part, 2.6, 0, 2 * Math.PI);
        context.fill();
      }
      return;
    }
    const to = places.get(sign.to);
    if (!to || sign.kind === 'missed') return;
    const token = { given: '--office', asked: '--warn', refused: '--danger' }[sign.kind];
    context.strokeStyle = faint(token, 1 - part);
    context.lineWidth = 3;
    context.setLineDash(sign.kind === 'refused' ? [4, 4] : []);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    context.setLineDash([]);
  }

  #member(context, member, place, width, now) {
    const { x, y, r } = place;
    const tracker = member.id === this.tracker;
    const voter = this.voters.has(member.id);
    const missed = this.#signs.some((one) => one.kind === 'missed' && one.from === member.id && now - one.at < MISSED);
    const tone = !member.present ? '--ink-3' : missed ? '--warn' : tracker || voter ? '--office' : '--accent';
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = tracker ? colour(tone) : colour('--surface');
    context.fill();
    context.lineWidth = voter || tracker ? 3 : 2;
    context.setLineDash(member.present ? [] : [3, 3]);
    context.strokeStyle = colour(tone);
    context.stroke();
    context.setLineDash([]);
    if (member.self) {
      context.beginPath();
      context.arc(x, y, r + 4, 0, 2 * Math.PI);
      context.lineWidth = 1.5;
      context.strokeStyle = colour('--accent');
      context.stroke();
    }
    if (tracker) crown(context, x, y);
    context.fillStyle = colour(member.present ? '--ink' : '--ink-3');
    label(context, safe(member.name), member.self ? { ...place, r: r + 4 } : place, width);
  }
}
customElements.define('mb-group-picture', GroupPicture);

function crown(context, x, y) {
  context.beginPath();
  context.moveTo(x - 7, y - 4);
  context.lineTo(x - 3.4, y - 0.5);
  context.lineTo(x, y - 6);
  context.lineTo(x + 3.4, y - 0.5);
  context.lineTo(x + 7, y - 4);
  context.lineTo(x + 5.2, y + 5);
  context.lineTo(x - 5.2, y + 5);
  context.closePath();
  context.fillStyle = colour('--surface');
  context.fill();
}
