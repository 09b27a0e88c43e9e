import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailer, type Mailer } from '../../../src/delivery/email/mailer.ts';
import { createEmailAdapter } from '../../../src/delivery/email/send.ts';
import { startMailbox, type Mailbox } from '../../support/mailbox.ts';
import { attempts, openLimiter } from '../support/attempts.ts';
import { NOON, sampleView } from '../support/views.ts';

const READER = 'ana@example.com';

let mailbox: Mailbox;
let mailer: Mailer;

beforeAll(async () => {
  mailbox = await startMailbox();
  mailer = createMailer({ url: `smtp://127.0.0.1:${mailbox.port}`, from: 'tocsin@example.org' });
});
afterAll(async () => {
  mailer.close();
  await mailbox.stop();
});

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'importance',
  'in-reply-to',
  'list-id',
  'message-id',
  'mime-version',
  'references',
  'subject',
  'to',
  'x-auto-response-suppress',
  'x-msmail-priority',
  'x-priority',
  'x-tocsin-severity',
  'x-tocsin-status',
  'x-tocsin-trace-id',
];

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .tuple(
      fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\0', '\r\n ', '=0D=0A', '%0d%0a', '\r\n\r\n'),
      fc.constantFrom(
        'Bcc: eve@evil.example',
        'To: eve@evil.example',
        'Content-Type: text/html',
        '.\r\nMAIL FROM:<eve@evil.example>',
        '--boundary',
      ),
    )
    .map(([end, line]) => `High${end}${line}${end}`),
);

test('no text of an alarm, a label or a config becomes a header, a reader or a part of the mail', async () => {
  const property = fc.asyncProperty(
    fc.tuple(hostile, hostile, hostile, hostile, hostile),
    async ([name, service, summary, receiver, subject]) => {
      mailbox.mails.length = 0;
      const settings = { to: [READER], receiver, sendResolved: true };
      const adapter = createEmailAdapter(mailer, openLimiter(), settings);
      const view = sampleView({
        integration: 'email/x',
        labels: { service },
        alerts: [{ name, fingerprint: 'a', annotations: { summary, runbook: summary } }],
        delivery: { told: { at: 1, firing: ['b'], resolved: [] }, handle: { subject } },
      });
      expect(await adapter.deliver(view, attempts().at(NOON))).toMatchObject({
        outcome: 'delivered',
      });
      const [mail, ...others] = mailbox.mails;
      expect(others).toEqual([]);
      expect([mail?.from, mail?.to]).toEqual(['tocsin@example.org', [READER]]);
      const { headers = [], attachments } = mail?.email ?? {};
      expect(headers.map(({ key }) => key).toSorted()).toEqual(HEADERS);
      expect(attachments).toEqual([]);
      const boundary = /boundary="([^"]+)"/u.exec(mail?.raw ?? '')?.[1];
      expect(mail?.raw.split(`\r\n--${boundary}`)).toHaveLength(1 + 2 + 1);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
