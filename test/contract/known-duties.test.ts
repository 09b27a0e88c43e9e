import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from './stores.ts';

const ANA = { schedule: 'payments', name: 'Ana Ruiz', email: 'ana@example.com', until: 3 };

describe.each(KINDS)('who was last known to be on call, in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('is kept by schedule, also that it was nobody', async () => {
    const { knownDuties } = await make();
    expect(await knownDuties.last('payments')).toBeUndefined();
    await knownDuties.keep('payments', { at: 1, duties: [ANA, { ...ANA, name: 'Ben' }] });
    await knownDuties.keep('database', { at: 2, duties: [] });
    await knownDuties.keep('payments', { at: 2, duties: [ANA] });
    expect(await knownDuties.last('payments')).toEqual({ at: 2, duties: [ANA] });
    expect(await knownDuties.last('database')).toEqual({ at: 2, duties: [] });
  });
});
