import { clock, duration, safe, short } from '../../core/format.js';
import { has, t } from '../../core/i18n.js';

/** Lines kept: some minutes of a lively group. */
const MOST = 60;

/** Who is meant: a reference, a member, or an id. */
const id = (who) => (typeof who === 'string' ? who : who?.id);

/** Why a vote was refused; a newer daemon may have other reasons. */
function reason(code = '') {
  const key = `group.reason.${code}`;
  return has(key) ? t(key) : safe(code);
}

/** What happened in the group, newest first, in words; names are looked up when a line is written. */
export class Happenings {
  lines = [];

  #names;
  #next = 0;

  constructor(names) {
    this.#names = names;
  }

  #name(who) {
    if (who && typeof who === 'object' && who.name) return safe(who.name);
    return safe(this.#names(id(who)) ?? (short(id(who), 8) || '?'));
  }

  #line(type, data) {
    const epoch = data.epoch;
    switch (type) {
      case 'member-joined':
      case 'member-left':
      case 'member-lost':
        return { sign: 'user', text: t(`group.event.${type}`, { name: this.#name(data.member) }) };
      case 'tracker-changed':
        return data.group?.tracker
          ? {
              sign: 'crown',
              kind: 'office',
              text: t('group.event.tracker', { name: this.#name(data.group.tracker), epoch: data.group.epoch }),
            }
          : { sign: 'alert', kind: 'warn', text: t('group.event.noTracker') };
      case 'vote-asked':
        return { sign: 'shield', text: t('group.event.asked', { name: this.#name(data.candidate), epoch }) };
      case 'vote-given':
        return {
          sign: 'check',
          kind: 'office',
          text: t('group.event.given', { from: this.#name(data.from), name: this.#name(data.to), epoch }),
        };
      case 'vote-refused':
        return {
          sign: 'close',
          kind: 'warn',
          text: t('group.event.refused', { name: this.#name(data.to), epoch, reason: reason(data.reason) }),
        };
      case 'heartbeat-missed':
        return { sign: 'alert', kind: 'warn', text: t('group.event.missed', { time: duration(data.since) }) };
      default:
        return null;
    }
  }

  add(type, data) {
    const line = this.#line(type, data);
    if (!line) return false;
    this.lines = [{ key: this.#next++, at: clock(Date.now()), kind: '', ...line }, ...this.lines.slice(0, MOST - 1)];
    return true;
  }
}
