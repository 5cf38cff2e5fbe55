import { get } from './api.js';
import { live } from './live.js';
import { session } from './session.js';
import { Store } from './store.js';

/** How this daemon is, as `GET status` says; null until known. */
export const status = new Store(null);
/** The group as this daemon sees it; null until known. */
export const group = new Store(null);
/** The last two minutes of speed, a value a second, oldest first. */
export const speeds = new Store({ down: [], up: [], active: 0 });
/** When a heartbeat was heard last, by this page's clock. */
export const heartbeat = new Store({ at: 0, from: '' });

const SECONDS = 120;
let asking = 0;

async function ask() {
  if (session.value.state !== 'in') return;
  try {
    const now = await get('status');
    status.set(now);
    group.set(now.group);
    if (speeds.value.down.length === 0) add(now.transfers);
  } catch {
    // The stream's state already tells that the daemon is away.
  }
}

/** Asks how the daemon is, a moment later, once for all who want to know. */
export function refreshStatus(delay = 150) {
  clearTimeout(asking);
  asking = setTimeout(ask, delay);
}

function add({ down = 0, up = 0, active = 0 }) {
  const keep = (list, value) => [...list.slice(-(SECONDS - 1)), value];
  const { value } = speeds;
  speeds.set({ down: keep(value.down, down), up: keep(value.up, up), active });
}

live.on('totals', add);
live.on('stream-open', () => refreshStatus(0));
live.on('missed', () => refreshStatus());
live.on('tracker-changed', (e) => {
  if (e.group) group.set(e.group);
  refreshStatus();
});
live.on('heartbeat', (e) => heartbeat.set({ at: Date.now(), from: e.from, epoch: e.epoch }));
for (const type of ['member-joined', 'member-left', 'member-lost', 'share-changed']) {
  live.on(type, () => refreshStatus(600));
}
live.on('share-progress', (e) => {
  const now = status.value;
  if (now) status.set({ ...now, shares: { ...now.shares, ...e } });
});
session.watch(({ state }) => {
  if (state === 'in') refreshStatus(0);
  else status.set(null);
});
