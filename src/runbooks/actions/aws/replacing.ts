import type { z } from 'zod';
import {
  ActionProblem,
  type ActionOf,
  type Change,
  type Done,
  type Failed,
  type Outcome,
} from '../action.ts';
import { failureOf } from './aws-failure.ts';
import { canonicalJson } from './canonical-json.ts';
import { PassingProblem, type Place } from './place.ts';

/** Something that has one value at a time, which an action replaces by another. */
export interface Replacement<Params extends Place, Found, Value> extends Pick<
  ActionOf<Params>,
  'name' | 'params' | 'title' | 'target' | 'targetName' | 'follow' | 'stop'
> {
  /** What has to be allowed to replace it: `ecs:UpdateService`. */
  readonly permission: string | ((params: Params) => string);
  /** Reads what is there. @throws ActionProblem */
  readonly find: (params: Params, signal: AbortSignal) => Promise<Found>;
  readonly valueOf: (found: Found) => Value;
  /** Reads a value that was kept. */
  readonly value: z.ZodType<Value>;
  /** What it is to become. @param was what the dry run found @throws ActionProblem where that can't be said */
  readonly wanted: (params: Params, was: Value) => Value;
  /** Whether a value is what is wanted, where more is kept of it than is replaced; otherwise they are equal. */
  readonly isThere?: (value: Value, wanted: Value) => boolean;
  /** A value in words that can stand behind `It is`: `4 tasks`. */
  readonly words: (value: Value) => string;
  /** The figure in a value that the config can bound, and its unit: `tasks`; Infinity of a value without a bound. */
  readonly figure?: {
    readonly of: (value: Value, params: Params) => number;
    readonly unit: string;
  };
  /** What would change, in a sentence each. @throws ActionProblem of what can't work */
  readonly shown: (
    params: Params,
    found: Found,
    signal: AbortSignal,
  ) => Promise<Pick<Change, 'before' | 'after'>> | Pick<Change, 'before' | 'after'>;
  /**
   * Replaces it, in one attempt; with the service's own comparison, where it has one.
   *
   * @returns what else is to be said of it
   * @throws ActionProblem where it was not done; and errors of the SDK
   */
  readonly put: (params: Params, found: Found, signal: AbortSignal) => Promise<string | undefined>;
  /** By what it is followed, and its page in the console. */
  readonly marks: (params: Params, found: Found, wanted: Value) => Pick<Done, 'handle' | 'link'>;
  /** What puts a value back. */
  readonly back: (params: Params, was: Value) => Params;
}

const TIMEOUT = 30_000;
/** So often a client may try to replace something: the second time could undo what somebody did in between. */
export const ONCE = 1;

/**
 * An action that replaces one value by another. It does so only where what the dry run found is still there; and
 * what became of an attempt of unknown fate is seen from what is there afterwards: AWS knows no keys of these.
 */
export function replacing<Params extends Place, Found, Value>(
  one: Replacement<Params, Found, Value>,
): ActionOf<Params> {
  const { name, params: schema, title, target, targetName, figure, follow, stop } = one;
  const isThere = one.isThere ?? isSame;
  const permissionFor = (params: Params): string =>
    typeof one.permission === 'string' ? one.permission : one.permission(params);
  const valueIn = (was: string): Value => one.value.parse(JSON.parse(was));

  function done(params: Params, found: Found, wanted: Value, what: string): Done {
    return { outcome: 'done', what, ...one.marks(params, found, wanted) };
  }

  async function replace(params: Params, was: string, signal: AbortSignal): Promise<Outcome> {
    const found = await one.find(params, signal);
    const now = one.valueOf(found);
    const wanted = one.wanted(params, valueIn(was));
    if (isThere(now, wanted))
      return done(params, found, wanted, `It is ${one.words(now)} already.`);
    if (canonicalJson(now) !== was) return changedMeanwhile(one.words(now));
    const more = (await one.put(params, found, signal)) ?? '';
    return done(params, found, wanted, `It is set to ${one.words(wanted)}. ${more}`.trim());
  }

  return {
    name,
    params: schema,
    title,
    target,
    targetName,
    timeout: () => TIMEOUT,
    ...(follow && { follow }),
    ...(stop && { stop }),
    async dryRun(params, signal) {
      const found = await one.find(params, signal);
      const shown = await one.shown(params, found, signal);
      const now = one.valueOf(found);
      if (isThere(now, one.wanted(params, now))) {
        const what = `It is ${one.words(now)} already.`;
        throw new ActionProblem(what, 'There is nothing to be done.');
      }
      return { ...shown, was: canonicalJson(now) };
    },
    async run(params, _, signal, was) {
      if (was === undefined) {
        const what = 'It was not found out what it would replace.';
        return { outcome: 'failed', what, mend: 'Ask again.' };
      }
      try {
        return await replace(params, was, signal);
      } catch (error) {
        if (error instanceof PassingProblem) return { outcome: 'later', what: error.message };
        if (error instanceof ActionProblem) {
          return { outcome: 'failed', what: error.message, mend: error.mend };
        }
        return failureOf(error, permissionFor(params), params.role_arn);
      }
    },
    async lookUp(params, _, signal, was) {
      if (was === undefined) return { outcome: 'absent' };
      try {
        const found = await one.find(params, signal);
        const now = one.valueOf(found);
        const wanted = one.wanted(params, valueIn(was));
        if (isThere(now, wanted)) return done(params, found, wanted, `It is ${one.words(now)}.`);
        if (canonicalJson(now) === was) return { outcome: 'absent' };
        const texts = [now, valueIn(was), wanted].map((value) => one.words(value));
        const what = `It is ${texts[0]} now, neither ${texts[1]} as it was found nor ${texts[2]}: somebody else has changed it, and whether this came before that is not known.`;
        return { outcome: 'unknown', what, isFinal: true };
      } catch (error) {
        if (!(error instanceof ActionProblem)) throw error;
        return { outcome: 'unknown', what: `It can not be looked up. ${error.message}` };
      }
    },
    inverse: (params, was) => one.back(params, valueIn(was)),
    ...(figure && {
      reach: (params, was) => {
        const from = valueIn(was);
        const { of, unit } = figure;
        return { from: of(from, params), to: of(one.wanted(params, from), params), unit };
      },
    }),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function changedMeanwhile(words: string): Failed {
  const what = `Meanwhile it was changed, and is ${words}: nothing was done.`;
  return { outcome: 'failed', what, mend: 'Ask again.' };
}
