import { expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';

test('the bot’s own work is exposed in the Prometheus text format, under its names', async () => {
  const metrics = createMetrics();
  metrics.request({ endpoint: 'sns', status: 200 });
  metrics.request({ endpoint: 'sns', status: 403 });
  metrics.signal({ source: 'cloudwatch', status: 'firing' });
  metrics.decision({ decision: 'notify', reason: 'first notification' });
  metrics.delivery({ integration: 'slack', outcome: 'retry', callSeconds: 0.2 });
  metrics.delivery({
    integration: 'slack',
    outcome: 'delivered',
    callSeconds: 0.3,
    latencySeconds: 0.7,
  });
  metrics.charged({ source: 'aws', metrics: 500 });
  metrics.charged({ source: 'aws', metrics: 1 });
  metrics.watched('judged');
  metrics.compared('done');
  metrics.models([{ model: 'gone', version: '1', at: 0, share: 1, features: { age: 1 } }]);
  const churn = { model: 'churn', version: '7', at: 5_000, share: 0.12, meanKs: 0.1 };
  metrics.models([{ ...churn, prediction: 0.2, features: { age: 0.35 } }]);
  metrics.checked('done');
  metrics.dataSets([{ dataset: 'gone', at: 0, rows: 1, columns: [] }]);
  const columns = [
    { of: 'completeness', column: 'email', value: 0.75 },
    { of: 'invalid', column: 'price', rule: '> 0', value: 0.5 },
    { of: 'age', column: 'at', value: 60 },
  ] as const;
  metrics.dataSets([{ dataset: 'orders', at: 5_000, rows: 99, columns }]);
  metrics.failing(['pagerduty']);
  metrics.failing(['slack', 'slack']);
  const { contentType, body } = await metrics.expose();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of [
    'tocsin_intake_requests_total{endpoint="sns",status="200"} 1',
    'tocsin_intake_requests_total{endpoint="sns",status="403"} 1',
    'tocsin_signals_total{source="cloudwatch",status="firing"} 1',
    'tocsin_decisions_total{decision="notify",reason="first notification"} 1',
    'tocsin_deliveries_total{integration="slack",outcome="retry"} 1',
    'tocsin_deliveries_total{integration="slack",outcome="delivered"} 1',
    'tocsin_integrations_failing{integration="slack"} 2',
    'tocsin_cloudwatch_metrics_requested_total{source="aws"} 501',
    'tocsin_watch_evaluations_total{outcome="judged"} 1',
    'tocsin_drift_runs_total{outcome="done"} 1',
    'tocsin_model_drift_share{model="churn",version="7"} 0.12',
    'tocsin_model_drift_mean_ks{model="churn",version="7"} 0.1',
    'tocsin_model_prediction_drift{model="churn",version="7"} 0.2',
    'tocsin_model_drift_timestamp_seconds{model="churn",version="7"} 5',
    'tocsin_model_feature_drift{model="churn",version="7",feature="age"} 0.35',
    'tocsin_quality_runs_total{outcome="done"} 1',
    'tocsin_quality_rows{dataset="orders"} 99',
    'tocsin_quality_timestamp_seconds{dataset="orders"} 5',
    'tocsin_quality_completeness{dataset="orders",column="email"} 0.75',
    'tocsin_quality_invalid_share{dataset="orders",column="price",rule="> 0"} 0.5',
    'tocsin_quality_age_seconds{dataset="orders",column="at"} 60',
    'tocsin_delivery_duration_seconds_count{integration="slack"} 2',
    'tocsin_signal_to_notification_seconds_count{integration="slack"} 1',
    'tocsin_signal_to_notification_seconds_bucket{le="0.5",integration="slack"} 0',
    'tocsin_signal_to_notification_seconds_bucket{le="1",integration="slack"} 1',
  ]) {
    expect(body.split('\n')).toContain(line);
  }
  expect(body).not.toContain('tocsin_integrations_failing{integration="pagerduty"}');
  expect(body).not.toContain('="gone"');
  expect(body).toContain('process_resident_memory_bytes');
});

test('two bots in one process count apart', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.signal({ source: 'text', status: 'firing' });
  expect((await other.expose()).body).not.toContain('source="text"');
});
