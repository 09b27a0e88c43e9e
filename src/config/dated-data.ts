import type { MetricMistake } from './formula-mistakes.ts';
import type { Path } from './tree.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where data is by days or hours, and how much of it is looked at; each with its place in the config. */
interface DatedData {
  readonly from: { readonly path: Path; readonly text: string };
  readonly window: { readonly path: Path; readonly span: number };
}

/** Data that can't be found as it is written. */
export function* datedMistakes({ from, window }: DatedData): Generator<MetricMistake> {
  const { text } = from;
  if (text.includes('{hour}') && !text.includes('{date}')) {
    yield { path: from.path, message: 'has an {hour} of no day', hint: 'write {date} before it' };
  }
  const unit = text.includes('{hour}') ? HOUR : DAY;
  if (!text.includes('{date}') || window.span % unit === 0) return;
  const [what, hint] = unit === DAY ? ['days', '1d or 7d'] : ['hours', '6h or 1d'];
  const message = `the data are there by whole ${what}`;
  yield { path: window.path, message, hint: `write ${hint}` };
}
