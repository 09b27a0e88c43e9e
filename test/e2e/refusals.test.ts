import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startBot } from '../support/bot.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { postsAbout } from '../support/seen.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  fetchSns,
  postSns,
  signedAlarm,
  startWorld,
  TOPIC,
  type World,
} from '../support/world.ts';

const UNLISTED = 'arn:aws:sns:us-east-1:111122223333:somebody-elses';
const HOUR = 3_600_000;

let world: World;
let bot: App;
const log = collectLogLines();
/** Every address that the bot asked for. */
const fetched: string[] = [];

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  const certificate = fetchSns(world.sns);
  bot = await startBot({
    config: configFor(world),
    sns: world.sns,
    onLog: log.onLog,
    fetchSns: async (url) => {
      fetched.push(url);
      return url.includes('Action=ConfirmSubscription')
        ? new Response('<ConfirmSubscriptionResponse/>')
        : certificate(url);
    },
  });
});
afterAll(async () => {
  await bot.stop();
  await world.stop();
});

beforeEach(() => {
  log.clear();
  fetched.length = 0;
});

interface Refused {
  readonly path?: string;
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly status: number;
  readonly reason: RegExp;
}

/** The right status, one line to the sender, one line in the log with the reason, and no stack anywhere. */
async function expectRefused({ path = '/v1/sns', method = 'POST', body, status, reason }: Refused) {
  const answer = await fetch(`${bot.url}${path}`, { method, ...(body !== undefined && { body }) });
  const text = await answer.text();
  expect([answer.status, text]).toEqual([status, expect.stringMatching(/^[^\n]+\n$/u)]);
  expect(text).not.toMatch(/\bat .*:\d+/u);
  const linesOfIt = () => log.raw().filter((line) => !/"logger":"(rules|delivery)"/u.test(line));
  await until('a line in the log', () => linesOfIt().length > 0);
  const lines = linesOfIt();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/"(WARNING|INFO)".*"refused"/u);
  expect(lines[0]).toMatch(reason);
  expect(lines[0]).not.toContain('stack');
  expect(lines[0]).not.toMatch(/\.ts:\d+/u);
}

async function expectStillWorks(): Promise<void> {
  const name = uniqueName('good-alarm');
  expect(await postSns(bot.url, signedAlarm(world.sns, { name }))).toBe(200);
  await until('the good alarm is told', async () => (await postsAbout(world, name)).length === 1);
}

function withField(envelope: string, name: string, value: string): string {
  return JSON.stringify({ ...JSON.parse(envelope), [name]: value });
}

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
    ),
  );
}

const alarm = (options: Parameters<typeof signedAlarm>[1] = {}) => signedAlarm(world.sns, options);

describe('is refused, and the bot goes on:', () => {
  test.each(['1', '2'] as const)('a forged signature (version %s)', async (version) => {
    const body = withField(alarm({ version }), 'Message', 'all is lost');
    await expectRefused({ body, status: 403, reason: /the signature does not match/u });
    await expectStillWorks();
  });

  test('a message signed with somebody else’s key', async () => {
    const certificateUrl = world.sns.certificateUrl.replace('us-east-1', 'eu-west-1');
    const body = world.sns.notification({ topicArn: TOPIC, message: 'x', certificateUrl });
    await expectRefused({ body, status: 403, reason: /SigningCertURL is not on sns\.us-east-1/u });
    expect(fetched).toEqual([]);
    await expectStillWorks();
  });

  test.each([
    'https://sns.us-east-1.amazonaws.com.example.com/SimpleNotificationService-0.pem',
    'https://example.com/SimpleNotificationService-0.pem',
    'http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
    'https://sns.us-east-1.amazonaws.com@example.com/SimpleNotificationService-0.pem',
    'https://s3.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
    'file:///etc/ssl/cert.pem',
  ])('a SigningCertURL at %s, which nobody asks for', async (certificateUrl) => {
    const body = world.sns.notification({ topicArn: TOPIC, message: 'x', certificateUrl });
    await expectRefused({ body, status: 403, reason: /SigningCertURL/u });
    expect(fetched).toEqual([]);
    await expectStillWorks();
  });

  test.each([
    'https://example.com/?Action=ConfirmSubscription',
    `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=1`,
    `https://sns.us-east-1.amazonaws.com/?Action=DeleteTopic&TopicArn=${TOPIC}`,
  ])('a SubscribeURL at %s, which nobody asks for', async (subscribeUrl) => {
    const body = world.sns.subscriptionConfirmation({ topicArn: TOPIC, subscribeUrl });
    await expectRefused({ body, status: 403, reason: /SubscribeURL/u });
    expect(fetched).not.toContain(subscribeUrl);
    await expectStillWorks();
  });

  test('an alarm through a topic that the config does not name', async () => {
    const body = alarm({ topicArn: UNLISTED });
    await expectRefused({ body, status: 403, reason: /not one of intake\.sns\.topics/u });
    await expectStillWorks();
  });

  test('an old message, which is kept as a dead letter', async () => {
    const messageId = uniqueName('old');
    const body = alarm({ messageId, timestamp: new Date(Date.now() - 3 * HOUR) });
    await expectRefused({ body, status: 403, reason: /180 min old, over 120 min/u });
    const kept = await world.redis.client.xrange(keysOf('tocsin').deadLetters, '-', '+');
    expect(kept.map(([, fields]) => fields)).toContainEqual([
      'messageId',
      messageId,
      'reason',
      expect.stringContaining('180 min old'),
      'body',
      expect.stringContaining(messageId),
    ]);
    await expectStillWorks();
  });

  test('a forged old message, which is not kept', async () => {
    const before = await world.redis.client.xlen(keysOf('tocsin').deadLetters);
    const body = withField(alarm({ timestamp: new Date(Date.now() - 3 * HOUR) }), 'Message', 'x');
    await expectRefused({ body, status: 403, reason: /the signature does not match/u });
    expect(await world.redis.client.xlen(keysOf('tocsin').deadLetters)).toBe(before);
    await expectStillWorks();
  });

  test('a body that is cut off', async () => {
    const whole = alarm();
    await expectRefused({ body: whole.slice(0, -10), status: 400, reason: /not valid JSON/u });
    await expectStillWorks();
  });

  test('an empty body', async () => {
    await expectRefused({ body: '', status: 400, reason: /the body is empty/u });
    await expectStillWorks();
  });

  test('a body of 1 MB', async () => {
    const body = withField(alarm(), 'Message', 'x'.repeat(1_000_000));
    await expectRefused({ body, status: 413, reason: /larger than 786432 bytes/u });
    await expectStillWorks();
  });

  test('a body that is not UTF-8', async () => {
    const body = bytes('{"Type": "', [0xc3, 0x28, 0xff], '"}');
    await expectRefused({ body, status: 400, reason: /not valid UTF-8/u });
    await expectStillWorks();
  });

  test('JSON that is nested deep', async () => {
    const depth = 100_000;
    const body = `{"Type": ${'['.repeat(depth)}${']'.repeat(depth)}}`;
    await expectRefused({ body, status: 400, reason: /nested deeper/u });
    await expectStillWorks();
  });

  test('JSON that is no SNS message', async () => {
    await expectRefused({ body: '[1]', status: 400, reason: /malformed SNS envelope/u });
    await expectStillWorks();
  });

  test('a wrong path', async () => {
    const refused = { path: '/v1/nothing?token=secret', status: 404, reason: /\/v1\/nothing/u };
    await expectRefused({ ...refused, body: alarm() });
    expect(log.raw().join('')).not.toContain('token=secret');
    await expectStillWorks();
  });

  test('a GET', async () => {
    await expectRefused({ method: 'GET', status: 405, reason: /only POST/u });
    await expectStillWorks();
  });

  test('a sender that hangs up in the middle', async () => {
    const body = alarm();
    const { hostname, port } = new URL(bot.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/sns HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 100)}`,
    );
    await until('the bot reads', () => socket.bytesWritten > 100);
    socket.end();
    await until('a line in the log', () => log.of('intake').length > 0);
    expect(log.of('intake').map(({ context }) => context['status'])).toEqual([499]);
    await expectStillWorks();
  });
});

describe('what nobody understands', () => {
  test('is told as text when it is genuine, however deep it is nested', async () => {
    const name = uniqueName('riddle');
    const message = `{"riddle": "${name}", "deep": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    const body = world.sns.notification({ topicArn: TOPIC, message });
    expect(await postSns(bot.url, body)).toBe(200);
    await until('the text is told', async () => (await postsAbout(world, name)).length === 1);
  });
});

describe('a SubscriptionConfirmation', () => {
  test('for a topic of the config is confirmed by asking for its SubscribeURL, and nothing else', async () => {
    const body = world.sns.subscriptionConfirmation({ topicArn: TOPIC });
    expect(await postSns(bot.url, body)).toBe(200);
    const { SubscribeURL }: { SubscribeURL: string } = JSON.parse(body);
    expect(fetched.filter((url) => url !== world.sns.certificateUrl)).toEqual([SubscribeURL]);
  });

  test('for another topic is not', async () => {
    const body = world.sns.subscriptionConfirmation({ topicArn: UNLISTED });
    await expectRefused({ body, status: 403, reason: /not one of intake\.sns\.topics/u });
    expect(fetched).toEqual([]);
  });

  test('that is forged is not', async () => {
    const body = withField(
      world.sns.subscriptionConfirmation({ topicArn: TOPIC }),
      'Message',
      'trust me',
    );
    await expectRefused({ body, status: 403, reason: /the signature does not match/u });
    expect(fetched.filter((url) => url !== world.sns.certificateUrl)).toEqual([]);
  });
});
