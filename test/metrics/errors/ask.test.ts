import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { parseErrorsAsk } from '../../../src/metrics/errors/ask.ts';
import { readShortId } from '../../../src/metrics/errors/short-id.ts';
import { mistakeOr } from '../../config/mistake-or.ts';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const HOUR = 3_600_000;
const CLOCK = { now: NOW, timeZone: 'Europe/Berlin' };
const PROJECTS = ['web', 'orders-api'];

const words = (line: string) =>
  line
    .split(' ')
    .filter((text) => text !== '')
    .map((text) => ({ text, raw: text, isQuoted: false }));
const parse = (line: string, projects = PROJECTS) => parseErrorsAsk(words(line), projects, CLOCK);

function mistakeOf(read: () => unknown): string {
  const result = mistakeOr(read);
  return result instanceof Mistake ? `${result.message}; ${result.hint}` : 'no mistake';
}

test('without words it is the last day, the most frequent first', () => {
  expect(parse('')).toEqual({ span: { from: NOW - 24 * HOUR, to: NOW }, sort: 'frequency' });
});

test('a range in people’s words and what errors are chosen by stand in any order', () => {
  expect(parse('project=Web last 7 days env=production Sort=NEW release=shop@4.1.0+build')).toEqual(
    {
      span: { from: NOW - 168 * HOUR, to: NOW },
      sort: 'new',
      project: 'web',
      environment: 'production',
      release: 'shop@4.1.0+build',
    },
  );
  expect(parse('since 9:00').span.from).toBe(Date.parse('2026-03-04T08:00:00Z'));
});

test.each([
  ['projct=web', 'errors are not chosen by "projct"; write project=…'],
  ['project=wep', 'the bot does not look at a project "wep"; write project=web'],
  ['project=shipping', 'the bot does not look at a project "shipping"; there is web, orders-api'],
  ['project=a]b', '"a]b" is no project; write its name as its page’s address has it'],
  ['sort=usrs', 'errors are not sorted by "usrs"; write sort=users'],
  ['sort=new sort=users', 'sort is said twice; leave one of them out'],
  ['release=', 'release= says nothing; write release=… or leave it out'],
  ['release=a"b', '"a\\"b" is no release; write its name as Sentry has it'],
  [
    'sometimes',
    '"sometimes" is no range; write a range such as 24h or last week, project=…, environment=…, release=…, sort=…',
  ],
])('%s is a mistake that says what to write', (line, said) => {
  expect(mistakeOf(() => parse(line))).toBe(said);
});

test('where the config names no projects any may be asked for', () => {
  expect(parse('project=shipping', [])).toMatchObject({ project: 'shipping' });
});

test('whatever is typed is read or is a mistake, and nothing in it ends a quoted value', () => {
  const piece = fc.oneof(
    fc.constantFrom('7d', 'last', 'week', 'since', '9:00', 'sort=new', 'env=a', 'project=web'),
    fc
      .tuple(fc.constantFrom('release', 'project', 'environment'), fc.string())
      .map((two) => two.join('=')),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (texts) => {
      const typed = texts.map((text) => ({ text, raw: text, isQuoted: false }));
      const read = mistakeOr(() => parseErrorsAsk(typed, [], CLOCK));
      if (read instanceof Mistake) return;
      const { span, release = '', project = 'p' } = read;
      expect(span.from).toBeLessThan(span.to);
      expect(release).not.toMatch(/["\\\p{Cc}]/u);
      expect(project).toMatch(/^[a-z0-9_-]+$/u);
    }),
  );
});

test('an error goes by the name that Sentry gives it', () => {
  expect(readShortId('web-1a')).toBe('web-1a');
  expect(mistakeOf(() => readShortId(''))).toContain('nobody says which error');
  expect(mistakeOf(() => readShortId('5101'))).toBe(
    '"5101" is no error; write the name that stands under it, such as WEB-1A',
  );
});
