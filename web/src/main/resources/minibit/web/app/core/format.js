import { format, number, t } from './i18n.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes in binary units, three digits at most: `1.25 GiB`. */
export function bytes(value) {
  if (value == null || !Number.isFinite(value)) return '–';
  let unit = 0;
  let scaled = value;
  while (scaled >= 999.5 && unit < UNITS.length - 1) {
    scaled /= 1024;
    unit++;
  }
  const digits = unit === 0 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
  return `${number(scaled, { maximumFractionDigits: digits })}\u00a0${UNITS[unit]}`;
}

/** A speed; a dash for none, so that tables stay calm. */
export function rate(value) {
  return value > 0 ? `${bytes(value)}/s` : '–';
}

export function percent(part, digits = 0) {
  if (!Number.isFinite(part)) return '–';
  // A part that is not whole never reads 100 %.
  const honest = part < 1 ? Math.min(part, 1 - 10 ** -(digits + 2)) : part;
  return number(honest, {
    style: 'percent',
    maximumFractionDigits: digits,
    roundingMode: part < 1 ? 'floor' : 'halfExpand',
  });
}

/** Seconds in words: `3 min`, `1 h 20 min`. */
export function duration(seconds) {
  if (seconds == null || seconds < 0 || !Number.isFinite(seconds)) return t('time.unknown');
  const s = Math.round(seconds);
  if (s < 60) return t('time.s', { s });
  if (s < 3600) return t('time.m', { m: Math.round(s / 60) });
  if (s < 86400) return t('time.hm', { h: Math.floor(s / 3600), m: Math.floor((s % 3600) / 60) });
  return t('time.dh', { d: Math.floor(s / 86400), h: Math.floor((s % 86400) / 3600) });
}

const STEPS = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86400, 'hour', 3600],
  [86400 * 30, 'day', 86400],
];

/** A time from now: `2 minutes ago`; older than a month as a date. */
export function ago(time, now = Date.now()) {
  const then = new Date(time).getTime();
  if (!Number.isFinite(then)) return '–';
  const seconds = Math.round((then - now) / 1000);
  for (const [below, unit, size] of STEPS) {
    if (Math.abs(seconds) < below) {
      const words = format('RelativeTimeFormat', { numeric: 'auto', style: 'short' });
      return words.format(Math.round(seconds / size), unit);
    }
  }
  return date(time);
}

export function date(time) {
  return format('DateTimeFormat', { dateStyle: 'medium' }).format(new Date(time));
}

export function dateTime(time) {
  return format('DateTimeFormat', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));
}

export function clock(time) {
  return format('DateTimeFormat', { timeStyle: 'medium' }).format(new Date(time));
}

/** The first digits of an id, enough to recognise it. */
export function short(id, digits = 10) {
  return id ? id.slice(0, digits) : '';
}

/**
 * A remote name as one line: control characters and those that turn the direction of text around
 * are shown as what they are.
 */
export function safe(name) {
  return String(name ?? '').replace(
    /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
