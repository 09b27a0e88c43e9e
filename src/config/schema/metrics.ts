import { z } from 'zod';
import { flag } from './fields.ts';
import { metricSourceSchema } from './metric-source.ts';
import { metricSchema } from './metric.ts';

/** Where metrics come from, and those that have a name. */
export const metricsSchema = z.strictObject({
  sources: z.array(metricSourceSchema).default([]),
  saved: z.record(z.string(), metricSchema).default({}),
  graphs: flag().default(true),
});
