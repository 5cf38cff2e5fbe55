import { html } from 'lit';
import { bytes, percent, rate, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { bar, chip } from '../../ui/bits.js';
import { icon } from '../../ui/icons.js';

const flag = (peer, own, other) => Boolean(peer[own] ?? peer[other]);

/** What comes from a peer, in words. */
export function fromIt(peer) {
  if (peer.down > 0) return t('peer.sends', { rate: rate(peer.down) });
  if (!flag(peer, 'amInterested', 'interesting')) return t('peer.weWantNothing');
  return flag(peer, 'peerChoking', 'choked') ? t('peer.itRefuses') : t('peer.itWillSend');
}

/** What goes to a peer, in words. */
export function toIt(peer) {
  if (peer.up > 0) return t('peer.weSend', { rate: rate(peer.up) });
  if (!flag(peer, 'peerInterested', 'interested')) return t('peer.itWantsNothing');
  return flag(peer, 'amChoking', 'choking') ? t('peer.weRefuse') : t('peer.weWillSend');
}

const share = (peer, pieces) => peer.progress ?? (pieces > 0 ? peer.pieces / pieces : 0);

/** The client's name: remote text, but for web seeds, which are known by their URL. */
function client(peer) {
  const seed = /^https?:/i.test(peer.address) && /^web seed(?:, ([a-z-]+))?$/.exec(peer.client);
  return seed ? t(`peer.webSeed.${seed[1] ?? 'fine'}`) : safe(peer.client) || t('peer.unknownClient');
}

function who(peer) {
  return html`<div class="grow">
    <div class="row">
      <strong class="clip">${peer.member ? safe(peer.member) : safe(peer.address)}</strong>
      ${peer.member ? chip(t('peer.member'), { kind: 'office' }) : ''}
    </div>
    <div class="small second clip" title=${safe(peer.address)}>
      ${client(peer)}${peer.member ? ` · ${safe(peer.address)}` : ''}
    </div>
  </div>`;
}

/** How much of the connection is hidden, where anything is. */
function hidden(peer) {
  if (peer.encryption === 'stream') return ` · ${t('peer.encrypted')}`;
  return peer.encryption === 'handshake' ? ` · ${t('peer.hiddenHandshake')}` : '';
}

/** How the connection is carried, where that is out of the ordinary. */
const carried = (peer) => (peer.transport === 'utp' ? ' · uTP' : '');

function how(peer) {
  const dialled = peer.outgoing ?? !peer.incoming;
  return html`<span class="small quiet clip"
    >${dialled ? t('peer.outgoing') : t('peer.incoming')}${peer.source
      ? ` · ${safe(peer.source)}`
      : ''}${carried(peer)}${hidden(peer)}${peer.flags ? html` · <span class="mono" title=${t('peer.flags')}>${safe(peer.flags)}</span>` : ''}</span
  >`;
}

const ways = (peer) => html`
  <span class="way ${peer.down > 0 ? 'down' : 'quiet'}">${icon('down')}<span class="clip">${fromIt(peer)}</span></span>
  <span class="way ${peer.up > 0 ? 'up' : 'quiet'}">${icon('up')}<span class="clip">${toIt(peer)}</span></span>
`;

export function peerCard(peer, pieces) {
  const part = share(peer, pieces);
  return html`<div class="peer-card">
    <div class="row">${who(peer)}<span class="num small second">${percent(part)}</span></div>
    ${bar(part, { label: t('peer.progress', { name: safe(peer.member ?? peer.address) }) })}
    <div class="ways small">${ways(peer)}</div>
    ${how(peer)}
  </div>`;
}

export function peerColumns(pieces) {
  return [
    { key: 'who', label: t('peer.column.who'), width: 'minmax(0, 1.4fr)', cell: who },
    {
      key: 'has',
      label: t('peer.column.has'),
      width: '8rem',
      cell: (peer) =>
        html`<div class="progress-cell">
          ${bar(share(peer, pieces), { label: t('peer.progress', { name: safe(peer.member ?? peer.address) }) })}
          <span class="num small">${percent(share(peer, pieces))}</span>
        </div>`,
    },
    {
      key: 'ways',
      label: t('peer.column.ways'),
      width: 'minmax(0, 1.4fr)',
      cell: (peer) => html`<div class="ways small">${ways(peer)}</div>`,
    },
    {
      key: 'sum',
      label: t('peer.column.sum'),
      width: '8rem',
      from: 900,
      align: 'end',
      cell: (peer) =>
        html`<div class="small num second">↓ ${bytes(peer.downloaded)}<br />↑ ${bytes(peer.uploaded)}</div>`,
    },
    { key: 'how', label: t('peer.column.how'), width: 'minmax(0, 1fr)', from: 1100, cell: how },
  ];
}
