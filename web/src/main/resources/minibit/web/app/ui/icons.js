import { html, svg } from 'lit';

/** Our own set: 20 by 20, one line weight, drawn in the colour of the text. */
const PATHS = {
  search: svg`<circle cx="8.5" cy="8.5" r="5.25"/><path d="m12.5 12.5 4.5 4.5"/>`,
  transfers: svg`<path d="M6.5 3v12.5m0 0L3.25 12.2M6.5 15.5l3.25-3.3M13.5 17V4.5m0 0-3.25 3.3m3.25-3.3 3.25 3.3"/>`,
  shares: svg`<path d="M2.75 15.25V5.5c0-.7.55-1.25 1.25-1.25h3.6l2 2.25H16c.7 0 1.25.55 1.25 1.25v7.5c0 .7-.55 1.25-1.25 1.25H4c-.7 0-1.25-.3-1.25-1Z"/><path d="M7.5 11.4h5m0 0-1.9-1.9m1.9 1.9-1.9 1.9"/>`,
  group: svg`<circle cx="10" cy="4.5" r="2"/><circle cx="4.25" cy="14.5" r="2"/><circle cx="15.75" cy="14.5" r="2"/><path d="m9 6.3-3.7 6.4m5.7-6.4 3.7 6.4M6.25 14.5h7.5"/>`,
  lab: svg`<path d="M7.75 3h4.5M8.5 3v5L4 15.2c-.5.9.1 1.8 1.1 1.8h9.8c1 0 1.6-.9 1.1-1.8L11.5 8V3M6 12.5h8"/>`,
  stats: svg`<path d="M3 16.75h14M5.25 14V9.5M10 14V4m4.75 10V7"/>`,
  settings: svg`<path d="M3 6h7m4 0h3M3 14h3m4 0h7"/><circle cx="12" cy="6" r="2"/><circle cx="8" cy="14" r="2"/>`,
  play: svg`<path d="M6.5 4.2v11.6c0 .4.5.7.8.4l8.5-5.8c.3-.2.3-.6 0-.8L7.3 3.8c-.3-.3-.8 0-.8.4Z"/>`,
  pause: svg`<path d="M7 4.5v11M13 4.5v11"/>`,
  trash: svg`<path d="M3.75 5.5h12.5M8 5.25V3.5h4v1.75M5.25 5.5l.75 10.4c0 .6.5 1.1 1.1 1.1h5.8c.6 0 1.1-.5 1.1-1.1l.75-10.4M8.5 8.5v5.25m3-5.25v5.25"/>`,
  plus: svg`<path d="M10 4v12M4 10h12"/>`,
  check: svg`<path d="m4 10.5 4 4 8-9"/>`,
  close: svg`<path d="m5 5 10 10M15 5 5 15"/>`,
  more: svg`<circle cx="4.5" cy="10" r=".9" fill="currentColor"/><circle cx="10" cy="10" r=".9" fill="currentColor"/><circle cx="15.5" cy="10" r=".9" fill="currentColor"/>`,
  down: svg`<path d="M10 3.5v11m0 0 4.5-4.5M10 14.5 5.5 10"/>`,
  up: svg`<path d="M10 16.5v-11m0 0L5.5 10M10 5.5l4.5 4.5"/>`,
  get: svg`<path d="M10 3v9m0 0 3.75-3.75M10 12 6.25 8.25M3.5 13v2.25c0 .7.55 1.25 1.25 1.25h10.5c.7 0 1.25-.55 1.25-1.25V13"/>`,
  chevron: svg`<path d="m7.5 4.5 5.5 5.5-5.5 5.5"/>`,
  back: svg`<path d="M12.5 4.5 7 10l5.5 5.5"/>`,
  fold: svg`<path d="m5 8 5 5 5-5"/>`,
  sun: svg`<circle cx="10" cy="10" r="3.25"/><path d="M10 2.5v1.75m0 11.5v1.75M2.5 10h1.75m11.5 0h1.75M4.7 4.7l1.25 1.25m8.1 8.1 1.25 1.25m0-10.6-1.25 1.25m-8.1 8.1L4.7 15.3"/>`,
  moon: svg`<path d="M16.5 11.8A6.9 6.9 0 0 1 8.2 3.5a6.9 6.9 0 1 0 8.3 8.3Z"/>`,
  auto: svg`<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 0 0-13Z" fill="currentColor" stroke="none"/>`,
  language: svg`<circle cx="10" cy="10" r="6.75"/><path d="M3.5 10h13M10 3.25c4.4 4 4.4 9.5 0 13.5-4.4-4-4.4-9.5 0-13.5Z"/>`,
  help: svg`<circle cx="10" cy="10" r="6.75"/><path d="M8 8c.1-1.2.9-1.9 2-1.9s2 .7 2 1.8c0 1.5-2 1.6-2 3.1m0 2.6v.1"/>`,
  exit: svg`<path d="M8 3.75H5c-.7 0-1.25.55-1.25 1.25v10c0 .7.55 1.25 1.25 1.25h3M12.5 6.5 16 10m0 0-3.5 3.5M16 10H8"/>`,
  shield: svg`<path d="M10 2.75 4.25 5v4.6c0 3.6 2.3 6.3 5.75 7.65 3.45-1.35 5.75-4.05 5.75-7.65V5L10 2.75Z"/><path d="m7.5 9.9 1.8 1.8 3.3-3.6"/>`,
  alert: svg`<path d="M10 3.25 2.75 16h14.5L10 3.25ZM10 8.5v3.25m0 2.2v.1"/>`,
  info: svg`<circle cx="10" cy="10" r="6.75"/><path d="M10 9.25v4.25m0-6.8v.1"/>`,
  star: svg`<path d="m10 3.25 2.05 4.3 4.7.6-3.45 3.25.87 4.65L10 13.8l-4.17 2.25.87-4.65L3.25 8.15l4.7-.6L10 3.25Z"/>`,
  bell: svg`<path d="M5.25 13.75V9a4.75 4.75 0 0 1 9.5 0v4.75l1.25 1H4l1.25-1ZM8.5 17h3"/>`,
  belloff: svg`<path d="M5.25 13.75V9c0-.9.25-1.75.7-2.45M8 4.7A4.75 4.75 0 0 1 14.75 9v3M14 14.75H4l1.25-1M8.5 17h3M3.5 3.5l13 13"/>`,
  filter: svg`<path d="M3.5 5h13M6 10h8m-5.5 5h3"/>`,
  link: svg`<path d="M8.5 11.5a3 3 0 0 0 4.25 0l2.4-2.4a3 3 0 0 0-4.25-4.25l-.9.9m1.5 2.75a3 3 0 0 0-4.25 0l-2.4 2.4a3 3 0 0 0 4.25 4.25l.9-.9"/>`,
  copy: svg`<rect x="7" y="7" width="9.5" height="9.5" rx="1.75"/><path d="M13 7V5.25c0-1-.75-1.75-1.75-1.75h-6c-1 0-1.75.75-1.75 1.75v6c0 1 .75 1.75 1.75 1.75H7"/>`,
  file: svg`<path d="M5 4c0-.7.55-1.25 1.25-1.25h5L15.5 7v9c0 .7-.55 1.25-1.25 1.25h-8C5.55 17.25 5 16.7 5 16V4Z"/><path d="M11 3v4h4.25"/>`,
  folder: svg`<path d="M2.75 15V5.5c0-.7.55-1.25 1.25-1.25h3.6l2 2.25H16c.7 0 1.25.55 1.25 1.25V15c0 .7-.55 1.25-1.25 1.25H4c-.7 0-1.25-.55-1.25-1.25Z"/>`,
  image: svg`<rect x="3" y="4" width="14" height="12" rx="1.75"/><circle cx="7.25" cy="8" r="1.25"/><path d="m3.5 14.5 4-3.5 2.75 2.25L13.5 10l3.25 3"/>`,
  audio: svg`<path d="M7.5 14.5V5l8-1.75v9.5"/><circle cx="5.5" cy="14.5" r="2"/><circle cx="13.5" cy="12.75" r="2"/>`,
  video: svg`<rect x="2.75" y="4.75" width="14.5" height="10.5" rx="1.75"/><path d="M8.5 7.75v4.5l4-2.25-4-2.25Z"/>`,
  text: svg`<path d="M4 5h12M4 8.5h12M4 12h12M4 15.5h7"/>`,
  archive: svg`<rect x="3" y="3.75" width="14" height="3.75" rx="1"/><path d="M4.25 7.5V15c0 .7.55 1.25 1.25 1.25h9c.7 0 1.25-.55 1.25-1.25V7.5M8.25 10.5h3.5"/>`,
  code: svg`<path d="m7 6-4 4 4 4m6-8 4 4-4 4"/>`,
  refresh: svg`<path d="M16 10a6 6 0 1 1-1.8-4.3L16 7.5m0-4v4h-4"/>`,
  user: svg`<circle cx="10" cy="7" r="3"/><path d="M4 16.5c.6-3.1 3-4.5 6-4.5s5.4 1.4 6 4.5"/>`,
  key: svg`<circle cx="6.75" cy="13.25" r="3"/><path d="m9 11 7-7m-2.5 2.5 2 2m-4 0 1.25 1.25"/>`,
  clock: svg`<circle cx="10" cy="10" r="6.75"/><path d="M10 6v4.25l2.75 1.75"/>`,
  speed: svg`<path d="M4.6 15.5a7 7 0 1 1 10.8 0M10 11.5l3-4"/>`,
  crown: svg`<path d="m3.5 6.5 3.25 3L10 5l3.25 4.5 3.25-3-1.25 8.25h-10.5L3.5 6.5Z"/>`,
  turtle: svg`<path d="M3 12.5c0-3.6 2.7-6 6-6s5.5 2.4 5.5 6H3Zm11.5-.5c1.7 0 2.75-.9 2.75-2.2 0-1-.7-1.8-1.6-1.8-1 0-1.5.7-1.7 1.6M5 12.5l-.75 2h2l.75-2m4.5 0 .75 2h2l-.75-2"/>`,
  menu: svg`<path d="M3.5 5.5h13M3.5 10h13m-13 4.5h13"/>`,
  home: svg`<path d="M3.5 9.25 10 3.5l6.5 5.75M5.25 8v8h9.5V8"/>`,
};

export function icon(name, label) {
  const body = PATHS[name] ?? PATHS.file;
  return label
    ? html`<svg class="icon" viewBox="0 0 20 20" role="img" aria-label=${label}>${body}</svg>`
    : html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${body}</svg>`;
}

/** The icon for a media type or a kind of the search. */
export function kindOf(type = '') {
  const [major, minor = ''] = type.split('/');
  if (PATHS[major] && ['image', 'audio', 'video', 'archive'].includes(major)) return major;
  if (/zip|tar|gzip|compressed|7z|rar|xz|zstd|archive/.test(minor)) return 'archive';
  if (/json|xml|javascript|x-sh|python|java/.test(minor)) return 'code';
  if (major === 'text' || major === 'document' || /pdf|document|msword|opendocument/.test(minor))
    return 'text';
  return 'file';
}
