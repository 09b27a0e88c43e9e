import { z } from 'zod';
import { Mistake, quoted } from '../mistake.ts';
import { checkEmail, checkUrl } from './addresses.ts';
import { checked, fieldNotes, flag, named, orIssue, secret } from './fields.ts';
import { mention } from './mention.ts';

const sendResolved = flag().default(true);

/** Names are lower case; an id is of a public (C), private (G) or direct (D) conversation, or a user. */
export const channel = checked((text) => {
  if (/^#[^\s#@,:A-Z]{1,80}$/.test(text) || /^[CGDUW][A-Z0-9]{6,}$/.test(text)) return;
  const bare = text
    .replace(/^[#@]+/, '')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, '-');
  throw new Mistake(`${quoted(text)} is not a channel`, `write "#${bare}", or the channel's id`);
}).register(fieldNotes, { example: '"#channel", in quotes: a bare # begins a comment' });

const routingKey = secret('required', (text) => {
  if (/^[A-Za-z0-9]{32}$/.test(text)) return;
  const what = text.length === 32 ? 'has other characters in it' : `has ${text.length} characters`;
  const hint = "write the 32 characters of the service's Events API v2 integration key";
  throw new Mistake(`the routing key ${what}`, hint);
});

/** Where something is posted to. */
export const hook = secret('required', (text) =>
  checkUrl(text, ['https', 'http'], 'https://example.com/hook', false),
);

const SIGNING_HINT = 'write whsec_ and what `openssl rand -base64 32` prints';

/** Standard Webhooks: the key has 24 to 64 bytes. */
export const signingSecret = secret('optional', (text) => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (base64 === undefined) {
    throw new Mistake('the secret is not whsec_ and base64', SIGNING_HINT);
  }
  const { length } = Buffer.from(base64, 'base64');
  if (length >= 24 && length <= 64) return;
  throw new Mistake(`the secret has ${length} bytes, not 24 to 64`, SIGNING_HINT);
});

const post = z
  .strictObject({
    url: hook,
    secret: signingSecret.default(''),
    token: secret('optional').default(''),
    send_resolved: sendResolved,
  })
  .superRefine(({ url, token }, context) =>
    orIssue(
      () => {
        const { username = '', password = '' } = URL.parse(url) ?? {};
        if (token === '' || username + password === '') return;
        throw new Mistake('the url has credentials already', 'leave one of the two out');
      },
      context,
      ['token'],
    ),
  );

const address = checked(checkEmail);

/** Addresses, as a list or, as in Alertmanager, as one text with commas. */
const addresses = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value),
    z.array(address).min(1, 'names nobody'),
  )
  .register(fieldNotes, { example: '[name@example.com]' });

/** A channel, or whoever is on call. */
const slack = z
  .strictObject({
    channel: channel.optional(),
    oncall: named('the name of a schedule').optional(),
    mention: mention.default(''),
    send_resolved: sendResolved,
  })
  .transform(({ channel: name, oncall, ...rest }, context) => {
    if (name !== undefined && oncall === undefined) return { ...rest, channel: name };
    if (name === undefined && oncall !== undefined) return { ...rest, oncall };
    if (name === undefined) {
      const path = ['channel'];
      context.addIssue({ code: 'invalid_type', expected: 'string', input: name, path });
    } else {
      const params = { hint: 'write either channel: "#channel" or oncall: and a schedule\'s name' };
      context.addIssue({ code: 'custom', message: 'leads to two places', params });
    }
    return z.NEVER;
  });

export const receiverSchema = z.strictObject({
  name: named('some-name'),
  slack: z.array(slack).default([]),
  pagerduty: z
    .array(
      z.strictObject({
        routing_key: routingKey,
        send_resolved: sendResolved,
        changes: flag().default(false),
      }),
    )
    .default([]),
  email: z.array(z.strictObject({ to: addresses, send_resolved: sendResolved })).default([]),
  webhook: z.array(post).default([]),
  fallback: z.string().optional(),
});

export type ReceiverConfig = z.output<typeof receiverSchema>;

/** Who can be told, and how. */
export const receiversSchema = z.array(receiverSchema).default([]);
