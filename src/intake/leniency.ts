import { z } from 'zod';

/*
 * Schema parts that read what they can and leave out what they can't: an alarm whose unit came as a
 * number is still an alarm, and to refuse it for that would drop it.
 */

/** Whatever it is, there or not: a part that its reader looks at by itself. */
export const anything = z.unknown().optional();

/** A text; undefined for anything else. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A finite number, also when written as a text; undefined for anything else. */
export function readNumber(value: unknown): number | undefined {
  const figure = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof figure === 'number' && Number.isFinite(figure) ? figure : undefined;
}

/** A map of names to texts; numbers and booleans become texts, the rest is left out. */
export function readTexts(value: unknown): [name: string, text: string][] {
  const pairs = isRecord(value) ? Object.entries(value) : [];
  return pairs.flatMap(([name, one]): [string, string][] => {
    return isScalar(one) ? [[name, String(one)]] : [];
  });
}

export const anyText = z.transform(readText);
export const anyNumber = z.transform(readNumber);
export const anyTexts = z.transform(readTexts);

/** An id, which may be written as a number; anything else is an error. */
export const anyId = z.union([z.string().min(1), z.number()]).transform((value) => String(value));

/** True for what JSON calls an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a text, a number or a boolean. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** An object of lenient parts; one without any of them when it is something else. Never fails. */
export function anyRecord<Shape extends z.ZodRawShape>(shape: Shape) {
  const schema = z.object(shape);
  return z.transform((value: unknown) => schema.parse(isRecord(value) ? value : {}));
}

/** Entries of a list that are looked at. */
const MAX_ENTRIES = 100;

/** A list of lenient parts; empty when it is something else. Never fails. */
export function anyList<Part extends z.ZodType>(part: Part) {
  return z.transform((value: unknown) => {
    const entries: readonly unknown[] = Array.isArray(value) ? value.slice(0, MAX_ENTRIES) : [];
    return entries.map((entry) => part.parse(entry));
  });
}

/** The texts in a list; empty when it is no list. */
export const anyTextList = anyList(anyText).transform((texts) =>
  texts.flatMap((text) => (text === undefined || text === '' ? [] : [text])),
);

/** The first thing that is wrong with a message, in one line: `alerts[0].labels must be …`. */
export function whyNot(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  const where = z.core.toDotPath(issue?.path ?? []);
  return `${where || 'the message'} ${issue?.message ?? 'can’t be read'}`;
}
