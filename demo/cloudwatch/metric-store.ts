import { z } from 'zod';
import type { Call, Failure } from './call.ts';

/** A metric as the stand-in keeps it: its data is a function. */
export interface StoredMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly region?: string;
  /** The value of the period that begins at a time; undefined where there is none. */
  readonly value: (
    at: number,
    period: { readonly seconds: number; readonly stat: string },
  ) => number | undefined;
  /** What is the matter with it, as results say it. */
  readonly status?: 'InternalError' | 'Forbidden' | 'PartialData';
  readonly messages?: readonly { readonly Code: string; readonly Value: string }[];
}

const dimensions = z
  .array(z.strictObject({ Name: z.string().min(1), Value: z.string().min(1).optional() }))
  .max(30)
  .optional();

const seconds = z.int().refine((one) => [1, 5, 10, 20, 30].includes(one) || one % 60 === 0);
const STATISTIC =
  /^(SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|tc|ts|wm)\d{1,3}(\.\d{1,10})?|(TM|TC|TS|WM|PR)\([\d.%]*:[\d.%]*\))$/u;

/** Source: CloudWatch API Reference, GetMetricData and MetricDataQuery. Times are in seconds. */
const getMetricData = z
  .strictObject({
    MetricDataQueries: z
      .array(
        z
          .strictObject({
            Id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,254}$/u),
            Expression: z.string().max(2048).optional(),
            Period: seconds.optional(),
            ReturnData: z.boolean().optional(),
            MetricStat: z
              .strictObject({
                Metric: z.strictObject({
                  Namespace: z.string().regex(/^[^:].*$/u),
                  MetricName: z.string().min(1).max(255),
                  Dimensions: dimensions,
                }),
                Period: seconds,
                Stat: z.string().regex(STATISTIC),
              })
              .optional(),
          })
          .refine((one) => (one.Expression === undefined) !== (one.MetricStat === undefined)),
      )
      .min(1)
      .max(500)
      .refine((all) => new Set(all.map(({ Id }) => Id)).size === all.length),
    StartTime: z.number(),
    EndTime: z.number(),
    ScanBy: z.literal('TimestampAscending'),
    MaxDatapoints: z.int().max(100_800).optional(),
    NextToken: z.string().optional(),
  })
  .refine(({ StartTime, EndTime }) => StartTime < EndTime);

type Asked = z.output<typeof getMetricData>['MetricDataQueries'][number];

interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly points: readonly (readonly [at: number, value: number])[];
  readonly of?: StoredMetric | undefined;
}

export interface MetricStore {
  /** Adds a metric, or puts it in the place of the one it is. */
  readonly put: (metric: StoredMetric) => void;
  readonly clear: () => void;
  /** Points on one page of GetMetricData, and metrics on one of ListMetrics. */
  pageSize: { points: number; metrics: number };
  readonly getMetricData: (call: Call) => object;
  readonly listMetrics: (call: Call) => object;
}

export class Refused extends Error {
  readonly failure: Failure;
  constructor(message: string) {
    super(message);
    this.failure = { status: 400, code: 'ValidationError', message };
  }
}

export function createMetricStore(
  ofPlace: (one: StoredMetric, call: Call) => boolean,
): MetricStore {
  const metrics = new Map<string, StoredMetric>();
  const store: MetricStore = {
    put(metric) {
      const { value: _, ...identity } = metric;
      metrics.set(JSON.stringify(identity), metric);
    },
    clear: () => metrics.clear(),
    pageSize: { points: 100_800, metrics: 500 },
    getMetricData(call) {
      const read = getMetricData.safeParse(call.input);
      if (!read.success)
        throw new Refused(`The parameters are invalid: ${z.prettifyError(read.error)}`);
      const { MetricDataQueries: queries, NextToken } = read.data;
      const here = [...metrics.values()].filter((one) => ofPlace(one, call));
      const results = queries
        .filter(({ ReturnData }) => ReturnData !== false)
        .flatMap((query) => resultsOf(query, queries, here, read.data));
      return pageOf(results, Number(NextToken ?? 0), store.pageSize.points);
    },
    listMetrics(call) {
      const {
        Namespace,
        MetricName,
        Dimensions = [],
        NextToken = '0',
      } = listMetrics.parse(call.input);
      const found = [...metrics.values()]
        .filter((one) => ofPlace(one, call))
        .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
        .filter(({ metric }) => MetricName === undefined || metric === MetricName)
        .filter((one) =>
          Dimensions.every(({ Name, Value }) => {
            const value = one.dimensions?.[Name];
            return value !== undefined && (Value === undefined || value === Value);
          }),
        );
      const from = Number(NextToken);
      const to = from + store.pageSize.metrics;
      return {
        Metrics: found.slice(from, to).map(({ namespace, metric, dimensions: own = {} }) => ({
          Namespace: namespace,
          MetricName: metric,
          Dimensions: Object.entries(own).map(([Name, Value]) => ({ Name, Value })),
        })),
        ...(to < found.length && { NextToken: String(to) }),
      };
    },
  };
  return store;
}

const listMetrics = z.strictObject({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions,
  NextToken: z.string().optional(),
});

interface Time {
  readonly StartTime: number;
  readonly EndTime: number;
}

function resultsOf(
  query: Asked,
  all: readonly Asked[],
  metrics: readonly StoredMetric[],
  time: Time,
): Result[] {
  if (query.MetricStat !== undefined) return [resultOf(query, metrics, time)];
  const [, id = '', width = ''] =
    /^ANOMALY_DETECTION_BAND\((\w+), ?([\d.]+)\)$/u.exec(query.Expression ?? '') ?? [];
  const inner = all.find(({ Id }) => Id === id);
  if (inner === undefined) throw new Refused(`Error in expression '${query.Id}': Syntax error`);
  const { Label, points } = resultOf(inner, metrics, time);
  return [1, -1].map((side) => ({
    Id: query.Id,
    Label: `${Label} (expected)`,
    points: points.map(([at, value]) => [at, value + side * Number(width)] as const),
  }));
}

function resultOf(
  { Id, MetricStat }: Asked,
  metrics: readonly StoredMetric[],
  { StartTime, EndTime }: Time,
): Result {
  if (MetricStat === undefined) throw new Refused('an expression of an expression');
  const { Metric, Period, Stat } = MetricStat;
  const wanted = JSON.stringify(
    (Metric.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).toSorted(),
  );
  const of = metrics.find(
    ({ namespace, metric, dimensions: own = {} }) =>
      namespace === Metric.Namespace &&
      metric === Metric.MetricName &&
      JSON.stringify(
        Object.entries(own)
          .map(([name, value]) => `${name}=${value}`)
          .toSorted(),
      ) === wanted,
  );
  const points: [number, number][] = [];
  for (let at = StartTime; of !== undefined && at < EndTime; at += Period) {
    const value = of.value(at * 1000, { seconds: Period, stat: Stat });
    if (value !== undefined) points.push([at, value]);
  }
  return { Id, Label: Metric.MetricName, points, of };
}

/** As many points as fit, result after result; those that go on are partial. */
function pageOf(results: readonly Result[], from: number, size: number): object {
  let at = 0;
  const MetricDataResults = results.flatMap(({ Id, Label, points, of }) => {
    const begins = at;
    at += points.length;
    const here = points.slice(Math.max(0, from - begins), Math.max(0, from + size - begins));
    if (here.length === 0 && (points.length > 0 || from > 0)) return [];
    const StatusCode =
      of?.status ?? (points.length > 0 && at > from + size ? 'PartialData' : 'Complete');
    return {
      Id,
      Label,
      Timestamps: here.map(([time]) => time),
      Values: here.map(([, value]) => value),
      StatusCode,
      ...(of?.messages && { Messages: of.messages }),
    };
  });
  return { MetricDataResults, ...(at > from + size && { NextToken: String(from + size) }) };
}
