import { beforeEach, expect, test } from 'vitest';
import { changeError, type ErrorWish } from '../../../src/metrics/errors/change.ts';
import type { ErrorIssue } from '../../../src/metrics/errors/issue.ts';
import { failed } from '../../../src/metrics/errors/problem.ts';
import type { ErrorTracker } from '../../../src/metrics/errors/tracker.ts';
import type { AuditRecord } from '../../../src/engine/ports/audit.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { never } from '../../support/no-tools.ts';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const { signal } = new AbortController();

let issue: ErrorIssue;
let marks: string[];
let store: ReturnType<typeof createMemoryStore>;

beforeEach(() => {
  issue = {
    id: '5101',
    shortId: 'WEB-1A',
    type: 'TypeError',
    title: 'TypeError: x',
    level: 'error',
    project: 'web',
    count: 1,
    users: 1,
    status: 'unresolved',
  };
  marks = [];
  store = createMemoryStore(() => NOW);
});

/** Sentry as it is to whoever resolves: it takes what comes, and says nothing of who was first. */
const tracker: ErrorTracker = {
  list: never,
  details: never,
  find: async () => ({ ok: true, answer: issue }),
  async mark(_, status) {
    marks.push(status);
    issue = { ...issue, status };
    return { ok: true, answer: issue };
  },
};

function change(wish: Partial<ErrorWish> = {}, by = tracker) {
  const ana = { by: 'Ana Ruiz', actor: 'slack:U0ANA', traceId: 'a1' };
  const whole = { shortId: 'WEB-1A', to: 'resolved', ...ana, ...wish } as const;
  return changeError(whole, { ...store, tracker: by, now: () => NOW }, signal);
}

const BEN = { by: 'Ben Okafor', actor: 'slack:U0BEN', traceId: 'b1' };

async function deeds(): Promise<readonly AuditRecord[]> {
  const all: AuditRecord[] = [];
  for await (const deed of store.audit.list()) all.push(deed);
  return all;
}

test('an error is resolved, and who did that stands in the audit trail', async () => {
  expect(await change()).toMatchObject({
    ok: true,
    answer: { isDone: true, issue: { status: 'resolved' } },
  });
  expect(await deeds()).toMatchObject([
    {
      actor: 'slack:U0ANA',
      action: 'error-resolved',
      object: 'WEB-1A',
      details: { by: 'Ana Ruiz', error: 'TypeError: x', project: 'web' },
      traceId: 'a1',
    },
  ]);
});

test('of two at once one does it, and the other hears who that was', async () => {
  const both = await Promise.all([change(), change({ ...BEN, shortId: 'web-1a' })]);
  const [first, second] = both.map((one) => one.ok && one.answer);
  expect(first).toMatchObject({ isDone: true });
  expect(second).toMatchObject({ isDone: false, before: { by: 'Ana Ruiz', at: NOW } });
  expect(marks).toEqual(['resolved']);
  expect(await deeds()).toHaveLength(1);
});

test('what was resolved is reopened, and can be resolved again', async () => {
  await change();
  await change({ ...BEN, to: 'unresolved' });
  const again = await change({ traceId: 'a2' });
  expect(again).toMatchObject({ ok: true, answer: { isDone: true } });
  expect((await deeds()).map(({ action }) => action)).toEqual([
    'error-resolved',
    'error-reopened',
    'error-resolved',
  ]);
});

test('one that came again after it was resolved here can be resolved anew', async () => {
  await change();
  issue = { ...issue, status: 'unresolved' };
  expect(await change(BEN)).toMatchObject({ ok: true, answer: { isDone: true } });
  expect(marks).toEqual(['resolved', 'resolved']);
});

test('of one that somebody resolved at Sentry nobody here is named', async () => {
  issue = { ...issue, status: 'resolved' };
  const answer = await change();
  expect(answer).toEqual({ ok: true, answer: { issue, isDone: false } });
  await change({ to: 'unresolved' });
  issue = { ...issue, status: 'resolved' };
  expect(await change(BEN)).toEqual({ ok: true, answer: { issue, isDone: false } });
});

test('one that is archived at Sentry can be reopened', async () => {
  issue = { ...issue, status: 'ignored' };
  expect(await change({ to: 'unresolved' })).toMatchObject({ ok: true, answer: { isDone: true } });
});

test('a wish that is begun again after it was done is told as done, and done once', async () => {
  await change();
  expect(await change()).toMatchObject({ ok: true, answer: { isDone: true } });
  expect(marks).toEqual(['resolved']);
  expect(await deeds()).toHaveLength(1);
});

test('where Sentry does not do it nothing is written down, and the next may try', async () => {
  const denied = failed({ kind: 'no-permission', scope: 'event:write' });
  const refusing: ErrorTracker = { ...tracker, mark: async () => denied };
  expect(await change({}, refusing)).toEqual(denied);
  expect(await deeds()).toEqual([]);
  expect(await change(BEN)).toMatchObject({ ok: true, answer: { isDone: true } });
});
