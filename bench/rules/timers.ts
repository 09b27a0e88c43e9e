import { setTimeout } from 'node:timers/promises';
import {
  createInstallation,
  messagesOf,
  policyOf,
  signalOf,
  type Installation,
} from './installation.ts';
import { quantile } from './cost.ts';
import { startProbe } from './probe.ts';
import { startRig } from './rig.ts';
import { waitFor } from '../program.ts';

/**
 * How late groups flush on a bot with nothing else to do: 1,000 groups whose timers are due at known
 * times, spread over some seconds, with one, two and three engines on one Redis. Beside it a timer of
 * this process is written to another Redis, once: as late as that is the machine.
 *
 *   npm run bench:timers [SECONDS]
 */
const [seconds = 30] = process.argv.slice(2).map(Number);
const GROUPS = 1_000;
/** The first is due when all groups are there, and nothing else comes. */
const GROUP_WAIT = `${seconds + 2}s`;
const policy = policyOf({
  route: { receiver: 'sink', group_by: ['service'], group_wait: GROUP_WAIT, group_interval: '1h' },
});

for (const engines of [1, 2, 3]) {
  const probe = await startProbe();
  const late = await measure(engines);
  say(`${engines} engine${engines === 1 ? '' : 's'}`, late);
  say('  one write meanwhile', await probe.stop());
}

function say(who: string, late: readonly number[]): void {
  const at = (share: number) => `${quantile(late, share).toFixed(0)} ms`.padStart(8);
  process.stdout.write(`${who.padEnd(22)} late by p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}\n`);
}

/** How late each of the groups flushed, in milliseconds. */
async function measure(engines: number): Promise<readonly number[]> {
  const rig = await startRig();
  const late: number[] = [];
  const bots: Installation[] = [];
  try {
    for (let count = 0; count < engines; count += 1) {
      const bot = await createInstallation(rig, 'timers', policy, {
        onDecision(event) {
          if (event.type === 'flush') late.push(Date.now() - event.due);
        },
        onError: () => {},
      });
      bots.push(bot);
    }
    for (const { engine } of bots) void engine.run();
    const begun = performance.now();
    const [first] = bots;
    for (let count = 0; count < GROUPS; count += 1) {
      const due = begun + (count * seconds * 1_000) / GROUPS;
      await setTimeout(Math.max(0, due - performance.now()));
      await first?.accept(messagesOf([signalOf({ service: `svc-${count}` })]));
    }
    await waitFor('every group has flushed', () => late.length >= GROUPS, 2_000 * seconds + 10_000);
    return late;
  } finally {
    const stopped = bots.map(({ engine }) => engine.stop());
    for (const bot of bots) bot.close();
    await Promise.all(stopped);
    await rig.stop();
  }
}
