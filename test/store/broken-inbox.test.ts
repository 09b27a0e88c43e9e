import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/engine/ports/inbox.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { arrivalOf } from '../contract/records.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

function newInbox() {
  const keys = keysOf(randomUUID());
  return { keys, inbox: createRedisInbox(redis.client, keys, 60_000) };
}

test('a message that Redis refuses is new when it is sent again, and holds up no other', async () => {
  const { keys, inbox } = newInbox();
  const broken = keys.severityTag('broken');
  await redis.client.rpush(broken, 'of somebody else');
  const accept = (name: string) =>
    inbox.accept({ messageId: name, event: arrivalOf(name), taggedBy: [name] });
  const names = ['before', 'broken', 'after'];
  const answers = await Promise.allSettled(names.map(accept));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(accept('broken')).rejects.toThrow(StoreUnavailable);
  await redis.client.del(broken);
  expect(await accept('broken')).toMatchObject({ isNew: true });
  expect(await accept('broken')).toMatchObject({ isNew: false });
  expect(await redis.client.xlen(keys.inbox)).toBe(names.length);
});

test('so is one that can not be appended', async () => {
  const { keys, inbox } = newInbox();
  await redis.client.set(keys.inbox, 'of somebody else');
  const accept = () => inbox.accept({ messageId: 'm', event: arrivalOf('m') });
  await expect(accept()).rejects.toThrow(StoreUnavailable);
  await redis.client.del(keys.inbox);
  expect(await accept()).toMatchObject({ isNew: true });
  expect(await redis.client.xlen(keys.inbox)).toBe(1);
});

test('so is a dead letter', async () => {
  const { keys, inbox } = newInbox();
  await redis.client.set(keys.deadLetters, 'of somebody else');
  const letter = { messageId: 'm', reason: 'too old', body: '{}' };
  await expect(inbox.deadLetter(letter)).rejects.toThrow(StoreUnavailable);
  await redis.client.del(keys.deadLetters);
  await inbox.deadLetter(letter);
  await inbox.deadLetter(letter);
  expect(await redis.client.xlen(keys.deadLetters)).toBe(1);
});
