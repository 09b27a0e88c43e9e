import { fetchBounded, type Fetch } from './bounded-fetch.ts';
import type { Envelope } from './envelope.ts';
import { snsUrl } from './partitions.ts';

export type ConfirmAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: 'refused' | 'unreachable'; readonly why: string };

/** Confirms a subscription whose message is known to be genuine. Never rejects. */
export type Confirm = (
  confirmation: Extract<Envelope, { Type: 'SubscriptionConfirmation' }>,
) => Promise<ConfirmAnswer>;

export interface ConfirmOptions {
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
}

const MAX_BYTES = 64 * 1024;

/** Confirms by getting the SubscribeURL, which must be SNS's own for the same topic. */
export function createConfirm({
  fetch = globalThis.fetch,
  timeoutMs = 5000,
}: ConfirmOptions = {}): Confirm {
  return async ({ SubscribeURL, TopicArn }) => {
    const checked = subscribeUrl(SubscribeURL, TopicArn);
    if ('why' in checked) return { ok: false, kind: 'refused', why: checked.why };
    try {
      await fetchBounded(fetch, checked.url, { timeoutMs, maxBytes: MAX_BYTES });
      return { ok: true };
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown';
      return { ok: false, kind: 'unreachable', why: `confirming the subscription: ${why}` };
    }
  };
}

function subscribeUrl(
  text: string,
  topicArn: string,
): { readonly url: string } | { readonly why: string } {
  const checked = snsUrl(text, topicArn);
  if ('why' in checked) return { why: `SubscribeURL is ${checked.why}` };
  const { url } = checked;
  if (url.pathname !== '/') return { why: 'SubscribeURL is not an SNS action' };
  // Several values of one name could mean one thing to us and another to SNS.
  const only = (name: string, value: string) => {
    const values = url.searchParams.getAll(name);
    return values.length === 1 && values[0] === value;
  };
  if (!only('Action', 'ConfirmSubscription')) {
    return { why: 'SubscribeURL does not confirm a subscription' };
  }
  if (!only('TopicArn', topicArn)) return { why: 'SubscribeURL is for another topic' };
  return { url: url.href };
}
