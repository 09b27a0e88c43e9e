import { randomUUID } from 'node:crypto';
import type { Walk } from '../../engine/ports/walks.ts';
import { actionLook } from '../../handlers/action-runs/look.ts';
import { pressUntilDone } from '../../runbooks/walking/at-hand.ts';
import { leftAt } from '../../runbooks/walking/phase-clock.ts';
import { currentStep, walkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createRedisWalks } from '../../store/redis/walks.ts';
import { lookAfter, type LookWiring } from '../look-after.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { createWalkTeller } from './tell-walks.ts';

/** How often walks that are open, or not wholly told, are looked at, in milliseconds. */
const LOOK_EVERY = 10_000;

type WalkWiring = LookWiring & Pick<Wiring, 'clock' | 'library' | 'slackLimits'>;

/**
 * Keeps the cards of walks true, and ends those that nobody touches any more.
 *
 * @returns what has a walk shown as it is, by its id
 */
export function startWalks(wiring: WalkWiring): (id: string) => Promise<void> {
  const { config, redis, clock, library } = wiring;
  const walks = createRedisWalks(redis, KEYS);
  const runs = createRedisActionRuns(redis, KEYS);
  const allowed = new Set<string>(config.actions.allow.map(({ action }) => action));
  const tell = createWalkTeller(wiring, walks, async (walk) => {
    const { runbook, text } = walk;
    const file = library.current().runbooks.find((one) => one.runbook.name === runbook);
    const step = currentStep(walk, walkedRunbook(walk));
    const action = step?.parts.find((part) => part.kind === 'action');
    const asked = walk.runs.find((one) => one.step === step?.index);
    const run = asked === undefined ? undefined : await runs.find(asked.key);
    return {
      isChanged: file !== undefined && file.text !== text,
      canDo: action !== undefined && walk.isDrill !== true && allowed.has(action.config.name),
      ...(run !== undefined && { run: actionLook(run).heading }),
    };
  });

  /** As it is once the bot has seen whether somebody still walks it. */
  async function looked(walk: Walk): Promise<Walk> {
    const phase = currentStep(walk, walkedRunbook(walk))?.phase;
    const at = clock.now();
    if (walk.state !== 'open' || at < leftAt(walk, phase)) return walk;
    const aim = { step: walk.results.length, opened: walk.opened };
    const pressed = { id: randomUUID(), aim, deed: { kind: 'left' }, at } as const;
    return (await pressUntilDone(walks, walk.id, pressed))?.walk ?? walk;
  }

  // Another config has another library, and other actions: cards would go back and forth.
  return lookAfter(wiring, {
    name: 'walks',
    every: LOOK_EVERY,
    unsettled: () => walks.unsettled(),
    async look(id) {
      const walk = await walks.find(id);
      if (walk !== undefined) await tell(await looked(walk));
    },
  });
}
