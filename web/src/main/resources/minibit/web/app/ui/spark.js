import { colour, Drawing, faint } from './canvas.js';

/** A small graph of speed: what comes above, what goes as a line over it. */
class Spark extends Drawing {
  static properties = { down: { attribute: false }, up: { attribute: false } };

  constructor() {
    super();
    this.down = [];
    this.up = [];
  }

  draw(c, width, height) {
    const top = Math.max(1, ...this.down, ...this.up) * 1.1;
    const n = Math.max(this.down.length, this.up.length, 60);
    const x = (i, list) => ((n - list.length + i) / (n - 1)) * width;
    const y = (v) => height - 1 - (v / top) * (height - 3);
    const line = (list, name, fill) => {
      if (list.length < 2) return;
      c.beginPath();
      list.forEach((v, i) => c.lineTo(x(i, list), y(v)));
      c.lineWidth = 1.5;
      c.lineJoin = 'round';
      c.strokeStyle = colour(name);
      c.stroke();
      if (!fill) return;
      c.lineTo(width, height);
      c.lineTo(x(0, list), height);
      c.closePath();
      const shade = c.createLinearGradient(0, 0, 0, height);
      shade.addColorStop(0, faint(name, 0.32));
      shade.addColorStop(1, faint(name, 0.02));
      c.fillStyle = shade;
      c.fill();
    };
    c.fillStyle = colour('--line');
    c.fillRect(0, height - 1, width, 1);
    line(this.down, '--down', true);
    line(this.up, '--up', false);
  }
}
customElements.define('mb-spark', Spark);
