import { expect, test } from 'vitest';
import { checklistsInReport } from '../../../src/app/checklists/checklists-in-report.ts';
import type { ChecklistRun } from '../../../src/engine/ports/checklist-runs.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';

const DAY = 86_400_000;
const UNTIL = Date.parse('2026-11-23T09:00:00Z');
const WEEK = { from: UNTIL - 7 * DAY, until: UNTIL };
const DONE = { kind: 'done', actor: 'slack:U0ANA', name: 'Ana', at: 0 } as const;

test('a report says of each checklist that was closed in its time how many were complete, and what was missed', async () => {
  const { checklists } = createMemoryStore(() => UNTIL);
  const keep = async (name: string, [due, closed]: readonly number[], isDone: boolean) => {
    const items = ['Backups', 'Cost'].map((title, index) => {
      return { title, text: '', ...((isDone || index === 1) && { state: DONE }) };
    });
    const dueAt = UNTIL - (due ?? 0) * DAY;
    const run: ChecklistRun = {
      id: `${name} ${due}`,
      name,
      title: `The ${name} check`,
      items,
      channel: '#ops',
      dueAt,
      closesAt: dueAt,
      assign: '',
      story: [],
      revision: 1,
    };
    await checklists.begin(run, { actor: 'tocsin', action: 'checklist-posted', object: run.id });
    if (closed === undefined) return;
    await checklists.change({ ...run, closedAt: UNTIL - closed * DAY, revision: 2 });
  };
  expect(await checklistsInReport(checklists, WEEK)).toEqual([]);
  // Closed before it, at its first instant, and within it; one that began long before; one that is open.
  await keep('daily', [8, 7.1], false);
  await keep('daily', [7.5, 7], false);
  await keep('daily', [3, 2], true);
  await keep('monthly', [31, 1], true);
  await keep('weekly', [1], false);
  expect(await checklistsInReport(checklists, WEEK)).toEqual([
    {
      heading: 'Checklists',
      lines: [
        'The daily check: 1 of 2 complete (50 %); missed: Backups (1)',
        'The monthly check: 1 of 1 complete (100 %)',
      ],
    },
  ]);
});
