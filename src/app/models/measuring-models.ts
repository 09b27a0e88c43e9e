import { openData } from '../../drift/data/open.ts';
import { createAssessor } from '../../drift/degradation/assessor.ts';
import { createDegradationRuns } from '../../drift/degradation/evaluate.ts';
import { createMeasure, type Measure } from '../../drift/degradation/measure.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import { verdictText } from '../../drift/degradation/text.ts';
import { scoreFile } from '../../drift/score/score-file.ts';
import type { Predictions } from '../../engine/ports/predictions.ts';
import {
  createRedisDegradationStates,
  createRedisModelReports,
} from '../../store/redis/model-reports.ts';
import { createRedisPredictions } from '../../store/redis/predictions.ts';
import { assessedModels } from './assessed-models.ts';
import { createModelPublisher } from './publish-model-report.ts';
import { startRowsReader } from './rows-read.ts';
import type { RetrainingTriggers } from '../runbooks/retraining-trigger.ts';
import { lookOnSchedule } from '../look-on-schedule.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often it is looked whether a model is due, in milliseconds: a read, while none is. */
const LOOK_EVERY = 10_000;
/** Labels of a file that is a baseline. */
const BASELINE_COLUMNS = { actual: 'actual', probability: 'probability' };

/** Measures models on schedule; one replica at a time does, with the config that decides. */
export function startMeasuringModels(
  wiring: Wiring,
  { degraded }: Pick<RetrainingTriggers, 'degraded'>,
): void {
  const { config, redis, clock, closers, metrics } = wiring;
  const log = wiring.log.named('models');
  const assessor = createAssessor();
  const reader = startRowsReader();
  const publish = createModelPublisher(wiring);
  const look = createDegradationRuns({
    models: assessedModels(config),
    states: createRedisDegradationStates(redis, KEYS),
    reports: createRedisModelReports(redis, KEYS),
    now: clock.now,
    measure: measureWith(createRedisPredictions(redis, KEYS, clock.now), {
      assess: assessor.assess,
      read: reader.read,
      now: clock.now,
      onNew: metrics.predicted,
    }),
    onReport(report) {
      const { model, degree } = report;
      const line = { model, degradation: degree ?? 'unknown', ...newestFigures(report) };
      // What is minor nobody is told: it stands here.
      if (degree === undefined || degree === 'none') log.info(line, verdictText(report));
      else log.warn(line, verdictText(report));
    },
    onFailure: (model, reason) => log.warn({ model, reason }, 'it can not be measured'),
    async publish(model, report) {
      await degraded(model.name, report);
      await publish(model, report);
    },
    onUntold: (model, error) => log.warn({ model, error }, 'its report was not told'),
  });
  const stop = lookOnSchedule(wiring, {
    name: 'degradation',
    every: LOOK_EVERY,
    look,
    onError: (error) => log.warn({ error }, 'models were not measured'),
  });
  closers.push(async () => {
    await stop();
    await reader.close();
    await assessor.close();
  });
}

/** Measures by files as the config has them, and by what is kept. */
function measureWith(
  predictions: Predictions,
  parts: Pick<Parameters<typeof createMeasure>[0], 'assess' | 'read' | 'now' | 'onNew'>,
): Measure {
  return createMeasure({
    ...parts,
    predictions,
    open: (from, s3) =>
      openData(from, {
        // It takes longer to load than small files take to be read.
        s3: async () => (await import('./s3-client.ts')).createS3Client(s3),
      }),
    async score(source, threshold) {
      const { f1, precision, recall, rocAuc, positives, count } = await scoreFile(
        source,
        BASELINE_COLUMNS,
        threshold,
      );
      return { f1, precision, recall, rocAuc, ctr: positives / count };
    },
  });
}

function newestFigures({ windows }: ModelReport) {
  const { figures, labelled } = windows[0] ?? {};
  return { labelled, ...(figures !== undefined && { f1: figures.f1 }) };
}
