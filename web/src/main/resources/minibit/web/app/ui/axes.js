import { bytes } from '../core/format.js';

/** Where nothing moves, an axis needs an end all the same, or it counts in fractions of a byte. */
const SMALLEST = 1024;

/** A chart's axis of speeds. */
export const speedAxis = () => ({
  type: 'value',
  min: 0,
  max: ({ max }) => (max < SMALLEST ? SMALLEST : null),
  axisLabel: { formatter: (v) => (v > 0 ? `${bytes(v)}/s` : '0') },
});
