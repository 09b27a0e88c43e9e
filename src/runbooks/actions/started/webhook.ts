import { z } from 'zod';
import { endpointOf } from '../../../delivery/webhook/endpoint.ts';
import { signatureOf } from '../../../delivery/webhook/signature.ts';
import { shortHash } from '../../../alert/fingerprint.ts';
import { named } from '../../../config/schema/fields.ts';
import { ActionProblem, type ActionOf, type Outcome } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';

/** The address may hold credentials, so it is not among the parameters: those are shown, and kept. */
const schema = z.strictObject({
  /** By what the config knows it. */
  webhook: named('flush-cache'),
  body: z.record(z.string(), z.json(), { error: 'must be a map' }).default({}),
});

type Params = z.output<typeof schema>;

/** An address that is called, and what calls are signed with. */
export interface Hook {
  readonly url: string;
  readonly secret?: string | undefined;
}

const TIMEOUT = 30_000;
const HOW = 'Write one of that name into actions.webhooks.';

/**
 * Posts to a webhook, signed as notifications are, with the key as `webhook-id`: by that a receiver knows a
 * repetition. An attempt of unknown fate is not repeated.
 *
 * @param hookOf a webhook of the config, by its name
 * @param now epoch milliseconds
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhook(
  hookOf: (name: string) => Hook | undefined,
  now: () => number,
): ActionOf<Params> {
  const unseen = (key: string) =>
    `It was sent with the webhook-id ${key}: look for that there, and only then call it by hand.`;
  return {
    name: 'webhook',
    params: schema,
    title: ({ webhook: name }) => `Call the webhook ${name}`,
    target: ({ webhook: name }) => `webhook ${name}`,
    targetName: ({ webhook: name }) => name,
    timeout: () => TIMEOUT,
    async dryRun({ webhook: name }) {
      const found = hookOf(name);
      if (found === undefined) throw new ActionProblem(lackOf(name), HOW);
      return {
        before: `${hostOf(found)} is not asked what it does now.`,
        after: 'It is posted once, with the key of this run.',
        was: markOf(found),
      };
    },
    async run({ webhook: name, body }, key, signal, was): Promise<Outcome> {
      const found = hookOf(name);
      if (found === undefined) return { outcome: 'failed', what: lackOf(name), mend: HOW };
      if (was !== undefined && was !== markOf(found)) {
        const what = 'Since it was asked, the config has another address or secret for it.';
        return { outcome: 'failed', what, mend: 'Ask again.' };
      }
      const host = hostOf(found);
      const { url, headers } = endpointOf(found.url);
      const timestamp = Math.floor(now() / 1000);
      const text = JSON.stringify({ ...body, idempotency_key: key });
      const post = { id: key, timestamp, body: text };
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            'user-agent': 'tocsin',
            'webhook-id': key,
            'webhook-timestamp': String(timestamp),
            ...(found.secret !== undefined && {
              'webhook-signature': signatureOf(post, found.secret),
            }),
          },
          body: text,
          redirect: 'manual',
          signal,
        });
        await answer.body?.cancel();
        return answered(answer.status, host);
      } catch (error) {
        if (isUnsent(error)) return { outcome: 'later', what: `${host} is not reached.` };
        const why = signal.aborted ? 'no answer in time' : wordsOf(reasonOf(error));
        return { outcome: 'unknown', what: `${host} did not say that it took it: ${why}.` };
      }
    },
    async lookUp(_, key) {
      const what = `It may have got it, or not. ${unseen(key)}`;
      return { outcome: 'unknown', what, isFinal: true };
    },
  };
}

function lackOf(name: string): string {
  return `The config has no webhook ${name}.`;
}

function hostOf({ url }: Hook): string {
  return URL.parse(url)?.host ?? '';
}

/** Another with another address or secret, which it does not tell. */
function markOf({ url, secret = '' }: Hook): string {
  return shortHash(`${url} ${secret}`);
}

function answered(status: number, host: string): Outcome {
  if (status >= 200 && status < 300) {
    return { outcome: 'done', what: `${host} took it (HTTP ${status}).` };
  }
  if (status === 429) return { outcome: 'later', what: `${host} asks for patience.` };
  if (status >= 500) {
    return { outcome: 'unknown', what: `${host} answered HTTP ${status}.` };
  }
  const isRedirect = status >= 300 && status < 400;
  const what = `${host} refuses it: HTTP ${status}${isRedirect ? ', and redirects are not followed' : ''}.`;
  return { outcome: 'failed', what, mend: 'Mend its address or its secret.' };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.cause instanceof Error && error.cause.message) || error.message;
}

/** A connection that never came about. */
function isUnsent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(code));
}
