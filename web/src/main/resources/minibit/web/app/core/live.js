import { Store } from './store.js';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** A comment comes every 5 s; a stream silent for longer than this is dead. */
const SILENCE = 20_000;
/** Wishes that come together make one new stream. */
const SETTLE = 250;
/** A hidden page gives its connection back: a browser has six for one host. */
const HIDDEN_FOR = 30_000;
const ALWAYS = ['group', 'shares', 'totals'];

/** Splits a stream of server-sent events. */
export class EventParser {
  #rest = '';
  #event = { data: [] };

  push(text, emit) {
    this.#rest += text;
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line, emit);
  }

  #line(line, emit) {
    if (line === '') {
      if (this.#event.data.length > 0) emit({ ...this.#event, data: this.#event.data.join('\n') });
      this.#event = { data: [] };
      return;
    }
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#event.data.push(value);
    else if (field === 'event') this.#event.type = value;
    else if (field === 'id') this.#event.id = value;
  }
}

/**
 * The daemon's events. One stream for the page, with the topics that its parts want together; it
 * comes back by itself, behind the last event it has seen.
 */
class Live extends EventTarget {
  /** `idle`, `connecting`, `open` or `waiting`. */
  state = new Store('idle');
  /** Whether to keep the stream while the page is hidden. */
  keepHidden = () => false;

  #wants = new Map();
  #lastId = null;
  #abort = null;
  #wait = FIRST_WAIT;
  #timer = 0;
  #settle = 0;
  #hide = 0;
  #query = '';
  #running = false;
  /** An older daemon tells everything to everybody. */
  #tellsAll = false;

  constructor() {
    super();
    document.addEventListener('visibilitychange', () => this.#onVisibility());
    window.addEventListener('online', () => this.#running && this.#restart());
  }

  start() {
    this.#running = true;
    this.#restart();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.state.set('idle');
  }

  /** States what a part of the page wants to hear; the same owner replaces its wish. */
  want(owner, { topics = [], transfers = [] }) {
    this.#wants.set(owner, { topics, transfers });
    this.#later();
  }

  drop(owner) {
    if (this.#wants.delete(owner)) this.#later();
  }

  /** Hears one type of event; returns a function that ends it. */
  on(type, hear) {
    const listener = (e) => hear(e.detail);
    this.addEventListener(type, listener);
    return () => this.removeEventListener(type, listener);
  }

  #later() {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => {
      if (this.#running && this.#asked() !== this.#query) this.#restart();
    }, SETTLE);
  }

  #asked() {
    const topics = new Set(ALWAYS);
    const transfers = new Set();
    for (const want of this.#wants.values()) {
      want.topics.forEach((topic) => topics.add(topic));
      want.transfers.forEach((id) => transfers.add(id));
    }
    const query = new URLSearchParams({ topics: [...topics].join(',') });
    if (transfers.size > 0) query.set('transfers', [...transfers].sort().join(','));
    return query.toString();
  }

  #restart() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.#query = this.#asked();
    this.#read(this.#abort);
  }

  async #read(abort) {
    this.state.set('connecting');
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort('silent'), SILENCE);
    };
    try {
      const headers = this.#lastId === null ? {} : { 'Last-Event-ID': this.#lastId };
      heard();
      const answer = await fetch(`/api/v1/events${this.#tellsAll ? '' : `?${this.#query}`}`, {
        headers: { Accept: 'text/event-stream', ...headers },
        credentials: 'same-origin',
        signal: abort.signal,
      });
      if (answer.status === 401) return this.#tell({ type: 'signed-out', data: '{}' });
      if (answer.status === 400) this.#tellsAll = true;
      if (!answer.ok) throw new Error(`events: ${answer.status}`);
      this.#wait = FIRST_WAIT;
      this.state.set('open');
      this.#tell({ type: 'stream-open', data: '{}' });
      const parser = new EventParser();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        heard();
        parser.push(value, (event) => this.#tell(event));
      }
    } catch {
      // Whatever ended it, it is opened again below, unless somebody else has done so.
    } finally {
      clearTimeout(silence);
    }
    if (this.#abort === abort && this.#running) this.#comeBack();
  }

  #comeBack() {
    this.state.set('waiting');
    const wait = this.#wait * (0.75 + Math.random() / 2);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    this.#timer = setTimeout(() => this.#restart(), wait);
  }

  #tell(event) {
    if (event.id) this.#lastId = event.id;
    let detail;
    try {
      detail = JSON.parse(event.data || '{}');
    } catch {
      return;
    }
    const type = event.type ?? 'message';
    this.dispatchEvent(new CustomEvent(type, { detail }));
    this.dispatchEvent(new CustomEvent('*', { detail: { type, data: detail } }));
  }

  #onVisibility() {
    clearTimeout(this.#hide);
    if (!this.#running) return;
    if (document.hidden) {
      this.#hide = setTimeout(() => {
        if (this.keepHidden()) return;
        clearTimeout(this.#timer);
        const old = this.#abort;
        this.#abort = null;
        old?.abort();
        this.state.set('idle');
      }, HIDDEN_FOR);
    } else if (this.#abort === null) {
      this.#restart();
    }
  }
}

export const live = new Live();
