import { severityWords } from '../alert/severity.ts';
import type { Signal } from '../alert/signal.ts';

/** Words that are named of one message. */
const NAMED = 5;

/** What a message's signals say for their severity that nobody knows, each word once; undefined for nothing. */
export function unknownSeverities(signals: readonly Signal[]): readonly string[] | undefined {
  const words = signals.flatMap(({ unknownSeverity: word }) => (word === undefined ? [] : [word]));
  return words.length === 0 ? undefined : [...new Set(words)].slice(0, NAMED);
}

/** The line of the log for a message that says such a word. */
export const UNKNOWN_SEVERITY_LINE = `received, but a severity in it is none and was passed over; known are ${severityWords()}`;
