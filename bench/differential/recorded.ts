import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Kind, Scenario, Told } from './scenario.ts';

/** A scenario and what Alertmanager told in it. */
export interface Recorded {
  readonly scenario: Scenario;
  readonly told: readonly Told[];
}

/** Scenarios of a kind, and of which version of Alertmanager is what was told in them. */
export interface Recording {
  readonly alertmanager: string;
  readonly recorded: readonly Recorded[];
}

/** @throws Error when there is none of that kind */
export async function readRecording(kind: Kind): Promise<Recording> {
  const text = await readFile(fileOf(kind), 'utf8');
  const [head = '', ...lines] = text.split('\n').filter(Boolean);
  const { alertmanager }: Pick<Recording, 'alertmanager'> = JSON.parse(head);
  return { alertmanager, recorded: lines.map((line): Recorded => JSON.parse(line)) };
}

/** Keeps a recording for the tests, a scenario a line, in place of the one before. */
export async function writeRecording(
  kind: Kind,
  { alertmanager, recorded }: Recording,
): Promise<void> {
  const lines = [{ alertmanager }, ...recorded].map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(fileOf(kind), lines.join(''));
}

function fileOf(kind: Kind): string {
  return fileURLToPath(new URL(`../../test/simulate/recorded/${kind}.jsonl`, import.meta.url));
}
