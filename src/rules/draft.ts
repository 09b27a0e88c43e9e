import type { Alert } from '../alert/alert.ts';
import type { Deployment } from '../alert/deployment.ts';
import { isOutstanding, type Group, type Member, type Told } from '../alert/group.ts';
import type { Severity } from '../alert/severity.ts';
import type { Silence, SilenceBook } from '../alert/silence.ts';
import type { Deed } from './deed.ts';
import type { FollowUpEvent } from './event.ts';
import type { Moment } from './moment.ts';
import { withWritten, Writing } from './written.ts';

/** What is known of the alerts and groups that an event touches, loaded before the rules run. */
export interface State {
  readonly alert: (fingerprint: string) => Alert | undefined;
  readonly group: (key: string) => Group | undefined;
  /** All members of a group, by fingerprint; loaded for what is about a group, not for signals. */
  readonly members: (key: string) => ReadonlyMap<string, Member>;
  /** One member of a group; loaded also for signals that something could inhibit. */
  readonly member: (key: string, fingerprint: string) => Member | undefined;
  /** A group's notification log, by integration; loaded with the members. */
  readonly told: (key: string) => ReadonlyMap<string, Told>;
  readonly silences: () => SilenceBook;
  /** The alerts that inhibit under a key, by fingerprint; loaded for flushes. */
  readonly inhibitors: (key: string) => ReadonlyMap<string, Inhibitor>;
  /** Groups that wait for a mute to end: as many as are woken in one step. */
  readonly waiting: (mute: string) => readonly string[];
  /** The newest groups of a route, those included that folded: when each was new, by key. */
  readonly openings: (routeId: string) => ReadonlyMap<string, number>;
}

/** An alert that inhibits others. */
export interface Inhibitor {
  /** When it is over. */
  readonly endsAt?: number;
  /** Whether its rule's target matchers hold for it too. */
  readonly isTarget?: true;
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
  readonly decision:
    | 'joined'
    | 'counted'
    | 'ignored'
    | 'notify'
    | 'quiet'
    | 'recorded'
    | 'silenced'
    | 'refused'
    | 'woken'
    | 'acknowledged'
    | 'heard'
    | 'noted'
    | 'unacknowledged'
    | 'resolved'
    | 'escalated'
    | 'reassigned'
    | 'graphed'
    | 'failing'
    | 'fallback';
  readonly reason: string;
  readonly group?: string;
  readonly integration?: string;
  readonly fingerprint?: string;
  /** What else people should know: a rule that failed, what somebody wrote. */
  readonly note?: string;
  /** Of the signal that a flush is about; other events have a trace of their own. */
  readonly traceId?: string;
}

/** Everything one event changes: committed whole, or not at all. An undefined value is a deletion. */
export interface Changes {
  readonly alerts: ReadonlyMap<string, Alert>;
  /** Those included of which a member, or what was told, is written: by a group's version both are known. */
  readonly groups: ReadonlyMap<string, Group | undefined>;
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Member | undefined>>;
  /** By group, then by integration. */
  readonly told: ReadonlyMap<string, ReadonlyMap<string, Told | undefined>>;
  /** By id. */
  readonly silences: ReadonlyMap<string, Silence | undefined>;
  /** By key, then by the inhibiting alert's fingerprint. */
  readonly inhibitors: ReadonlyMap<string, ReadonlyMap<string, Inhibitor | undefined>>;
  /** By mute, then by group: who waits for its end; undefined for who does no more. */
  readonly waiting: ReadonlyMap<string, ReadonlyMap<string, true | undefined>>;
  /** By route, then by group: when it was new (epoch milliseconds); undefined for one to forget. */
  readonly openings: ReadonlyMap<string, ReadonlyMap<string, number | undefined>>;
  /** By fingerprint: when a gap in its data is looked at (epoch milliseconds); undefined for never. */
  readonly alertTimers: ReadonlyMap<string, number | undefined>;
  /** By one time of a maintenance window: alerts that it muted, by fingerprint, beside those noted before. */
  readonly muted: ReadonlyMap<string, ReadonlySet<string>>;
  /** What people did by this: for the audit trail. */
  readonly deeds: readonly Deed[];
  /** What reports may ask about, long after the groups are forgotten. */
  readonly moments: readonly Moment[];
  /** Deployments that were told of, with the labels by which they are routed: some may want to know. */
  readonly deployments: readonly Deployment[];
  /** What is to be done next, each in a step of its own. */
  readonly followUps: readonly FollowUpEvent[];
  readonly effects: readonly Effect[];
  readonly reasons: readonly Reason[];
  /** The delivery whose outcome this was: its attempt is over. */
  readonly settled?: { readonly group: string; readonly integration: string };
}

/** Nothing is changed. */
export const NO_CHANGES: Changes = {
  alerts: new Map(),
  groups: new Map(),
  members: new Map(),
  told: new Map(),
  silences: new Map(),
  inhibitors: new Map(),
  waiting: new Map(),
  openings: new Map(),
  alertTimers: new Map(),
  muted: new Map(),
  deeds: [],
  moments: [],
  deployments: [],
  followUps: [],
  effects: [],
  reasons: [],
};

/** A working copy of the state for one event: reads see what was written, writes are collected. */
export class Draft {
  readonly #state: State;
  readonly #alerts = new Map<string, Alert>();
  readonly #groups = new Map<string, Group | undefined>();
  readonly #members = new Writing<Member>();
  readonly #told = new Writing<Told>();
  readonly #silences = new Map<string, Silence | undefined>();
  readonly #inhibitors = new Writing<Inhibitor>();
  readonly #waiting = new Writing<true>();
  readonly #openings = new Writing<number>();
  readonly #alertTimers = new Map<string, number | undefined>();
  readonly #muted = new Map<string, Set<string>>();
  readonly #deeds: Deed[] = [];
  readonly #moments: Moment[] = [];
  readonly #deployments: Deployment[] = [];
  readonly #followUps: FollowUpEvent[] = [];
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

  /** Forgets a group with all its members and what was told of it. */
  dropGroup(key: string): void {
    for (const fingerprint of this.members(key).keys()) this.putMember(key, fingerprint, undefined);
    for (const integration of this.told(key).keys()) this.putTold(key, integration, undefined);
    this.#groups.set(key, undefined);
  }

  members(key: string): ReadonlyMap<string, Member> {
    return withWritten(this.#state.members(key), this.#members.of(key));
  }

  member(key: string, fingerprint: string): Member | undefined {
    const written = this.#members.of(key);
    return written?.has(fingerprint)
      ? written.get(fingerprint)
      : this.#state.member(key, fingerprint);
  }

  putMember(key: string, fingerprint: string, member: Member | undefined): void {
    this.#members.put(key, fingerprint, member);
  }

  told(key: string): ReadonlyMap<string, Told> {
    return withWritten(this.#state.told(key), this.#told.of(key));
  }

  putTold(key: string, integration: string, told: Told | undefined): void {
    this.#told.put(key, integration, told);
  }

  /** The silences as they were before this event. */
  get silences(): SilenceBook {
    return this.#state.silences();
  }

  putSilence(id: string, silence: Silence | undefined): void {
    this.#silences.set(id, silence);
  }

  inhibitors(key: string): ReadonlyMap<string, Inhibitor> {
    return withWritten(this.#state.inhibitors(key), this.#inhibitors.of(key));
  }

  putInhibitor(key: string, fingerprint: string, inhibitor: Inhibitor | undefined): void {
    this.#inhibitors.put(key, fingerprint, inhibitor);
  }

  waiting(mute: string): readonly string[] {
    return this.#state.waiting(mute);
  }

  putWaiting(mute: string, group: string, waits: true | undefined): void {
    this.#waiting.put(mute, group, waits);
  }

  openings(routeId: string): ReadonlyMap<string, number> {
    return withWritten(this.#state.openings(routeId), this.#openings.of(routeId));
  }

  putOpening(routeId: string, group: string, at: number | undefined): void {
    this.#openings.put(routeId, group, at);
  }

  putAlertTimer(fingerprint: string, due: number | undefined): void {
    this.#alertTimers.set(fingerprint, due);
  }

  /** Notes that an alert was muted, by one time of a maintenance window (`occurrenceOf`). */
  noteMuted(occurrence: string, fingerprint: string): void {
    const noted = this.#muted.get(occurrence) ?? new Set<string>();
    this.#muted.set(occurrence, noted.add(fingerprint));
  }

  did(deed: Deed): void {
    this.#deeds.push(deed);
  }

  remember(moment: Moment): void {
    this.#moments.push(moment);
  }

  deployed(deployment: Deployment): void {
    this.#deployments.push(deployment);
  }

  follow(event: FollowUpEvent): void {
    this.#followUps.push(event);
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
    for (const key of this.#members.fields.keys()) this.#writeGroupOf(key);
    for (const key of this.#told.fields.keys()) this.#writeGroupOf(key);
    return {
      alerts: this.#alerts,
      groups: this.#groups,
      members: this.#members.fields,
      told: this.#told.fields,
      silences: this.#silences,
      inhibitors: this.#inhibitors.fields,
      waiting: this.#waiting.fields,
      openings: this.#openings.fields,
      alertTimers: this.#alertTimers,
      muted: this.#muted,
      deeds: this.#deeds,
      moments: this.#moments,
      deployments: this.#deployments,
      followUps: this.#followUps,
      effects: [...this.#effects.values()].filter((effect) => this.#isWanted(effect)),
      reasons: this.#reasons,
      ...(this.#settled !== undefined && { settled: this.#settled }),
    };
  }

  #writeGroupOf(key: string): void {
    const group = this.group(key);
    if (group !== undefined) this.#groups.set(key, group);
  }

  #isWanted({ group, integration }: Effect): boolean {
    const delivery = this.group(group)?.deliveries[integration];
    return delivery !== undefined && isOutstanding(delivery);
  }
}
