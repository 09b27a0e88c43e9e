import { z } from 'zod';

/** One thing that is wrong, where: worded and pointed at (a JSON pointer) as Slack does. */
export interface Problem {
  readonly words: string;
  readonly pointer: string;
}

export type Json = Readonly<Record<string, unknown>>;

const objectSchema = z.record(z.string(), z.unknown());

/** The value as an object, or undefined when it is none. */
export function asObject(value: unknown): Json | undefined {
  const parsed = objectSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

type TextType = 'plain_text' | 'mrkdwn';

/**
 * A text object: `plain_text` or `mrkdwn`, 1 to 3,000 characters unless its place says less. Slack
 * does not say how it counts; UTF-16 units are the strictest reading.
 * Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export function textProblems(
  value: unknown,
  pointer: string,
  longest: number,
  types: readonly TextType[],
): Problem[] {
  const text = asObject(value);
  if (text === undefined) return [problem('must be an object', pointer)];
  const allowed: readonly unknown[] = types;
  if (!allowed.includes(text.type)) {
    return [
      text.type === 'plain_text' || text.type === 'mrkdwn'
        ? problem(`must be of type ${types.join(' or ')}`, `${pointer}/type`)
        : problem(`unsupported type: ${String(text.type)}`, `${pointer}/type`),
    ];
  }
  const problems = unknownKeys(text, ['type', 'text', 'emoji', 'verbatim'], pointer);
  if (text.emoji !== undefined && text.type !== 'plain_text') {
    problems.push(problem('`emoji` is for plain_text only', `${pointer}/emoji`));
  }
  if (text.verbatim !== undefined && text.type !== 'mrkdwn') {
    problems.push(problem('`verbatim` is for mrkdwn only', `${pointer}/verbatim`));
  }
  return [...problems, ...stringProblems(text.text, `${pointer}/text`, longest)];
}

/** A string of 1 to `longest` characters. */
export function stringProblems(value: unknown, pointer: string, longest: number): Problem[] {
  if (typeof value !== 'string') return [problem('must be a string', pointer)];
  if (value.length === 0) return [problem('must be more than 0 characters', pointer)];
  if (value.length <= longest) return [];
  return [problem(`must be less than ${longest + 1} characters`, pointer)];
}

/** An array of `fewest` to `most` items. */
export function arrayProblems(
  value: unknown,
  pointer: string,
  fewest: number,
  most: number,
): Problem[] {
  if (!Array.isArray(value)) return [problem('must be an array', pointer)];
  if (value.length < fewest) return [problem(`no fewer than ${fewest} items allowed`, pointer)];
  return value.length > most ? [problem(`no more than ${most} items allowed`, pointer)] : [];
}

/** Slack refuses fields it does not know. */
export function unknownKeys(value: Json, known: readonly string[], pointer: string): Problem[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => problem(`invalid additional property: ${key}`, pointer));
}

export function optional(value: unknown, check: (value: unknown) => Problem[]): Problem[] {
  return value === undefined ? [] : check(value);
}

export function problem(words: string, pointer: string): Problem {
  return { words, pointer };
}
