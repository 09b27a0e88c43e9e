import { silenceState, type Silence } from '../../alert/silence.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { printable } from '../printable.ts';
import { timeText } from '../../asking/spans.ts';
import { table } from '../../alert/table.ts';
import { matchersText, silenceJson } from './shown.ts';

const HEAD = ['ID', 'STATE', 'BEGINS', 'ENDS', 'BY', 'MATCHERS', 'COMMENT'];

/** `tocsin silence list`: those that hold or are to come, the first to end first; or those that are over. */
export async function listSilences(
  bot: RunningBot,
  { expired, json }: { readonly expired: boolean; readonly json: boolean },
): Promise<void> {
  const now = bot.now();
  const shown = (await bot.silences())
    .filter((silence) => (silenceState(silence, now) === 'expired') === expired)
    .toSorted((a, b) => a.endsAt - b.endsAt);
  if (json) {
    const all = shown.map((silence) => silenceJson(silence, now));
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  } else if (shown.length > 0) {
    process.stdout.write(`${table([HEAD, ...shown.map((one) => row(one, now))])}\n`);
  } else {
    process.stderr.write(expired ? 'no silence is over\n' : 'there are no silences\n');
  }
}

function row(silence: Silence, now: number): readonly string[] {
  const { id, startsAt, endsAt, createdBy, comment } = silence;
  const times = [timeText(startsAt), timeText(endsAt)];
  const cells = [
    id,
    silenceState(silence, now),
    ...times,
    createdBy,
    matchersText(silence),
    comment,
  ];
  return cells.map(printable);
}
