import type { z } from 'zod';

/** What doing something would change, in a sentence each. */
export interface Change {
  readonly before: string;
  readonly after: string;
}

/** The service has it. What goes on there is asked about by its handle; without one it is over. */
export interface Done {
  readonly outcome: 'done';
  readonly what: string;
  readonly handle?: string;
  /** Where to look at it: http(s). */
  readonly link?: string;
}

/** It was refused, and will be again until somebody mends it. */
export interface Failed {
  readonly outcome: 'failed';
  readonly what: string;
  readonly mend: string;
}

/** Nothing has happened, and another attempt may do. */
export interface Later {
  readonly outcome: 'later';
  readonly what: string;
}

/** It may have happened. */
export interface Unknown {
  readonly outcome: 'unknown';
  /** What is known, and what is not. */
  readonly what: string;
  /** It will never be found out. */
  readonly isFinal?: true;
}

export type Outcome = Done | Failed | Later | Unknown;

/** There is none of that key: it did not happen, and to do it again under the same key is to do it once. */
export interface Absent {
  readonly outcome: 'absent';
}

/** How something goes on that a service was told to do. */
export interface Progress {
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly what: string;
}

/** Something that is done to the world. Texts are for people; those of services are among them, as they come. */
export interface ActionOf<Params> {
  readonly name: string;
  readonly params: z.ZodType<Params>;
  /** An attempt that lasts longer is of unknown fate, in milliseconds. */
  readonly timeout: (params: Params) => number;
  /** Finds out what it would change; it changes nothing. @throws ActionProblem */
  readonly dryRun: (params: Params, signal: AbortSignal) => Promise<Change>;
  /** Does it. Nothing is thrown. */
  readonly run: (params: Params, key: string, signal: AbortSignal) => Promise<Outcome>;
  /** What became of an attempt of that key. Nothing is thrown. */
  readonly lookUp: (params: Params, key: string, signal: AbortSignal) => Promise<Outcome | Absent>;
  /** How it goes on; undefined where that can't be found out now. */
  readonly follow?: (
    params: Params,
    handle: string,
    signal: AbortSignal,
  ) => Promise<Progress | undefined>;
  /** Takes it back, as far as that can be done. Nothing is thrown. */
  readonly undo?: (params: Params, handle: string, signal: AbortSignal) => Promise<Outcome>;
}

/** An action whose parameters are read by its schema. */
export type Action = ActionOf<unknown>;

/** Why it can't be found out what an action would change. */
export class ActionProblem extends Error {
  override readonly name = 'ActionProblem';
  readonly mend: string;

  constructor(what: string, mend: string) {
    super(what);
    this.mend = mend;
  }
}

/** The action for parameters that were kept, or come from elsewhere: they are read before each use. */
export function reading<Params>(action: ActionOf<Params>): Action {
  const { name, params: schema, timeout, dryRun, run, lookUp, follow, undo } = action;
  const read = (params: unknown): Params => schema.parse(params);
  return {
    name,
    params: schema,
    timeout: (params) => timeout(read(params)),
    dryRun: (params, signal) => dryRun(read(params), signal),
    run: (params, key, signal) => run(read(params), key, signal),
    lookUp: (params, key, signal) => lookUp(read(params), key, signal),
    ...(follow && { follow: (params, handle, signal) => follow(read(params), handle, signal) }),
    ...(undo && { undo: (params, handle, signal) => undo(read(params), handle, signal) }),
  };
}
