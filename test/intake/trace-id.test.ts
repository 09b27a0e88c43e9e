import { expect, test } from 'vitest';
import { newTraceId } from '../../src/intake/trace-id.ts';

test('trace ids are 32 hexadecimal digits, each another, also past what is drawn at once', () => {
  const ids = Array.from({ length: 1_000 }, newTraceId);
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.filter((id) => !/^[0-9a-f]{32}$/u.test(id))).toEqual([]);
});
