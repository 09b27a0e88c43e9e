import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Attempt } from '../../engine/ports/automation.ts';
import type { Binding } from './binding.ts';

/** What automation has done, and by whom; texts are for people. */
export interface Doing {
  /** Asks for a binding's action, once for an attempt; or says why that can't be. */
  readonly ask: (
    attempt: Attempt,
    binding: Binding,
  ) => Promise<{ readonly key: string } | { readonly why: string }>;
  /** A run; or, where what it would change was something else by then, the one that was asked in its place. */
  readonly find: (key: string) => Promise<ActionRun | undefined>;
  /** Whether there is a place where people can be asked. */
  readonly canAsk: (attempt: Attempt, binding: Binding) => Promise<boolean>;
  /** Says yes in the bot's name; or it is theirs to say, where the config wants somebody else than who asked. */
  readonly approve: (key: string) => Promise<'said' | 'theirs'>;
  /** Has what was not begun yet not be done. @param why a sentence */
  readonly withdraw: (key: string, why: string) => Promise<void>;
}
