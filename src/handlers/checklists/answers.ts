import type { WebClient } from '@slack/web-api';
import { spanOf } from '../../alert/span.ts';
import { renderBulletin } from '../../delivery/slack/bulletin.ts';
import { date, link } from '../../delivery/slack/mrkdwn.ts';
import type { ChecklistRun, ChecklistTold } from '../../engine/ports/checklist-runs.ts';
import type { Checklist } from '../../runbooks/checklists/checklist.ts';
import { progressText } from '../../runbooks/checklists/progress.ts';
import { checklistBulletin } from '../../runbooks/checklists/report-text.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { listAnswer, type Row } from '../list.ts';
import { wordAbout } from '../words.ts';

const AT = '{date_short_pretty} at {time}';

interface Around {
  readonly library: readonly Checklist[];
  readonly handling: Pick<Handling, 'checklists' | 'slack'>;
}

/** Those that are open with a link to each, and which could be posted. */
export async function checklistsAnswer(
  open: readonly ChecklistRun[],
  { library, handling: { checklists, slack } }: Around,
): Promise<Answer> {
  const rows = await Promise.all(
    open.map(async (run): Promise<Row> => {
      const at = await linkTo(await checklists.runs.told(run.id), slack);
      const times = [date(run.dueAt, AT), `open until ${date(run.closesAt, AT)}`];
      return {
        text: `${run.title}: ${progressText(run)}`,
        notes: [[...times, ...(at === undefined ? [] : [at])].join(' · ')],
      };
    }),
  );
  const names = library.map(({ name }) => name).join(', ');
  const there = names === '' ? 'There are none.' : `/checklist and a name posts one: ${names}.`;
  return listAnswer(open.length === 0 ? `No checklist is open. ${there}` : there, rows);
}

/** Said to whoever had one posted; it is seen where it is. */
export async function postedAnswer(
  { run, isNew }: { readonly run: ChecklistRun; readonly isNew: boolean },
  told: ChecklistTold | undefined,
  slack: WebClient,
): Promise<Answer> {
  if (isNew) return wordAbout(`${run.title} is posted here.`);
  const at = await linkTo(told, slack);
  const own = [date(run.dueAt, AT), ...(at === undefined ? [] : [at])];
  return wordAbout(`${run.title} is open already: ${progressText(run)}.`, own.join(' · '));
}

/** How it went over the last so many milliseconds. */
export function reportAnswer(runs: readonly ChecklistRun[], span: number): Answer {
  return renderBulletin(checklistBulletin(runs, `Checklists, the last ${spanOf(span)}`));
}

async function linkTo(
  told: ChecklistTold | undefined,
  slack: WebClient,
): Promise<string | undefined> {
  if (told === undefined) return undefined;
  try {
    const { channel, ts } = told;
    const { permalink = '' } = await slack.chat.getPermalink({ channel, message_ts: ts });
    return link('Message', permalink);
  } catch {
    return undefined;
  }
}
