import { z } from 'zod';
import { isDay } from '../../alert/day.ts';
import { DAYS_KEPT, type Prediction, type Truth } from '../../engine/ports/predictions.ts';

const DAY = 86_400_000;
const LONGEST_ENTITY = 200;
const LONGEST_WORD = 64;
/** Clocks differ, and days begin sooner in the east. */
const AHEAD = DAY;

/** What is wrong with a row, after its name: `has no entity`. Nothing of the row is quoted: it may be personal. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';
}

/** A text without what would break a line, or a number, which ids and versions often are. */
const word = (longest: number) =>
  z
    .union([z.string(), z.number().refine(isExact), z.boolean(), z.bigint()])
    .transform((value) => String(value).trim())
    .pipe(
      z
        .string()
        .max(longest)
        .regex(/^[^\p{Cc}]+$/u),
    )
    .describe(`a text of at most ${longest} characters`);

/** Beyond 2^53 several ids are one number, and one would be taken for the other. */
function isExact(number: number): boolean {
  return !Number.isInteger(number) || Number.isSafeInteger(number);
}

/** The field may be left out, also as files do that. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional())
    .describe(schema.description ?? '');

/** Numbers also as text, as some files have them. */
const number = z.preprocess(
  (value) =>
    typeof value === 'bigint' || (typeof value === 'string' && value.trim() !== '')
      ? Number(value)
      : value,
  z.number(),
);
const seconds = number.pipe(z.number().min(0).max(1e9)).describe('a number of seconds');

/** `2026-10-01`, a time in ISO 8601, or what a file with types has. */
const time = z
  .union([z.string(), z.date()])
  .transform((value) => (value instanceof Date ? value.getTime() : timeIn(value.trim())))
  .pipe(z.number().min(0))
  .describe('a day such as 2026-10-01, or a time with its zone');

const WITH_ZONE =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/u;

/** A day, or a moment with its zone: without one nobody knows which day it is of. */
function timeIn(text: string): number {
  return WITH_ZONE.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
}

const actual = z
  .union([z.string(), z.number(), z.boolean(), z.bigint()])
  .transform((value) => String(value).trim().toLowerCase())
  .pipe(z.enum(['0', '1', 'false', 'true']))
  .transform((value): 0 | 1 => (value === '1' || value === 'true' ? 1 : 0))
  .describe('0 or 1, or true or false');

const predictionRow = z.object({
  entity: word(LONGEST_ENTITY),
  date: time,
  probability: number.pipe(z.number().min(0).max(1)).describe('a number from 0 to 1'),
  at: optional(time),
  label: optional(word(LONGEST_WORD)),
  version: optional(word(LONGEST_WORD)),
  trace_id: optional(word(LONGEST_WORD)),
  seconds: optional(seconds),
  load_seconds: optional(seconds),
});

const truthRow = z.object({
  entity: word(LONGEST_ENTITY),
  date: time,
  actual,
  at: optional(time),
});

/**
 * A prediction as somebody wrote it. Where the row does not say when it was made, it was made now; where it
 * does not say by which version of the model, by that in use.
 *
 * @param now epoch milliseconds
 * @throws RowProblem
 */
export function readPrediction(row: unknown, now: number, usualVersion: string): Prediction {
  const { date, at, trace_id, load_seconds, label, ...rest } = parsed(predictionRow, row);
  return {
    entity: rest.entity,
    day: dayOf(date, now),
    at: momentOf(at, now),
    probability: rest.probability,
    version: rest.version ?? usualVersion,
    ...(label !== undefined && { label }),
    ...(trace_id !== undefined && { traceId: trace_id }),
    ...(rest.seconds !== undefined && { seconds: rest.seconds }),
    ...(load_seconds !== undefined && { loadSeconds: load_seconds }),
  };
}

/**
 * What turned out to be true, as somebody wrote it. Where the row does not say when that was known, it was
 * now.
 *
 * @param now epoch milliseconds
 * @throws RowProblem
 */
export function readTruth(row: unknown, now: number): Truth {
  const { entity, date, at, ...known } = parsed(truthRow, row);
  return { entity, day: dayOf(date, now), at: momentOf(at, now), actual: known.actual };
}

function parsed<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, row: unknown) {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const name = String(result.error.issues[0]?.path[0] ?? '');
  const field = new Map(Object.entries(schema.shape)).get(name);
  if (field === undefined) throw new RowProblem('is no object of names and values');
  // A row may have a hundred thousand other fields: they are not looked at.
  const has: unknown = Object.getOwnPropertyDescriptor(row ?? {}, name)?.value ?? '';
  if (typeof has === 'number' && !isExact(has)) {
    throw new RowProblem(`${name} is a longer number than JSON can hold: write it in quotes`);
  }
  const is = has === '' ? `has no ${name}: write` : `${name} is not`;
  throw new RowProblem(`${is} ${z.globalRegistry.get(field)?.description}`);
}

/** Days since 1970-01-01, UTC. */
function dayOf(date: number, now: number): number {
  const day = Math.floor(date / DAY);
  if (date > now + AHEAD) throw new RowProblem('date is still to come');
  if (day < Math.floor(now / DAY) - DAYS_KEPT) {
    throw new RowProblem(`date is more than ${DAYS_KEPT} days ago: so long they are kept`);
  }
  return day;
}

function momentOf(at: number | undefined, now: number): number {
  if (at !== undefined && at > now + AHEAD) throw new RowProblem('at is still to come');
  return Math.floor(at ?? now);
}
