import { colour } from '../../ui/canvas.js';

/** Members drawn at most; a larger group shows its voters and the first others. */
export const MOST_DRAWN = 48;

/**
 * Where each member stands, in a box: the tracker in the middle, the other voters around it, all
 * others on an outer ring, away ones last. `place` gives `{x, y, r, side}`; `left` is who is not drawn.
 */
export function placed(members, trackerId, voterIds, width, height) {
  const tracker = members.find((one) => one.id === trackerId) ?? null;
  const rest = members.filter((one) => one !== tracker);
  const voters = rest.filter((one) => voterIds.has(one.id));
  const others = rest.filter((one) => !voterIds.has(one.id));
  const drawn = others.slice(0, Math.max(0, MOST_DRAWN - voters.length - 1));
  const places = new Map();
  const [cx, cy] = [width / 2, height / 2];
  // Names are wide and low: rings are ellipses that leave room for them at both sides.
  const wide = Math.max(60, cx - 90);
  const high = Math.max(50, cy - 34);
  if (tracker) places.set(tracker.id, { x: cx, y: cy, r: 15, side: 'below' });
  const inner = drawn.length > 0 ? 0.52 : tracker ? 0.85 : 0.7;
  ring(voters, wide * inner, high * inner, 11, -Math.PI / 2 + Math.PI / 5);
  ring(drawn, wide, high, 7, -Math.PI / 2 + Math.PI / Math.max(1, drawn.length));
  return { places, left: others.length - drawn.length };

  function ring(list, a, b, r, from) {
    list.forEach((one, i) => {
      const angle = from + (2 * Math.PI * i) / list.length;
      const [x, y] = [cx + a * Math.cos(angle), cy + b * Math.sin(angle)];
      const flat = Math.abs(Math.cos(angle)) < 0.35;
      const side = flat ? (Math.sin(angle) < 0 ? 'above' : 'below') : Math.cos(angle) < 0 ? 'left' : 'right';
      places.set(one.id, { x, y, r, side });
    });
  }
}

/** Writes a name beside its mark, never outside the box. */
export function label(context, text, place, width, gap = 5) {
  const { x, y, r, side } = place;
  const most = side === 'left' ? x - r - gap - 4 : side === 'right' ? width - x - r - gap - 4 : 150;
  const shown = clipped(context, text, Math.max(30, most));
  context.textAlign = side === 'left' ? 'right' : side === 'right' ? 'left' : 'center';
  context.textBaseline = side === 'above' ? 'bottom' : side === 'below' ? 'top' : 'middle';
  const dx = side === 'left' ? -r - gap : side === 'right' ? r + gap : 0;
  const dy = side === 'above' ? -r - gap : side === 'below' ? r + gap : 0;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = colour('--surface');
  context.strokeText(shown, x + dx, y + dy);
  context.fillText(shown, x + dx, y + dy);
}

function clipped(context, text, most) {
  if (context.measureText(text).width <= most) return text;
  let kept = text;
  while (kept.length > 1 && context.measureText(`${kept}…`).width > most) kept = kept.slice(0, -1);
  return `${kept}…`;
}
