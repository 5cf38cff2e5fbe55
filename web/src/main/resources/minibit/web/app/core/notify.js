import { live } from './live.js';
import { safe } from './format.js';
import { t } from './i18n.js';
import { prefs } from './prefs.js';
import { go } from './router.js';

const wanted = () => prefs.value.notify && 'Notification' in window && Notification.permission === 'granted';

/** How each transfer stood when it was last heard of, so that only a change is told. */
const states = new Map();
const MOST_STATES = 5_000;
let office = null;

/** Tells outside the page, while nobody looks at it. */
function tell(text, { tag, open }) {
  if (!wanted() || !document.hidden) return;
  const note = new Notification('minibit', { body: text, tag, icon: '/favicon.svg', lang: document.documentElement.lang });
  note.addEventListener('click', () => {
    window.focus();
    open();
    note.close();
  });
}

function onTransfer({ transfer }) {
  const before = states.get(transfer.id);
  states.delete(transfer.id);
  states.set(transfer.id, transfer.state);
  if (states.size > MOST_STATES) states.delete(states.keys().next().value);
  if (before === undefined || before === transfer.state) return;
  const open = () => go('transfers', [transfer.id]);
  const whole = transfer.total > 0 && transfer.done >= transfer.total;
  if (before === 'downloading' && whole) tell(t('notify.done', { name: safe(transfer.name) }), { tag: `done-${transfer.id}`, open });
  if (transfer.state === 'failed') tell(t('notify.failed', { name: safe(transfer.name) }), { tag: `failed-${transfer.id}`, open });
}

function onTracker({ group }) {
  const now = group?.tracker?.id ?? null;
  if (now !== null && office !== null && now !== office) {
    tell(t('notify.tracker', { name: safe(group.tracker.name), epoch: group.epoch }), { tag: 'tracker', open: () => go('group') });
  }
  office = now ?? office;
}

/** Begins to listen; what is heard is told only where the user and the browser allow it. */
export function startNotifications() {
  live.keepHidden = wanted;
  const ask = () => (wanted() ? live.want('notify', { topics: ['transfers'] }) : live.drop('notify'));
  prefs.watch(ask);
  ask();
  live.on('transfer', onTransfer);
  live.on('tracker-changed', onTracker);
  live.on('search-hit', (e) =>
    tell(t('notify.hit', { name: safe(e.search?.name ?? e.name ?? '') }), { tag: `hit-${e.search?.id ?? e.search}`, open: () => go('search') }),
  );
}
