import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WatchState } from '../../src/engine/ports/watch-states.ts';
import { KINDS } from './stores.ts';

const QUIET: WatchState = { dueAt: 120_000, judgedTo: 60_000, firing: {} };
const FIRING: WatchState = {
  ...QUIET,
  firing: {
    '[["job","a"]]': { labels: { alertname: 'x', job: 'a' }, series: { job: 'a' }, since: 60_000 },
  },
  failure: {
    since: 1,
    newsAt: 2,
    about: 'prom/away',
    source: 'prom',
    what: 'It is away.',
    mend: 'Wait.',
  },
};

describe.each(KINDS)('the states of watch rules in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are as they were put last, until they are forgotten', async () => {
    const { watch } = await make();
    expect(await watch.all()).toEqual(new Map());
    await watch.put('High error rate', QUIET);
    await watch.put('a "name": with signs', FIRING);
    await watch.put('High error rate', FIRING);
    expect(await watch.all()).toEqual(
      new Map([
        ['High error rate', FIRING],
        ['a "name": with signs', FIRING],
      ]),
    );
    await watch.forget('High error rate');
    await watch.forget('never known');
    expect([...(await watch.all()).keys()]).toEqual(['a "name": with signs']);
  });

  test('are put and forgotten in one step with what is to be said of it', async () => {
    const { watch, events } = await make();
    await watch.put('High error rate', FIRING, { traceId: 'a', signals: [] });
    await watch.forget('High error rate', { traceId: 'b', signals: [] });
    const entries = await events.take({ max: 10, waitMs: 0 });
    expect(entries.map(({ event }) => 'traceId' in event && event.traceId)).toEqual(['a', 'b']);
    expect(await watch.all()).toEqual(new Map());
  });
});
