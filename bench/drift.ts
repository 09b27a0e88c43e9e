import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ksTestUnsorted } from '../src/drift/statistics/ks-unsorted.ts';
import { psiUnsorted } from '../src/drift/statistics/psi-unsorted.ts';
import { startPeer, type Answer } from './drift/peer.ts';
import { lognormal, normal, whole } from './drift/samples.ts';

/**
 * What comparing two samples costs, from unsorted arrays in memory to the p-value or the index. Where Debian's
 * python3-scipy is installed, SciPy and NumPy do the same after each of our runs: the ratio is the median of the
 * pairs'.
 *
 *   npm run bench:drift [PAIRS]
 */
const [pairs = 15] = process.argv.slice(2).map(Number);

interface Case {
  readonly test: 'ks' | 'psi';
  readonly name: string;
  readonly reference: Float64Array;
  readonly current: Float64Array;
  /** At most this much of SciPy's time is the aim. */
  readonly aim?: number;
}

const cases: readonly Case[] = [
  ks('10,000 and 10,000', normal(1e4), normal(1e4), 0.5),
  ks('10,000 and 9,000', normal(1e4), normal(9e3), 0.5),
  ks('10,000 and 9,000, drifted', normal(1e4), normal(9e3, 0.1), 0.5),
  ks('100,000 each', normal(1e5), normal(1e5), 0.5),
  ks('100,000 each, drifted', normal(1e5), normal(1e5, 0.05), 0.5),
  ks('1,000,000 each', normal(1e6), normal(1e6), 0.15),
  ks('1,000,000 each, drifted', normal(1e6), normal(1e6, 0.01), 0.15),
  ks('1,000,000 each, lognormal', lognormal(1e6), lognormal(1e6)),
  ks('1,000,000 each, whole numbers', whole(1e6), whole(1e6)),
  psi('100,000 each', normal(1e5), normal(1e5, 0.05)),
  psi('1,000,000 each', normal(1e6), normal(1e6, 0.01), 0.4),
  psi('1,000,000 each, lognormal', lognormal(1e6), lognormal(1e6, 0.01)),
  psi('1,000,000 each, whole numbers', whole(1e6), whole(1e6, 0.01)),
];

const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
const peer = await startPeer();
if (!peer) process.stdout.write('There is no SciPy here: apt-get install python3-scipy\n');
process.stdout.write(
  `${''.padEnd(36)}      ours     theirs    ratio  (quarter to three quarters)    aim\n`,
);
try {
  for (const [index, one] of cases.entries()) await measure(one, path.join(folder, `${index}`));
} finally {
  await peer?.stop();
  await rm(folder, { recursive: true });
}

function ks(name: string, reference: Float64Array, current: Float64Array, aim?: number): Case {
  return { test: 'ks', name, reference, current, ...(aim === undefined ? {} : { aim }) };
}

function psi(name: string, reference: Float64Array, current: Float64Array, aim?: number): Case {
  return { ...ks(name, reference, current, aim), test: 'psi' };
}

async function measure(one: Case, file: string): Promise<void> {
  const [reference, current] = [`${file}-reference`, `${file}-current`];
  await writeFile(reference, one.reference);
  await writeFile(current, one.current);
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first pair warms both up.
  for (let pair = 0; pair <= pairs; pair += 1) {
    const mine = run(one);
    const other = await peer?.ask(one.test, reference, current);
    if (other) compare(one, mine, other);
    if (pair === 0) continue;
    ours.push(mine.ms);
    if (other) theirs.push(other.ms);
  }
  const ratios = theirs.map((taken, pair) => (ours[pair] ?? 0) / taken);
  const cells = [
    `${one.test.toUpperCase().padEnd(4)}${one.name}`.padEnd(36),
    `${at(ours, 0.5).toFixed(2)} ms`.padStart(10),
    ...(peer
      ? [
          `${at(theirs, 0.5).toFixed(2)} ms`.padStart(11),
          at(ratios, 0.5).toFixed(3).padStart(8),
          `(${at(ratios, 0.25).toFixed(3)} to ${at(ratios, 0.75).toFixed(3)})`.padStart(18),
        ]
      : []),
    `${one.aim ?? ''}`.padStart(18),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}

function run({ test, reference, current }: Case): Answer {
  const begun = performance.now();
  if (test === 'psi') {
    const index = psiUnsorted(reference, current);
    return { ms: performance.now() - begun, figures: [index] };
  }
  const { statistic, pvalue } = ksTestUnsorted(reference, current);
  return { ms: performance.now() - begun, figures: [statistic, pvalue] };
}

/** A fast answer that is another one is none. @throws Error when they differ */
function compare(
  { test, name }: Case,
  { figures: ours }: Answer,
  { figures: theirs }: Answer,
): void {
  const isNear = theirs.every((figure, index) => {
    return Math.abs((ours[index] ?? Number.NaN) - figure) <= 1e-9 * Math.abs(figure) + 1e-300;
  });
  if (!isNear)
    throw new Error(`${test}, ${name}: ours is ${ours.join(', ')}, not ${theirs.join(', ')}`);
}

/** What so large a share of the values is below. */
function at(values: readonly number[], share: number): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[Math.floor(share * (ascending.length - 1))] ?? 0;
}
