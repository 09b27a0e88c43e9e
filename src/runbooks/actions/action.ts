import type { z } from 'zod';

/** What doing something would change, in a sentence each. */
export interface Change {
  readonly before: string;
  readonly after: string;
  /**
   * What was found, for machines: an approval holds only while the same is found again, and it is what an undo
   * goes back to. Absent where nothing is replaced.
   */
  readonly was?: string;
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
  /** To do it again under the same key is to do it once. */
  readonly isRepeatable?: true;
}

export type Outcome = Done | Failed | Later | Unknown;

/** There is none of that key: it did not happen, and another attempt may do. */
export interface Absent {
  readonly outcome: 'absent';
}

/** How something goes on that a service was told to do. */
export interface Progress {
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly what: string;
}

/** How far something reaches: the figure that it sets, and the one that it replaces. Infinity is no bound at all. */
export interface Reach {
  readonly from: number;
  readonly to: number;
  /** `MB`, `tasks`. */
  readonly unit: string;
}

/** Something that is done to the world. Texts are for people; those of services are among them, as they come. */
export interface ActionOf<Params> {
  readonly name: string;
  readonly params: z.ZodType<Params>;
  /** What is done, and to what: `Set the memory of orders-api to 1,024 MB`. */
  readonly title: (params: Params) => string;
  /** What it is done to, the same for whatever is done to it: limits count by it. */
  readonly target: (params: Params) => string;
  /** The same by its short name, without account and region: what `targets` in the config are patterns of. `shop/orders` */
  readonly targetName: (params: Params) => string;
  /** An attempt that lasts longer is of unknown fate, in milliseconds. */
  readonly timeout: (params: Params) => number;
  /** Finds out what it would change; it changes nothing. @throws ActionProblem */
  readonly dryRun: (params: Params, signal: AbortSignal) => Promise<Change>;
  /**
   * Does it, where what the dry run found is still so. Nothing is thrown.
   *
   * @param was what the dry run found
   */
  readonly run: (
    params: Params,
    key: string,
    signal: AbortSignal,
    was?: string,
  ) => Promise<Outcome>;
  /** What became of an attempt of that key. Nothing is thrown. */
  readonly lookUp: (
    params: Params,
    key: string,
    signal: AbortSignal,
    was?: string,
  ) => Promise<Outcome | Absent>;
  /** How it goes on; undefined where that can't be found out now. */
  readonly follow?: (
    params: Params,
    handle: string,
    signal: AbortSignal,
  ) => Promise<Progress | undefined>;
  /** Has what runs there stopped. Nothing is thrown. */
  readonly stop?: (params: Params, handle: string, signal: AbortSignal) => Promise<Outcome>;
  /** The parameters with which the same action takes it back; undefined where it can't. */
  readonly inverse?: (params: Params, was: string) => Params | undefined;
  /** Absent where no figure is set; undefined where these parameters set none. The config's `most` bounds it. */
  readonly reach?: (params: Params, was: string) => Reach | undefined;
}

/** An action whose parameters are read by its schema. */
export type Action = ActionOf<unknown>;

/** The action of a name; undefined of one that this version does not know. */
export type FindAction = (name: string) => Promise<Action | undefined>;

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
  const { name, params: schema, follow, stop, inverse, reach } = action;
  const read = (params: unknown): Params => schema.parse(params);
  return {
    name,
    params: schema,
    title: (params) => action.title(read(params)),
    target: (params) => action.target(read(params)),
    targetName: (params) => action.targetName(read(params)),
    timeout: (params) => action.timeout(read(params)),
    dryRun: (params, signal) => action.dryRun(read(params), signal),
    run: (params, ...rest) => action.run(read(params), ...rest),
    lookUp: (params, ...rest) => action.lookUp(read(params), ...rest),
    ...(follow && { follow: (params, ...rest) => follow(read(params), ...rest) }),
    ...(stop && { stop: (params, ...rest) => stop(read(params), ...rest) }),
    ...(inverse && { inverse: (params, was) => inverse(read(params), was) }),
    ...(reach && { reach: (params, was) => reach(read(params), was) }),
  };
}
