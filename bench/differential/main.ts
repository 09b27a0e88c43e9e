import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hasAlertmanager } from '../alertmanager-program.ts';
import { LEAD, throughAlertmanager } from './alertmanager.ts';
import { compare } from './compare.ts';
import { generate } from './generate.ts';
import { setupOf, throughOurs } from './ours.ts';
import { writeRecording } from './recorded.ts';
import { disagreementText, summaryText } from './report.ts';
import { KINDS, type Kind } from './scenario.ts';

/**
 * Random scenarios through one real Alertmanager, in real time, and through our rules, on the virtual
 * clock: who is told what, and when. Each kind takes half a minute, `times` up to another one.
 *
 *   npm run differential -- [--kind KIND] [--seed N] [--count N] [--record]
 *
 * With --record what Alertmanager told is kept for the tests.
 */
const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '60' },
    record: { type: 'boolean', default: false },
  },
});

if (!(await hasAlertmanager())) {
  throw new Error('there is no Alertmanager: apt-get install prometheus-alertmanager');
}
const kinds = KINDS.filter((kind) => values.kind === undefined || values.kind === kind);
if (kinds.length === 0) throw new Error(`the kinds are ${KINDS.join(', ')}`);
const size = { seed: Number(values.seed), count: Number(values.count) };
for (const kind of kinds) await run(kind, size);

async function run(kind: Kind, { seed, count }: typeof size): Promise<void> {
  const scenarios = generate(kind, { seed, count }, beginOf(kind, count));
  const { version, told, slowest } = await inFolder((work) => throughAlertmanager(scenarios, work));
  const recorded = scenarios.map((scenario, index) => ({ scenario, told: told[index] ?? [] }));
  const verdicts = await Promise.all(
    recorded.map(async ({ scenario, told }) => {
      const setup = setupOf(scenario);
      return compare(told, await throughOurs(setup), setup);
    }),
  );
  for (const [index, scenario] of scenarios.entries()) {
    const verdict = verdicts[index];
    if (verdict === undefined || verdict.disagreements.length === 0) continue;
    process.stdout.write(`${disagreementText(scenario, verdict)}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(
    `${summaryText(kind, verdicts)} with Alertmanager ${version}, which took ${slowest} ms at most\n`,
  );
  if (values.record) await writeRecording(kind, { alertmanager: version, recorded });
}

/** Early enough to make the scenarios; those about times of day begin ten seconds before a full minute. */
function beginOf(kind: Kind, count: number): number {
  const early = Date.now() + LEAD + count * 200;
  const [step, offset] = kind === 'times' ? [60_000, 50_000] : [1_000, 0];
  return Math.ceil((early - offset) / step) * step + offset;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-differential-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
