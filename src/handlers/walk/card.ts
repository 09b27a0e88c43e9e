import type { KnownBlock } from '@slack/types';
import { refuseBlocks } from '../../delivery/slack/limits/blocks.ts';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import { proseLength, proseOf, shortenedProse, type Prose } from '../../runbooks/format/prose.ts';
import { filledText } from '../../runbooks/format/variables.ts';
import { phaseClock } from '../../runbooks/walking/phase-clock.ts';
import {
  currentStep,
  walkedRunbook,
  type PlacedStep,
  type WalkedRunbook,
} from '../../runbooks/walking/walked-runbook.ts';
import { stepButtons } from './buttons.ts';
import { resultLine } from './result-line.ts';
import { richText } from './rich-text.ts';
import { stepProse } from './step-prose.ts';
import { summaryCard } from './summary-card.ts';

/** What a card is made of besides the walk. */
export interface CardFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The runbook says something else by now than when this was begun. */
  readonly isChanged: boolean;
  /** Whether the bot can do what the step asks for. */
  readonly canDo: boolean;
  /** How the run of the step's action stands. */
  readonly run?: string;
}

const LONGEST_INTRO = 600;
const LONGEST_LINE = 300;
/** Of what was found so far the last. */
const MOST_FOUND = 3;
/** How much of a step is shown, in characters: less of it where Slack would refuse the card. */
const STEP_LENGTHS = [1_800, 900, 400, 120] as const;

/** A walk as everybody sees it: the step that it stands at, or how it went. Words come from outside. */
export function walkCard(walk: Walk, facts: CardFacts): SlackMessage {
  const walked = walkedRunbook(walk);
  const step = currentStep(walk, walked);
  if (walk.state !== 'open' || step === undefined) return summaryCard(walk, walked);
  const cards = STEP_LENGTHS.map((length) => () => openCard(walk, walked, step, length, facts));
  const fits = ({ blocks }: SlackMessage) => refuseBlocks(blocks) === undefined;
  const [longest = () => summaryCard(walk, walked), ...shorter] = cards;
  let card = longest();
  for (const next of shorter) {
    if (fits(card)) break;
    card = next();
  }
  return card;
}

function openCard(
  walk: Walk,
  walked: WalkedRunbook,
  step: PlacedStep,
  length: number,
  facts: CardFacts,
): SlackMessage {
  const clock = phaseClock(walk, step.phase, facts.now);
  const whole = stepProse(step.parts, walk.facts);
  const shown = shortenedProse(whole, length);
  const isCut = proseLength(shown) < proseLength(whole);
  const title = `${step.index + 1}. ${step.title}`;
  const heading: Prose = { kind: 'paragraph', runs: [{ text: title, style: 'bold' }] };
  const intro = introOf(walk, walked, step);
  const late = `⏱️ ${step.phase.title}: ${clock.text}`;
  return {
    text: escapedWithin(
      `${walk.title}: step ${step.index + 1} of ${walk.steps}, ${step.title}`,
      500,
    ),
    blocks: [
      { type: 'header', text: plain(`📖 ${walk.title}`, 150) },
      smallPrint(standing(walk, step, clock)),
      ...(clock.isOver ? [section(late)] : []),
      ...foundSoFar(walk, walked),
      ...(intro.length === 0 ? [] : [richText(intro)]),
      richText([heading, ...shown]),
      ...checkBlocks(walk, step),
      ...(facts.run === undefined ? [] : [section(facts.run)]),
      ...stepButtons(walk, step, { isCut, canDo: facts.canDo }),
      ...(facts.isChanged ? [smallPrint([{ own: CHANGED }])] : []),
    ],
  };
}

const CHANGED =
  'the runbook has changed since this walk was begun, which keeps to what it said then';

function section(text: string): KnownBlock {
  return { type: 'section', text: plain(text, LONGEST_LINE) };
}

/** Where it stands, the clock of the phase, and who has it. */
function standing(
  { steps, holder, assignee, subject }: Walk,
  { index, phase }: PlacedStep,
  { isOver, text }: ReturnType<typeof phaseClock>,
): readonly Piece[] {
  return [
    { own: `step ${index + 1} of ${steps}` },
    { text: phase.title },
    ...(isOver ? [] : [{ own: text }]),
    { text: holder.name, tail: 'has it' },
    ...(assignee === undefined ? [] : [{ text: assignee.name, tail: 'has this step' }]),
    ...(subject.incident === undefined ? [] : [{ lead: 'for ', text: subject.incident }]),
  ];
}

/** What is said before the first step, and at the first of each phase. */
function introOf(
  walk: Walk,
  { runbook, steps }: WalkedRunbook,
  step: PlacedStep,
): readonly Prose[] {
  const fill = (text: string) => filledText(text, walk.facts);
  const isFirstOf = steps.find(({ phase }) => phase === step.phase)?.index === step.index;
  const written = [step.index === 0 ? runbook.intro : '', isFirstOf ? step.phase.intro : ''];
  return shortenedProse(
    written.flatMap((text) => proseOf(text, fill)),
    LONGEST_INTRO,
  );
}

function foundSoFar(walk: Walk, { steps }: WalkedRunbook): readonly KnownBlock[] {
  const first = Math.max(0, walk.results.length - MOST_FOUND);
  const lines = walk.results.slice(first).map((result, index) => {
    return resultLine(result, first + index, steps[first + index]?.title ?? '');
  });
  // One below the other: elements of one block would be columns.
  return lines.map((line) => ({ type: 'context', elements: [plain(line, LONGEST_LINE)] }));
}

/** What its check found, and who ran it when. */
function checkBlocks({ checks }: Walk, { index }: PlacedStep): readonly KnownBlock[] {
  const found = checks.find(({ step }) => step === index);
  if (found === undefined) return [];
  const { passes, words, by, at } = found;
  const sign = passes === undefined ? '❔' : passes ? '✅' : '❌';
  const lines = words
    .slice(0, MOST_WORDS)
    .map((line, place) => (place === 0 ? `${sign} ${line}` : line));
  const piece = { lead: 'checked by ', text: by.name, tail: date(at) };
  return [...lines.map(section), smallPrint([piece])];
}

const MOST_WORDS = 6;
