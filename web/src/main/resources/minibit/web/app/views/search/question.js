/** Sizes people think in, in bytes. */
export const SIZES = [
  { id: 'small', max: 1024 ** 2 },
  { id: 'medium', min: 1024 ** 2, max: 100 * 1024 ** 2 },
  { id: 'large', min: 100 * 1024 ** 2, max: 1024 ** 3 },
  { id: 'huge', min: 1024 ** 3 },
];

export const SORTS = ['relevance', 'name', 'size', 'newest', 'holders'];

/** A question as the page's address holds it. */
export function fromAddress(query) {
  return {
    q: query.get('q') ?? '',
    type: query.getAll('type'),
    size: query.get('size') ?? '',
    member: query.get('member') ?? '',
    publisher: query.get('publisher') ?? '',
    sort: SORTS.includes(query.get('sort')) ? query.get('sort') : 'relevance',
  };
}

export function toAddress(asked) {
  return { ...asked, sort: asked.sort === 'relevance' ? '' : asked.sort };
}

/** The same as the daemon wants it. */
export function toQuery(asked) {
  const size = SIZES.find((one) => one.id === asked.size);
  return {
    q: asked.q.trim(),
    type: asked.type,
    minSize: size?.min,
    maxSize: size?.max,
    member: asked.member,
    publisher: asked.publisher,
    sort: asked.sort,
  };
}

/** A question kept by the daemon, as the page's address holds it. */
export function fromSaved(query) {
  const size = SIZES.find(
    (one) => (one.min ?? 0) === (query.minSize ?? 0) && (one.max ?? 0) === (query.maxSize ?? 0),
  );
  return {
    q: query.q ?? '',
    type: query.type ?? [],
    size: size?.id ?? '',
    member: query.member ?? '',
    publisher: query.publisher ?? '',
    sort: query.sort ?? 'relevance',
  };
}

export function hasFilters(asked) {
  return asked.type.length > 0 || Boolean(asked.size || asked.member || asked.publisher);
}

export function isAnything(asked) {
  return asked.q.trim() !== '' || hasFilters(asked);
}
