import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../src/engine/ports/troubles.ts';
import { KINDS } from './stores.ts';

const MINUTE = 60_000;
const FAILURE: Failure = { at: 1_000, again: 6_000, why: 'HTTP 503', severity: 'warning' };
const RAISED = {
  labels: { alertname: 'TocsinDeliveryFailing', integration: 'slack' },
  severity: 'error',
  summary: 'Slack is away',
  description: 'Wait.',
  since: 1_000,
} as const;

describe.each(KINDS)('the troubles in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('last from the first failure on, are as bad as the worst, and say what the last one said', async () => {
    const { troubles } = await make();
    expect(await troubles.fails('slack/#a', FAILURE)).toEqual({ ...FAILURE, since: 1_000 });
    const worse = { at: 6_000, again: 16_000, why: 'HTTP 500', severity: 'critical' } as const;
    await troubles.fails('slack/#a', worse);
    const last = await troubles.fails('slack/#a', { ...FAILURE, at: 16_000, again: 36_000 });
    expect(last).toEqual({
      since: 1_000,
      at: 16_000,
      again: 36_000,
      why: 'HTTP 503',
      severity: 'critical',
    });
    expect(await troubles.all()).toEqual(new Map([['slack/#a', last]]));
  });

  test('are over when something gets through, and one does not end another', async () => {
    const { troubles } = await make();
    await troubles.fails('slack/#a', FAILURE);
    await troubles.fails('slack/#b', FAILURE);
    await troubles.works('slack/#a', 'edit');
    await troubles.works('slack/#c', 'post');
    expect([...(await troubles.all()).keys()]).toEqual(['slack/#b']);
  });

  test('with an address that is reached by another way are left by an edit, and ended by a post', async () => {
    const { troubles } = await make();
    const diagnosis = {
      concerns: 'address',
      problem: 'renamed',
      remedy: 'Rename.',
      isReached: true,
    } as const;
    await troubles.fails('slack/#a', { at: 1, why: 'renamed', severity: 'info', diagnosis });
    await troubles.works('slack/#a', 'edit');
    expect((await troubles.all()).size).toBe(1);
    await troubles.works('slack/#a', 'post');
    expect((await troubles.all()).size).toBe(0);
    await troubles.fails('slack/#a', FAILURE);
    await troubles.forget('slack/#a');
    expect((await troubles.all()).size).toBe(0);
  });

  test('that nobody asked about for long begin anew', async () => {
    const { troubles } = await make();
    await troubles.fails('slack/#a', FAILURE);
    const later = { ...FAILURE, at: 20 * MINUTE, again: 21 * MINUTE };
    expect((await troubles.fails('slack/#a', later)).since).toBe(20 * MINUTE);
    const refused = { at: 0, why: 'is_archived', severity: 'error' } as const;
    await troubles.fails('slack/#b', refused);
    const again = { ...refused, at: 20 * MINUTE };
    expect((await troubles.fails('slack/#b', again)).since).toBe(0);
  });

  test('keep what was raised of them until it is taken back', async () => {
    const { troubles } = await make();
    await troubles.keepRaised('slack', RAISED);
    expect(await troubles.raised()).toEqual(new Map([['slack', RAISED]]));
    await troubles.keepRaised('slack', undefined);
    expect(await troubles.raised()).toEqual(new Map());
  });
});
