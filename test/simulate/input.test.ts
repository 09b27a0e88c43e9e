import path from 'node:path';
import { expect, test } from 'vitest';
import { InputError, readInput } from '../../src/simulate/input.ts';
import { folderOf, posted, jsonLines } from './support/told.ts';

async function read(input: string): Promise<readonly string[]> {
  const read: string[] = [];
  for await (const lines of readInput(input)) {
    for (const { file, number, occasion } of lines) {
      read.push(`${path.basename(file)}:${number} ${occasion.form.write(occasion.at)}`);
    }
  }
  return read;
}

function file(text: string): string {
  return path.join(folderOf({ 'events.jsonl': text }), 'events.jsonl');
}

async function mistakesIn(text: string): Promise<readonly string[]> {
  const error = await read(file(text)).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error('nothing was wrong with it');
  return error.message.split('\n').map((line) => line.replace(/^.*\/events/u, 'events'));
}

test('empty lines and a missing line feed at the end are nothing to complain about', async () => {
  const text = `\n${jsonLines([posted(1, 'a')])}\n${JSON.stringify(posted(2, 'b'))}`;
  expect(await read(file(text))).toEqual(['events.jsonl:2 1', 'events.jsonl:4 2']);
});

test.each([
  ['{"at": 1', 'the line is not valid JSON; write {"at": 1.0'],
  ['[]', 'the line is no JSON object; write {"at": 1.0'],
  ['{"source": "sns", "body": {}}', '"at" is missing; write seconds from the start, "at": 2.5'],
  ['{"at": "soon", "source": "sns", "body": {}}', '"at" is no time: "soon"; write seconds'],
  ['{"at": -1, "source": "sns", "body": {}}', '"at" is before the start; write "at": 0'],
  ['{"at": 1, "body": {}}', 'there is neither "source" nor "intent"; write {"at"'],
  ['{"at": 1, "source": "snss", "body": {}}', 'there is no source "snss"; write sns'],
  ['{"at": 1, "source": "sns"}', '"body" is missing; write what was posted'],
  ['{"at": 1, "intent": "restrat"}', 'there is no intent "restrat"; write restart'],
  ['{"at": 1, "intent": "silence"}', '"endsAt" is missing; write seconds'],
  [
    '{"at": 1, "intent": "silence", "id": "s", "matchers": ["a=~.*"], "endsAt": 2}',
    'every matcher also holds for alerts without these labels; add one',
  ],
  [
    '{"at": 3, "intent": "silence", "id": "s", "matchers": ["a=b"], "endsAt": 2}',
    '"endsAt" is not after "startsAt"; write a later',
  ],
  ['{"at": 1, "intent": "acknowledge"}', '"group" is missing or no object; write the labels'],
  ['{"at": 1, "intent": "expire-silence"}', '"id" is missing; write "id": "s1"'],
])('of the line %s it is said what is wrong and what to write', async (line, words) => {
  const [mistake, ...others] = await mistakesIn(`${jsonLines([posted(0, 'a')])}${line}\n`);
  expect(mistake).toMatch(/^events\.jsonl:2: /u);
  expect(mistake).toContain(words);
  expect(others).toEqual([]);
});

test('all wrong lines are named, not only the first', async () => {
  const text = `no\n${jsonLines([posted(1, 'a')])}neither\n`;
  const mistakes = await mistakesIn(text);
  expect(mistakes.map((line) => line.slice(0, 15))).toEqual(['events.jsonl:1:', 'events.jsonl:3:']);
});

test('lines out of order, or with times in two forms, are refused', async () => {
  const early = { ...posted(0, 'b') };
  const other = { ...posted(0, 'c'), at: '2026-01-05T10:00:00Z' };
  expect(await mistakesIn(jsonLines([posted(1, 'a'), early, posted(1, 'a'), other]))).toEqual([
    'events.jsonl:2: "at" is before that of the line above (1); put the lines in the order of "at"',
    'events.jsonl:4: "at" is ISO 8601 here and seconds before; write all times in one form',
  ]);
});

test('the recordings of a folder are one input, in the order of time', async () => {
  const folder = folderOf({
    'a.jsonl': jsonLines([posted(1, 'a'), posted(4, 'a')]),
    'b.jsonl': jsonLines([posted(1, 'b'), posted(2, 'b'), posted(5, 'b')]),
    'c.jsonl': '',
    'notes.txt': 'not a recording',
  });
  expect(await read(folder)).toEqual([
    'a.jsonl:1 1',
    'b.jsonl:1 1',
    'b.jsonl:2 2',
    'a.jsonl:2 4',
    'b.jsonl:3 5',
  ]);
});

test('an input that is not there, or a folder without recordings, is told in words', async () => {
  await expect(read('/nowhere/events.jsonl')).rejects.toThrow(
    /can not be read: there is no such file; check/u,
  );
  await expect(read(folderOf({}))).rejects.toThrow(/holds no recordings.*switch recordings on/u);
});
