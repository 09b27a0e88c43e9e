import { z } from 'zod';

/** A moment in seconds, and a figure as text: `"NaN"` and `"+Inf"` are some. */
const sample = z.tuple([z.number(), z.string().regex(/\S/u)]);

const labels = z.record(z.string(), z.string());

/** Histograms as such have no figure; what reads them is `histogram_quantile`. */
const queryData = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: labels,
        values: z.array(sample).default([]),
        histograms: z.array(z.unknown()).default([]),
      }),
    ),
  }),
  z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z.object({ metric: labels, value: sample.optional(), histogram: z.unknown().optional() }),
    ),
  }),
  z.object({ resultType: z.literal('scalar'), result: sample }),
  z.object({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) }),
]);

export type QueryData = z.output<typeof queryData>;
export type Labels = z.output<typeof labels>;

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview */
const error = z.object({
  status: z.literal('error'),
  errorType: z.string().default(''),
  error: z.string().default(''),
});

const success = z.object({
  status: z.literal('success'),
  warnings: z.array(z.string()).default([]),
  infos: z.array(z.string()).default([]),
});

export type ErrorAnswer = z.output<typeof error>;
export type SuccessAnswer<T> = z.output<typeof success> & { readonly data: T };

/** What `query` and `query_range` answer. */
export const queryAnswer = z.discriminatedUnion('status', [
  success.extend({ data: queryData }),
  error,
]);

/** What `label/…/values` answers. */
export const valuesAnswer = z.discriminatedUnion('status', [
  success.extend({ data: z.array(z.string()) }),
  error,
]);
