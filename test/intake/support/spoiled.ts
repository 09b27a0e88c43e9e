import * as fc from 'fast-check';

/** A message damaged in any way, as bytes. */
export function damaged(message: object | string): fc.Arbitrary<Buffer<ArrayBuffer>> {
  if (typeof message === 'string') {
    return fc.oneof(
      mangled(message),
      shuffled(message).map((text) => Buffer.from(text)),
    );
  }
  const damages = [spoiled, reduced, swollen, brokenInside];
  const texts = damages.map((damage) => damage(message).map((text) => Buffer.from(text)));
  return fc.oneof(...texts, mangled(JSON.stringify(message)));
}

/** A message with any of its parts, at any depth, replaced by anything. */
export function spoiled(message: object): fc.Arbitrary<string> {
  return changed(message, fc.jsonValue(), (_, value) => value);
}

/** A message of which parts are missing. */
export function reduced(message: object): fc.Arbitrary<string> {
  return changed(message, fc.constant(undefined), () => undefined);
}

/** SNS and SQS carry no more, in bytes. */
const MAX_MESSAGE = 256 * 1024;

/** A message some of whose parts are far too long, or far too many; as large as SNS takes it. */
export function swollen(message: object): fc.Arbitrary<string> {
  const times = fc.integer({ min: 2, max: 20_000 });
  return changed(message, times, (part, count) => {
    const length = part === undefined ? 0 : JSON.stringify(part).length;
    const most = Math.min(count, Math.floor(MAX_MESSAGE / 2 / (length + 1)));
    return typeof part === 'string' ? part.repeat(most) : Array.from({ length: most }, () => part);
  }).filter((text) => Buffer.byteLength(text) <= MAX_MESSAGE);
}

/** A message in whose texts, be they JSON themselves, something is broken. */
export function brokenInside(message: object): fc.Arbitrary<string> {
  return changed(message, edits, (part, list) =>
    typeof part === 'string' ? mangledBy(Buffer.from(part), list).toString() : part,
  );
}

/** Bytes with pieces turned over, left out, doubled, put in. */
export function mangled(text: string): fc.Arbitrary<Buffer<ArrayBuffer>> {
  return edits.map((list) => mangledBy(Buffer.from(text), list));
}

/** A text whose lines are left out, doubled and in another order. */
export function shuffled(text: string): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...text.split('\n'))).map((lines) => lines.join('\n'));
}

/** One edit of bytes; places are shares of the whole. */
interface Edit {
  readonly what: 'flip' | 'cut' | 'double' | 'insert' | 'end';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const WORDS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\u',
  '1e999',
  '-0',
  'null',
  '\0',
  '�',
  '𝄞',
];
const share = fc.double({ min: 0, max: 1, noNaN: true });
const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    what: fc.constantFrom<Edit['what'][]>('flip', 'cut', 'double', 'insert', 'insert', 'end'),
    at: share,
    length: fc.integer({ min: 1, max: 40 }),
    bytes: fc.oneof(
      fc.constantFrom(...WORDS).map((word) => Uint8Array.from(Buffer.from(word))),
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function mangledBy(whole: Buffer<ArrayBuffer>, list: readonly Edit[]): Buffer<ArrayBuffer> {
  return list.reduce((bytes, { what, at, length, bytes: piece }) => {
    const from = Math.floor(at * bytes.length);
    const [before, part, after] = [
      bytes.subarray(0, from),
      bytes.subarray(from, from + length),
      bytes.subarray(from + length),
    ];
    if (what === 'end') return before;
    if (what === 'cut') return Buffer.concat([before, after]);
    if (what === 'double') return Buffer.concat([before, part, part, after]);
    if (what === 'insert') return Buffer.concat([before, piece, part, after]);
    return Buffer.concat([before, part.map((byte) => byte ^ (piece[0] ?? 1)), after]);
  }, whole);
}

function changed<T>(
  message: object,
  change: fc.Arbitrary<T>,
  apply: (part: unknown, change: T) => unknown,
): fc.Arbitrary<string> {
  const paths = pathsOf(message);
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), change), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const copy: unknown = structuredClone(message);
      for (const [path, one] of changes) replace(copy, path, (part) => apply(part, one));
      return JSON.stringify(copy);
    });
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

function replace(
  target: unknown,
  [key, ...rest]: readonly string[],
  by: (part: unknown) => unknown,
): void {
  if (typeof target !== 'object' || target === null || key === undefined) return;
  if (!Object.hasOwn(target, key)) return;
  if (rest.length === 0) Reflect.set(target, key, by(Reflect.get(target, key)));
  else replace(Reflect.get(target, key), rest, by);
}
