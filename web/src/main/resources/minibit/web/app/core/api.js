import { fault, has, t } from './i18n.js';

const BASE = '/api/v1/';

/** A failure of the daemon, or of the way to it (`status` 0). */
export class Problem extends Error {
  constructor(status, code, detail, candidates = [], phrase = null) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.words = phrase;
    this.candidates = candidates;
  }

  /** The daemon is older than the page: it does not know this path. */
  get isUnknown() {
    return this.status === 404 && (this.code === 'no-such-path' || this.code === 'not-json');
  }
}

/** A failure in the user's words. */
export function words(problem) {
  if (!(problem instanceof Problem)) return t('problem.page', { detail: problem?.message ?? '' });
  const key = `problem.${problem.code}`;
  const detail = fault(problem.words, problem.detail ?? '');
  if (!has(key)) return detail || t('problem.unknown', { code: problem.code });
  return t(key, { detail });
}

/** Told when the daemon says that nobody is signed in. */
export const gate = { onSignedOut: () => {} };

function withQuery(path, query) {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) out.append(key, String(one));
  }
  const text = out.toString();
  return BASE + path + (text ? `?${text}` : '');
}

async function problemOf(answer) {
  try {
    const doc = await answer.json();
    return new Problem(answer.status, doc.code ?? 'unknown', doc.detail, doc.candidates, doc.words);
  } catch {
    return new Problem(answer.status, 'not-json', answer.statusText);
  }
}

/** One request; the answer's JSON, or null where there is none. */
export async function call(method, path, { query, body, signal } = {}) {
  let answer;
  try {
    answer = await fetch(withQuery(path, query), {
      method,
      signal,
      credentials: 'same-origin',
      cache: 'no-cache',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem(0, 'offline', e.message);
  }
  if (!answer.ok) {
    const problem = await problemOf(answer);
    if (answer.status === 401 && path !== 'session') gate.onSignedOut(problem);
    throw problem;
  }
  if (answer.status === 204) return null;
  const type = answer.headers.get('Content-Type') ?? '';
  return type.includes('json') ? answer.json() : answer.blob();
}

export const get = (path, query, signal) => call('GET', path, { query, signal });

/** Keys of queries that an older daemon has refused. */
const refused = new Set();

/** The same, where some keys of the query may be left out for a daemon that does not know them. */
export async function getWith(path, query, optional, signal) {
  const known = { ...query };
  for (const key of optional) if (refused.has(`${path} ${key}`)) delete known[key];
  try {
    return await get(path, known, signal);
  } catch (e) {
    if (e.code !== 'unknown-parameter' || Object.keys(known).length < Object.keys(query).length) throw e;
    for (const key of optional) {
      refused.add(`${path} ${key}`);
      delete known[key];
    }
    return get(path, known, signal);
  }
}

export const post = (path, body = {}, query) => call('POST', path, { body, query });
export const put = (path, body) => call('PUT', path, { body });
export const del = (path, query) => call('DELETE', path, { query });

/** A segment of a path. */
export const seg = (text) => encodeURIComponent(text);
