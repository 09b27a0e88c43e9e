import { setTimeout as sleep } from 'node:timers/promises';
import type { Handle } from '../../alert/group.ts';
import { isResolved, type Alert } from '../../alert/alert.ts';
import { createSlackClient } from '../../delivery/slack/client.ts';
import { showInClosed } from '../../delivery/slack/closed-message.ts';
import { uploadFile } from '../../delivery/slack/picture.ts';
import { SLACK_LIMITS, updateBucket } from '../../delivery/slack/slack-limits.ts';
import type { DeliveryView } from '../../delivery/view.ts';
import type { DeliveryStore, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { graphJobFor } from '../../jobs/graph-job.ts';
import { createGraphQueue, type GraphJob } from '../../jobs/graph-queue.ts';
import type { QueueWorker } from '../../jobs/queue-worker.ts';
import { drawAlert } from '../../metrics/alert-graph/draw-alert.ts';
import { alertMeasure } from '../../metrics/alert-graph/alert-measure.ts';
import type { ChartRenderer } from '../../metrics/charts/renderer.ts';
import { createRedisInbox } from '../../store/redis/inbox.ts';
import { drawableBy } from './drawable.ts';
import { rememberMs } from '../inbox.ts';
import { queueOptionsOf } from '../queue-options.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** So many graphs at once, and then so many a minute: Slack and the sources have other work. */
const GRAPHS = { key: 'graphs', capacity: 10, perSecond: 10 / 60 };
/** Drawn and uploaded within this, or not this time; in milliseconds. */
const PATIENCE = 60_000;

export interface AlertGraphs extends QueueWorker {
  /** Looks whether the message in which a group was told is to have a graph. Nothing waits for it. */
  readonly look: (view: DeliveryView, handle: Handle | undefined) => void;
  /** Goes over to another config. */
  change(next: Pick<Wiring, 'config' | 'policy'>): void;
}

interface GraphParts {
  readonly limiter: RateLimiter;
  readonly store: Pick<DeliveryStore, 'snapshot' | 'alerts'>;
  readonly renderer: Pick<ChartRenderer, 'render'>;
}

/** Gives the messages of alerts in Slack their graphs: one when it fires, and one when it is over. */
export function createAlertGraphs(
  wiring: Wiring,
  { limiter, store, renderer }: GraphParts,
): AlertGraphs {
  const { redis, clock, log, metrics, slackLimits = SLACK_LIMITS } = wiring;
  const { bot_token: token, api_url: apiUrl } = wiring.config.slack;
  const toLog = log.named('graphs');
  const slack = createSlackClient(token, apiUrl);
  const inbox = createRedisInbox(redis, KEYS, rememberMs(wiring.config));
  const stopping = new AbortController();
  const onCharged = (source: string, count: number) => metrics.charged({ source, metrics: count });
  let { policy } = wiring;
  let known = drawableBy(wiring.config, { limiter, onCharged });

  async function draw({ over, ...job }: GraphJob): Promise<'drawn' | 'needless' | 'no-data'> {
    const { group, integration, episode, traceId } = job;
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE)]);
    const [alert] = await store.alerts([job.alert]);
    const measure = alert && alertMeasure(alert, known);
    if (alert === undefined || measure === undefined) return 'needless';
    const isOver = isResolved(alert, clock.now());
    const isAsTold = isOver === (over !== undefined);
    if (!isAsTold || (over === undefined && !(await isWanted(job)))) return 'needless';
    const { sources, timeZone } = known;
    const picture = await drawAlert(alert, measure, {
      sources,
      timeZone,
      renderer,
      now: clock.now(),
      signal,
    });
    if (picture === undefined) return 'no-data';
    const file = await uploadFile(slack, { png: picture.png, name: 'graph' }, signal);
    const graph = { file, alt: picture.alt, of: job.alert };
    if (over === undefined) {
      const event = { type: 'graphed', traceId, group, integration, episode, graph } as const;
      await inbox.accept({ messageId: `graphed/${group}/${integration}/${episode}`, event });
      return 'drawn';
    }
    await turnToUpdate(job, signal);
    await showInClosed(slack, over, graph);
    return 'drawn';
  }

  /** The message is still the one that shows the group, and has no graph. */
  async function isWanted(target: Omit<GraphJob, 'over'>): Promise<boolean> {
    const delivery = (await store.snapshot(target))?.group.deliveries[target.integration];
    return delivery?.episode === target.episode && delivery.graph === undefined;
  }

  async function turnToUpdate(
    { severity, ...job }: Omit<GraphJob, 'over'>,
    signal: AbortSignal,
  ): Promise<void> {
    const caller = { id: `graph ${job.group} ${job.integration}`, severity };
    for (;;) {
      const wait = await limiter.take(updateBucket(slackLimits), caller);
      if (wait === 0) return;
      await sleep(wait, undefined, { signal });
    }
  }

  const queue = createGraphQueue({
    ...queueOptionsOf(wiring),
    draw,
    turn: ({ severity }, id) => limiter.take(GRAPHS, { id, severity }),
    onDone(job, outcome, error) {
      metrics.graph(outcome);
      const { traceId: trace_id, group, integration } = job;
      const context = { trace_id, group, integration, outcome };
      if (outcome === 'failed') toLog.warn({ ...context, error }, 'there is no graph');
      else toLog.debug(context, 'graph');
    },
  });

  return {
    ...queue,
    look(view, handle) {
      if (policy.integrationsById.get(view.integration)?.kind !== 'slack') return;
      const { hasButtons } = known;
      const isKnown = (alert: Alert) => alertMeasure(alert, known) !== undefined;
      const job = graphJobFor(view, handle, { isKnown, hasButtons });
      if (job === undefined) return;
      void queue.add(job).catch((error: unknown) => toLog.warn({ error }, 'there is no graph'));
    },
    change(next) {
      ({ policy } = next);
      known = drawableBy(next.config, { limiter, onCharged });
    },
    async close() {
      // What is under way is drawn elsewhere, or after the restart.
      stopping.abort();
      await queue.close();
    },
  };
}
