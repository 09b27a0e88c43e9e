import type { Change, Comparison } from './comparison.ts';

/** Lines of one kind that are shown; of more it is said how many. */
const SHOWN = 10;
const COUNT_WIDTH = 8;

/** A comparison for people: who is told how much, then what changed, the largest changes first. */
export function comparisonText(comparison: Comparison): string {
  const { more, less, louder, quieter, noisiest } = comparison;
  const told = (alarm: string, one: Change, whom = '') =>
    `  ${alarm}${whom}: ${one.old} → ${one.new}`;
  return [
    ...totals(comparison),
    ...section(
      'told more',
      more.map((one) => told(one.alarm, one, ` to ${one.receiver}`)),
    ),
    ...section(
      'told less',
      less.map((one) => told(one.alarm, one, ` to ${one.receiver}`)),
    ),
    ...section(
      'louder',
      louder.map((one) => `  ${one.alarm}: ${one.old} → ${one.new}`),
    ),
    ...section(
      'quieter',
      quieter.map((one) => `  ${one.alarm}: ${one.old} → ${one.new}`),
    ),
    ...section(
      'the noisiest alarms',
      noisiest.map((one) => told(one.alarm, one)),
    ),
  ].join('\n');
}

function totals({ receivers, notifications, mentions, pages }: Comparison): readonly string[] {
  const rows = [
    ...receivers.map((one) => ({ ...one, name: one.receiver })),
    { name: 'all', notifications, mentions, pages },
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const head = ['', 'old', 'new', 'change'];
  return [
    columns(head, width),
    ...rows.map(({ name, notifications: told, ...loud }) => {
      const row = [name, String(told.old), String(told.new), signed(told.new - told.old)];
      const notes = [note('mentions', loud.mentions), note('pages', loud.pages)].filter(Boolean);
      return `${columns(row, width)}${notes.length > 0 ? `   ${notes.join(', ')}` : ''}`;
    }),
  ];
}

function columns([name = '', ...counts]: readonly string[], width: number): string {
  return [name.padEnd(width), ...counts.map((text) => text.padStart(COUNT_WIDTH))].join('');
}

function signed(difference: number): string {
  return difference > 0 ? `+${difference}` : String(difference);
}

function note(what: string, { old, new: now }: Change): string {
  return old + now === 0 ? '' : `${what} ${old} → ${now}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const left = lines.length - SHOWN;
  return [
    '',
    `${title}:`,
    ...lines.slice(0, SHOWN),
    ...(left > 0 ? [`  +${left} more (--json has all)`] : []),
  ];
}
