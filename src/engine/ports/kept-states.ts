import type { Signal } from '../../alert/signal.ts';

/** What a look at something raises and ends. */
export interface Said {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly signals: readonly Signal[];
}

/** How things that are looked at now and then stand, for all replicas; by their names. */
export interface KeptStates<State> {
  all(): Promise<ReadonlyMap<string, State>>;
  /** Keeps a state and appends to the inbox what that raises and ends, in one atomic step. */
  put(name: string, state: State, said?: Said): Promise<void>;
  /** The same of what is looked at no more. */
  forget(name: string, said?: Said): Promise<void>;
}
