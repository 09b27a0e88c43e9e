import { beforeEach, expect, test } from 'vitest';
import { checklistPlans } from '../../../src/app/checklists/plan.ts';
import { createChecklistLook } from '../../../src/app/checklists/posting.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { ChecklistRun } from '../../../src/engine/ports/checklist-runs.ts';
import { wished } from '../../../src/runbooks/checklists/change.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';

const HOUR = 3_600_000;
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const DAILY = {
  name: 'daily',
  title: 'Daily check',
  owners: [],
  intro: '',
  items: ['Dashboards', 'Backups'].map((title) => ({ title, text: 'Look.', at: 0 })),
  references: [],
};

let now: number;
let store: MemoryStore;
let unknown: string[];
beforeEach(() => {
  now = Date.parse('2026-11-20T08:59:59Z');
  store = createMemoryStore(() => now);
  unknown = [];
});

/** A replica of the bot. */
function replica(checklists = "[ { name: daily, channel: '#ops', every: weekday } ]") {
  const { config } = loadConfig({ text: `checklists: ${checklists}`, env: {} });
  if (config === undefined) throw new Error('the config is wrong');
  return createChecklistLook({
    runs: store.checklists,
    plans: checklistPlans(config),
    library: () => [DAILY],
    now: () => now,
    onUnknown: (name) => unknown.push(name),
  });
}

const posted = (): Promise<readonly ChecklistRun[]> => store.checklists.between(0, now + 1);
const kinds = ({ story }: ChecklistRun) => story.map(({ kind }) => kind);

async function at(time: string, look: () => Promise<void>): Promise<void> {
  now = Date.parse(time);
  await look();
}

test('a checklist is posted when it is due, once, by however many replicas, also after a restart', async () => {
  await replica()();
  expect(await posted()).toEqual([]);
  now += 1_000;
  await Promise.all([replica()(), replica()(), replica()()]);
  await replica()();
  expect(await posted()).toMatchObject([
    { id: 'daily-2026-11-20T09:00:00.000Z', channel: '#ops', items: [{ title: 'Dashboards' }, {}] },
  ]);
});

test('those who have it are reminded once; then it is closed with what was missed, and the next is posted', async () => {
  const look = replica();
  await at('2026-11-20T09:00:00Z', look);
  await at('2026-11-20T12:59:59Z', look);
  expect((await posted()).map(kinds)).toEqual([[]]);
  await at('2026-11-20T13:00:00Z', look);
  await at('2026-11-20T14:00:00Z', look);
  expect((await posted()).map(kinds)).toEqual([['reminded']]);
  await at('2026-11-23T08:59:59Z', look);
  expect(await store.checklists.open()).toHaveLength(1);
  await at('2026-11-23T09:00:00Z', look);
  expect((await posted()).map(kinds)).toEqual([['reminded', 'closed'], []]);
  const deeds = [];
  for await (const { action, details } of store.audit.list()) deeds.push([action, details]);
  expect(deeds).toEqual([
    ['checklist-posted', { channel: '#ops' }],
    ['checklist-closed', { missed: 'Dashboards, Backups' }],
    ['checklist-posted', { channel: '#ops' }],
  ]);
});

test('of one that is complete nobody is reminded; nor is anything missed', async () => {
  const look = replica();
  await at('2026-11-20T09:00:00Z', look);
  for (const item of [0, 1]) {
    const [run] = await posted();
    const change = run && wished(run, { kind: 'tick', item }, { at: now, by: ANA });
    if (change?.kind !== 'changed') throw new Error('nothing was changed');
    await store.checklists.change(change.run, change.deed);
  }
  await at('2026-11-20T13:00:00Z', look);
  await at('2026-11-23T09:00:00Z', look);
  const [run] = await posted();
  expect(run && kinds(run)).toEqual(['closed']);
  expect(run?.items.map(({ state }) => state?.name)).toEqual(['Ana Ruiz', 'Ana Ruiz']);
});

test('a bot that was away posts what is due if that is not too long ago, and never more than one', async () => {
  const look = replica();
  await at('2026-11-20T09:00:00Z', look);
  // Two weeks later, in the evening: all that was due in between is left out.
  await at('2026-12-03T18:00:00Z', look);
  expect((await posted()).map(kinds)).toEqual([['closed']]);
  await at('2026-12-07T11:30:00Z', look);
  const [, second, ...others] = await posted();
  expect(others).toEqual([]);
  const dueAt = Date.parse('2026-12-07T09:00:00Z');
  expect(second).toMatchObject({ dueAt, remindAt: now + 4 * HOUR });
});

test('one that was to stay open for longer, by the config before, is closed when the next is due', async () => {
  await at('2026-11-23T09:00:00Z', replica("[ { name: daily, channel: '#ops', every: monday } ]"));
  await at('2026-11-24T09:00:00Z', replica());
  expect((await posted()).map(kinds)).toEqual([['reminded', 'closed'], []]);
  expect(await store.checklists.open()).toMatchObject([{ dueAt: now, closesAt: now + 24 * HOUR }]);
});

test('one that there is not is said once each time it is due', async () => {
  const look = replica("[ { name: dayly, channel: '#ops', every: day } ]");
  await at('2026-11-20T09:00:00Z', look);
  await at('2026-11-20T09:00:20Z', look);
  expect(unknown).toEqual(['dayly']);
  await at('2026-11-21T09:00:00Z', look);
  expect(unknown).toEqual(['dayly', 'dayly']);
  expect(await posted()).toEqual([]);
});
