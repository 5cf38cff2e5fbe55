import { gate, get, post, del, Problem } from './api.js';
import { live } from './live.js';
import { Store } from './store.js';

/** `{state: 'asking'|'out'|'in', name, problem}`. */
export const session = new Store({ state: 'asking', name: '', problem: null });

gate.onSignedOut = (why = new Problem(401, 'session-ended')) => {
  if (session.value.state === 'in') leave(why);
};
live.on('signed-out', () => gate.onSignedOut());

function leave(problem) {
  live.stop();
  session.set({ state: 'out', name: '', problem });
}

function enter(who) {
  session.set({ state: 'in', name: who?.name ?? '', problem: null });
  live.start();
}

/** The code of a one-time link, taken out of the address so that it is not kept in the history. */
function takeCode() {
  const match = /^#code=([\w.~-]+)$/.exec(location.hash);
  if (!match) return null;
  history.replaceState(null, '', `${location.pathname}#/`);
  return match[1];
}

async function who() {
  try {
    return await get('session');
  } catch (e) {
    // An older daemon has no sessions; then its status tells whether one is let in.
    if (e instanceof Problem && e.isUnknown) return get('status');
    throw e;
  }
}

export async function startSession() {
  const code = takeCode();
  try {
    if (code !== null) await post('session', { code });
    enter(await who());
  } catch (e) {
    // Who was never here is asked to sign in; whose session is over is told so.
    const expected = e instanceof Problem && e.code === 'no-token' && code === null;
    leave(expected ? null : e);
  }
}

export async function signIn(token) {
  try {
    await post('session', { token });
    enter(await who());
  } catch (e) {
    leave(e);
  }
}

export async function signOut() {
  try {
    await del('session');
  } finally {
    leave(null);
  }
}
