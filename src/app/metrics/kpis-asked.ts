import { Mistake } from '../../config/mistake.ts';
import type { Config } from '../../config/load.ts';
import { kpisMeant } from '../../metrics/kpis/meant.ts';
import { readKpis, type KpiStanding } from '../../metrics/kpis/read-kpis.ts';
import { readSlos, type SloStanding } from '../../metrics/kpis/read-slos.ts';
import { createMemoryStore } from '../../store/memory/store.ts';
import { metricsAtHand } from './metrics-at-hand.ts';

export { kpiJson, kpisText, sloJson, slosText } from '../../metrics/kpis/text.ts';

/**
 * How key figures of a config stand, asked of its sources without a bot.
 *
 * @param wanted a name, a title or a group; empty for all
 * @param now epoch milliseconds
 * @throws Mistake for what is none of these
 */
export async function askKpis(
  config: Config,
  wanted: string,
  now: number,
): Promise<readonly KpiStanding[]> {
  const { kpis, sources } = atHand(config);
  return readKpis(kpisMeant(wanted, kpis), sources, { now });
}

/** What is left of the error budgets of a config's objectives. @throws Mistake where there are none */
export async function askSlos(config: Config, now: number): Promise<readonly SloStanding[]> {
  const { kpis, sources } = atHand(config);
  const found = await readSlos(kpis, sources, { now });
  if (found.length > 0) return found;
  throw new Mistake(
    'no KPI is an objective',
    "write slo: true beside one whose target is a share, such as '> 99.9'",
  );
}

function atHand(config: Config) {
  const { limiter } = createMemoryStore(Date.now);
  return metricsAtHand(config, { limiter, onCharged: () => {} });
}
