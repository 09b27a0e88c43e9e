import type { Alert } from '../alert/alert.ts';
import { isOutstanding, type Group, type Member } from '../alert/group.ts';
import type { Severity } from '../alert/severity.ts';

/** What is known of the alerts and groups that an event touches, loaded before the rules run. */
export interface State {
  readonly alert: (fingerprint: string) => Alert | undefined;
  readonly group: (key: string) => Group | undefined;
  /** All members of a group, by fingerprint; loaded only for flushes and outcomes. */
  readonly members: (key: string) => ReadonlyMap<string, Member>;
}

/** Something to do outside: bring one integration of one group up to date. */
export interface Effect {
  readonly kind: 'deliver';
  readonly group: string;
  readonly integration: string;
  /** Orders the work when there is more than can be done at once. */
  readonly severity: Severity;
  readonly traceId: string;
}

/** A decision about a group or a signal and why it was taken, for logs and metrics. */
export interface Reason {
  readonly decision: 'joined' | 'counted' | 'ignored' | 'notify' | 'quiet' | 'recorded';
  readonly reason: string;
  readonly group?: string;
  readonly integration?: string;
  readonly fingerprint?: string;
  /** Of the signal that a flush is about; other events have a trace of their own. */
  readonly traceId?: string;
}

/** Everything one event changes: committed whole, or not at all. An undefined value is a deletion. */
export interface Changes {
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly groups: ReadonlyMap<string, Group | undefined>;
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Member | undefined>>;
  readonly effects: readonly Effect[];
  readonly reasons: readonly Reason[];
  /** The delivery whose outcome this was: its attempt is over. */
  readonly settled?: { readonly group: string; readonly integration: string };
}

/** A working copy of the state for one event: reads see what was written, writes are collected. */
export class Draft {
  readonly #state: State;
  readonly #alerts = new Map<string, Alert>();
  readonly #groups = new Map<string, Group | undefined>();
  readonly #members = new Map<string, Map<string, Member | undefined>>();
  readonly #effects = new Map<string, Effect>();
  readonly #reasons: Reason[] = [];
  #settled: Changes['settled'];

  constructor(state: State) {
    this.#state = state;
  }

  alert(fingerprint: string): Alert | undefined {
    return this.#alerts.get(fingerprint) ?? this.#state.alert(fingerprint);
  }

  putAlert(alert: Alert): void {
    this.#alerts.set(alert.fingerprint, alert);
  }

  group(key: string): Group | undefined {
    return this.#groups.has(key) ? this.#groups.get(key) : this.#state.group(key);
  }

  putGroup(group: Group): void {
    this.#groups.set(group.key, group);
  }

  /** Forgets a group with all its members. */
  dropGroup(key: string): void {
    for (const fingerprint of this.members(key).keys()) this.putMember(key, fingerprint, undefined);
    this.#groups.set(key, undefined);
  }

  members(key: string): ReadonlyMap<string, Member> {
    const written = this.#members.get(key);
    if (written === undefined) return this.#state.members(key);
    const members = new Map(this.#state.members(key));
    for (const [fingerprint, member] of written) {
      if (member === undefined) members.delete(fingerprint);
      else members.set(fingerprint, member);
    }
    return members;
  }

  putMember(key: string, fingerprint: string, member: Member | undefined): void {
    const written = this.#members.get(key) ?? new Map<string, Member | undefined>();
    this.#members.set(key, written.set(fingerprint, member));
  }

  addEffect(effect: Effect): void {
    this.#effects.set(`${effect.group} ${effect.integration}`, effect);
  }

  settle(group: string, integration: string): void {
    this.#settled = { group, integration };
  }

  because(reason: Reason): void {
    this.#reasons.push(reason);
  }

  changes(): Changes {
    return {
      alerts: this.#alerts,
      groups: this.#groups,
      members: this.#members,
      effects: [...this.#effects.values()].filter((effect) => this.#isWanted(effect)),
      reasons: this.#reasons,
      ...(this.#settled !== undefined && { settled: this.#settled }),
    };
  }

  #isWanted({ group, integration }: Effect): boolean {
    const delivery = this.group(group)?.deliveries[integration];
    return delivery !== undefined && isOutstanding(delivery);
  }
}
