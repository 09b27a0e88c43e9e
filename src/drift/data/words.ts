import { visible } from '../../alert/visible.ts';

/** `1 row`, `12,000 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A name or a value of somebody's data in a sentence: never longer than a line. */
export function quoted(text: string): string {
  const shown = visible(text.length > 60 ? `${text.slice(0, 57)}…` : text);
  return JSON.stringify(shown);
}

/** `a, b and c`; of many the first few. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(quoted);
  if (names.length > most) shown.push(`${names.length - most} more`);
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
