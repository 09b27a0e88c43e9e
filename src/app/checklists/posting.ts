import type { Config } from '../../config/load.ts';
import { createMentions } from '../../delivery/slack/mentions.ts';
import type { ChecklistRuns } from '../../engine/ports/checklist-runs.ts';
import { BOT } from '../../runbooks/actions/changes.ts';
import { beginningDeed, begun } from '../../runbooks/checklists/begin.ts';
import { closed, passed } from '../../runbooks/checklists/change.ts';
import type { Checklist } from '../../runbooks/checklists/checklist.ts';
import { createRedisChecklistRuns } from '../../store/redis/checklist-runs.ts';
import { createRedisKnownDuties } from '../../store/redis/known-duties.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { createFindOnDuty } from '../duties.ts';
import { lookAfter } from '../look-after.ts';
import { readChecklists, usableChecklists } from '../runbooks/checklist-library.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { checklistPlans, type Plans } from './plan.ts';
import { createChecklistTeller } from './tell.ts';

/** How often it is looked whether something is due, in milliseconds: three reads, while nothing is. */
const LOOK_EVERY = 20_000;

/** Posts checklists when they are due, reminds, closes, and tells of them: any replica does, each once. */
export function startChecklists(wiring: Wiring): void {
  const { clock, config, folder, redis } = wiring;
  const log = wiring.log.named('checklists');
  const runs = createRedisChecklistRuns(redis, KEYS);
  const find = createFindOnDuty(config, {
    knownDuties: createRedisKnownDuties(redis, KEYS),
    limiter: createRedisRateLimiter(redis, KEYS),
    now: clock.now,
    onUnknown: (error, schedule) =>
      log.warn({ schedule, error }, 'nobody can say who is on call: it is said who last was'),
  });
  const tell = createChecklistTeller(wiring, { runs, mentions: find && createMentions(find) });
  const warnUnknown = (name: string) =>
    log.warn({ name }, 'there is no such checklist, or it has mistakes: see tocsin runbook lint');
  const look = createChecklistLook({
    runs,
    plans: checklistPlans(config),
    library: () => libraryOf(config, folder),
    now: clock.now,
    onUnknown: warnUnknown,
  });
  const names = new Set(libraryOf(config, folder).map((one) => one.name));
  for (const { name } of config.checklists) if (!names.has(name)) warnUnknown(name);
  lookAfter(wiring, {
    name: 'checklists',
    every: LOOK_EVERY,
    async unsettled() {
      await look();
      return runs.unsettled();
    },
    look: tell,
  });
}

/** The checklists that are good to use, as their files are now. */
export function libraryOf(
  { runbooks }: Pick<Config, 'runbooks'>,
  folder = '.',
): readonly Checklist[] {
  return usableChecklists(readChecklists(runbooks.dirs, folder));
}

interface LookParts {
  readonly runs: ChecklistRuns;
  readonly plans: Plans;
  readonly library: () => readonly Checklist[];
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Told that one is due that there is not. */
  readonly onUnknown: (name: string) => void;
}

/** Looks what time has brought: closes and reminds first, so that the next of a name can begin. */
export function createChecklistLook({
  runs,
  plans,
  library,
  now,
  onUnknown,
}: LookParts): () => Promise<void> {
  /** When one that there is not was due: said once. */
  const unknown = new Map<string, number>();
  return async () => {
    const at = now();
    for (const run of await runs.open()) {
      const next = passed(run, at);
      // Who changed it meanwhile: the next look has it.
      if (next !== undefined) await runs.change(next.run, next.deed);
    }
    for (const { settings, plan } of plans.due(at)) {
      const { name, channel } = settings;
      const id = `${name}-${new Date(plan.dueAt).toISOString()}`;
      if ((await runs.find(id)) !== undefined) continue;
      const checklist = library().find((one) => one.name === name);
      if (checklist === undefined) {
        if (unknown.get(name) !== plan.dueAt) onUnknown(name);
        unknown.set(name, plan.dueAt);
        continue;
      }
      const run = begun(checklist, { ...plan, id, channel });
      const deed = beginningDeed(run, BOT.actor);
      const inTheWay = await runs.begin(run, deed);
      // It was to stay open for longer, by another config.
      if (inTheWay === undefined || inTheWay.id === id) continue;
      const over = closed(inTheWay, at);
      if (await runs.change(over.run, over.deed)) await runs.begin(run, deed);
    }
  };
}
