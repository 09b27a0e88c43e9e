import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  SENTRY_ORGANIZATION,
  SENTRY_TOKEN,
  startSentry,
  type OddAnswer,
  type SentryStandIn,
} from '../../../demo/sentry.ts';
import { madeUpErrors } from '../../../demo/sentry-errors.ts';
import { expectedBy, USUALLY_EXPECTED } from '../../../src/metrics/errors/expected.ts';
import type { ErrorsAsked } from '../../../src/metrics/errors/ask.ts';
import { errorsProblemWords } from '../../../src/metrics/errors/problem-words.ts';
import { readErrors } from '../../../src/metrics/errors/read.ts';
import type { SentryServer } from '../../../src/metrics/errors/sentry/call.ts';
import { createSentryTracker } from '../../../src/metrics/errors/sentry/tracker.ts';
import { summaryLines, trendText } from '../../../src/metrics/errors/words.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const ASKED: ErrorsAsked = { span: { from: NOW - DAY, to: NOW }, sort: 'frequency' };
const ERRORS = madeUpErrors(NOW);
const [FIRST] = ERRORS;
if (FIRST === undefined) throw new Error('nothing is made up');

let sentry: SentryStandIn;

beforeAll(async () => {
  sentry = await startSentry([]);
});
afterAll(() => sentry.stop());
afterEach(() => {
  sentry.calls.length = 0;
  sentry.instead = () => undefined;
  sentry.errors.splice(0, Number.POSITIVE_INFINITY, ...ERRORS);
});
beforeAll(() => sentry.errors.push(...ERRORS));

interface Options extends Partial<SentryServer> {
  readonly projects?: readonly string[];
}

function trackerOf({ projects = [], ...server }: Options = {}) {
  const { url } = sentry;
  const usual = { url, token: SENTRY_TOKEN, organization: SENTRY_ORGANIZATION };
  return createSentryTracker({ ...usual, ...server }, projects);
}

async function read(asked: Partial<ErrorsAsked> = {}, options: Options = {}) {
  const isExpected = expectedBy(USUALLY_EXPECTED);
  const watcher = { signal: new AbortController().signal, progress() {} };
  return readErrors({ ...ASKED, ...asked }, { tracker: trackerOf(options), isExpected }, watcher);
}

async function found(asked: Partial<ErrorsAsked> = {}, options: Options = {}) {
  const answer = await read(asked, options);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.answer;
}

/** What is said where there is no answer. */
async function trouble(asked: Partial<ErrorsAsked> = {}, options: Options = {}): Promise<string> {
  const answer = await read(asked, options);
  if (answer.ok) throw new Error('there is an answer');
  const { what, mend } = errorsProblemWords(answer.problem);
  return `${what} ${mend}`;
}

const lists = () => sentry.calls.filter(({ path }) => path.endsWith('/issues/'));

test('errors are read with how often they came, to whom, since when, where, and in which release', async () => {
  const { rows, leftOut, isWhole } = await found();
  expect(rows.map(({ shortId }) => shortId)).toEqual([
    'WEB-1A',
    'ORDERS-API-7C',
    'WEB-B3',
    'ORDERS-API-7F',
  ]);
  expect(rows[2]).toMatchObject({
    type: 'ChunkLoadError',
    title: 'ChunkLoadError: Loading chunk 12 failed',
    project: 'web',
    level: 'error',
    users: 31,
    firstSeen: NOW - 25 * DAY,
    environments: ['production', 'staging'],
    release: 'shop@4.1.0',
    status: 'unresolved',
    link: 'https://shop.sentry.io/issues/5103/',
  });
  const { day = [], week = [], month = [] } = rows[2]?.trends ?? {};
  expect([day.length, week.length, month.length]).toEqual([8, 7, 10]);
  expect(day.at(0)).toBe(6);
  expect(month.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(9 * 24 * 20);
  expect(trendText({ day, week, month })).toMatch(/^24 h [▁-█]{8} 7 d [▁-█]{7} 30 d [▁-█]{10}$/u);
  expect(leftOut.map(({ type }) => type)).toEqual(['NotFoundError']);
  expect(isWhole).toBe(true);
});

test('types are summed up, and what is expected is left out and counted', async () => {
  sentry.errors.push({ ...FIRST, id: '9', shortId: 'WEB-9', perHour: () => 1, lastSeen: NOW });
  const lines = summaryLines(await found(), ASKED);
  expect(lines[0]).toMatch(
    /^5 unresolved errors over 1 d, [\d,]+ events; the most frequent first\.$/u,
  );
  expect(lines[1]).toMatch(
    /^By type: TypeError [\d,]+ \(2 errors\), OperationalError \d+, ChunkLoadError \d+, TimeoutError \d+\.$/u,
  );
  expect(lines[2]).toMatch(/^Left out as expected: 1 error, [\d,]+ events\.$/u);
});

test('what is asked for is asked of Sentry: time, order, projects, environment, release', async () => {
  await found(
    { sort: 'users', environment: 'production', release: 'shop@4.1.0' },
    { projects: ['web', 'orders-api'] },
  );
  const query = Object.fromEntries(lists()[0]?.query ?? []);
  expect(query).toEqual({
    query: 'is:unresolved issue.category:error project:[web,orders-api] release:"shop@4.1.0"',
    sort: 'user',
    start: new Date(NOW - DAY).toISOString().slice(0, -1),
    end: new Date(NOW).toISOString().slice(0, -1),
    environment: 'production',
    project: '-1',
    limit: '100',
    collapse: 'stats',
  });
  await found({ project: 'web', sort: 'new' }, { projects: ['web', 'orders-api'] });
  expect(lists()[1]?.query.get('query')).toContain('project:[web]');
  expect(lists()[1]?.query.get('sort')).toBe('new');
});

test('within a release it is counted what came within it', async () => {
  const all = await found();
  const { rows } = await found({ release: 'orders@2.19.3' });
  expect(rows.map(({ shortId }) => shortId)).toEqual(['ORDERS-API-7C']);
  expect(rows[0]?.count).toBe(all.rows[1]?.count);
  expect(rows[0]?.users).toBe(96);
});

test('pages are read one after the other, three at most; then there are “at least” so many', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...FIRST,
      id: `${at}`,
      shortId: `WEB-${at}`,
    }));
  sentry.errors.splice(0, 9, ...many(250));
  const some = await found();
  expect([some.issues.length, some.rows.length, some.isWhole]).toEqual([250, 10, true]);
  expect(lists().map(({ query }) => query.get('cursor'))).toEqual([null, '0:100:0', '0:200:0']);
  sentry.errors.push(...many(100));
  const first = await found();
  expect([first.issues.length, first.isWhole]).toEqual([300, false]);
  expect(summaryLines(first, ASKED)[0]).toMatch(/^At least 300 unresolved errors/u);
});

test('one that Sentry tells no more of is shown with what is known', async () => {
  sentry.instead = ({ path }) => (/\d\/$/u.test(path) ? { status: 500, body: '' } : undefined);
  const { rows } = await found();
  expect(rows[0]).toMatchObject({ shortId: 'WEB-1A', trends: undefined, release: undefined });
});

test('a wrong token, a missing scope: each says what to mend', async () => {
  expect(await trouble({}, { token: 'wrong' })).toMatch(
    /^Sentry does not know the token: HTTP 401\. .*errors\.sentry\.token/u,
  );
  sentry.instead = () => ({
    status: 403,
    body: JSON.stringify({ detail: 'You do not have permission to perform this action.' }),
  });
  expect(await trouble()).toMatch(/HTTP 403\. Give it the scope event:read,/u);
});

test('a misspelt organization, project or environment: the nearest is named', async () => {
  expect(await trouble({}, { organization: 'shopp' })).toBe(
    'Sentry has no organization "shopp", or does not show it to this token. Did you mean "shop"?',
  );
  expect(await trouble({}, { projects: ['web', 'order-api'] })).toContain('no project "order-api"');
  expect(await trouble({}, { projects: ['web', 'order-api'] })).toContain('mean "orders-api"?');
  expect(await trouble({ environment: 'prodction' })).toContain('Did you mean "production"?');
});

test('where the token may not list names it is still said which may be wrong', async () => {
  const denied = { status: 403, body: '{"detail":"no"}' };
  sentry.instead = ({ path }) => (path.endsWith('/issues/') ? undefined : denied);
  expect(await trouble({}, { organization: 'shopp' })).toMatch(
    /no organization "shopp".*errors\.sentry\.organization in the config/u,
  );
});

test('of what Sentry refuses its reason is said', async () => {
  sentry.instead = ({ path }) =>
    path.endsWith('/issues/')
      ? { status: 400, body: '{"detail":"Error parsing search query:\\u202e x."}' }
      : undefined;
  expect(await trouble()).toMatch(
    /^Sentry refuses the question: Error parsing search query: x\. /u,
  );
});

test('asked too often it asks again a moment later; where that is long it says when', async () => {
  let first = true;
  sentry.instead = () => {
    const odd = first ? { status: 429, headers: { 'retry-after': '0' }, body: '' } : undefined;
    first = false;
    return odd;
  };
  expect((await found()).issues).toHaveLength(4);
  sentry.instead = () => ({ status: 429, headers: { 'Retry-After': '90' }, body: '' });
  expect(await trouble()).toContain('Ask again in 2 min.');
  const until = String(Math.floor(Date.now() / 1000) + 600);
  sentry.instead = () => ({
    status: 429,
    headers: { 'x-sentry-rate-limit-reset': until, date: new Date().toUTCString() },
    body: '{}',
  });
  expect(await trouble()).toContain('Ask again in 10 min.');
  expect(lists()).toHaveLength(4);
});

const page = { headers: { 'content-type': 'text/html' }, body: '<html>' };
test.each<[string, OddAnswer, string]>([
  ['a failure', { status: 500, body: 'oops' }, "Sentry can't be reached: HTTP 500."],
  [
    'a page',
    page,
    'What answers is no Sentry: text/html of another form. Look at errors.sentry.url',
  ],
  [
    'JSON of another form',
    { body: '{"ok":true}' },
    'What answers is no Sentry: application/json of',
  ],
  ['errors without ids', { body: '[{"title":"x"}]' }, 'What answers is no Sentry'],
  ['a page that is not there', { ...page, status: 404 }, 'Sentry has no organization "shop"'],
  [
    'a redirect',
    { status: 302, headers: { location: 'https://evil.example' }, body: '' },
    'HTTP 302, and redirects are refused',
  ],
])('%s has a sentence of its own', async (_, odd, said) => {
  sentry.instead = () => odd;
  expect(await trouble()).toContain(said);
});

test('a Sentry that says nothing is given up on, and so is one that is not there', async () => {
  sentry.instead = () => 'silence';
  expect(await trouble({}, { timeoutMs: 50 })).toContain('Sentry did not answer within');
  expect(await trouble({}, { url: 'http://127.0.0.1:1' })).toContain(
    'nothing listens at this address',
  );
});

test('an error is found by its name, in the projects that the bot looks at, and marked', async () => {
  const { signal } = new AbortController();
  const all = trackerOf();
  const one = await all.find('web-1a', signal);
  if (!one.ok) throw new Error('it is there');
  expect(one.answer).toMatchObject({ id: '5101', shortId: 'WEB-1A', status: 'unresolved' });
  expect(await all.mark(one.answer, 'resolved', signal)).toMatchObject({
    ok: true,
    answer: { shortId: 'WEB-1A', status: 'resolved' },
  });
  expect(sentry.calls.at(-1)).toMatchObject({
    method: 'PUT',
    path: 'organizations/shop/issues/5101/',
    body: '{"status":"resolved"}',
  });
  const unknown = { ok: false, problem: { kind: 'unknown-issue', asked: 'WEB-1A' } };
  expect(await trackerOf({ projects: ['orders-api'] }).find('WEB-1A', signal)).toEqual(unknown);
  expect((await all.find('WEB-ZZ', signal)).ok).toBe(false);
  sentry.instead = ({ method }) => (method === 'PUT' ? { status: 403, body: '{}' } : undefined);
  const denied = await all.mark(one.answer, 'resolved', signal);
  expect(denied).toEqual({ ok: false, problem: { kind: 'no-permission', scope: 'event:write' } });
});
