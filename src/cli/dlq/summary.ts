import type { KeptLetter } from '../../app/dead-letters.ts';
import { firstWords } from '../../intake/bounds.ts';
import { replayOf } from '../../intake/replay.ts';

/** A dead letter as people look for it. */
export interface LetterSummary {
  readonly id: string;
  /** When it was put on the list, ISO 8601. */
  readonly time: string;
  readonly ageSeconds: number;
  /** The sender's id. */
  readonly messageId: string;
  readonly reason: string;
  readonly firstWords: string;
}

const WORDS = 80;

export function summaryOf(letter: KeptLetter, now: number): LetterSummary {
  const { id, at, messageId, reason } = letter;
  return {
    id,
    time: new Date(at).toISOString(),
    ageSeconds: Math.max(0, Math.floor((now - at) / 1000)),
    messageId,
    reason,
    firstWords: firstWords(sayingOf(letter, now), WORDS),
  };
}

/** What it says, where it can be read; an envelope's first words would tell nobody anything. */
function sayingOf(letter: KeptLetter, now: number): string {
  const replay = replayOf(letter, now);
  const signal = typeof replay === 'object' ? replay.event.signals[0] : undefined;
  if (signal === undefined) return letter.body;
  const { alertname = '' } = signal.labels;
  const { summary = '' } = signal.annotations;
  return summary.startsWith(alertname) ? summary : `${alertname}: ${summary}`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** A span in its largest unit: `3h`. */
export function ageText(seconds: number): string {
  const [unit, length] = UNITS.find(([, one]) => seconds >= one) ?? ['s', 1];
  return `${Math.floor(seconds / length)}${unit}`;
}
