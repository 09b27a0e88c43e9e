import { expect, test } from 'vitest';
import type { SeverityTag } from '../../../src/engine/ports/severity-tags.ts';
import { createRememberedTags } from '../../../src/intake/reconcile/remembered-tags.ts';

function setUp() {
  let now = 1_000_000;
  const reads: string[][] = [];
  const stored = new Map<string, SeverityTag>();
  const tags = createRememberedTags(
    {
      async get(fingerprints) {
        reads.push([...fingerprints]);
        return new Map(
          fingerprints.flatMap((one) => {
            const tag = stored.get(one);
            return tag === undefined ? [] : [[one, tag] as const];
          }),
        );
      },
      put: async (fingerprint, tag) => void stored.set(fingerprint, tag),
    },
    () => now,
  );
  return { tags, reads, stored, pass: (ms: number) => (now += ms) };
}

const TAG: SeverityTag = { severity: 'critical', readAt: 1 };

test('what the store said is not asked again for half a minute, also that it knew nothing', async () => {
  const { tags, reads, stored, pass } = setUp();
  stored.set('a', TAG);
  for (let time = 0; time < 3; time += 1) {
    expect(await tags.get(['a', 'b'])).toEqual(new Map([['a', TAG]]));
  }
  expect(reads).toEqual([['a', 'b']]);
  stored.set('b', TAG);
  pass(30_000);
  expect((await tags.get(['b'])).get('b')).toEqual(TAG);
  expect(reads).toEqual([['a', 'b'], ['b']]);
});

test('what this process read itself counts at once', async () => {
  const { tags, reads, stored } = setUp();
  expect((await tags.get(['a'])).size).toBe(0);
  await tags.put('a', TAG);
  expect((await tags.get(['a'])).get('a')).toEqual(TAG);
  expect(stored.get('a')).toEqual(TAG);
  expect(reads).toHaveLength(1);
});
