import type { Walk, WalkMoment } from '../../engine/ports/walks.ts';
import { lengthText } from './phase-clock.ts';

/** A line of a walk's story; what people wrote is among it. */
export function walkMomentText(walk: Walk, moment: WalkMoment): string {
  const { kind, by = 'Tocsin', to, text } = moment;
  const step = moment.step === undefined ? '' : `${moment.step.index + 1}. ${moment.step.title}`;
  const said = text === undefined || text === '' ? '' : `: ${text}`;
  switch (kind) {
    case 'begun':
      return `${by} began to walk ${walk.title}.`;
    case 'done':
      return `✅ ${by} did ${step}${said}${tookText(tookOf(walk, moment))}`;
    case 'skipped':
      return `⏭️ ${by} skipped ${step}${said}`;
    case 'failed':
      return `❌ ${by} could not do ${step}${said}`;
    case 'back':
      return `↩️ ${by} went back to ${step}`;
    case 'noted':
      return `📝 ${by} at ${step}${said}`;
    case 'checked':
      return `🔎 ${by} ran the check of ${step}${said}`;
    case 'asked':
      return `🛠️ ${by} at ${step}${said}`;
    case 'assigned':
      return `👤 ${by} gave ${step} to ${to?.name ?? 'somebody'}`;
    case 'handed-over':
      return `🤝 ${by} handed the walk over to ${to?.name ?? 'somebody'}`;
    case 'finished':
      return `🏁 ${walk.title} is walked: ${walk.steps} steps in ${lengthText(moment.at - walk.at)}`;
    case 'stopped':
      return `⏹️ ${by} stopped the walk${said}`;
    case 'left':
      return '💤 Nobody has touched this walk for long: it is closed.';
    case 'reopened':
      return `↩️ ${by} opened the walk again`;
  }
}

const MOVES: ReadonlySet<WalkMoment['kind']> = new Set([
  'begun',
  'done',
  'skipped',
  'failed',
  'back',
  'reopened',
]);

/** What was quick needs no words. */
function tookText(took: number): string {
  return took < 60_000 ? '' : ` (${lengthText(took)})`;
}

/** How long a walk had stood at a step by then, in milliseconds. */
function tookOf({ story, at }: Walk, moment: WalkMoment): number {
  const before = story.slice(0, story.indexOf(moment)).findLast(({ kind }) => MOVES.has(kind));
  return moment.at - (before?.at ?? at);
}
