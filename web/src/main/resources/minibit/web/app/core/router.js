import { Store } from './store.js';

/** Where we are: `#/view/part/part?key=value`. */
export const route = new Store(read());

function read() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decode);
  return { view: parts[0] ?? '', parts: parts.slice(1), query: new URLSearchParams(query) };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function href(view, parts = [], query = {}) {
  const path = [view, ...parts].map(encodeURIComponent).join('/');
  const text = new URLSearchParams(
    Object.entries(query).flatMap(([k, v]) =>
      Array.isArray(v) ? v.map((one) => [k, one]) : v === '' || v == null ? [] : [[k, v]],
    ),
  ).toString();
  return `#/${path}${text ? `?${text}` : ''}`;
}

export function go(view, parts, query) {
  location.hash = href(view, parts, query);
}

/** Changes the address without a step in the history. */
export function stay(view, parts, query) {
  history.replaceState(null, '', href(view, parts, query));
  route.set(read());
}

window.addEventListener('hashchange', () => route.set(read()));
