import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/intake/json.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('parseJson', () => {
  it('takes 64 levels and refuses 65, without parsing them', () => {
    expect(parseJson(nested(64)).ok).toBe(true);
    expect(parseJson(nested(65))).toMatchObject({
      ok: false,
      why: expect.stringContaining('deeper than 64'),
    });
  });

  it('is quick to refuse what would overflow a stack', () => {
    expect(parseJson('{"a":'.repeat(150_000)).ok).toBe(false);
  });

  it('does not count brackets in strings, also behind escaped quotes', () => {
    const text = JSON.stringify({ a: `${'['.repeat(100)}\\"${'{'.repeat(100)}` });
    expect(parseJson(text).ok).toBe(true);
  });

  it('counts siblings once', () => {
    expect(parseJson(`[${'[],'.repeat(1000)}[]]`).ok).toBe(true);
  });

  it('says in its own words what is not JSON, without quoting it', () => {
    expect(parseJson('{"password": hunter2}')).toEqual({ ok: false, why: 'not valid JSON' });
  });

  it('forgives a byte-order mark', () => {
    expect(parseJson('\uFEFF{}')).toEqual({ ok: true, value: {} });
  });
});
