import { describe, expect, test } from 'vitest';
import { createPace } from '../../src/handlers/pace.ts';

const NOW = 1_767_000_000_000;

/** How many of so many requests of somebody are taken at one time. */
function taken(isInPace: ReturnType<typeof createPace>, count: number, at = NOW, id = 'U0ANA') {
  const requests = Array.from({ length: count }, () => ({ person: { id, name: id }, at }));
  return requests.filter(isInPace).length;
}

describe('of what one person asks for', () => {
  test('no more is taken at once than anybody does by hand', () => {
    expect(taken(createPace(), 1_000)).toBe(30);
  });

  test('one a second is taken after that', () => {
    const isInPace = createPace();
    taken(isInPace, 1_000);
    expect(taken(isInPace, 1_000, NOW + 10_000)).toBe(10);
    expect(taken(isInPace, 1_000, NOW + 60_000)).toBe(30);
  });

  test('nothing keeps others waiting', () => {
    const isInPace = createPace();
    taken(isInPace, 1_000);
    expect(taken(isInPace, 30, NOW, 'U0BOB')).toBe(30);
  });

  test('a clock that was set back shuts nobody out for long', () => {
    const isInPace = createPace();
    taken(isInPace, 30);
    const earlier = NOW - 3_600_000;
    taken(isInPace, 30, earlier);
    expect(taken(isInPace, 1, earlier + 2_000)).toBe(1);
  });
});
