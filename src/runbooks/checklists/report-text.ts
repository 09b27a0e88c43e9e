import type { Bulletin } from '../../alert/bulletin.ts';
import type { ChecklistRun } from '../../engine/ports/checklist-runs.ts';
import { missed } from './progress.ts';
import { checklistFigures, type ChecklistFigures } from './report.ts';

const MOST_PEOPLE = 5;
const MOST_MISSED = 10;

/** How it went with checklists, in words. */
export function checklistBulletin(runs: readonly ChecklistRun[], title: string): Bulletin {
  const figures = checklistFigures(runs);
  if (figures.length === 0) {
    return { title, parts: [{ heading: 'None', lines: ['No checklist was posted.'] }] };
  }
  const parts = figures.map((one) => ({
    heading: one.title,
    lines: [completeLine(one), ...missedLines(one), ...peopleLines(one)],
  }));
  const last = missedLately(runs);
  return {
    title,
    parts: last.length === 0 ? parts : [...parts, { heading: 'Missed lately', lines: last }],
  };
}

/** A line for each checklist, for the weekly report. */
export function checklistLines(runs: readonly ChecklistRun[]): readonly string[] {
  return checklistFigures(runs).map((one) =>
    [`${one.title}: ${completeLine(one)}`, ...missedLines(one)].join('; '),
  );
}

function completeLine({ closed, complete, open }: ChecklistFigures): string {
  const more = open === 0 ? '' : `, ${open} still open`;
  if (closed === 0) return `none is closed yet${more}`;
  return `${complete} of ${closed} complete (${Math.floor((complete / closed) * 100)} %)${more}`;
}

function missedLines({ items }: ChecklistFigures): string[] {
  const most = items.filter((item) => item.missed > 0);
  if (most.length === 0) return [];
  return [`missed: ${most.map((item) => `${item.title} (${item.missed})`).join(', ')}`];
}

function peopleLines({ people }: ChecklistFigures): string[] {
  if (people.length === 0) return [];
  const named = people.slice(0, MOST_PEOPLE).map(({ name, items }) => `${name} ${items}`);
  const more = people.length - named.length;
  return [`looked at by ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`];
}

function missedLately(runs: readonly ChecklistRun[]): readonly string[] {
  return runs
    .filter((run) => run.closedAt !== undefined && missed(run).length > 0)
    .slice(-MOST_MISSED)
    .toReversed()
    .map((run) => {
      const day = new Date(run.dueAt).toISOString().slice(0, 10);
      const titles = missed(run).map(({ title }) => title);
      return `${day} ${run.title}: ${titles.join(', ')}`;
    });
}
