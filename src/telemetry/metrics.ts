import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createModelMetrics, type ModelMetrics } from './model-metrics.ts';
import { createQualityMetrics, type QualityMetrics } from './quality-metrics.ts';

/** What the newest comparison of a model has found. */
export interface ModelFigures {
  readonly model: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of the features that drifted, 0 to 1. */
  readonly share: number;
  readonly meanKs?: number;
  /** KS of the predictions. */
  readonly prediction?: number;
  /** By feature how far it is from its reference, 0 to 1. */
  readonly features: Readonly<Record<string, number>>;
}

/** The bot's own work, counted. Names are Prometheus's style; durations are seconds. */
export interface Metrics extends ModelMetrics, QualityMetrics {
  request(request: { readonly endpoint: string; readonly status: number }): void;
  /** A message from a queue. */
  message(message: { readonly queue: string; readonly outcome: string }): void;
  /** Messages that were kept for a replay, or were not. */
  recorded(outcome: 'written' | 'dropped', count: number): void;
  signal(signal: { readonly source: string; readonly status: string }): void;
  decision(decision: { readonly decision: string; readonly reason: string }): void;
  delivery(delivery: {
    readonly integration: string;
    readonly outcome: string;
    readonly callSeconds: number;
    /** From the oldest signal told of to the service's answer. */
    readonly latencySeconds?: number;
  }): void;
  /** What somebody asked for in the chat, and what became of it. */
  asked(asked: { readonly what: string; readonly outcome: string }): void;
  /** Metrics that a source was asked for which charges for each. */
  charged(charged: { readonly source: string; readonly metrics: number }): void;
  /** Bytes of logs that a query has scanned, which a source charges for. */
  scanned(scanned: { readonly source: string; readonly bytes: number }): void;
  /** The kinds of the integrations that take nothing now, one for each. */
  failing(kinds: readonly string[]): void;
  /** A watch rule was looked at, or could not be. */
  watched(outcome: 'judged' | 'failed'): void;
  /** The data of a model was compared with its baseline, or could not be. */
  compared(outcome: 'done' | 'failed'): void;
  /** How all models stand, in place of what was said of them before. */
  models(figures: readonly ModelFigures[]): void;
  /** What became of an action; and of the training of a model again, by what it is done with. */
  acted(done: { readonly action: string; readonly outcome: string }): void;
  retraining(outcome: string): void;
  /** A deployment ended, as somebody told. */
  deployed(outcome: string): void;
  /** A graph that an alert's message was to have, by what became of it. */
  graph(outcome: string): void;
  /** The config was read: at the start, or again. */
  configRead(read: { readonly successful: boolean }): void;
  /** The Prometheus text format, and its content type. */
  expose(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const LATENCY_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 3600];

/** Rendering costs milliseconds, and anybody may ask: everybody is shown the same for so long. */
const RENDER_EVERY = 250;

export function createMetrics(): Metrics {
  const registry = new Registry();
  let renderedAt = Number.NEGATIVE_INFINITY;
  let rendered = Promise.resolve('');
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'tocsin_intake_requests_total',
    help: 'Requests to the intake, by endpoint and answer.',
    labelNames: ['endpoint', 'status'],
    registers,
  });
  const messages = new Counter({
    name: 'tocsin_queue_messages_total',
    help: 'Messages from SQS, by queue and what became of them.',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  const recordings = new Counter({
    name: 'tocsin_recorded_messages_total',
    help: 'Messages for the recordings, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const signals = new Counter({
    name: 'tocsin_signals_total',
    help: 'Signals taken in, by source and status.',
    labelNames: ['source', 'status'],
    registers,
  });
  const decisions = new Counter({
    name: 'tocsin_decisions_total',
    help: 'What the rules decided, and why.',
    labelNames: ['decision', 'reason'],
    registers,
  });
  const deliveries = new Counter({
    name: 'tocsin_deliveries_total',
    help: 'Delivery attempts, by kind of integration and outcome.',
    labelNames: ['integration', 'outcome'],
    registers,
  });
  const calls = new Histogram({
    name: 'tocsin_delivery_duration_seconds',
    help: 'How long a delivery took.',
    labelNames: ['integration'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const latency = new Histogram({
    name: 'tocsin_signal_to_notification_seconds',
    help: 'From the receipt of the oldest signal a notification tells of to its acceptance.',
    labelNames: ['integration'],
    buckets: LATENCY_BUCKETS,
    registers,
  });

  const asked = new Counter({
    name: 'tocsin_chat_requests_total',
    help: 'What people asked for in the chat, by command or kind, and what became of it.',
    labelNames: ['what', 'outcome'],
    registers,
  });
  const failing = new Gauge({
    name: 'tocsin_integrations_failing',
    help: 'Integrations that take nothing of what they are to be told, by kind.',
    labelNames: ['integration'],
    registers,
  });
  const charged = new Counter({
    name: 'tocsin_cloudwatch_metrics_requested_total',
    help: 'Metrics that CloudWatch was asked for with GetMetricData, by source: it charges for each.',
    labelNames: ['source'],
    registers,
  });
  const scanned = new Counter({
    name: 'tocsin_logs_scanned_bytes_total',
    help: 'Bytes of logs that queries have scanned, by source: CloudWatch charges for them.',
    labelNames: ['source'],
    registers,
  });
  const watched = new Counter({
    name: 'tocsin_watch_evaluations_total',
    help: 'Looks at watch rules, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const comparisons = new Counter({
    name: 'tocsin_drift_runs_total',
    help: "Comparisons of models' data with their baselines, by what became of them.",
    labelNames: ['outcome'],
    registers,
  });
  const labelNames = ['model', 'version'];
  const ofModels = {
    share: new Gauge({
      name: 'tocsin_model_drift_share',
      help: 'The share of the features of a model that have drifted, by its newest comparison.',
      labelNames,
      registers,
    }),
    meanKs: new Gauge({
      name: 'tocsin_model_drift_mean_ks',
      help: 'The mean KS statistic of the numerical features of a model.',
      labelNames,
      registers,
    }),
    prediction: new Gauge({
      name: 'tocsin_model_prediction_drift',
      help: 'The KS statistic of the predictions of a model.',
      labelNames,
      registers,
    }),
    at: new Gauge({
      name: 'tocsin_model_drift_timestamp_seconds',
      help: 'When a model was compared last.',
      labelNames,
      registers,
    }),
    features: new Gauge({
      name: 'tocsin_model_feature_drift',
      help: 'How far a feature is from its reference: KS, of categories the largest difference of shares.',
      labelNames: [...labelNames, 'feature'],
      registers,
    }),
  };
  const retrainings = new Counter({
    name: 'tocsin_retrainings_total',
    help: 'Trainings of models again, by what became of them: approved, declined, expired, starting, succeeded, failed, unknown.',
    labelNames: ['outcome'],
    registers,
  });
  const acts = new Counter({
    name: 'tocsin_actions_total',
    help: 'Actions, trainings among them, by what became of them: approved, declined, expired, starting, succeeded, failed, unknown.',
    labelNames: ['action', 'outcome'],
    registers,
  });
  const graphs = new Counter({
    name: 'tocsin_alert_graphs_total',
    help: 'Graphs that messages of alerts were to have, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const deployments = new Counter({
    name: 'tocsin_deployments_total',
    help: 'News of deployments that ended, by how they did.',
    labelNames: ['outcome'],
    registers,
  });
  const reloaded = new Gauge({
    name: 'tocsin_config_last_reload_successful',
    help: 'Whether the config could be used when it was last read.',
    registers,
  });
  const reloadedAt = new Gauge({
    name: 'tocsin_config_last_reload_success_timestamp_seconds',
    help: 'When a config was last read that could be used.',
    registers,
  });

  return {
    ...createModelMetrics(registry),
    ...createQualityMetrics(registry),
    request: ({ endpoint, status }) => requests.inc({ endpoint, status: String(status) }),
    message: ({ queue, outcome }) => messages.inc({ queue, outcome }),
    recorded: (outcome, count) => recordings.inc({ outcome }, count),
    signal: (labels) => signals.inc({ ...labels }),
    decision: ({ decision, reason }) => decisions.inc({ decision, reason }),
    delivery({ integration, outcome, callSeconds, latencySeconds }) {
      deliveries.inc({ integration, outcome });
      calls.observe({ integration }, callSeconds);
      if (latencySeconds !== undefined) latency.observe({ integration }, latencySeconds);
    },
    asked: ({ what, outcome }) => asked.inc({ what, outcome }),
    failing(kinds) {
      failing.reset();
      for (const integration of kinds) failing.inc({ integration });
    },
    graph: (outcome) => graphs.inc({ outcome }),
    models(all) {
      for (const gauge of Object.values(ofModels)) gauge.reset();
      for (const { model, version, at, share, meanKs, prediction, features } of all) {
        const labels = { model, version };
        ofModels.share.set(labels, share);
        ofModels.at.set(labels, at / 1000);
        if (meanKs !== undefined) ofModels.meanKs.set(labels, meanKs);
        if (prediction !== undefined) ofModels.prediction.set(labels, prediction);
        for (const [feature, distance] of Object.entries(features)) {
          ofModels.features.set({ ...labels, feature }, distance);
        }
      }
    },
    compared: (outcome) => comparisons.inc({ outcome }),
    acted: ({ action, outcome }) => acts.inc({ action, outcome }),
    retraining: (outcome) => retrainings.inc({ outcome }),
    deployed: (outcome) => deployments.inc({ outcome }),
    watched: (outcome) => watched.inc({ outcome }),
    charged: ({ source, metrics }) => charged.inc({ source }, metrics),
    scanned: ({ source, bytes }) => scanned.inc({ source }, bytes),
    configRead({ successful }) {
      reloaded.set(successful ? 1 : 0);
      if (successful) reloadedAt.setToCurrentTime();
    },
    async expose() {
      if (performance.now() - renderedAt > RENDER_EVERY) {
        renderedAt = performance.now();
        rendered = registry.metrics();
      }
      return { contentType: registry.contentType, body: await rendered };
    },
  };
}
