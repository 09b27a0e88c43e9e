import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Config } from '../../config/load.ts';
import type { PublishedFigure } from '../../drift/runs/published.ts';
import { createCloudWatchClient } from '../metrics/cloudwatch-client.ts';

/** Figures at a time, and what they are of. */
export interface FiguresOf {
  /** What they are told apart by: `{ Model: 'churn', Version: '7' }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly figures: readonly PublishedFigure[];
}

/** So many CloudWatch takes at once. Source: Amazon CloudWatch API Reference, PutMetricData. */
const TOGETHER = 1_000;
const ATTEMPTS = 3;

/** Puts figures into CloudWatch. @throws what the SDK throws */
export type PutFigures = (figures: FiguresOf) => Promise<void>;

/** Undefined where the config wants none there. */
export function createPutFigures({ drift, metrics }: Config): PutFigures | undefined {
  const { publish } = drift;
  const place = metrics.sources.find(({ name }) => name === publish?.source);
  if (publish === undefined || place?.kind !== 'cloudwatch') return undefined;
  const client = createCloudWatchClient(place, ATTEMPTS);
  return async ({ dimensions, at, figures }) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    for (let from = 0; from < figures.length; from += TOGETHER) {
      const MetricData = figures.slice(from, from + TOGETHER).map(({ name, value }) => ({
        MetricName: name,
        Value: value,
        Timestamp: new Date(at),
        Dimensions,
      }));
      await client.send(new PutMetricDataCommand({ Namespace: publish.namespace, MetricData }));
    }
  };
}
