import { html } from 'lit';
import { post } from '../../core/api.js';
import { safe } from '../../core/format.js';
import { fault, t } from '../../core/i18n.js';
import { button, field } from '../../ui/bits.js';
import { confirm, openDialog } from '../../ui/dialog.js';
import { attempt, toast } from '../../ui/toast.js';

export const PRIORITIES = ['high', 'normal', 'low'];
const MIB = 1024 * 1024;

/**
 * Does something to transfers. A target is `{ids}` or `{all: {q, state}}`, with `count` of them and
 * the `name` of a single one; true when it was done.
 */
export function act(target, action, more = {}) {
  const { ids, all } = target;
  return attempt(
    async () => {
      const answer = await post('transfers/actions', { action, ...(all ? { all: given(all) } : { ids }), ...more });
      if (answer.failed?.length > 0) {
        const first = answer.failed[0];
        toast(t('transfer.someFailed', { n: answer.failed.length, detail: fault(first.words, first.detail ?? first.code) }), {
          kind: 'bad',
        });
      }
      return answer;
    },
    (answer) => t(`transfer.did.${action}`, { n: answer.done ?? target.count }),
  );
}

export async function remove(target) {
  const answer = await confirm({
    title: t('transfer.removeTitle', { n: target.count }),
    text: target.name
      ? t('transfer.removeOne', { name: safe(target.name) })
      : t('transfer.removeMany', { n: target.count }),
    yes: t('transfer.remove'),
    danger: true,
    choice: t('transfer.removeData'),
  });
  return answer ? act(target, 'remove', { data: answer.choice }) : false;
}

export async function limit(target, now = {}) {
  const values = { down: toMib(now.down), up: toMib(now.up) };
  const line = (key) =>
    field(
      t(`limit.${key}`),
      html`<input
        class="input num"
        type="number"
        min="0"
        step="any"
        inputmode="decimal"
        ?autofocus=${key === 'down'}
        placeholder=${t('limit.none')}
        .value=${values[key]}
        @input=${(e) => (values[key] = e.target.value)}
      />`,
    );
  const yes = await openDialog({
    title: t('limit.title'),
    size: 'small',
    body: (close) => html`<form
      id="limits"
      class="stack"
      @submit=${(e) => {
        e.preventDefault();
        close(true);
      }}
    >
      ${line('down')} ${line('up')}
      <p class="small second">${t('limit.help')}</p>
    </form>`,
    actions: (close) => html`
      ${button(t('common.cancel'), () => close(undefined))}
      <button class="button main" form="limits">${t('limit.set')}</button>
    `,
  });
  if (!yes) return false;
  return act(target, 'limit', { down: toBytes(values.down), up: toBytes(values.up) });
}

const toMib = (value) => (value ? String(Math.round((value / MIB) * 100) / 100) : '');

function toBytes(text) {
  const value = Number(text);
  return text !== '' && value > 0 ? Math.max(1, Math.round(value * MIB)) : null;
}

const given = (filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));

/** What can be done to one transfer, as a menu. */
export function menuFor(row, done, open) {
  const target = { ids: [row.id], count: 1, name: row.name };
  const after = (promise) => promise.then((went) => went && done());
  const stopped = row.state === 'paused' || row.state === 'failed';
  return [
    ...(open ? [{ text: t('transfer.open'), sign: 'info', act: open }] : []),
    stopped
      ? { text: t('transfer.resume'), sign: 'play', act: () => after(act(target, 'resume')) }
      : { text: t('transfer.pause'), sign: 'pause', act: () => after(act(target, 'pause')) },
    { text: t('transfer.limit'), sign: 'speed', act: () => after(limit(target, row.limits)) },
    null,
    ...PRIORITIES.map((one) => ({
      text: t(`priority.${one}`),
      sign: 'blank',
      on: (row.priority ?? 'normal') === one,
      act: () => after(act(target, 'priority', { priority: one })),
    })),
    null,
    { text: t('transfer.verify'), sign: 'shield', act: () => after(act(target, 'verify')) },
    { text: t('transfer.remove'), sign: 'trash', danger: true, act: () => after(remove(target)) },
  ];
}

