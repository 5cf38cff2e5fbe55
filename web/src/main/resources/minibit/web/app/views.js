/**
 * The views in the order of the navigation. `load` brings the element `tag`; `key` is its shortcut
 * after `g`; `bar` puts it into the bar at the bottom of a phone, the others into its menu.
 */
export const VIEWS = [
  { id: 'search', tag: 'mb-search', sign: 'search', key: 's', bar: true, load: () => import('./views/search.js') },
  { id: 'transfers', tag: 'mb-transfers', sign: 'transfers', key: 't', bar: true, load: () => import('./views/transfers.js') },
  { id: 'shares', tag: 'mb-shares', sign: 'shares', key: 'h', bar: true, load: () => import('./views/shares.js') },
  { id: 'group', tag: 'mb-group', sign: 'group', key: 'g', bar: true, load: () => import('./views/group.js') },
  { id: 'lab', tag: 'mb-lab', sign: 'lab', key: 'l', bar: false, load: () => import('./views/lab.js') },
  { id: 'stats', tag: 'mb-stats', sign: 'stats', key: 'v', bar: false, load: () => import('./views/stats.js') },
  { id: 'settings', tag: 'mb-settings', sign: 'settings', key: 'e', bar: false, load: () => import('./views/settings.js') },
];

export const FIRST = 'search';
