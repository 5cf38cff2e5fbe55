import { LitElement } from 'lit';
import { look } from '../core/prefs.js';
import { Watch } from '../core/store.js';

let probe = null;
let known = new Map();
look.watch(() => known.clear());

/** A colour of the page's tokens as a canvas understands it: `colour('--accent')`. */
export function colour(name) {
  if (known.has(name)) return known.get(name);
  if (!probe) {
    probe = document.createElement('i');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.setProperty('color', `var(${name})`);
  const value = getComputedStyle(probe).color;
  known.set(name, value);
  return value;
}

/** The same, partly transparent. */
export function faint(name, alpha) {
  const [r, g, b] = colour(name).match(/[\d.]+/g);
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}

/**
 * A drawing as sharp as the screen, drawn again when it is resized, changed or the theme does.
 * Subclasses draw: `draw(context, width, height)`, in CSS pixels. It is a picture for assistive
 * technology, with the label it is given.
 */
export class Drawing extends LitElement {
  static properties = { label: { type: String } };

  #canvas = document.createElement('canvas');
  #frame = 0;
  /** As last observed: asking in the middle of a frame would lay out everything once more. */
  #size = [0, 0];
  #observer = new ResizeObserver(() => {
    this.#size = [this.clientWidth, this.clientHeight];
    this.again();
  });

  constructor() {
    super();
    this.label = '';
    new Watch(this, look);
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.#canvas.isConnected) this.append(this.#canvas);
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  updated() {
    this.setAttribute('role', 'img');
    this.setAttribute('aria-label', this.label);
    this.again();
  }

  /** Draws in the next frame, once. */
  again() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  get canvas() {
    return this.#canvas;
  }

  #paint() {
    const [width, height] = this.#size;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w;
      this.#canvas.height = h;
    }
    const context = this.#canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.draw(context, width, height);
  }

  draw() {}
}
