import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from './stores.ts';

describe.each(KINDS)('the ids of channels in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are known by the name that a channel had last', async () => {
    const { channelIds } = await make();
    expect(await channelIds.idOf('#ops')).toBeUndefined();
    await channelIds.keep('#ops', 'C1');
    await channelIds.keep('#incidents', 'C2');
    await channelIds.keep('#ops', 'C3');
    expect(await channelIds.idOf('#ops')).toBe('C3');
    expect(await channelIds.idOf('#incidents')).toBe('C2');
  });
});
