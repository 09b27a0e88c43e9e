import { answerTo } from '../../metrics/ask/answer.ts';
import type { Kpi } from '../../metrics/kpis/kpi.ts';
import { kpisMeant } from '../../metrics/kpis/meant.ts';
import { readKpis } from '../../metrics/kpis/read-kpis.ts';
import { readSlos } from '../../metrics/kpis/read-slos.ts';
import { computedText, standingLines } from '../../metrics/kpis/words.ts';
import type { Answer } from '../answer.ts';
import type { Handling, Step } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import { graphOf } from './graph.ts';
import { kpiTable, sloAnswer } from './kpi-answer.ts';
import { metricAnswer } from './metric-answer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * What a question about key figures comes down to: all, those of a group, or one of them with its graph.
 *
 * @param wanted a name, a title or a group; empty for all
 * @throws Mistake for what is none of these
 */
export function askKpi(wanted: string, isFiguresOnly: boolean, handling: Handling): Step {
  const { metrics, bot } = handling;
  const meant = kpisMeant(wanted, metrics.kpis);
  const [one] = meant;
  if (meant.length === 1 && one !== undefined && wanted !== '') {
    const work = (job: Job) => standing(one, isFiguresOnly, handling, job);
    return { role: 'viewer', isPublic: !isFiguresOnly, work };
  }
  return {
    role: 'viewer',
    async work({ signal, progress }) {
      progress(`reading ${meant.length} KPIs`);
      return kpiTable(await readKpis(meant, metrics.sources, { now: bot.now(), signal }));
    },
  };
}

/** What is left of the error budgets. */
export function askSlos({ metrics, bot }: Handling): Step {
  return {
    role: 'viewer',
    async work({ signal, progress }) {
      progress('reading 30 days');
      return sloAnswer(await readSlos(metrics.kpis, metrics.sources, { now: bot.now(), signal }));
    },
  };
}

/** One key figure, with a graph of some of its windows and its limits. */
async function standing(
  kpi: Kpi,
  isFiguresOnly: boolean,
  handling: Handling,
  job: Job,
): Promise<Answer> {
  const { metrics, bot, asker } = handling;
  const now = bot.now();
  const options = { now, signal: job.signal };
  job.progress('reading the KPI');
  const span = { from: now - spanShown(kpi.window), to: now };
  const [[stands], answer] = await Promise.all([
    readKpis([kpi], metrics.sources, options),
    answerTo({ span }, [{ measure: kpi.measure }], metrics, options),
  ]);
  const lines = stands === undefined ? [] : standingLines(stands);
  const graph = isFiguresOnly
    ? {}
    : await graphOf(
        answer,
        { timeZone: asker.timeZone, target: kpi.target, said: lines },
        handling,
        job,
      );
  return metricAnswer(answer, { ...graph, lines, computed: computedText(kpi) });
}

/** A day of what is looked at by the hour, a month of what is by the day. */
function spanShown(window: number): number {
  return Math.min(Math.max(24 * window, 3 * HOUR), 30 * DAY);
}
