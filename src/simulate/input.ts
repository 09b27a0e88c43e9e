import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Mistake } from '../config/mistake.ts';
import { readFailure } from '../config/resolve.ts';
import { readOccasion, type Occasion } from './occasion.ts';

/** An event and where it stands. */
export interface Line {
  readonly file: string;
  readonly number: number;
  readonly occasion: Occasion;
}

/** Something is wrong with the input; the message says where, what, and what to write instead. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Wrong lines that are named before it is enough. */
const NAMED = 20;

/**
 * The events of a file, or of a folder of recordings merged by time, in their order and as many at
 * once as are read in one go.
 *
 * @throws InputError that names every wrong line, once the first one is reached.
 */
export async function* readInput(input: string): AsyncGenerator<readonly Line[], void> {
  const order = new Order();
  const mistakes: string[] = [];
  for await (const read of mergedLines(await filesOf(input))) {
    const lines: Line[] = [];
    for (const one of read) {
      const mistake = one instanceof InputError ? one.message : order.mistakeIn(one);
      if (mistake !== undefined) mistakes.push(mistake);
      else if (mistakes.length === 0 && !(one instanceof InputError)) lines.push(one);
    }
    if (lines.length > 0) yield lines;
    if (mistakes.length >= NAMED) break;
  }
  if (mistakes.length > 0) throw new InputError(mistakes.slice(0, NAMED).join('\n'));
}

/** Sees to it that the lines come in time order and in one form. */
class Order {
  #last: Occasion | undefined;

  mistakeIn(line: Line): string | undefined {
    const { occasion } = line;
    const last = this.#last ?? occasion;
    this.#last = occasion;
    if (occasion.form.name !== last.form.name) {
      const message = `"at" is ${occasion.form.name} here and ${last.form.name} before`;
      return mistakeText(line, message, 'write all times in one form');
    }
    if (occasion.at >= last.at) return undefined;
    const message = `"at" is before that of the line above (${last.form.write(last.at)})`;
    return mistakeText(line, message, 'put the lines in the order of "at"');
  }
}

/** An error about a line of the input. */
export function inputError(line: Omit<Line, 'occasion'>, { message, hint }: Mistake): InputError {
  return new InputError(mistakeText(line, message, hint));
}

function mistakeText(line: Omit<Line, 'occasion'>, message: string, hint: string): string {
  return `${line.file}:${line.number}: ${message}; ${hint}`;
}

async function filesOf(input: string): Promise<readonly string[]> {
  try {
    if (!(await stat(input)).isDirectory()) return [input];
    const names = (await readdir(input)).filter((name) => name.endsWith('.jsonl')).toSorted();
    if (names.length > 0) return names.map((name) => path.join(input, name));
  } catch (error) {
    throw new InputError(`${input} can not be read: ${readFailure(error)}; check the path`);
  }
  throw new InputError(
    `${input} holds no recordings (*.jsonl); switch recordings on in the config, or name a file`,
  );
}

/** Several files, each in order, as one in order; of equal times the first file's come first. */
async function* mergedLines(
  files: readonly string[],
): AsyncGenerator<readonly (Line | InputError)[], void> {
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) {
    yield* linesOf(only);
    return;
  }
  const cursors = await Promise.all(files.map((file) => openCursor(file)));
  for (;;) {
    let first: Cursor | undefined;
    for (const cursor of cursors) {
      if (cursor.time < (first?.time ?? Number.POSITIVE_INFINITY)) first = cursor;
    }
    if (first?.line === undefined) return;
    yield [first.line];
    await first.next();
  }
}

/** Where one of several files is read. */
interface Cursor {
  line: Line | InputError | undefined;
  /** When that happened; what can't be read is looked at at once, and after the last line nothing is. */
  time: number;
  readonly next: () => Promise<void>;
}

async function openCursor(file: string): Promise<Cursor> {
  const stream = linesOf(file);
  let [lines, index]: [readonly (Line | InputError)[], number] = [[], 0];
  const cursor: Cursor = {
    line: undefined,
    time: Number.POSITIVE_INFINITY,
    async next() {
      for (index += 1; index >= lines.length; index = 0) {
        const read = await stream.next();
        if (read.done === true) {
          cursor.line = undefined;
          cursor.time = Number.POSITIVE_INFINITY;
          return;
        }
        lines = read.value;
      }
      cursor.line = lines[index];
      cursor.time = timeOf(cursor.line);
    },
  };
  await cursor.next();
  return cursor;
}

function timeOf(line: Line | InputError | undefined): number {
  return line === undefined || line instanceof InputError
    ? Number.NEGATIVE_INFINITY
    : line.occasion.at;
}

async function* linesOf(file: string): AsyncGenerator<readonly (Line | InputError)[], void> {
  let number = 0;
  try {
    for await (const texts of textLines(file)) {
      const lines: (Line | InputError)[] = [];
      for (const text of texts) {
        number += 1;
        if (text.trim() !== '') lines.push(lineOf(text, file, number));
      }
      yield lines;
    }
  } catch (error) {
    yield [new InputError(`${file} can not be read: ${readFailure(error)}; check the file`)];
  }
}

function lineOf(text: string, file: string, number: number): Line | InputError {
  try {
    return { file, number, occasion: readOccasion(text) };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return inputError({ file, number }, error);
  }
}

/** The lines of a file, as many at once as come in one piece. */
async function* textLines(file: string): AsyncGenerator<readonly string[], void> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}
