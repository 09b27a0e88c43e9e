import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../../demo/certificates.ts';
import { freePort } from '../../../demo/listen.ts';
import type { Adapter } from '../../../src/delivery/adapter.ts';
import {
  createMailer,
  type Mailer,
  type MailerSettings,
} from '../../../src/delivery/email/mailer.ts';
import { createEmailAdapter, type EmailSettings } from '../../../src/delivery/email/send.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { startMailbox, type Mailbox, type Received } from '../../support/mailbox.ts';
import { until } from '../../support/wait.ts';
import { attempts, openLimiter, type Attempts, type OpenLimiter } from '../support/attempts.ts';
import { DUE, editOf, NOON, sampleView, type GroupSample } from '../support/views.ts';

const ANA = 'ana@example.com';
const BEN = 'ben@example.com';
const MINUTE = 60_000;

let mailbox: Mailbox;
let mailers: Mailer[];
let limiter: OpenLimiter;
let attempt: Attempts;

beforeEach(async () => {
  mailbox = await startMailbox();
  mailers = [];
  limiter = openLimiter();
  attempt = attempts();
});
afterEach(async () => {
  for (const mailer of mailers) mailer.close();
  await mailbox.stop();
});

interface Sender {
  readonly server?: Partial<MailerSettings>;
  readonly settings?: Partial<EmailSettings>;
}

function adapterWith({ server = {}, settings = {} }: Sender = {}): Adapter {
  const mailer = createMailer({
    url: `smtp://127.0.0.1:${mailbox.port}`,
    from: 'tocsin@example.org',
    timeoutMs: 800,
    ...server,
  });
  mailers.push(mailer);
  return createEmailAdapter(mailer, limiter, {
    to: [ANA, BEN],
    receiver: 'On call',
    sendResolved: true,
    ...settings,
  });
}

const run = (view: DeliveryView, sender: Sender = {}, now = NOON) =>
  adapterWith(sender).deliver(view, attempt.at(now));

const group = (sample: GroupSample = {}): DeliveryView =>
  sampleView({ integration: 'email/5d41402abc4b2a76', ...sample });

const FIRES = { fingerprint: 'a' };
const WORSE = { fingerprint: 'b', name: 'Latency' };
const OVER = { fingerprint: 'a', until: 1 };
const told = (...firing: string[]) => ({ told: { at: NOON - MINUTE, firing, resolved: [] } });
const DELIVERED = { outcome: 'delivered', handle: { subject: '[Tocsin] High error rate' } };

function onlyMail(): Received {
  expect(mailbox.mails).toHaveLength(1);
  const [mail] = mailbox.mails;
  if (mail === undefined) throw new Error('there is no mail');
  return mail;
}

function headersOf({ email }: Received): Record<string, string> {
  return Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));
}

const ids = () => mailbox.mails.map(({ email }) => email.messageId);

describe('a mail', () => {
  test('goes to all of the receiver, in two forms, and says what programs need to sort it', async () => {
    expect(await run(group({ alerts: [FIRES] }))).toEqual(DELIVERED);
    const mail = onlyMail();
    expect([mail.from, mail.to]).toEqual(['tocsin@example.org', [ANA, BEN]]);
    expect(mail.email).toMatchObject({
      subject: '[Tocsin] High error rate',
      from: { name: 'Tocsin', address: 'tocsin@example.org' },
      to: [{ address: ANA }, { address: BEN }],
      text: expect.stringContaining('5XX share 12.4 %, over 10 % for 5 min'),
      html: expect.stringContaining('5XX share 12.4 %, over 10 % for 5 min'),
    });
    expect(headersOf(mail)).toMatchObject({
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      'list-id': '<on-call.tocsin.example.org>',
      importance: 'High',
      'x-tocsin-status': 'firing',
      'x-tocsin-severity': 'critical',
      'x-tocsin-trace-id': DUE.traceId,
    });
  });

  test('is important only while something critical lasts', async () => {
    await run(group({ alerts: [{ severity: 'warning' }] }));
    await run(group({ alerts: [OVER], delivery: told('a') }));
    for (const mail of mailbox.mails) expect(headersOf(mail)).not.toHaveProperty('importance');
    expect(mailbox.mails).toHaveLength(2);
  });

  test('is sent of what is news, and of nothing else', async () => {
    expect(await run(editOf(group()))).toEqual({ outcome: 'delivered', unasked: true });
    expect(await run(group({ alerts: [FIRES], delivery: told('a') }))).toEqual({
      outcome: 'delivered',
      unasked: true,
    });
    const quiet = { settings: { sendResolved: false } };
    expect(await run(group({ alerts: [OVER], delivery: told('a') }), quiet)).toEqual({
      outcome: 'delivered',
      unasked: true,
    });
    expect(mailbox.mails).toEqual([]);
    const due = { ...DUE, reason: 'repeat' as const };
    await run(group({ alerts: [FIRES], delivery: { ...told('a'), due } }));
    expect(onlyMail().email.text).toContain('Still firing after 7 min');
  });
});

describe('a thread', () => {
  const handle = { subject: '[Tocsin] High error rate' };

  test('holds all mails of an episode: under one subject, and with a reference to the first', async () => {
    await run(group({ alerts: [FIRES] }));
    await run(group({ alerts: [WORSE, FIRES], delivery: { ...told('a'), handle } }));
    await run(group({ alerts: [OVER], delivery: { ...told('a', 'b'), handle } }));
    const [first, ...others] = mailbox.mails.map(({ email }) => email);
    expect(first?.messageId).toMatch(/^<tocsin\.[0-9a-f]{16}@example\.org>$/u);
    expect(first).not.toHaveProperty('inReplyTo');
    expect(others).toHaveLength(2);
    for (const email of others) {
      expect(email.inReplyTo).toBe(first?.messageId);
      expect(email.references).toBe(first?.messageId);
      expect(email.subject).toBe('Re: [Tocsin] High error rate');
    }
    expect(new Set(ids()).size).toBe(3);
  });

  test('of another episode, group or address is another one', async () => {
    await run(group());
    await run(group({ delivery: { episode: NOON } }));
    await run(group({ key: 'ops.other' }));
    await run(group({ integration: 'email/other' }));
    expect(new Set(ids()).size).toBe(4);
  });
});

describe('when the answer was lost,', () => {
  const again = (view: DeliveryView) => run(view, {}, NOON + 5_000);

  test('the same is sent again under the same id', async () => {
    mailbox.fates.push('taken, answer lost');
    expect(await run(group({ alerts: [FIRES] }))).toMatchObject({ outcome: 'retry' });
    expect(await again(group({ alerts: [FIRES] }))).toEqual(DELIVERED);
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  test('the same is sent again under the same id in the middle of a thread, too', async () => {
    mailbox.fates.push('taken, answer lost');
    const view = group({ alerts: [FIRES, WORSE], delivery: told('a') });
    await run(view);
    await again(view);
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  test('what is told differently by then is another mail of the thread: nobody may miss it', async () => {
    mailbox.fates.push('taken, answer lost', 'taken, answer lost');
    await run(group({ alerts: [FIRES] }));
    await again(group({ alerts: [FIRES, WORSE] }));
    await again(group({ alerts: [FIRES] }));
    const [first, second, third] = mailbox.mails.map(({ email }) => email);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(second?.inReplyTo).toBe(first?.messageId);
    expect(third?.messageId).toBe(first?.messageId);
  });

  test('its end is told, though nobody knows whether its beginning was', async () => {
    mailbox.fates.push('taken, answer lost');
    await run(group({ alerts: [FIRES] }));
    await again(group({ alerts: [OVER] }));
    expect(mailbox.mails.map(({ email }) => email.text?.split('\n')[0])).toEqual([
      'Firing · P0 critical',
      'Resolved after 6 min',
    ]);
  });

  test.each<[string, () => void]>([
    ['the server said so', () => mailbox.fates.push({ answer: '451 4.3.0 come back' })],
    ['it never got through to the server', () => (mailbox.greeting = '421 4.3.2 too busy')],
  ])('and certainly nobody has it, for %s, the journal says so', async (_why, break_) => {
    break_();
    expect(await run(group())).toMatchObject({ outcome: 'retry' });
    expect(attempt.notes.at(-1)?.[1].result).toEqual({ refused: 'true' });
  });

  test('a refusal that follows takes nothing back: it may have arrived before', async () => {
    mailbox.fates.push('taken, answer lost', { answer: '451 4.3.0 come back' });
    await run(group({ alerts: [FIRES] }));
    await again(group({ alerts: [FIRES, WORSE] }));
    await again(group({ alerts: [FIRES, WORSE] }));
    const [first, second] = mailbox.mails.map(({ email }) => email);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(second?.inReplyTo).toBe(first?.messageId);
  });
});

describe('a server', () => {
  test.each(['451 4.7.1 greylisted, come back', '452 4.2.2 mailbox full'])(
    'that answers %s to a mail is asked again',
    async (answer) => {
      mailbox.fates.push({ answer });
      const adapter = adapterWith();
      expect(await adapter.deliver(group(), attempt.at(NOON))).toEqual({
        outcome: 'retry',
        why: answer,
      });
      expect(await adapter.deliver(group(), attempt.at(NOON + MINUTE))).toEqual(DELIVERED);
      onlyMail();
    },
  );

  test('that answers 5xx to a mail is not asked again, and has its say', async () => {
    mailbox.fates.push({ answer: '554 5.7.1 this looks like spam' });
    expect(await run(group())).toMatchObject({
      outcome: 'reject',
      why: '554 5.7.1 this looks like spam',
    });
  });

  test('that turns everybody away with 421 is asked again', async () => {
    mailbox.greeting = '421 4.3.2 too busy';
    expect(await run(group())).toMatchObject({
      outcome: 'retry',
      why: expect.stringContaining('too busy'),
    });
  });

  test('that is not there is asked again', async () => {
    const url = `smtp://127.0.0.1:${await freePort()}`;
    expect(await run(group(), { server: { url } })).toMatchObject({
      outcome: 'retry',
      why: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('that says nothing, before the greeting or after the mail, is not waited for for ever', async () => {
    const silent = createServer(() => {});
    silent.listen(await freePort(), '127.0.0.1');
    await until('it listens', () => silent.listening);
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await run(group(), { server: { url: `smtp://127.0.0.1:${port}` } })).toMatchObject({
      outcome: 'retry',
    });
    silent.close();
    mailbox.fates.push('silence');
    expect(await run(group())).toEqual({ outcome: 'retry', why: 'no answer in time' });
  });

  test('has a limit of its own, shared by all who send over it', async () => {
    await run(group());
    await run(group(), { settings: { to: ['carl@example.com'], receiver: 'b' } });
    expect(new Set(limiter.taken)).toEqual(new Set([`email/127.0.0.1:${mailbox.port}`]));
    expect(limiter.taken).toHaveLength(2);
  });

  test('whose limit is used up is left alone until it is our turn', async () => {
    const busy = { ...limiter, take: async () => 1_700 };
    const mailer = createMailer({ url: `smtp://127.0.0.1:${mailbox.port}`, from: 'a@b.c' });
    const adapter = createEmailAdapter(mailer, busy, {
      to: [ANA],
      receiver: 'a',
      sendResolved: true,
    });
    expect(await adapter.deliver(group(), attempt.at(NOON))).toEqual({
      outcome: 'retry',
      afterMs: 1_700,
      why: 'own rate limit',
    });
    expect(mailbox.connections()).toBe(0);
  });

  test('keeps its connection for the next mail, until the sender is closed', async () => {
    const adapter = adapterWith();
    await adapter.deliver(group(), attempt.at(NOON));
    await adapter.deliver(group({ key: 'ops.other' }), attempts().at(NOON));
    expect(mailbox.connections()).toBe(1);
    mailers[0]?.close();
    await until('nobody is connected', () => mailbox.connections() === 0);
  });
});

describe('a reader whom the server', () => {
  test('does not know is named; the others have the mail', async () => {
    mailbox.unwanted.set(BEN, '550 5.1.1 no such user');
    expect(await run(group())).toEqual({ ...DELIVERED, remark: `${BEN}: 550 5.1.1 no such user` });
    expect(onlyMail().to).toEqual([ANA]);
  });

  test('puts off is tried again, alone, under the same id', async () => {
    mailbox.unwanted.set(BEN, '450 4.7.1 greylisted');
    expect(await run(group())).toEqual({
      outcome: 'retry',
      isPartly: true,
      why: `${BEN}: 450 4.7.1 greylisted`,
    });
    mailbox.unwanted.clear();
    expect(await run(group(), {}, NOON + MINUTE)).toEqual(DELIVERED);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([[ANA], [BEN]]);
    expect(new Set(ids()).size).toBe(1);
  });

  test('puts off for half an hour is given up, and named', async () => {
    mailbox.unwanted.set(BEN, '452 4.2.2 mailbox full');
    for (const minutes of [0, 10, 29]) {
      expect(await run(group(), {}, NOON + minutes * MINUTE)).toMatchObject({ outcome: 'retry' });
    }
    expect(await run(group(), {}, NOON + 31 * MINUTE)).toEqual({
      ...DELIVERED,
      remark: `${BEN}: 452 4.2.2 mailbox full`,
    });
    expect(onlyMail().to).toEqual([ANA]);
  });

  test('puts off gets the newest, as all do, when the group changes meanwhile', async () => {
    mailbox.unwanted.set(BEN, '450 4.7.1 greylisted');
    await run(group({ alerts: [FIRES] }));
    mailbox.unwanted.clear();
    expect(await run(group({ alerts: [FIRES, WORSE] }), {}, NOON + MINUTE)).toEqual(DELIVERED);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([[ANA], [ANA, BEN]]);
    expect(new Set(ids()).size).toBe(2);
  });

  test('first puts off, then does not want is named, and takes nothing from the others', async () => {
    const carl = 'carl@example.com';
    const settings = { to: [ANA, BEN, carl] };
    mailbox.unwanted.set(BEN, '450 4.7.1 greylisted').set(carl, '550 5.1.1 no such user');
    expect(await run(group(), { settings })).toMatchObject({ outcome: 'retry' });
    mailbox.unwanted.set(BEN, '550 5.7.1 not wanted here');
    expect(await run(group(), { settings }, NOON + MINUTE)).toEqual({
      ...DELIVERED,
      remark: `${carl}: 550 5.1.1 no such user; ${BEN}: 550 5.7.1 not wanted here`,
    });
  });

  test('does not know, like all others, makes the mail one that is refused', async () => {
    mailbox.unwanted.set(ANA, '550 5.1.1 no such user').set(BEN, '550 5.1.1 no such user');
    expect(await run(group())).toMatchObject({
      outcome: 'reject',
      why: '550 5.1.1 no such user',
      diagnosis: { concerns: 'address' },
    });
  });
});

describe('TLS', () => {
  const SECRET = 'p@ss wörd';
  const ACCOUNT = `bot:${SECRET}`;

  async function withTls(secure: boolean, account?: string) {
    const authority = await makeAuthority();
    const tls = await authority.serverCertificate();
    const server = await startMailbox({ tls, secure, ...(account !== undefined && { account }) });
    const user = account === undefined ? '' : `bot:${encodeURIComponent(SECRET)}@`;
    const url = `smtp${secure ? 's' : ''}://${user}127.0.0.1:${server.port}`;
    return { server, url, ca: authority.caPem };
  }

  test.each([true, false])(
    'is used, and its certificate verified (from the start: %s)',
    async (secure) => {
      const { server, url, ca } = await withTls(secure, ACCOUNT);
      expect(await run(group(), { server: { url } })).toMatchObject({
        outcome: 'retry',
        why: expect.stringContaining('certificate'),
      });
      expect(server.signedIn).toEqual([]);
      expect(await run(group(), { server: { url, ca } })).toEqual(DELIVERED);
      expect(server.signedIn).toEqual([ACCOUNT]);
      await server.stop();
    },
  );

  test('can not be switched off in the address', async () => {
    const { server, url } = await withTls(true);
    const careless = `${url}?tls.rejectUnauthorized=false`;
    expect(await run(group(), { server: { url: careless } })).toMatchObject({ outcome: 'retry' });
    expect(server.mails).toEqual([]);
    await server.stop();
  });

  test('is what credentials wait for: a server without it never sees them', async () => {
    const url = `smtp://bot:${encodeURIComponent(SECRET)}@127.0.0.1:${mailbox.port}`;
    const result = await run(group(), { server: { url } });
    expect(result).toMatchObject({ outcome: 'reject', why: expect.stringContaining('STARTTLS') });
    expect(mailbox.mails).toEqual([]);
  });

  test('with a wrong password is refused in the words of the server, and without the password', async () => {
    const { server, url, ca } = await withTls(true, 'bot:other');
    const result = await run(group(), { server: { url, ca } });
    expect(result).toMatchObject({
      outcome: 'reject',
      why: '535 5.7.8 wrong name or password',
      diagnosis: { concerns: 'service', remedy: expect.stringContaining('smtp.url') },
    });
    await server.stop();
  });
});
