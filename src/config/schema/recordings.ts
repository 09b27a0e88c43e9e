import { z } from 'zod';
import { parseSize } from '../size.ts';
import { duration, flag, parsed } from './fields.ts';

const GIB = 1024 * 1024 * 1024;

/** Messages that came in, kept for `tocsin simulate`. */
export const recordingsSchema = z.strictObject({
  enabled: flag().default(false),
  keep: duration({ positive: true }).default(7 * 24 * 60 * 60 * 1000),
  max_size: parsed((text) => parseSize(text, 1024 * GIB)).default(GIB),
});
