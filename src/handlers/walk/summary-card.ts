import type { KnownBlock } from '@slack/types';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { StepResult, Walk, WalkState } from '../../engine/ports/walks.ts';
import { lengthText, phaseClock } from '../../runbooks/walking/phase-clock.ts';
import type { WalkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { reopenButtons } from './buttons.ts';
import { resultLine } from './result-line.ts';

const HEADINGS: Readonly<Record<WalkState, string>> = {
  open: '📖',
  finished: '🏁 Walked:',
  stopped: '⏹️ Stopped:',
  left: '💤 Left:',
};

const LONGEST_LINE = 300;
const LONGEST_PHASES = 1_000;
/** So many lines of results stay below what all blocks of a message may have together. */
const MOST_RESULTS = 15;

/** How a walk went: the times of its phases against their targets, and what people have to know of its steps. */
export function summaryCard(walk: Walk, walked: WalkedRunbook): SlackMessage {
  const heading = `${HEADINGS[walk.state]} ${walk.title}`;
  const counts = countsText(walk);
  const told = walk.results.flatMap((result, index) => {
    const title = walked.steps[index]?.title ?? '';
    return isTold(result) ? [resultLine(result, index, title)] : [];
  });
  const shown = told.slice(0, MOST_RESULTS);
  const more = told.length - shown.length;
  const why = walk.state === 'stopped' ? walk.story.at(-1)?.text : undefined;
  const phases = phaseLines(walk, walked);
  const lines = [...shown, ...(more > 0 ? [`+${more} more`] : [])];
  return {
    text: escapedWithin(`${heading}: ${counts}`, 1_000),
    blocks: [
      { type: 'header', text: plain(heading, 150) },
      section(counts),
      ...(why === undefined ? [] : [section(`Stopped: ${why}`)]),
      // In one block, however many there are: a message has 50 at most.
      ...(phases.length === 0 ? [] : [section(phases.join('\n'), LONGEST_PHASES)]),
      ...lines.map((line) => section(line)),
      ...reopenButtons(walk),
      smallPrint([
        { lead: 'begun by ', text: walk.by.name, tail: date(walk.at, AT) },
        ...(walk.endedAt === undefined ? [] : [{ own: `over ${date(walk.endedAt, AT)}` }]),
        { lead: 'last with ', text: walk.holder.name },
      ]),
    ],
  };
}

const AT = '{date_short_pretty} at {time}';

function section(text: string, limit = LONGEST_LINE): KnownBlock {
  return { type: 'section', text: plain(text, limit) };
}

/** `12 of 14 steps in 42 min: 10 done, 1 skipped, 1 failed`. */
function countsText({ results, steps, at, endedAt = at }: Walk): string {
  const kinds = (['done', 'skipped', 'failed'] as const).flatMap((kind) => {
    const count = results.filter((result) => result.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const all = results.length === steps ? `${steps}` : `${results.length} of ${steps}`;
  const said = kinds.length === 0 ? '' : `: ${kinds.join(', ')}`;
  return `${all} steps in ${lengthText(endedAt - at)}${said}`;
}

/** When each phase was over that was walked to its end, against its target. */
function phaseLines(walk: Walk, { runbook, steps }: WalkedRunbook): readonly string[] {
  return runbook.phases.flatMap((phase) => {
    const last = steps.findLast((step) => step.phase === phase)?.index;
    const result = last === undefined ? undefined : walk.results[last];
    if (result === undefined) return [];
    const { isOver, text } = phaseClock(walk, phase, result.at);
    return [`${isOver ? '⏱️' : '☑️'} ${phase.title}: ${text}`];
  });
}

/** What was plainly done needs no word. */
function isTold({ kind, answer, note }: StepResult): boolean {
  return kind !== 'done' || answer !== undefined || note !== undefined;
}
