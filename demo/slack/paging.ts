import { SlackRefusal } from './call.ts';

/** What a caller asked for: how many, from where. */
export interface PageRequest {
  readonly limit: unknown;
  readonly cursor: unknown;
}

/**
 * One page of a list, as Slack pages with cursors.
 * Source: https://docs.slack.dev/apis/web-api/pagination
 *
 * @param key what the cursor remembers: the first item of the next page.
 * @throws SlackRefusal `invalid_limit` or `invalid_cursor`.
 */
export function page<Item>(
  items: readonly Item[],
  { limit, cursor }: PageRequest,
  { usual, most, key }: { usual: number; most: number; key: (item: Item) => string },
): { items: readonly Item[]; nextCursor: string } {
  const size = limit === undefined || limit === '' ? usual : Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > most) throw new SlackRefusal('invalid_limit');
  const start = startOf(items, cursor, key);
  const next = items[start + size];
  return {
    items: items.slice(start, start + size),
    nextCursor: next === undefined ? '' : Buffer.from(`next:${key(next)}`).toString('base64'),
  };
}

function startOf<Item>(
  items: readonly Item[],
  cursor: unknown,
  key: (item: Item) => string,
): number {
  if (cursor === undefined || cursor === '') return 0;
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64').toString() : '';
  const start = items.findIndex((item) => `next:${key(item)}` === text);
  if (start === -1) throw new SlackRefusal('invalid_cursor');
  return start;
}
