import { randomBytes } from 'node:crypto';
import { silenceState } from '../../alert/silence.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { findSilence } from './find.ts';
import { silenceText } from './shown.ts';

/** `tocsin silence expire`: the exit status is 1 when one of them could not be ended. */
export async function expireSilences(
  ids: readonly string[],
  by: string,
  bot: RunningBot,
): Promise<void> {
  for (const id of ids) {
    try {
      await expireSilence(id, by, bot);
    } catch (error) {
      process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}

async function expireSilence(named: string, by: string, bot: RunningBot): Promise<void> {
  const known = findSilence(named, await bot.silences());
  const { id } = known;
  if (silenceState(known, bot.now()) === 'expired') throw new Error(`${id} is over already`);
  await bot.ask({ type: 'expire-silence', traceId: randomBytes(16).toString('hex'), id, by });
  process.stdout.write(`${silenceText(findSilence(id, await bot.silences()), bot.now())}\n`);
}
