import type { WebAPICallResult } from '@slack/web-api';
import { inTurn, type Turn } from './turn.ts';

/**
 * The pages of what a method lists, each read when it is our turn.
 *
 * @throws NotYet when it is not; what the client throws when the call fails
 */
export async function* pagesOf<Page extends WebAPICallResult>(
  turn: Turn,
  read: (from: { readonly cursor?: string }) => Promise<Page>,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Page> {
  let from = {};
  for (let count = 0; count < most; count += 1) {
    const page = await inTurn(turn, () => read(from));
    yield page;
    const cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') return;
    from = { cursor };
  }
}
