import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditRecord, Deed } from '../../src/engine/ports/audit.ts';
import { KINDS, type Subject } from './stores.ts';

const replayed = (object: string): Deed => ({
  actor: 'alice@host',
  action: 'dead-letter-replayed',
  object,
});

async function recordsIn({ audit }: Subject, since?: number): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const record of audit.list(since)) records.push(record);
  return records;
}

describe.each(KINDS)('an audit trail in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('is empty at first', async () => {
    expect(await recordsIn(await make())).toEqual([]);
  });

  test('tells what was done, by whom, to what, and when, oldest first', async () => {
    const store = await make();
    const before = (await store.events.timers(1)).now;
    const deed: Deed = {
      actor: 'tocsin@host:1',
      action: 'config-activated',
      object: 'abc',
      details: { version: '1.0.0' },
      traceId: 'f'.repeat(32),
    };
    await store.audit.append(deed);
    await store.audit.append(replayed('1-0'));
    const records = await recordsIn(store);
    expect(records).toMatchObject([deed, replayed('1-0')]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(2);
    for (const { at } of records) expect(at).toBeGreaterThanOrEqual(before);
  });

  test('tells what was done since a time', async () => {
    const store = await make();
    await store.audit.append(replayed('1-0'));
    const [{ at } = { at: 0 }] = await recordsIn(store);
    expect(await recordsIn(store, at)).toHaveLength(1);
    expect(await recordsIn(store, at + 1)).toEqual([]);
  });

  test('is read to its end, however long', async () => {
    const store = await make();
    const ids = Array.from({ length: 1_100 }, (_, index) => String(index));
    for (const id of ids) await store.audit.append(replayed(id));
    expect((await recordsIn(store)).map(({ object }) => object)).toEqual(ids);
  });

  test('keeps the newest when it grows too long', async () => {
    const store = await make();
    const many = Array.from({ length: 10_500 }, (_, index) => String(index));
    await Promise.all(many.map((id) => store.audit.append(replayed(id))));
    const records = await recordsIn(store);
    expect(records.length).toBeLessThan(10_200);
    expect(records.at(-1)?.object).toBe('10499');
  });
});
