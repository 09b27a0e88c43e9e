import { firesAt, isMutedAt } from './facts.ts';
import type { Setup } from './ours.ts';
import { partsOf, type Told } from './scenario.ts';

/** Where ours tells otherwise on purpose. */
export type Improvement = 'always closed' | 'closed unsaid' | 'not told again';

/** The first difference of two lines of what one receiver was told of one group. */
export interface Difference {
  readonly theirs?: Told;
  readonly ours?: Told;
  /** What both told before. */
  readonly before: readonly Told[];
}

/** The improvement that a difference is; undefined when it is none, or more than one. */
export function improvementIn(difference: Difference, setup: Setup): Improvement | undefined {
  const found = new Found(difference, setup);
  if (found.isAlwaysClosed()) return 'always closed';
  if (found.isClosedUnsaid()) return 'closed unsaid';
  return found.isNotToldAgain() ? 'not told again' : undefined;
}

/** A difference with what can be asked of it. */
class Found {
  readonly #theirs: readonly string[] | undefined;
  readonly #ours: readonly string[] | undefined;
  readonly #at: number;
  readonly #before: readonly Told[];
  readonly #setup: Setup;
  readonly #to: { readonly route: string; readonly receiver: string };

  constructor({ theirs, ours, before }: Difference, setup: Setup) {
    this.#theirs = theirs?.alerts;
    this.#ours = ours?.alerts;
    this.#at = ours?.at ?? theirs?.at ?? 0;
    this.#before = before;
    this.#setup = setup;
    this.#to = partsOf(ours?.to ?? theirs?.to ?? '');
  }

  /**
   * Who was told that an alert fires is told its end although it is muted. Besides that ours says what
   * Alertmanager says, or, where that says nothing, what was told before.
   */
  isAlwaysClosed(): boolean {
    if (this.#ours === undefined) return false;
    const theirs = this.#theirs ?? this.#ours.filter((one) => this.#isKnown(one));
    const more = this.#ours.filter((one) => !theirs.includes(one));
    return (
      more.length > 0 &&
      theirs.every((one) => this.#ours?.includes(one)) &&
      more.every((one) => one.startsWith('-') && this.#toldFiring(one) && this.#isMuted(one))
    );
  }

  /** The same to a receiver that is told of no ends: what fires again is told as something new. */
  isClosedUnsaid(): boolean {
    if (this.#ours === undefined || this.#theirs !== undefined || this.#isToldOfEnds())
      return false;
    return this.#ours.some((one) => this.#toldFiring(one) && this.#endedMuted(one));
  }

  /** What was told before its mute began is not told again because the mute is over. */
  isNotToldAgain(): boolean {
    if (this.#theirs === undefined || this.#ours !== undefined) return false;
    const last = this.#before.at(-1);
    const again = this.#theirs.filter((one) => one.startsWith('+') && !last?.alerts.includes(one));
    return (
      last !== undefined &&
      again.length > 0 &&
      this.#theirs.every((one) => this.#isKnown(one)) &&
      again.every((one) => this.#isMuted(one, last.at))
    );
  }

  #isToldOfEnds(): boolean {
    return this.#setup.scenario.setting.receivers[this.#to.receiver] ?? true;
  }

  /** Whether the last word on an alert was that it fires. */
  #toldFiring(alert: string): boolean {
    return this.#lastWord(alert)?.startsWith('+') ?? false;
  }

  #isKnown(alert: string): boolean {
    return this.#lastWord(alert) === alert;
  }

  #lastWord(alert: string): string | undefined {
    const name = alert.slice(1);
    return this.#before.flatMap(({ alerts }) => alerts).findLast((one) => one.slice(1) === name);
  }

  #isMuted(alert: string, at = this.#at): boolean {
    return isMutedAt(this.#setup, this.#to.route, alert.slice(1), at);
  }

  /** Whether an alert was over, and muted, at a flush since it was last told. */
  #endedMuted(alert: string): boolean {
    const name = alert.slice(1);
    const { groupInterval = 0 } = this.#setup.policy.routesById.get(this.#to.route) ?? {};
    const step = groupInterval / 1000;
    const last = this.#before.at(-1)?.at ?? this.#at;
    for (let at = this.#at - step; at > last + step / 2; at -= step) {
      if (!firesAt(this.#setup.scenario, name, at) && this.#isMuted(alert, at)) return true;
    }
    return false;
  }
}
