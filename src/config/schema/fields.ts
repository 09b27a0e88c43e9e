import { z } from 'zod';
import { parseSeverity, SEVERITIES, type Severity } from '../../alert/severity.ts';
import { parseDuration } from '../duration.ts';
import { Mistake, quoted } from '../mistake.ts';
import { nearest } from '../nearest.ts';
import type { IssueSink } from './refuse.ts';

/** What is known of a field besides its type. */
export interface FieldNotes {
  /** May come from a `{ file: path }`; never shown. A `required` one is missed when it is empty. */
  readonly secret?: 'optional' | 'required';
  /** The value is the path of a file that must be there. */
  readonly path?: true;
  /** What to write for it when it is missing. */
  readonly example?: string;
}

export const fieldNotes = z.registry<FieldNotes>();

/** A text that `read` turns into something better; its Mistakes become the field's problems. */
export function parsed<T>(read: (text: string) => T) {
  return z.string().transform((text, context): T => orIssue(() => read(text), context));
}

/** Runs a reader and hands its Mistake to zod, for a key of what is read if there is a path. */
export function orIssue<T>(read: () => T, context: IssueSink, path: string[] = []): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const params = { hint: error.hint };
    context.addIssue({ code: 'custom', path, message: error.message, params });
    return z.NEVER;
  }
}

/** A text that `check` has nothing against; it stays as it is. */
export function checked(check: (text: string) => void) {
  return parsed((text) => {
    check(text);
    return text;
  });
}

/** What JSON Schema can say of a duration; `parseDuration` is the judge. */
const DURATION_PATTERN = String.raw`^([0-9]+(y|w|d|h|ms|m|s))+$|^0$|\$\{`;

/** Words as JSON Schema has them; a `${NAME}` may always stand instead. */
function anyOfWords(words: readonly string[]) {
  return { anyOf: [{ enum: [...words] }, { type: 'string', pattern: String.raw`\$\{` }] };
}

/** A span of time, in milliseconds once it is read. */
export function duration({ positive = false } = {}) {
  return parsed((text) => {
    const milliseconds = parseDuration(text);
    if (positive && milliseconds === 0) {
      throw new Mistake('must not be zero', 'write a duration such as 5m');
    }
    return milliseconds;
  }).meta({ pattern: DURATION_PATTERN });
}

/** A whole number, also one that came as text from the environment. */
export function integer(least: number) {
  return z
    .union([z.number(), z.string()], { error: 'must be a whole number' })
    .transform((value, context): number =>
      orIssue(() => {
        const text = String(value).trim();
        const number = /^[-+]?\d+$/.test(text) ? Number(text) : Number.NaN;
        if (Number.isSafeInteger(number) && number >= least) return number;
        const hint = `write a number such as ${Math.max(least, 5)}`;
        throw new Mistake(`${quoted(text)} is not a whole number of at least ${least}`, hint);
      }, context),
    );
}

/** `true` or `false`, also as text from the environment. */
export function flag() {
  return z
    .union([z.boolean(), z.string()], { error: 'must be true or false' })
    .transform((value, context): boolean =>
      orIssue(() => {
        const text = String(value).trim().toLowerCase();
        if (text === 'true' || text === 'false') return text === 'true';
        const meant = /^(yes|on|1)$/.test(text) ? 'write true' : 'write true or false';
        const hint = /^(no|off|0)$/.test(text) ? 'write false' : meant;
        throw new Mistake(`${quoted(String(value))} is neither true nor false`, hint);
      }, context),
    );
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return parsed((text): Words[number] => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const meant = nearest(text, words);
    const hint = meant === undefined ? `write one of ${words.join(', ')}` : `write ${meant}`;
    throw new Mistake(`${quoted(text)} is not one of ${words.join(', ')}`, hint);
  }).meta(anyOfWords(words));
}

/** A severity, also by one of its aliases. */
export function severity() {
  return parsed((text): Severity => {
    const found = parseSeverity(text);
    if (found !== undefined) return found;
    const meant = nearest(text, SEVERITIES);
    const hint = meant === undefined ? `write one of ${SEVERITIES.join(', ')}` : `write ${meant}`;
    throw new Mistake(`${quoted(text)} is not a severity`, hint);
  }).meta({ anyOf: [{ enum: [...SEVERITIES] }, { type: 'string' }] });
}

/** A secret: text, or a file that holds it (which is read before the schema sees it). */
export function secret(need: 'optional' | 'required', check?: (text: string) => void) {
  const schema = z
    .union([z.string(), z.strictObject({ file: z.string() })], {
      error: 'must be text or { file: path }',
    })
    .transform((value, context): string =>
      orIssue(() => {
        if (typeof value !== 'string') {
          throw new Mistake('is a file that was not read', 'write { file: path }');
        }
        if (value !== '') check?.(value);
        return value;
      }, context),
    );
  return schema.register(fieldNotes, { secret: need, example: '${NAME}' });
}

/** A non-empty text, with an example for those who leave it out. */
export function named(example: string) {
  return checked((text) => {
    if (text.trim() === '') throw new Mistake('is empty', `write ${example}`);
  }).register(fieldNotes, { example });
}
