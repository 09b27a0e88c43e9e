import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAlertmanager } from './alertmanager.ts';
import { measure } from './runner.ts';
import { startSink, type Sink } from './sink.ts';
import type { Measured } from './wrk.ts';

/** One run of Alertmanager, after or before one of another program. @param alerts the folder of its load */
export async function measurePeer(alerts: string, seconds: number): Promise<Measured> {
  return inFolder(async (work, sink) => {
    const peer = await startAlertmanager(work, sink.url, alerts);
    try {
      return await measure(peer, seconds);
    } finally {
      await peer.stop();
    }
  });
}

/** Runs something in a folder of its own and with a sink of its own. */
export async function inFolder<T>(use: (work: string, sink: Sink) => Promise<T>): Promise<T> {
  const work = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const sink = await startSink();
  try {
    return await use(work, sink);
  } finally {
    await sink.stop();
    await rm(work, { recursive: true, force: true });
  }
}

/** How much of the peer's rate was reached, pair by pair. */
export function ratiosOf(
  ours: readonly Measured[],
  theirs: readonly Measured[],
): readonly number[] {
  return ours.map((one, index) => one.perSecond / (theirs[index]?.perSecond ?? 1));
}

/** The element in the middle by a figure. */
export function middle<T>(all: readonly T[], figure: (one: T) => number): T {
  const found = all.toSorted((a, b) => figure(a) - figure(b))[Math.floor(all.length / 2)];
  if (found === undefined) throw new Error('no run finished');
  return found;
}

/** The rates of some runs, in their order. */
export function rates(all: readonly Measured[]): string {
  return all.map(({ perSecond }) => perSecond.toFixed(0)).join(', ');
}
