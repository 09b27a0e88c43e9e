import type { Button } from '@slack/types';
import { refuseBlocks } from '../../delivery/slack/limits/blocks.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import type { WalkFacts } from '../../engine/ports/walks.ts';
import { proseLength, proseOf, shortenedProse, type Prose } from '../../runbooks/format/prose.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';
import { filledText } from '../../runbooks/format/variables.ts';
import type { Answer } from '../answer.ts';
import { richText } from './rich-text.ts';
import { startButton } from './start-button.ts';
import { stepProse } from './step-prose.ts';
import type { WalkedFor } from './walked-for.ts';

/** How much is shown, in characters: less where Slack would refuse it. */
const LENGTHS = [9_000, 6_000, 3_500, 1_500] as const;

/**
 * A runbook to be read, with the alert's values in it, and to be walked for the same; what is too long for a message
 * is cut.
 */
export function shownRunbook(
  runbook: Runbook,
  { facts, subject: { incident, group } }: Pick<WalkedFor, 'facts' | 'subject'>,
): Answer {
  const whole = wholeProse(runbook, facts);
  const start = startButton(runbook, incident ?? group);
  const answers = LENGTHS.map((length) => () => answerOf(runbook, whole, { length, start }));
  const fits = ({ blocks }: Answer) => refuseBlocks(blocks) === undefined;
  for (const answer of answers) {
    const made = answer();
    if (fits(made)) return made;
  }
  return { text: escapedWithin(`${runbook.title}: it is too long to be shown here.`, 300) };
}

function answerOf(
  runbook: Runbook,
  whole: readonly Prose[],
  { length, start }: { readonly length: number; readonly start: Button },
): Answer {
  const shown = shortenedProse(whole, length);
  const isCut = proseLength(shown) < proseLength(whole);
  const rest = `The rest: tocsin runbook show ${runbook.name} in a terminal, or step by step.`;
  return {
    text: escapedWithin(runbook.title, 300),
    blocks: [
      { type: 'header', text: plain(runbook.title, 150) },
      richText(shown),
      ...(isCut ? [{ type: 'section' as const, text: plain(rest, 300) }] : []),
      { type: 'actions', elements: [start] },
    ],
  };
}

function wholeProse({ intro, phases }: Runbook, facts: WalkFacts): readonly Prose[] {
  const fill = (text: string) => filledText(text, facts);
  const heading = (text: string): Prose => ({
    kind: 'paragraph',
    runs: [{ text: fill(text), style: 'bold' }],
  });
  const steps = phases.flatMap((phase) => phase.steps);
  return [
    ...proseOf(intro, fill),
    ...phases.flatMap((phase) => [
      heading(`${phase.title} (${phase.target})`),
      ...proseOf(phase.intro, fill),
      ...phase.steps.flatMap((step) => [
        heading(`${steps.indexOf(step) + 1}. ${step.title}`),
        ...stepProse(step.parts, facts),
      ]),
    ]),
  ];
}
