import { expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { parseFreeAsk, parseLogsAsk } from '../../../src/metrics/logs/ask.ts';
import { parametersOf, type SavedQuery } from '../../../src/metrics/logs/saved-query.ts';
import { parseTemplate } from '../../../src/metrics/logs/template.ts';
import { splitWords } from '../../../src/handlers/commands/words.ts';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const HOUR = 3_600_000;
const CLOCK = { now: NOW, timeZone: 'UTC' };

function saved(name: string, text: string): [string, SavedQuery] {
  const template = parseTemplate(text);
  const parameters = parametersOf(template, { over: { kind: 'number', usual: '1000' } });
  const rest = { source: 'aws', logGroups: ['/g'], range: HOUR, maxBytes: 7 };
  return [name, { name, template, parameters, ...rest }];
}

const SAVED = new Map([
  saved('top-errors', 'stats count(*) by error_type'),
  saved('request', 'filter request_id = {{id}}'),
  saved('slow', 'filter took > {{over}} and path = {{path}}'),
]);

const ask = (line: string) => parseLogsAsk(splitWords(line), SAVED, CLOCK);

const mistake = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof Mistake) return `${error.message}; ${error.hint}`;
    throw error;
  }
  return undefined;
};

test('a saved query is asked for by its name, with values and a range', () => {
  expect(ask('top-errors')).toEqual({
    source: 'aws',
    logGroups: ['/g'],
    text: 'stats count(*) by error_type',
    span: { from: NOW - HOUR, to: NOW },
    maxBytes: 7,
  });
  expect(ask('Top-Errors since 9:00').span).toEqual({ from: NOW - HOUR, to: NOW });
  const slow = ask('slow path="/v1/a b" OVER=50 yesterday');
  expect(slow.text).toBe('filter took > 50 and path = "/v1/a b"');
  expect(slow.span).toEqual({
    from: Date.parse('2026-03-03T00:00:00Z'),
    to: Date.parse('2026-03-04T00:00:00Z'),
  });
});

test('the only value that is needed may stand alone, in quotes where it looks like something else', () => {
  expect(ask('request 8f2c-41aa 3h')).toMatchObject({
    text: 'filter request_id = "8f2c-41aa"',
    span: { from: NOW - 3 * HOUR, to: NOW },
  });
  expect(ask('request "3h"').text).toBe('filter request_id = "3h"');
  expect(ask('request "id=5 or 1"').text).toBe('filter request_id = "id=5 or 1"');
  expect(ask('slow /v1').text).toBe('filter took > 1000 and path = "/v1"');
});

test('what can not be read says what to write', () => {
  const each = {
    'top-eror': 'there is no saved query "top-eror"; write top-errors',
    weather: 'there is no saved query "weather"; there are top-errors, request, slow',
    request: 'request needs id; write id=…',
    'request idd=5': 'request has no parameter "idd"; write id=…',
    'top-errors id=5': 'top-errors has no parameter "id"; leave it out',
    'request id=5 id=6': 'id is said twice; leave one of them out',
    'request a b': '"a b" says nothing to request; write id=…, and a range',
    'top-errors lately':
      '"lately" says nothing to top-errors; write a range such as 3h, or nothing',
    'slow path=/v1 over=many': 'over is a number, which "many" is not; write over=100',
  };
  for (const [line, said] of Object.entries(each)) expect(mistake(() => ask(line))).toBe(said);
  expect(mistake(() => parseLogsAsk(splitWords('a'), new Map(), CLOCK))).toMatch(
    /no query is saved/u,
  );
});

test('a query without a name brings its log groups, where the config names none', () => {
  const settings = { source: 'aws', logGroups: [], range: HOUR, maxBytes: 7 };
  const free = (line: string, logGroups: readonly string[] = []) =>
    parseFreeAsk(splitWords(line), { ...settings, logGroups }, CLOCK);
  expect(free('"fields @message | limit 5" groups=/a,/b 3h')).toEqual({
    source: 'aws',
    logGroups: ['/a', '/b'],
    text: 'fields @message | limit 5',
    span: { from: NOW - 3 * HOUR, to: NOW },
    maxBytes: 7,
  });
  expect(free('"fields a"', ['/usual']).logGroups).toEqual(['/usual']);
  expect(mistake(() => free('"fields a"'))).toMatch(/^there are no log groups to search/u);
  expect(mistake(() => free('fields @message groups=/a'))).toMatch(/^"@message" is neither/u);
  expect(mistake(() => free(''))).toMatch(/^there is no query/u);
  expect(mistake(() => parseFreeAsk([], undefined, CLOCK))).toMatch(/^no source has logs/u);
});
