import { html, nothing } from 'lit';
import { get, seg } from '../../core/api.js';
import { calmly } from '../../core/dom.js';
import { bytes, clock, dateTime, duration, percent, rate, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { live } from '../../core/live.js';
import { Part } from '../../core/part.js';
import { bar, chip, empty, facts, signButton, trouble, waiting } from '../../ui/bits.js';
import { icon } from '../../ui/icons.js';
import { openMenu } from '../../ui/menu.js';
import { panel, tabs } from '../../ui/tabs.js';
import { bits } from '../../ui/pieces.js';
import '../../ui/chart.js';
import '../../ui/table.js';
import { copyMagnet, saveTorrent } from '../search/detail.js';
import { signed } from '../search/row.js';
import { act, menuFor } from './actions.js';
import './files.js';
import { peerCard, peerColumns } from './peers.js';
import { partOf, stateChip, troubleWords } from './rows.js';
import { speedOption } from './speed.js';

const TABS = ['pieces', 'peers', 'files', 'trackers', 'speed', 'log'];
/** How often what no event tells is asked again: pieces, the log. */
const AGAIN = 2_000;
/** The whole of it, trackers and all: a swarm of a thousand peers is long, and events tell most. */
const WHOLE_AGAIN = 6_000;
const LOG_LINES = 200;

/**
 * One transfer: pieces, peers, files, trackers, speed, log. Tells `shut` when it shall close, `tab`
 * when another tab is chosen, and `changed` when something was done to the transfer.
 */
class TransferDetail extends Part {
  static properties = {
    transferId: { attribute: false },
    tab: { attribute: false },
    _detail: { state: true },
    _pieces: { state: true },
    _history: { state: true },
    _log: { state: true },
    _problem: { state: true },
  };

  #timer = 0;
  #whole = 0;
  #graphed = 0;
  #piecesSoon = calmly(400, () => this.#loadPieces());

  constructor() {
    super();
    this.tab = 'pieces';
    this.#forget();
    this.during(() => live.on('transfer', (e) => this.#onTransfer(e.transfer)));
    this.during(() => live.on('peers', (e) => this.#onPeers(e)));
    this.during(() => live.on('piece-verified', (e) => this.#onPiece(e)));
    this.during(() => live.on('stream-open', () => this.#load()));
    this.during(() => {
      this.#timer = setInterval(() => !document.hidden && this.#again(), AGAIN);
      return () => {
        clearInterval(this.#timer);
        live.drop('detail');
      };
    });
  }

  #forget() {
    this._detail = null;
    this._pieces = null;
    this._history = null;
    this._log = null;
    this._problem = null;
  }

  willUpdate(changed) {
    if (changed.has('transferId')) {
      this.#forget();
      live.want('detail', { topics: [`transfer:${this.transferId}`], transfers: [this.transferId] });
      this.#load();
    } else if (changed.has('tab')) {
      this.#load();
    }
  }

  async #ask(path, field, query) {
    const id = this.transferId;
    try {
      const answer = await get(`transfers/${seg(id)}${path}`, query);
      if (id === this.transferId) this[field] = answer;
    } catch (e) {
      if (id !== this.transferId) return;
      if (path === '') this._problem = e;
      else this[field] = { problem: e };
    }
  }

  #load() {
    this.#whole = Date.now();
    this.#ask('', '_detail');
    this.#loadTab();
  }

  #again() {
    if (!this._detail || Date.now() - this.#whole >= WHOLE_AGAIN) this.#load();
    else this.#loadTab();
  }

  #loadTab() {
    if (this.tab === 'pieces') this.#loadPieces();
    if (this.tab === 'speed' && !this._history) this.#ask('/history', '_history');
    if (this.tab === 'log') this.#ask('/log', '_log', { limit: LOG_LINES });
  }

  #loadPieces() {
    return this.#ask('/pieces', '_pieces');
  }

  #onTransfer(transfer) {
    if (transfer.id !== this.transferId || !this._detail) return;
    this._detail = { ...this._detail, transfer };
    // Changes come twice a second at most; the graph has a value a step.
    const now = Date.now();
    if (this._history?.down && now - this.#graphed >= this._history.step * 900) {
      this.#graphed = now;
      const keep = (list, value) => [...list.slice(-599), value];
      this._history = {
        ...this._history,
        down: keep(this._history.down, transfer.down),
        up: keep(this._history.up, transfer.up),
      };
    }
  }

  #onPeers(e) {
    const peers = Array.isArray(e) ? e : e.peers;
    const mine = e.id === undefined || e.id === this.transferId;
    if (!peers || !mine || !this._detail) return;
    this._detail = { ...this._detail, peers: e.more > 0 ? this.#joined(peers) : peers };
  }

  /** An event tells of some hundred peers; the others stay as they were until all are asked again. */
  #joined(told) {
    const fresh = new Map(told.map((one) => [one.address, one]));
    const known = (this._detail.peers ?? []).map((one) => {
      const now = fresh.get(one.address);
      fresh.delete(one.address);
      return now ?? one;
    });
    return [...known, ...fresh.values()];
  }

  #onPiece(e) {
    if (e.id === undefined || e.id === this.transferId) this.#piecesSoon();
  }

  get #row() {
    return this._detail?.transfer ?? this._detail;
  }

  render() {
    if (this._problem && !this._detail) {
      return html`<div class="detail-head">${this.#shutButton()}</div>
        ${trouble(this._problem, () => this.#load())}`;
    }
    if (!this._detail) return waiting();
    const row = this.#row;
    return html`
      ${this.#head(row)}
      ${tabs({
        group: 'transfer',
        label: t('transfer.details'),
        active: this.tab,
        items: TABS.map((id) => ({
          id,
          text: t(`transfer.tab.${id}`),
          count: id === 'peers' ? this.#peers().length : null,
        })),
        onSelect: (id) => this.dispatchEvent(new CustomEvent('tab', { detail: id })),
      })}
      ${panel({ group: 'transfer', active: this.tab, body: this.#body(row) })}
    `;
  }

  #peers() {
    return (this._detail.peers ?? []).filter((one) => one.connected !== false);
  }

  #shutButton() {
    return signButton('close', t('common.close'), () => this.dispatchEvent(new CustomEvent('shut')), {
      kind: 'ghost',
    });
  }

  #head(row) {
    const stopped = row.state === 'paused' || row.state === 'failed';
    const target = { ids: [row.id], count: 1, name: row.name };
    const done = () => {
      this.#load();
      this.dispatchEvent(new CustomEvent('changed'));
    };
    return html`<header class="detail-head">
        <div class="row">
          <h2 class="grow clip" title=${safe(row.name)}>${safe(row.name)}</h2>
          ${signButton(
            stopped ? 'play' : 'pause',
            t(stopped ? 'transfer.resume' : 'transfer.pause'),
            async () => (await act(target, stopped ? 'resume' : 'pause')) && done(),
            { kind: 'ghost' },
          )}
          ${signButton(
            'more',
            t('transfer.menuOf', { name: safe(row.name) }),
            (e) => openMenu(e.currentTarget, this.#menu(row, done)),
            { kind: 'ghost' },
          )}
          ${this.#shutButton()}
        </div>
        <div class="row wrap">${stateChip(row)}${signed(row.signedBy)}${limitChips(row)}</div>
        <div class="progress-cell">
          ${bar(partOf(row), { state: row.state, label: t('transfer.progressOf', { name: safe(row.name) }) })}
          <span class="num small">${percent(partOf(row), 1)}</span>
        </div>
        <div class="row wrap small num second">
          <span>${t('transfer.of', { done: bytes(row.done), total: bytes(row.total) })}</span>
          <span class="down">↓ ${rate(row.down)}</span><span class="up">↑ ${rate(row.up)}</span>
          ${row.state === 'downloading' && row.timeLeft >= 0
            ? html`<span>${t('transfer.left', { time: duration(row.timeLeft) })}</span>`
            : nothing}
        </div>
      </header>
      ${row.problem
        ? html`<p class="strip bad" role="alert">${icon('alert')}<span>${troubleWords(row.problem)}</span></p>`
        : nothing}`;
  }

  #menu(row, done) {
    return [
      ...menuFor(row, done),
      ...(row.root
        ? [
            null,
            { text: t('share.magnet'), sign: 'link', act: () => copyMagnet(row.root) },
            { text: t('share.torrent'), sign: 'file', act: () => saveTorrent(row.root, row.name) },
          ]
        : []),
    ];
  }

  #body(row) {
    switch (this.tab) {
      case 'peers':
        return this.#peerTable(row);
      case 'files':
        return html`<mb-files .transfer=${row}></mb-files>`;
      case 'trackers':
        return this.#trackers();
      case 'speed':
        return this.#speed();
      case 'log':
        return this.#logLines();
      default:
        return this.#piecesTab(row);
    }
  }

  #piecesTab(row) {
    const map = this._pieces;
    return html`<div class="stack">
      ${map?.problem ? trouble(map.problem) : nothing}
      ${map?.pieces > 0 ? this.#map(row, map) : nothing} ${map === null ? waiting() : nothing}
      ${facts([
        [t('transfer.fact.folder'), html`<span class="mono small">${safe(row.dir)}</span>`],
        [t('transfer.fact.downloaded'), bytes(row.downloaded)],
        [t('transfer.fact.uploaded'), bytes(row.uploaded)],
        [t('transfer.fact.wasted'), row.wasted > 0 ? bytes(row.wasted) : null],
        [t('transfer.fact.peers'), t('transfer.peersOf', { n: row.peers, known: row.knownPeers })],
        [t('transfer.fact.added'), dateTime(row.added)],
        [t('transfer.fact.completed'), row.completed ? dateTime(row.completed) : null],
        [t('file.v1'), row.infoHashV1 ? html`<span class="mono small">${row.infoHashV1}</span>` : null],
        [t('file.v2'), row.infoHashV2 ? html`<span class="mono small">${row.infoHashV2}</span>` : null],
      ])}
    </div>`;
  }

  #map(row, map) {
    // Once all is here, how common it is among others matters only while there are others.
    const availability = row.done === row.total && row.peers === 0 ? [] : map.availability;
    const rarest = availability.length > 0 ? Math.min(...availability) : null;
    const label = t('pieces.label', {
      have: row.piecesHave,
      n: map.pieces,
      size: bytes(map.pieceLength),
      active: map.active.length,
    });
    return html`<figure class="map">
      <mb-pieces
        ?data-few=${map.pieces <= 30}
        .count=${map.pieces}
        .have=${bits(map.have)}
        .availability=${availability}
        .active=${map.active}
        .label=${label}
      ></mb-pieces>
      <figcaption class="small second">
        <p>${label}</p>
        <ul class="legend">
          <li><i class="here"></i>${t('pieces.here')}</li>
          <li><i class="now"></i>${t('pieces.now')}</li>
          <li><i class="absent"></i>${t('pieces.absent')}</li>
          ${rarest === null
            ? nothing
            : html`<li><i class="common"></i>${t('pieces.availability', { n: rarest })}</li>`}
        </ul>
      </figcaption>
    </figure>`;
  }

  #peerTable(row) {
    const peers = this.#peers();
    if (peers.length === 0) {
      return empty({ sign: 'group', title: t('peer.none'), text: t('peer.noneText') });
    }
    return html`<mb-table
      .label=${t('transfer.tab.peers')}
      .columns=${peerColumns(row.pieces)}
      .card=${(peer) => peerCard(peer, row.pieces)}
      .cardsBelow=${700}
      .cardHeight=${132}
      .rowHeight=${64}
      .keyOf=${(peer) => peer.address}
      .total=${peers.length}
      .rowAt=${(i) => peers[i]}
    ></mb-table>`;
  }

  #trackers() {
    const list = this._detail.trackers ?? [];
    if (list.length === 0) return empty({ sign: 'link', title: t('tracker.none'), text: t('tracker.noneText') });
    return html`<ul class="lines">
      ${list.map(
        (one) => html`<li>
          <span class="dot ${one.ok ? 'good' : 'bad'}"></span>
          <div class="grow">
            <div class="clip" title=${safe(one.url)}>${safe(one.url)}</div>
            <div class="small second">
              ${one.ok ? t('tracker.ok') : t('tracker.failed')}${one.message ? `: ${safe(one.message)}` : ''}
            </div>
          </div>
          <div class="small num second">
            ${one.seeders >= 0 ? t('tracker.seeders', { n: one.seeders }) : nothing}<br />
            ${one.leechers >= 0 ? t('tracker.leechers', { n: one.leechers }) : nothing}
          </div>
        </li>`,
      )}
    </ul>`;
  }

  #speed() {
    if (!this._history) return waiting();
    if (this._history.problem) return trouble(this._history.problem);
    return html`<mb-chart .option=${speedOption(this._history)} .label=${t('transfer.speedLabel')}></mb-chart>`;
  }

  #logLines() {
    if (!this._log) return waiting();
    if (this._log.problem) return trouble(this._log.problem);
    if (this._log.lines.length === 0) return empty({ sign: 'text', title: t('log.none') });
    return html`<ol class="log" reversed>
      ${[...this._log.lines].reverse().map(
        (one) => html`<li>
          <time class="num quiet" datetime=${one.at}>${clock(one.at)}</time><span>${safe(one.text)}</span>
        </li>`,
      )}
    </ol>`;
  }
}
customElements.define('mb-transfer', TransferDetail);

function limitChips(row) {
  const { down, up } = row.limits ?? {};
  return html`${down ? chip(t('limit.downTo', { rate: rate(down) }), { sign: 'speed' }) : nothing}${up
    ? chip(t('limit.upTo', { rate: rate(up) }), { sign: 'speed' })
    : nothing}`;
}
