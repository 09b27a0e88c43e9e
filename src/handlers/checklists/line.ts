import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { ChecklistMoment, ChecklistRun } from '../../engine/ports/checklist-runs.ts';
import { missed, progressText } from '../../runbooks/checklists/progress.ts';

const LONGEST = 1_500;

/**
 * A line in the thread of a checklist.
 *
 * @param mention who has it, as Slack calls them: trusted mrkdwn; empty for nobody in particular
 */
export function checklistLine(
  run: ChecklistRun,
  moment: ChecklistMoment,
  mention: string,
): SlackMessage {
  const text = lineText(run, moment);
  const own = ownWords(moment, mention);
  return {
    text: [escapedWithin(text, 2_500), ...own].join(' '),
    blocks: [
      { type: 'section', text: plain(text, LONGEST) },
      ...own.map((words) => smallPrint([{ own: words }])),
    ],
  };
}

/** What people wrote is among it. */
function lineText(
  run: ChecklistRun,
  { kind, by = 'Somebody', item, text = '' }: ChecklistMoment,
): string {
  const title = item === undefined ? '' : (run.items[item]?.title ?? '');
  const number = item === undefined ? '' : `${item + 1}. ${title}`;
  switch (kind) {
    case 'found':
      return `⚠️ ${by} found something at ${number}: ${text}`;
    case 'noted':
      return `📝 ${by} on ${number}: ${text}`;
    case 'skipped':
      return `⏭️ ${by} skipped ${number}: ${text}`;
    case 'reminded':
      return `⏰ ${progressText(run)}. Still to be looked at: ${missingText(run)}.`;
    case 'closed':
      return missed(run).length === 0
        ? `✅ Closed: ${progressText(run)}.`
        : `⌛ Closed: ${progressText(run)}. Nobody looked at: ${missingText(run)}.`;
  }
}

function ownWords({ kind }: ChecklistMoment, mention: string): string[] {
  if (kind === 'found')
    return ['If it hurts people: `/incident open`. If nobody was told: it needs an alarm.'];
  return kind === 'reminded' && mention !== '' ? [mention] : [];
}

function missingText(run: ChecklistRun): string {
  return missed(run)
    .map(({ title }) => title)
    .join(', ');
}
