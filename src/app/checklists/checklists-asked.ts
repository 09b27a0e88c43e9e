import { ConfigError } from '../../config/config-error.ts';
import { environment } from '../../config/environment.ts';
import { findConfig } from '../../config/find.ts';
import type { Config } from '../../config/load.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { hasErrors } from '../../config/problem.ts';
import type { ChecklistConfig } from '../../config/schema/checklists.ts';
import type { ChecklistRun } from '../../engine/ports/checklist-runs.ts';
import type { Checklist } from '../../runbooks/checklists/checklist.ts';
import { createRedisChecklistRuns } from '../../store/redis/checklist-runs.ts';
import { startRedisClock } from '../../store/redis/clock.ts';
import { connectRunning } from '../running-redis.ts';
import { readChecklists, type ChecklistLibrary } from '../runbooks/checklist-library.ts';
import { runbookConfig } from '../runbooks/runbook-config.ts';
import { KEYS } from '../wiring.ts';

export { checklistBulletin } from '../../runbooks/checklists/report-text.ts';
export { checklistFigures } from '../../runbooks/checklists/report.ts';

export interface ListedChecklist {
  readonly checklist: Checklist;
  /** Absent where it is not on schedule. */
  readonly settings?: ChecklistConfig;
}

/** The checklists of a config, and when each is posted. @throws ConfigError */
export function listChecklists(named: string | undefined): {
  readonly found: readonly ListedChecklist[];
  /** Files with mistakes in them. */
  readonly leftOut: readonly string[];
} {
  const { library, config } = libraryIn(named);
  const found = library.checklists
    .filter(({ problems }) => !hasErrors(problems))
    .map(({ checklist }) => {
      const settings = config.checklists.find(({ name }) => name === checklist.name);
      return { checklist, ...(settings && { settings }) };
    });
  const broken = library.checklists.filter(({ problems }) => hasErrors(problems));
  return { found, leftOut: broken.map(({ file }) => file) };
}

/** @throws ConfigError, also for what is wrong with it, and Mistake where there is none of that name */
export function showChecklist(named: string | undefined, name: string): Checklist {
  const { checklists } = libraryIn(named).library;
  const found = checklists.find(({ checklist }) => checklist.name === name);
  if (found !== undefined) {
    if (hasErrors(found.problems)) throw new ConfigError(found.problems);
    return found.checklist;
  }
  const meant = nearest(
    name,
    checklists.map(({ checklist }) => checklist.name),
  );
  const hint = meant === undefined ? 'see tocsin checklist list' : `write ${meant}`;
  throw new Mistake(`there is no checklist ${quoted(name)}`, hint);
}

/**
 * The checklists that the bot of a config has posted since a time, the oldest first.
 *
 * @param sinceAt from when on, epoch milliseconds by the store's clock: told its time now
 * @throws Error in words for people when its Redis can't be reached
 */
export async function postedChecklists(
  config: Config,
  sinceAt: (now: number) => number,
): Promise<readonly ChecklistRun[]> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const now = clock.now();
    return await createRedisChecklistRuns(redis, KEYS).between(sinceAt(now), now + 1);
  } finally {
    clock.stop();
    redis.disconnect();
  }
}

function libraryIn(named: string | undefined): {
  readonly library: ChecklistLibrary;
  readonly config: Config;
} {
  const { config, base } = runbookConfig(findConfig(named, environment()));
  const library = readChecklists(config.runbooks.dirs, base);
  if (hasErrors(library.problems)) throw new ConfigError(library.problems);
  return { library, config };
}
