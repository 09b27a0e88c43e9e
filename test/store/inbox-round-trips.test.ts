import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTaggedInbox } from '../../src/intake/reconcile/tagged-inbox.ts';
import { parseBody } from '../../src/intake/parse.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { metricAlarm } from '../intake/support/alarms.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

test('an alarm is taken in with one call of the store, its severity tag included', async () => {
  const unknown = vi.fn<() => void>();
  const inbox = createTaggedInbox({
    inbox: createRedisInbox(redis.client, keysOf(randomUUID()), 60_000),
    onUnknown: unknown,
  });
  const calls = vi.spyOn(redis.client, 'sendCommand');
  const names = ['first', 'second', 'third'];
  for (const messageId of names) {
    const context = { messageId, receivedAt: 0, sentAt: 0 };
    const { signals } = parseBody(JSON.stringify(metricAlarm({ AlarmName: messageId })), context);
    await inbox.accept({ messageId, event: { type: 'signals', traceId: 't', signals } });
  }
  expect(unknown).toHaveBeenCalledTimes(names.length);
  // The first call sends the script too.
  expect(calls.mock.calls.length).toBeLessThanOrEqual(names.length + 1);
});
