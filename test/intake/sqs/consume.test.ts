import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreUnavailable, type Inbox } from '../../../src/engine/ports/inbox.ts';
import {
  startConsumer,
  type Consumer,
  type ConsumerTimes,
} from '../../../src/intake/sqs/consume.ts';
import { openQueue } from '../../../src/intake/sqs/queue.ts';
import { SQS_ENV, startSqs, type SqsStandIn } from '../../support/sqs.ts';
import { until } from '../../support/wait.ts';
import { alarmEvent, metricAlarm, TOPIC } from '../support/alarms.ts';
import { MemoryInbox } from '../support/memory-inbox.ts';
import { confirmation, notification } from '../support/sns-sender.ts';

const QUEUE = 'tocsin';
const QUICK: Partial<ConsumerTimes> = {
  queue: { first: 5, longest: 20 },
  store: { first: 5, longest: 20 },
};

interface Line {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly reason: unknown;
}

let sqs: SqsStandIn;
let inbox: MemoryInbox;
let lines: Line[];
let outcomes: string[];
let consumers: Consumer[];

beforeEach(async () => {
  for (const [name, value] of Object.entries(SQS_ENV)) vi.stubEnv(name, value);
  sqs = await startSqs([QUEUE]);
  inbox = new MemoryInbox();
  [lines, outcomes, consumers] = [[], [], []];
});
afterEach(async () => {
  for (const consumer of consumers) await consumer.stop();
  await sqs.stop();
  vi.unstubAllEnvs();
});

function consume(options: { inbox?: Inbox; times?: Partial<ConsumerTimes>; queue?: string } = {}) {
  const url = sqs.queueUrl(options.queue ?? QUEUE);
  const logAs = (level: Line['level']) => (fields: object, message: string) => {
    lines.push({ level, message, reason: Reflect.get(fields, 'reason') });
  };
  const consumer = startConsumer(openQueue({ url, region: 'us-east-1' }), {
    inbox: options.inbox ?? inbox,
    now: Date.now,
    log: { info: logAs('info'), warn: logAs('warn') },
    onMessage: ({ outcome }) => outcomes.push(outcome),
    times: { ...QUICK, ...options.times },
  });
  consumers.push(consumer);
  return consumer;
}

const untilEmpty = () => until('the queue is empty', () => sqs.depth(QUEUE) === 0);
const warnings = () => lines.filter(({ level }) => level === 'warn');
const callsOf = (action: string) => sqs.calls.filter((call) => call.action === action);

describe('a message in a queue', () => {
  test('in an SNS envelope counts as SNS’s own, with its topic', async () => {
    const envelope = notification({ Message: JSON.stringify(metricAlarm()) });
    sqs.send(QUEUE, JSON.stringify(envelope));
    consume();
    await untilEmpty();
    const messageId = envelope['MessageId'];
    expect(inbox.accepted).toMatchObject([
      { messageId, event: { topic: TOPIC, signals: [{ id: messageId, source: 'cloudwatch' }] } },
    ]);
    expect(outcomes).toEqual(['accepted']);
  });

  test('with a severity that is not on the ladder is received with a warning', async () => {
    sqs.send(QUEUE, JSON.stringify(metricAlarm({ AlarmDescription: 'severity: urgent' })));
    consume();
    await untilEmpty();
    expect(outcomes).toEqual(['accepted']);
    expect(warnings()).toMatchObject([
      { reason: 'accepted', message: expect.stringMatching(/^received, but a severity /u) },
    ]);
  });

  test.each([
    ['as SNS delivers it raw', metricAlarm(), 'cloudwatch'],
    ['from EventBridge', alarmEvent(), 'cloudwatch'],
    ['that nobody understands', { odd: ['thing'] }, 'text'],
  ])('%s counts as SQS’s own', async (_, message, source) => {
    const id = sqs.send(QUEUE, JSON.stringify(message));
    consume();
    await untilEmpty();
    expect(inbox.accepted).toMatchObject([
      { messageId: `sqs:${id}`, event: { type: 'signals', signals: [{ id: `sqs:${id}` }] } },
    ]);
    expect(inbox.accepted[0]?.event.signals[0]?.source).toMatch(source);
    expect(inbox.accepted[0]?.event).not.toHaveProperty('topic');
  });

  test('may not call itself by an id that another way in gives', async () => {
    const body = JSON.stringify(notification({ MessageId: 'alerts:nightly' }));
    const id = sqs.send(QUEUE, body);
    consume();
    await untilEmpty();
    expect(inbox.accepted.map(({ messageId }) => messageId)).toEqual([`sqs:${id}`]);
  });

  test('is one of many, taken and deleted ten at a time', async () => {
    for (let index = 0; index < 45; index += 1) sqs.send(QUEUE, `message ${index}`);
    consume();
    await untilEmpty();
    expect(inbox.accepted).toHaveLength(45);
    expect(callsOf('DeleteMessageBatch')).toHaveLength(5);
  });

  test('that came before is deleted and taken no second time', async () => {
    const body = JSON.stringify(notification());
    for (const _ of [1, 2]) sqs.send(QUEUE, body);
    consume();
    await untilEmpty();
    expect(inbox.accepted).toHaveLength(1);
    expect(outcomes.toSorted()).toEqual(['accepted', 'accepted before']);
  });

  test('that SQS did not delete comes again and changes nothing', async () => {
    sqs.fail('DeleteMessageBatch', 'InternalError');
    const id = sqs.send(QUEUE, 'once');
    consume();
    await until('it is told', () => warnings().length > 0);
    sqs.showAll(QUEUE);
    await untilEmpty();
    expect(inbox.accepted).toHaveLength(1);
    expect(outcomes).toEqual(['accepted', 'accepted before']);
    expect(sqs.receives(QUEUE, id)).toBeUndefined();
  });
});

describe('a message that will never be taken', () => {
  test('is kept as a dead letter with the reason, then deleted', async () => {
    const picky: Inbox = {
      accept: () => Promise.reject(new RangeError('too long')),
      deadLetter: (letter) => inbox.deadLetter(letter),
    };
    const id = sqs.send(QUEUE, 'poison');
    consume({ inbox: picky });
    await untilEmpty();
    const reason = 'it can not be taken: RangeError: too long';
    expect(inbox.deadLetters).toEqual([{ messageId: `sqs:${id}`, reason, body: 'poison' }]);
    expect(outcomes).toEqual(['dead letter']);
  });

  test('stays in the queue while not even the dead-letter list can take it', async () => {
    let isAway = true;
    const picky: Inbox = {
      accept: () => Promise.reject(new RangeError('too long')),
      deadLetter: (letter) =>
        isAway ? Promise.reject(new StoreUnavailable('away')) : inbox.deadLetter(letter),
    };
    sqs.send(QUEUE, 'poison');
    consume({ inbox: picky });
    await until('it is told', () => warnings().length > 0);
    expect(sqs.depth(QUEUE)).toBe(1);
    isAway = false;
    await untilEmpty();
    expect(inbox.deadLetters).toHaveLength(1);
  });

  test('may be a subscription that only the queue’s owner can confirm', async () => {
    const body = JSON.stringify(confirmation());
    sqs.send(QUEUE, body);
    consume();
    await untilEmpty();
    expect(inbox.accepted).toEqual([]);
    expect(inbox.deadLetters).toMatchObject([{ body, reason: /SubscribeURL/u }]);
  });
});

describe('while the store is away', () => {
  test('messages stay hidden from others, and are taken once it is back', async () => {
    inbox.isDown = true;
    const id = sqs.send(QUEUE, 'patience');
    consume({ times: { hiddenFor: 5, extendEvery: 20 } });
    await until('it is hidden for longer', () => {
      return callsOf('ChangeMessageVisibilityBatch').length > 3;
    });
    expect(new Set(callsOf('ChangeMessageVisibilityBatch').map((one) => one.visibility))).toEqual(
      new Set([5]),
    );
    expect(sqs.receives(QUEUE, id)).toBe(1);
    expect(callsOf('DeleteMessageBatch')).toEqual([]);
    inbox.isDown = false;
    await untilEmpty();
    expect(inbox.accepted).toHaveLength(1);
    await until('it is over', () => lines.some(({ message }) => message.includes('again')));
    const away = warnings().filter(({ message }) => message.includes('takes no messages'));
    expect(away).toHaveLength(1);
  });

  test('none becomes a dead letter, though that list might take it', async () => {
    const halfAway: Inbox = {
      accept: (acceptance) => inbox.accept(acceptance),
      deadLetter: () => Promise.reject(new Error('nobody asked for this')),
    };
    inbox.isDown = true;
    sqs.send(QUEUE, 'patience');
    consume({ inbox: halfAway });
    await until('it is told', () => warnings().length > 0);
    inbox.isDown = false;
    await untilEmpty();
    expect(outcomes).toEqual(['accepted']);
    expect(warnings()[0]?.message).toBe('the store takes no messages; they wait');
  });

  test('a stop gives them back to SQS', async () => {
    inbox.isDown = true;
    const id = sqs.send(QUEUE, 'for somebody else');
    const consumer = consume();
    await until('it is told', () =>
      warnings().some(({ message }) => message.includes('takes no messages')),
    );
    await consumer.stop();
    expect(callsOf('ChangeMessageVisibilityBatch').map((one) => one.visibility)).toEqual([0]);
    inbox.isDown = false;
    consume();
    await untilEmpty();
    expect(inbox.accepted.map(({ messageId }) => messageId)).toEqual([`sqs:${id}`]);
  });
});

describe('SQS', () => {
  test('that asks for patience is asked later, and that is told once', async () => {
    sqs.fail('ReceiveMessage', 'RequestThrottled', 4);
    sqs.send(QUEUE, 'late');
    consume();
    await untilEmpty();
    const throttled = warnings().filter(({ message }) => message.includes('can not be read'));
    expect(throttled).toHaveLength(1);
    expect(throttled[0]).toMatchObject({
      message: 'the queue can not be read; it is tried again',
      reason: expect.stringMatching(/^SQS asks for patience \(RequestThrottled/u),
    });
  });

  test('that can not be reached is told once, and read again when it is back', async () => {
    await sqs.goAway();
    consume();
    await until('it is told', () => warnings().length > 0);
    await sqs.comeBack();
    sqs.send(QUEUE, 'at last');
    await untilEmpty();
    expect(warnings()[0]?.reason).toMatch(/^SQS can’t be reached/u);
    expect(lines.map(({ message }) => message)).toContain('the queue is read again');
  });

  test.each([
    ['QueueDoesNotExist', /there is no such queue/u],
    ['AccessDeniedException', /the bot needs sqs:ReceiveMessage/u],
    ['KmsAccessDenied', /the bot needs kms:Decrypt/u],
    ['UnrecognizedClientException', /does not accept the credentials/u],
  ])('that says %s is quoted with what to do about it', async (error, words) => {
    sqs.fail('ReceiveMessage', error);
    consume();
    await until('it is told', () => warnings().length > 0);
    expect(warnings()[0]?.reason).toMatch(words);
  });

  test('is not waited for when the bot stops', async () => {
    const consumer = consume();
    await until('a long poll waits', () => sqs.waiting() === 1);
    await consumer.stop();
    await until('nobody waits', () => sqs.waiting() === 0);
    expect(warnings()).toEqual([]);
  });
});
