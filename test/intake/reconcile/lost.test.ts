import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { startCloudWatch, type State } from '../../../demo/cloudwatch/cloudwatch.ts';
import { Bot, TOPIC } from './support/world.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

const steps = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES),
    what: fc.constantFrom<(State | 'deleted' | 'reconciled')[]>(
      'ALARM',
      'ALARM',
      'OK',
      'OK',
      'deleted',
      'reconciled',
    ),
    told: fc.boolean(),
  }),
  { maxLength: 30 },
);

/** Of which names the alarms tell our topic; the others are known only once a notification came. */
const ours = fc.subarray(NAMES);

test('whatever notifications are lost, after one reconciliation the same alarms fire as in CloudWatch', async () => {
  const cloudwatch = await startCloudWatch();
  try {
    await fc.assert(
      fc.asyncProperty(steps, ours, async (steps, ours) => {
        for (const name of NAMES) cloudwatch.remove(name);
        cloudwatch.put({ name: 'always', state: 'OK' });
        const bot = new Bot(cloudwatch);
        for (const { name, what, told } of steps) {
          const actions = ours.includes(name) ? [TOPIC] : [];
          if (what === 'reconciled') await bot.reconcile();
          else if (what === 'deleted') cloudwatch.remove(name);
          else if (cloudwatch.get(name)?.state !== what)
            await bot.changes(name, what, { told, actions });
        }
        await bot.reconcile();
        const known = NAMES.filter((name) => ours.includes(name) || bot.alert(name) !== undefined);
        const inAlarm = known.filter((name) => cloudwatch.get(name)?.state === 'ALARM');
        expect(bot.firing).toEqual(inAlarm);
        const { length } = bot.healed;
        await bot.reconcile();
        expect(bot.healed).toHaveLength(length);
      }),
      { numRuns: 60 },
    );
  } finally {
    await cloudwatch.stop();
  }
});
