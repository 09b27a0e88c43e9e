import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../src/intake/sns/bounded-fetch.ts';
import { createCertificateStore } from '../../../src/intake/sns/certificates.ts';
import { TOPIC } from '../support/alarms.ts';
import { CERT_URL, createSnsSender } from '../support/sns-sender.ts';

const sender = await createSnsSender();

function answering(body: string | (() => Response | Promise<Response>)): {
  fetch: Fetch;
  asked: string[];
} {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(url);
    return typeof body === 'string' ? new Response(body) : body();
  };
  return { fetch, asked };
}

describe('the certificate store', () => {
  it('fetches a certificate once, also when many messages ask for it at the same time', async () => {
    const { fetch, asked } = answering(sender.certificate);
    const store = createCertificateStore({ fetch });
    const answers = await Promise.all([1, 2, 3].map(() => store.keyFor(CERT_URL, TOPIC)));
    await store.keyFor(CERT_URL, TOPIC);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(asked).toEqual([CERT_URL]);
  });

  it('asks again after a failure', async () => {
    let failing = true;
    const { fetch } = answering(
      () => new Response(sender.certificate, { status: failing ? 500 : 200 }),
    );
    const store = createCertificateStore({ fetch });
    expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: false, kind: 'unreachable' });
    failing = false;
    expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: true });
  });

  it.each([
    ['an error', () => new Response('', { status: 500 })],
    ['something that is not a certificate', () => new Response('<html>Sign in')],
    [
      'more than a certificate needs',
      () => new Response(`${sender.certificate}${'\n'.repeat(65 * 1024)}`),
    ],
    ['nothing, because there is no connection', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['nothing in time', () => new Promise<Response>(() => {})],
    ['a body that never ends', () => new Response(new ReadableStream())],
  ])('calls it unreachable when it gets %s', async (_, body) => {
    const store = createCertificateStore({ fetch: answering(body).fetch, timeoutMs: 30 });
    expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: false, kind: 'unreachable' });
  });

  it('refuses redirects', async () => {
    let redirect: string | undefined;
    const store = createCertificateStore({
      fetch: (_, init) => {
        redirect = init.redirect;
        return Promise.resolve(new Response(sender.certificate));
      },
    });
    await store.keyFor(CERT_URL, TOPIC);
    expect(redirect).toBe('error');
  });

  it.each([
    CERT_URL.replace('https', 'http'),
    CERT_URL.replace('eu-central-1', 'us-east-1'),
    CERT_URL.replace('.com/', '.com.evil.com/'),
    CERT_URL.replace('https://', 'https://me@'),
    CERT_URL.replace('.com/', '.com:444/'),
    `${CERT_URL}?x=1`,
    `${CERT_URL}#x`,
    CERT_URL.replace('SimpleNotificationService', 'Other'),
    CERT_URL.replace('/Simple', '/bucket/Simple'),
    CERT_URL.replace('.pem', '.pem/../x.pem'),
  ])('refuses %s without asking', async (url) => {
    const { fetch, asked } = answering(sender.certificate);
    const answer = await createCertificateStore({ fetch }).keyFor(url, TOPIC);
    expect(answer).toMatchObject({ ok: false, kind: 'refused' });
    expect(asked).toEqual([]);
  });

  it('refuses an address that was right for a topic when a topic elsewhere names it', async () => {
    const store = createCertificateStore({ fetch: answering(sender.certificate).fetch });
    const elsewhere = TOPIC.replace('eu-central-1', 'us-east-1');
    for (const ok of [true, false, true, false]) {
      expect(await store.keyFor(CERT_URL, ok ? TOPIC : elsewhere)).toMatchObject({ ok });
    }
  });

  it('refuses a certificate before and after its time, cached or not', async () => {
    let now = Date.now();
    const { fetch } = answering(sender.certificate);
    const store = createCertificateStore({ fetch, now: () => now });
    expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: true });
    now += 10 * 365 * 86_400_000;
    expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: false, kind: 'refused' });
    now = 0;
    expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: false, kind: 'refused' });
  });

  it.each([
    ['elliptic', { keyType: 'ec' as const }],
    ['short', { keySize: 1024 }],
  ])('refuses a key that is %s', async (_, options) => {
    const { certificate } = await createSnsSender(options);
    const store = createCertificateStore({ fetch: answering(certificate).fetch });
    for (const _ of ['fetched', 'cached']) {
      expect(await store.keyFor(CERT_URL, TOPIC)).toMatchObject({ ok: false, kind: 'refused' });
    }
  });

  it('does not let made-up addresses pile up', async () => {
    const { fetch, asked } = answering(() => new Promise<Response>(() => {}));
    const store = createCertificateStore({ fetch, timeoutMs: 30 });
    const url = (n: number) => CERT_URL.replace('0123456789abcdef.pem', `${n}.pem`);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => store.keyFor(url(n), TOPIC)),
    );
    expect(asked).toHaveLength(8);
    expect(answers.every((answer) => !answer.ok && answer.kind === 'unreachable')).toBe(true);
  });
});
