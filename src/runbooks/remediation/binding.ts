import type { Labels } from '../../alert/labels.ts';
import { matchesAll, type Matcher } from '../../alert/matcher.ts';
import { isOwn } from '../../alert/own.ts';
import type { CheckConfig } from '../../config/schema/runbook.ts';
import type { Pace } from '../../engine/ports/automation.ts';

/** What an action is asked for with. */
export interface BoundAction {
  readonly name: string;
  /** As a runbook has them, with variables. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** How alerts are answered by themselves, as the config has it. Times are milliseconds. */
export interface Binding {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  /** `suggest` has people asked whether it shall be done, `act` has it done. */
  readonly mode: 'off' | 'suggest' | 'act';
  /** Without one people have to do something. */
  readonly action?: BoundAction;
  /** So long an alert fires before it is answered. */
  readonly after: number;
  readonly pace: Pace;
  /** Whether it acts at a time (epoch milliseconds), or asks. */
  readonly mayAct: (at: number) => boolean;
  readonly verify: {
    /** So long after the action it has to have helped. */
    readonly within: number;
    /** Without one it has helped when the alert is over. */
    readonly check?: CheckConfig;
  };
}

/** The first binding that answers an alert; undefined where the config leaves it to people without a word. */
export function bindingFor(labels: Labels, bindings: readonly Binding[]): Binding | undefined {
  // What the bot says of itself is for people.
  if (isOwn(labels)) return undefined;
  const found = bindings.find(({ matchers }) => matchesAll(matchers, labels));
  return found?.mode === 'off' ? undefined : found;
}
