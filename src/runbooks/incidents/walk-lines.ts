import type { Walk, WalkMoment } from '../../engine/ports/walks.ts';
import type { TimelineLine } from './timeline.ts';

/** What happened in walks through runbooks. */
export function walkLines(walks: readonly Walk[]): readonly TimelineLine[] {
  return walks.flatMap(({ story, title }) =>
    story.map((moment): TimelineLine => ({
      at: moment.at,
      source: 'runbook',
      ...(moment.by !== undefined && { by: moment.by }),
      text: `${title}${stepText(moment)}: ${wordsOf(moment)}`,
    })),
  );
}

function stepText({ step }: WalkMoment): string {
  return step === undefined ? '' : `, step ${step.index + 1} “${step.title}”`;
}

const WORDS: Readonly<Record<WalkMoment['kind'], string>> = {
  begun: 'begun',
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
  back: 'taken up again',
  noted: 'note',
  checked: 'check',
  asked: 'action asked for',
  assigned: 'assigned',
  'handed-over': 'handed over',
  finished: 'finished',
  stopped: 'stopped',
  left: 'left for too long, and ended',
  reopened: 'taken up again',
};

function wordsOf({ kind, to, text }: WalkMoment): string {
  const whom = to === undefined ? '' : ` to ${to.name}`;
  return `${WORDS[kind]}${whom}${text === undefined || text === '' ? '' : `: ${text}`}`;
}
