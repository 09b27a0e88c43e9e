import type { MetricAt } from './prometheus.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An API that has been slow for twenty minutes, and a shop that goes well otherwise. */
export function metricsUntil(now: number): ReadonlyMap<string, MetricAt> {
  const wave = (at: number, minutes: number) => Math.sin((at / MINUTE / minutes) * 2 * Math.PI);
  const rough = (at: number) => wave(at, 7) + wave(at, 3.1) + wave(at, 1.7);
  const slow = (at: number) => Math.max(0, 1 - Math.abs(now - 15 * MINUTE - at) / (20 * MINUTE));
  const latency = (at: number) => 190 + 8 * rough(at) + 380 * slow(at);
  const isGap = (at: number) => at > now - 112 * MINUTE && at < now - 101 * MINUTE;
  const requests = (at: number) => 52_000 + 9_000 * wave(at, 1_440) + 400 * rough(at);
  return new Map<string, MetricAt>([
    ['latency_p95', (at) => (isGap(at) ? undefined : latency(at))],
    ['latency_p50', (at) => latency(at) / 2.2],
    ['requests', requests],
    ['errors', (at) => requests(at) * (0.0004 + 0.02 * slow(at) ** 4)],
    ['ctr', (at) => 2.7 - 0.2 * wave(at, 2_880)],
    ['orders', (at) => 41 + 6 * wave(at, 1_440)],
    ['checkout_seconds', (at) => 48 + 2 * rough(at)],
    ['logins', (at) => (at < now - 24 * HOUR ? 20 : 23)],
  ]);
}

/** The metrics as a config has them: some saved, and key figures of them. */
export function metricsConfig(port: number, moreSources: readonly string[] = []): string {
  const sources = [`{ name: prom, url: "http://127.0.0.1:${port}" }`, ...moreSources];
  return `
metrics:
  sources: [ ${sources.join(', ')} ]
  saved:
    api-latency: { title: 'API latency, p95', promql: latency_p95, unit: ms, thresholds: { warning: '> 400', critical: '> 500' } }
    requests: { promql: requests }
    errors: { promql: errors }
kpis:
  - { name: api-p50, title: latency p50, group: API, metric: { promql: latency_p50 }, target: '< 100', warning: '> 150', critical: '> 200', unit: ms }
  - { name: api-p95, title: latency p95, group: API, metric: api-latency, target: '< 250', warning: '> 400', critical: '> 500', window: 15m }
  - { name: api-errors, title: error rate, group: API, formula: errors / requests * 100, target: '< 0.1', warning: '> 1', critical: '> 5', unit: '%' }
  - { name: throughput, group: API, metric: requests, figure: mean, target: '>= 50000', unit: /min }
  - { name: ctr, title: click-through rate, group: Model, metric: { promql: ctr }, target: '> 3', warning: '< 2.5', critical: '< 2', window: 1d, unit: '%' }
  - { name: coverage, group: Model, metric: { promql: coverage }, target: '> 70', unit: '%' }
  - { name: logins, group: Business, metric: { promql: logins }, window: 1d }
  - { name: orders, title: orders a minute, group: Business, metric: { promql: orders }, window: 1d }
  - { name: checkout, title: checkout time, group: Service, metric: { promql: checkout_seconds }, target: '< 60', unit: s }
  - { name: availability, group: Service, formula: (requests - errors) / requests * 100, target: '> 99.9', window: 30d, unit: '%', slo: true }
`;
}
