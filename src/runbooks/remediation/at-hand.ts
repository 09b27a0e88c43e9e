import type { Attempt, Automation, Standing } from '../../engine/ports/automation.ts';
import type { Changer } from '../actions/changes.ts';
import type { Binding } from './binding.ts';
import { OFF } from './words.ts';

/** What is done by itself, and what people do about that. */
export interface AutomationAtHand {
  readonly bindings: readonly Binding[];
  readonly standing: () => Promise<Standing>;
  /** The newest first. */
  readonly latest: (max: number) => Promise<readonly Attempt[]>;
  /** False where it was off, or on, already. */
  readonly turnOff: (by: Changer, why: string) => Promise<boolean>;
  readonly turnOn: (by: Changer) => Promise<boolean>;
  /** Has a binding that was stopped go on. False where it was not. */
  readonly start: (binding: string, by: Changer) => Promise<boolean>;
}

const LONGEST_WHY = 300;

export interface AutomationParts {
  /** Has what was asked for and not begun not be done. */
  readonly withdraw: (run: string, why: string) => Promise<void>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

export function automationAtHand(
  bindings: readonly Binding[],
  automation: Automation,
  { withdraw, now }: AutomationParts,
): AutomationAtHand {
  /** At once: who brings attempts on may be busy with others. */
  async function withdrawAll(): Promise<void> {
    const waiting = (await automation.underWay()).flatMap(({ run }) => run ?? []);
    await Promise.all(waiting.map((run) => withdraw(run, OFF)));
  }

  return {
    bindings,
    standing: () => automation.standing(),
    latest: (max) => automation.latest(max),
    async turnOff(by, reason) {
      const { off } = await automation.standing();
      if (off !== undefined) {
        // Whoever did may have died in between.
        await withdrawAll();
        return false;
      }
      const why = reason.slice(0, LONGEST_WHY).toWellFormed().trim();
      const because = why === '' ? {} : { why };
      const switched = { at: now(), by: by.name ?? by.actor, ...because };
      const deed = { actor: by.actor, action: 'automation-off', object: 'automation' } as const;
      await automation.turn(switched, { ...deed, details: because });
      await withdrawAll();
      return true;
    },
    async turnOn({ actor }) {
      const { off } = await automation.standing();
      if (off === undefined) return false;
      await automation.turn(undefined, { actor, action: 'automation-on', object: 'automation' });
      return true;
    },
    start: (binding, { actor }) =>
      automation.start(binding, { actor, action: 'automation-started', object: binding }),
  };
}
