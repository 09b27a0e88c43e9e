import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobInLine } from '../../src/engine/ports/job-line.ts';
import { KINDS } from './stores.ts';

const OURS = { state: 'ours' };

/** Asked for in the order of their numbers. */
function job(number: number, person = `p${number}`): JobInLine {
  return { id: `j${number}`, person, at: 1_000 + number };
}

describe.each(KINDS)('the line of slow work in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('four are done at once; who asked first is next, also if others look before', async () => {
    const { jobs } = await make();
    for (const number of [1, 2, 3, 4, 5, 6]) await jobs.enter(job(number));
    for (const number of [1, 2, 3, 4]) expect(await jobs.take(job(number), 'a')).toEqual(OURS);
    expect(await jobs.take(job(6), 'a')).toEqual({ state: 'waits', ahead: 1, isOwn: false });
    expect(await jobs.take(job(5), 'a')).toEqual({ state: 'waits', ahead: 0, isOwn: false });
    await jobs.leave('j2');
    expect(await jobs.take(job(6), 'a')).toEqual({ state: 'waits', ahead: 1, isOwn: false });
    expect(await jobs.take(job(5), 'a')).toEqual(OURS);
    expect(await jobs.take(job(6), 'a')).toEqual({ state: 'waits', ahead: 0, isOwn: false });
  });

  test('of one person two are done at once, and nobody waits behind the others', async () => {
    const { jobs } = await make();
    for (const number of [1, 2, 3]) await jobs.enter(job(number, 'ana'));
    await jobs.enter(job(4, 'ben'));
    expect(await jobs.take(job(1, 'ana'), 'a')).toEqual(OURS);
    expect(await jobs.take(job(2, 'ana'), 'a')).toEqual(OURS);
    expect(await jobs.take(job(3, 'ana'), 'a')).toEqual({ state: 'waits', ahead: 0, isOwn: true });
    expect(await jobs.take(job(4, 'ben'), 'a')).toEqual(OURS);
  });

  test('one person may have five; what has a place keeps it', async () => {
    const { jobs } = await make();
    for (const number of [1, 2, 3, 4, 5]) expect(await jobs.enter(job(number, 'ana'))).toBe(true);
    expect(await jobs.enter(job(6, 'ana'))).toBe(false);
    expect(await jobs.enter(job(5, 'ana'))).toBe(true);
    expect(await jobs.enter(job(7, 'ben'))).toBe(true);
    await jobs.leave('j1');
    expect(await jobs.enter(job(6, 'ana'))).toBe(true);
  });

  test('who takes a turn last has it; the other finds that it lost it', async () => {
    const { jobs } = await make();
    expect(await jobs.take(job(1), 'a')).toEqual(OURS);
    expect(await jobs.renew('j1', 'a')).toEqual(OURS);
    expect(await jobs.take(job(1), 'b')).toEqual(OURS);
    expect(await jobs.renew('j1', 'a')).toEqual({ state: 'lost' });
    expect(await jobs.renew('j1', 'b')).toEqual(OURS);
  });

  test('a turn that nobody keeps is somebody else’s; one that is kept is not', async () => {
    const { jobs, pass } = await make();
    for (const number of [1, 2, 3, 4]) await jobs.take(job(number), 'a');
    await pass(8_000);
    for (const number of [2, 3, 4]) await jobs.renew(`j${number}`, 'a');
    expect(await jobs.take(job(5), 'a')).toEqual({ state: 'waits', ahead: 0, isOwn: false });
    await pass(5_000);
    expect(await jobs.renew('j1', 'a')).toEqual({ state: 'lost' });
    expect(await jobs.take(job(5), 'a')).toEqual(OURS);
  });

  test('a place that nobody asks about holds up nobody', async () => {
    const { jobs, pass } = await make();
    await jobs.enter(job(1));
    for (const number of [2, 3, 4]) await jobs.take(job(number), 'a');
    expect(await jobs.take(job(5), 'a')).toEqual({ state: 'waits', ahead: 1, isOwn: false });
    await pass(8_000);
    for (const number of [2, 3, 4]) await jobs.renew(`j${number}`, 'a');
    await pass(4_000);
    expect(await jobs.take(job(5), 'a')).toEqual(OURS);
  });

  test('is cancelled once, whether it waits or is done, and the audit trail says by whom', async () => {
    const { jobs, audit } = await make();
    const deed = { actor: 'slack:U1', action: 'job-cancelled', object: '/try' } as const;
    await jobs.take(job(1), 'a');
    expect(await jobs.cancel('j1', 'Ana', deed)).toBe(true);
    expect(await jobs.cancel('j1', 'Ben', { ...deed, actor: 'slack:U2' })).toBe(false);
    expect(await jobs.renew('j1', 'a')).toEqual({ state: 'cancelled', by: 'Ana' });
    expect(await jobs.take(job(1), 'b')).toEqual({ state: 'cancelled', by: 'Ana' });
    expect(await jobs.take(job(2), 'a')).toEqual(OURS);
    const deeds = [];
    for await (const { actor, action, object } of audit.list()) {
      deeds.push({ actor, action, object });
    }
    expect(deeds).toEqual([deed]);
  });
});
