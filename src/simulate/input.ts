import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Mistake } from '../config/mistake.ts';
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
 * The events of a file, or of a folder of recordings merged by time, in their order.
 *
 * @throws InputError that names every wrong line, once the first one is reached.
 */
export async function* readInput(input: string): AsyncGenerator<Line, void> {
  let last: Line | undefined;
  const mistakes: string[] = [];
  for await (const line of merged(await filesOf(input))) {
    if (line instanceof InputError) {
      mistakes.push(line.message);
      if (mistakes.length === NAMED) break;
      continue;
    }
    const mistake = last && orderMistake(last, line);
    if (mistake !== undefined) mistakes.push(mistake);
    last = line;
    if (mistakes.length === NAMED) break;
    if (mistakes.length === 0) yield line;
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
}

/** An error about a line of the input. */
export function inputError(line: Omit<Line, 'occasion'>, { message, hint }: Mistake): InputError {
  return new InputError(mistakeText(line, message, hint));
}

function mistakeText(line: Omit<Line, 'occasion'>, message: string, hint: string): string {
  return `${line.file}:${line.number}: ${message}; ${hint}`;
}

function orderMistake(last: Line, line: Line): string | undefined {
  const { form, at } = line.occasion;
  if (form.name !== last.occasion.form.name) {
    const message = `"at" is ${form.name} here and ${last.occasion.form.name} before`;
    return mistakeText(line, message, 'write all times in one form');
  }
  if (at >= last.occasion.at) return undefined;
  const before = String(form.write(last.occasion.at));
  const message = `"at" is before that of the line above (${before})`;
  return mistakeText(line, message, 'put the lines in the order of "at"');
}

async function filesOf(input: string): Promise<readonly string[]> {
  try {
    if (!(await stat(input)).isDirectory()) return [input];
    const names = (await readdir(input)).filter((name) => name.endsWith('.jsonl')).toSorted();
    if (names.length > 0) return names.map((name) => path.join(input, name));
  } catch (error) {
    throw new InputError(`${input} can not be read: ${reasonOf(error)}; check the path`);
  }
  throw new InputError(
    `${input} holds no recordings (*.jsonl); switch recordings on in the config, or name a file`,
  );
}

/** Several files, each in order, as one in order; of equal times the first file's come first. */
async function* merged(files: readonly string[]): AsyncGenerator<Line | InputError, void> {
  const streams = files.map((file) => linesOf(file));
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  for (;;) {
    let first = -1;
    for (const [index, head] of heads.entries()) {
      if (head.done !== true && (first < 0 || timeOf(head.value) < timeAt(heads[first]))) {
        first = index;
      }
    }
    const head = heads[first];
    const stream = streams[first];
    if (head === undefined || head.done === true || stream === undefined) return;
    yield head.value;
    heads[first] = await stream.next();
  }
}

function timeAt(head: IteratorResult<Line | InputError, void> | undefined): number {
  return head?.done === false ? timeOf(head.value) : Number.POSITIVE_INFINITY;
}

/** What can't be read is looked at at once. */
function timeOf(line: Line | InputError): number {
  return line instanceof InputError ? Number.NEGATIVE_INFINITY : line.occasion.at;
}

async function* linesOf(file: string): AsyncGenerator<Line | InputError, void> {
  let number = 0;
  try {
    for await (const texts of textLines(file)) {
      for (const text of texts) {
        number += 1;
        if (text.trim() !== '') yield lineOf(text, file, number);
      }
    }
  } catch (error) {
    yield new InputError(`${file} can not be read: ${reasonOf(error)}; check the file`);
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
