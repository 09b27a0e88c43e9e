import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { refuseView } from '../../../src/delivery/slack/limits/views.ts';
import type { ChecklistRun } from '../../../src/engine/ports/checklist-runs.ts';
import { checklistMessage } from '../../../src/handlers/checklists/card.ts';
import { checklistForm } from '../../../src/handlers/checklists/form.ts';
import {
  FOUND,
  itemValue,
  NOTE,
  SKIP,
  TICK,
  UNTICK,
} from '../../../src/handlers/checklists/ids.ts';
import { checklistLine } from '../../../src/handlers/checklists/line.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import { REGISTRY } from '../../../src/handlers/index.ts';
import type { ActionRequest, ViewRequest } from '../../../src/handlers/request.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import { checklistsAtHand } from '../../../src/runbooks/checklists/at-hand.ts';
import { MOST_ITEMS } from '../../../src/runbooks/checklists/checklist.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { answerOf, stepFor } from '../../support/ask-command.ts';
import { noTools } from '../../support/no-tools.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';

const NINE = Date.parse('2026-11-20T09:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TITLES = ['Dashboards', 'New <errors> & *more*', 'Backups'];
const LIST = {
  name: 'daily',
  title: 'Daily check',
  owners: [],
  intro: '',
  items: TITLES.map((title) => ({ title, text: '`/kpi` shows [it](../rollback.md).', at: 0 })),
  references: [],
};
const PEOPLE = {
  ana: { id: 'U0ANA', name: 'Ana Ruiz', actor: 'slack:U0ANA', role: 'responder', why: 'so' },
  ben: { id: 'U0BEN', name: 'Ben Oko', actor: 'slack:U0BEN', role: 'responder', why: 'so' },
} as const;
type Person = keyof typeof PEOPLE;

let now: number;
let store: MemoryStore;
let slack: SlackStandIn;
let tools: Tools;
let told: string[];

beforeEach(async () => {
  now = NINE;
  told = [];
  store = createMemoryStore(() => now);
  slack = await startSlackStandIn();
  tools = {
    ...noTools(() => now, slack.apiUrl),
    checklists: checklistsAtHand({
      library: () => [LIST, { ...LIST, name: 'weekly', title: 'Weekly check' }],
      runs: store.checklists,
      plan: (_, at) => ({ dueAt: at, closesAt: at + DAY, assign: '' }),
      now: () => now,
      tell: async (id) => void told.push(id),
    }),
  };
});
afterEach(() => slack.stop());

async function typed(text: string): Promise<string> {
  const step = await stepFor({ command: '/checklist', text, tools, at: now });
  const { text: said, blocks } = await answerOf(step);
  return JSON.stringify([said, blocks]);
}

async function posted(): Promise<ChecklistRun> {
  await typed('daily');
  return latest();
}

async function latest(): Promise<ChecklistRun> {
  const run = (await store.checklists.between(0, now + 1)).at(-1);
  if (run === undefined) throw new Error('none was posted');
  return run;
}

const REQUEST = {
  id: 'click',
  traceId: 't1',
  at: NINE,
  person: { id: 'U0ANA', name: 'ana' },
  triggerId: 'trigger',
};

/** What somebody reads who presses a button. */
async function presses(person: Person, actionId: string, value: string): Promise<string> {
  const request: ActionRequest = {
    ...REQUEST,
    type: 'action',
    at: Date.now(),
    actionId,
    blockId: '',
    value,
    channelId: 'C0OPS',
    message: { ts: '1.2' },
  };
  const step = await stepOf(request, PEOPLE[person], { registry: REGISTRY, tools });
  if ('work' in step) throw new Error('it is slow');
  expect(step.role).toBe('responder');
  return JSON.stringify((await step.run())?.text ?? '');
}

/** Submits a form about an item; `traceId` is the same where it is tried again. */
async function submits(
  run: ChecklistRun,
  kind: 'found' | 'skip' | 'note',
  { item, text, traceId = 't2' }: { item: number; text: string; traceId?: string },
): Promise<string> {
  const view = {
    id: 'V1',
    callbackId: 'checklist-form',
    privateMetadata: JSON.stringify({ run: run.id, kind, channel: 'C0OPS' }),
    values: {
      item: { item: { selected_option: { value: String(item) } } },
      text: { text: { value: text } },
    },
  };
  const request: ViewRequest = { ...REQUEST, traceId, type: 'view', view };
  const step = await stepOf(request, PEOPLE.ana, { registry: REGISTRY, tools });
  if ('work' in step) throw new Error('it is slow');
  return JSON.stringify((await step.run())?.text ?? '');
}

async function deeds(): Promise<readonly unknown[]> {
  const found = [];
  for await (const { actor, action, details } of store.audit.list()) {
    found.push([actor, action, details?.['item']]);
  }
  return found;
}

const cardOf = (run: ChecklistRun, mention = ''): string => {
  const { text, blocks } = checklistMessage(run, mention);
  expect(refuseBlocks(blocks)).toBeUndefined();
  return JSON.stringify([text, blocks]);
};

describe('an item', () => {
  test('is ticked with who and when, and its words are no longer needed', async () => {
    const run = await posted();
    expect(cardOf(run)).toContain('/kpi shows it (/runbook rollback).');
    now += HOUR;
    expect(await presses('ana', TICK, itemValue(run.id, 0))).toBe('""');
    const ticked = await latest();
    const { actor, name } = PEOPLE.ana;
    expect(ticked.items[0]?.state).toEqual({ kind: 'done', actor, name, at: now });
    const card = cardOf(ticked, '<@U0ANA>');
    expect(card).toContain('Daily check: 1 of 3');
    expect(card).toContain('☑️ 1. Dashboards"');
    expect(card.match(/rollback/gu)).toHaveLength(2);
    expect(card).toContain('Ana Ruiz');
    expect(card).toContain('for <@U0ANA>');
    expect(told).toEqual([run.id, run.id]);
    expect(await deeds()).toEqual([
      ['slack:U0ANA', 'checklist-posted', undefined],
      ['slack:U0ANA', 'checklist-ticked', 'Dashboards'],
    ]);
  });

  test('is ticked by one of two who press at once; the other hears who that was', async () => {
    const run = await posted();
    const press = (person: Person) => presses(person, TICK, itemValue(run.id, 1));
    const heard = await Promise.all([press('ana'), press('ben')]);
    expect(heard[0]).toBe('""');
    expect(heard[1]).toContain('Ana Ruiz has looked at it already.');
    expect((await latest()).items[1]?.state?.name).toBe('Ana Ruiz');
  });

  test('and another one are ticked at once, and neither is lost', async () => {
    const run = await posted();
    await Promise.all([0, 1, 2].map((item) => presses('ben', TICK, itemValue(run.id, item))));
    const card = cardOf(await latest());
    expect(card).toContain('✅ Daily check: 3 of 3');
  });

  test('is open again once somebody takes it back, and once only', async () => {
    const run = await posted();
    await presses('ana', TICK, itemValue(run.id, 2));
    expect(await presses('ben', UNTICK, itemValue(run.id, 2))).toBe('""');
    expect((await latest()).items[2]).not.toHaveProperty('state');
    expect(await presses('ben', UNTICK, itemValue(run.id, 2))).toContain('It is open already.');
  });

  test('is skipped with a reason that everybody sees, and may be ticked after all', async () => {
    const run = await posted();
    expect(await submits(run, 'skip', { item: 1, text: ' no <!channel> release ' })).toBe('""');
    const skipped = await latest();
    expect(cardOf(skipped)).toContain('0 of 3, 1 skipped');
    expect(cardOf(skipped)).toContain('no <!channel> release');
    const moment = skipped.story[0];
    if (moment === undefined) throw new Error('nothing is told');
    const line = checklistLine(skipped, moment, '');
    expect(line.text).toContain('skipped 2. New &lt;errors&gt;');
    expect(line.text).not.toContain('<!channel>');
    expect(await presses('ben', TICK, itemValue(run.id, 1))).toBe('""');
    expect((await latest()).items[1]?.state).toMatchObject({ kind: 'done', name: 'Ben Oko' });
  });

  test('has what was found, and notes, in the thread: each once, however often it is tried', async () => {
    const run = await posted();
    const found = { item: 0, text: 'p95 doubled' };
    await submits(run, 'found', found);
    expect(await submits(run, 'found', found)).toBe('""');
    await submits(run, 'note', { item: 0, text: 'since Tuesday', traceId: 't3' });
    const { story, items } = await latest();
    expect(story.map(({ kind, text }) => [kind, text])).toEqual([
      ['found', 'p95 doubled'],
      ['noted', 'since Tuesday'],
    ]);
    expect(items[0]).not.toHaveProperty('state');
    const [first] = story;
    const line = first && checklistLine(run, first, '');
    expect(line?.text).toBe(
      '⚠️ Ana Ruiz found something at 1. Dashboards: p95 doubled If it hurts people: `/incident open`. If nobody was told: it needs an alarm.',
    );
  });
});

test('once it is closed nothing is changed, and whoever presses hears so', async () => {
  const run = await posted();
  await store.checklists.change({ ...run, closedAt: now, revision: 2 });
  const late = 'Daily check is closed: nothing was changed.';
  expect(await presses('ana', TICK, itemValue(run.id, 0))).toContain(late);
  expect(await presses('ana', FOUND, run.id)).toContain(late);
  expect(await submits(run, 'note', { item: 0, text: 'late' })).toContain(late);
  const closed = await latest();
  expect(closed.revision).toBe(2);
  const card = cardOf(closed);
  expect(card).toContain('⌛ Daily check: 0 of 3, closed with items missing');
  expect(card).not.toContain('"button"');
});

test.each([FOUND, SKIP, NOTE])('%s opens a form about the first open item', async (id) => {
  const run = await posted();
  await presses('ana', TICK, itemValue(run.id, 0));
  await presses('ana', id, run.id);
  const { args } = slack.calls.find(({ method }) => method === 'views.update') ?? {};
  const view = JSON.parse(args?.get('view') ?? '{}');
  expect(view.blocks[0].element.initial_option.value).toBe('1');
});

test('a form asks for words, and fits whatever items are called', async () => {
  const run = await posted();
  const items = [{ title: 'x'.repeat(500), text: '' }];
  for (const kind of ['found', 'skip', 'note'] as const) {
    const form = checklistForm({ ...run, items }, { run: run.id, kind, channel: 'C0OPS' });
    expect(form && refuseView(form, 'modal')).toBeUndefined();
  }
  const view = REGISTRY.views.find((one) => one.id === 'checklist-form');
  expect(view?.check?.({ text: { text: { value: '  ' } } })).toEqual({
    text: 'Write a few words.',
  });
  expect(view?.check?.({ text: { text: { value: 'why' } } })).toEqual({});
});

test.each(['open', 'done', 'skipped'] as const)(
  'the longest checklist fits into a message, all of it %s',
  async (kind) => {
    const run = await posted();
    const words = 'an <odd> “word” & more, '.repeat(60);
    const { actor, name } = PEOPLE.ana;
    const state = { kind: kind === 'done' ? kind : 'skipped', actor, name, at: now } as const;
    const why = kind === 'skipped' ? { why: words.slice(0, 500) } : {};
    const item = { title: words, text: words };
    const items = Array.from({ length: MOST_ITEMS }, () =>
      kind === 'open' ? item : { ...item, state: { ...state, ...why } },
    );
    const { blocks } = checklistMessage(
      { ...run, id: `a-long-name-of-a-checklist-${run.id}`, items },
      '<!subteam^S0123456789>',
    );
    expect(refuseBlocks(blocks)).toBeUndefined();
  },
);

describe('/checklist', () => {
  test('lists those that are open with how far they are, and which there are', async () => {
    expect(await typed('')).toContain(
      'No checklist is open. /checklist and a name posts one: daily, weekly.',
    );
    const run = await posted();
    await presses('ana', TICK, itemValue(run.id, 0));
    expect(await typed('')).toContain('Daily check: 1 of 3');
  });

  test('posts one where it is typed; one that is open already is said', async () => {
    expect(await typed('Daily')).toContain('Daily check is posted here.');
    expect(await latest()).toMatchObject({ channel: 'C0OPS', by: 'Ana', name: 'daily' });
    // The same request, tried again, is the same checklist.
    expect(await typed('daily')).toContain('Daily check is posted here.');
    now += HOUR;
    tools = {
      ...tools,
      checklists: {
        ...tools.checklists,
        post: (list, wanted) => posts(list, { ...wanted, id: 'another' }),
      },
    };
    expect(await typed('daily')).toContain('Daily check is open already: 0 of 3.');
    expect(await store.checklists.between(0, now + 1)).toHaveLength(1);
  });

  test('brings one that nobody can see, where it was to be posted, to where it is wanted', async () => {
    const wanted = (channel: string) =>
      tools.checklists.post(LIST, { id: channel, channel, by: PEOPLE.ben });
    await wanted('C0SECRET');
    // Perhaps it is about to come there.
    expect(await wanted('C0OPS')).toMatchObject({ isNew: false, run: { channel: 'C0SECRET' } });
    now += 2 * 60_000;
    const here = { id: 'C0SECRET', channel: 'C0OPS' };
    expect(await wanted('C0OPS')).toMatchObject({ isNew: true, run: here });
    expect(await store.checklists.open()).toMatchObject([here]);
    const at = { channel: 'C0OPS', ts: '1', mention: '', revision: 2, moments: 0 };
    await store.checklists.noteTold('C0SECRET', at);
    expect(await wanted('C0ML')).toMatchObject({ isNew: false, run: here });
  });

  const posts: Tools['checklists']['post'] = (list, wanted) =>
    checklistsAtHand({
      library: () => [],
      runs: store.checklists,
      plan: (_, at) => ({ dueAt: at, closesAt: at + DAY, assign: '' }),
      now: () => now,
      tell: async () => {},
    }).post(list, wanted);

  test.each([
    ['dayly', 'there is no checklist "dayly"', 'write /checklist daily'],
    ['xyz', 'there is no checklist "xyz"', 'there are daily, weekly'],
    ['daily now', 'that is more than a name', 'write /checklist daily'],
    ['report soon', '"soon" is not a duration', '30d'],
  ])('%s is refused, with what to write', async (text, message, hint) => {
    const wrong = await stepFor({ command: '/checklist', text, tools, at: now })
      .then(answerOf)
      .catch((error: unknown) => error);
    if (!(wrong instanceof Mistake)) throw new Error('it is taken');
    expect([wrong.message, wrong.hint].join('; ')).toContain(message);
    expect(wrong.hint).toContain(hint);
  });

  test('report says what was missed, by checklist and item, and who looked', async () => {
    expect(await typed('report')).toContain('No checklist was posted.');
    const run = await posted();
    await store.checklists.change({ ...run, closedAt: now, items: [], revision: 2 });
    for (const [index, person] of (['ana', 'ana', 'ben'] as const).entries()) {
      now += DAY;
      const next = { ...run, id: `daily-${index}`, dueAt: now };
      const deed = { actor: 'tocsin', action: 'checklist-posted', object: next.id } as const;
      await store.checklists.begin(next, deed);
      for (const item of index === 0 ? [0, 1, 2] : [0]) {
        await presses(person, TICK, itemValue(next.id, item));
      }
      if (index === 2) continue;
      const { revision, ...rest } = await latest();
      await store.checklists.change({ ...rest, closedAt: now, revision: revision + 1 });
    }
    const report = await typed('report 7d');
    expect(report).toContain('Checklists, the last 7 d');
    expect(report).toContain('2 of 3 complete (66 %), 1 still open');
    expect(report).toContain('missed: New <errors> & *more* (1), Backups (1)');
    expect(report).toContain('looked at by Ana Ruiz 4, Ben Oko 1');
    expect(report).toContain('2026-11-22 Daily check: New <errors> & *more*, Backups');
  });
});
