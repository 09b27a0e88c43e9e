import type { Signal } from '../../src/alert/signal.ts';
import type { Adapter, DeliveryResult, Steps } from '../../src/delivery/adapter.ts';
import { newsOf, saidBy, type DeliveryView } from '../../src/delivery/view.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { RENEW_EVERY, type Leases } from '../../src/jobs/leases.ts';
import { deliver, type Outlet } from '../../src/jobs/deliver.ts';
import { isAnnouncement } from '../../src/rules/announcement.ts';
import { listenerOf } from '../../src/rules/integrations.ts';
import type { Group } from '../../src/alert/group.ts';
import type { Diagnosis } from '../../src/engine/ports/troubles.ts';
import type { Target } from '../../src/engine/ports/delivery-store.ts';
import type { Inbox } from '../../src/engine/ports/inbox.ts';
import type { IntentEvent } from '../../src/rules/event.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { createAnnouncer } from '../../src/announcements/announcer.ts';
import { createDegradationRuns } from '../../src/drift/degradation/evaluate.ts';
import type { Measure } from '../../src/drift/degradation/measure.ts';
import type { AssessedModel } from '../../src/drift/degradation/model.ts';
import type { DataSet } from '../../src/drift/quality/runs/dataset.ts';
import { createQualityRuns, type CheckData } from '../../src/drift/quality/runs/evaluate.ts';
import { createDriftRuns, type Compare } from '../../src/drift/runs/evaluate.ts';
import type { WatchedModel } from '../../src/drift/runs/model.ts';
import { createOwnAlerts } from '../../src/announcements/own-alerts.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';
import { signal } from '../rules/make.ts';

/** What one service was told, or the edit it was asked to make. Times are seconds. */
export interface Call {
  /** When the service had it. */
  readonly at: number;
  readonly to: string;
  readonly group: string;
  readonly kind: 'notification' | 'edit';
  readonly reason?: string;
  /** The flush that decided it. */
  readonly due?: number;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly flapping: readonly string[];
  /** The message that was written or edited, where the service keeps one. */
  readonly message?: string;
  /** For whom it was told, as a fallback, and since when that does not answer. */
  readonly instead?: { readonly of: string; readonly since: number };
  readonly episode: number;
  readonly movedTo?: string;
  readonly result: 'delivered' | 'reject' | 'retry';
}

/**
 * What a service makes of a call: its answer, after so many seconds. One that is `lost` on the way
 * leaves the service told, and is found out when it is asked again.
 */
export interface Answer {
  readonly result?: Call['result'] | 'lost';
  readonly after?: number;
  /** Why it is not taken, where that is known. */
  readonly diagnosis?: Diagnosis;
}

export interface TimelineOptions {
  readonly policy: Policy;
  /** How a service answers a call; by default it takes everything at once. */
  readonly answer?: (to: string, at: number) => Answer;
  /** The adapters of integrations that are to be told as they are, by id. */
  readonly adapters?: ReadonlyMap<string, Adapter>;
}

/** The journal's step of a call whose answer was lost. */
const LOST = 'lost';
/** So much is never done at one moment, unless it is done for ever. */
const STANDSTILL = 1_000;
/** Waiting for a service that said "not now", in seconds. */
const RETRY_AFTER = 5;
const ignore = () => {};
/** Reports go nowhere: what is told is what the rules do with the alerts. */
const UNTOLD = { publish: async () => {}, onUntold: ignore };

/**
 * The engine, the rules and the deliveries as they are, on a store in memory and a clock that stands
 * still until it is told to go on.
 */
export class Timeline {
  readonly calls: Call[] = [];
  readonly errors: unknown[] = [];
  /** What the rules would not do, and why. */
  readonly refusals: string[] = [];
  /** Why nothing came of what somebody asked of a group. */
  readonly ignored: string[] = [];
  readonly #options: TimelineOptions;
  readonly #store: MemoryStore;
  #policy: Policy;
  #engine: Engine;
  /** What happens later: actions by their time in milliseconds. */
  readonly #later: { readonly at: number; readonly run: () => void }[] = [];
  /** The deliveries of this process: those of one that died are nobody's. */
  #process = newProcess();
  #now = 0;
  #messages = 0;
  #sent = 0;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#policy = options.policy;
    this.#store = createMemoryStore(() => this.#now);
    this.#engine = this.#newEngine();
  }

  /** Seconds since the clock started. */
  get seconds(): number {
    return this.#now / 1000;
  }

  /** The store, to look at. */
  get state(): MemoryStore['state'] {
    return this.#store.state;
  }

  /** The keys of everything the store still has to do with, by kind; alerts are remembered on purpose. */
  get left(): readonly string[] {
    const { inbox, groups, members, told, timers, outbox, leases, journals, finished } =
      this.#store.state;
    const { inhibitors, waiting } = this.#store.state;
    const work = { inbox, timers, outbox, leases, journals, finished };
    const kinds = { ...work, groups, members, told, inhibitors, waiting };
    return Object.entries(kinds).flatMap(([kind, records]) =>
      [...records.keys()].map((key) => `${kind}: ${key}`),
    );
  }

  /** Where webhooks put what they take. */
  get inbox(): Inbox {
    return this.#store.inbox;
  }

  /** Resolves when so many milliseconds have passed. */
  later(ms: number): Promise<void> {
    return new Promise((resolve) => this.#at(this.#now + ms, resolve));
  }

  /** Lets time pass until so many seconds, and does what is due on the way. */
  async until(seconds: number): Promise<this> {
    const end = Math.round(seconds * 1000);
    await this.#settle();
    let standing = 0;
    for (let next = await this.#next(); next <= end; next = await this.#next()) {
      standing = next > this.#now ? 0 : standing + 1;
      if (standing > STANDSTILL) throw new Error(`time stands still at ${this.seconds}`);
      this.#now = Math.max(this.#now, next);
      for (const [index, one] of [...this.#later.entries()].toReversed()) {
        if (one.at > this.#now) continue;
        this.#later.splice(index, 1);
        one.run();
      }
      await this.#settle();
    }
    this.#now = end;
    return this;
  }

  /** At so many seconds an alert fires, as its source tells it at once. */
  async fires(seconds: number, name: string, rest: Partial<Signal> = {}): Promise<this> {
    return this.#send(seconds, name, { status: 'firing', ...rest });
  }

  /** At so many seconds an alert is over, as its source tells it at once. */
  async ends(seconds: number, name: string, rest: Partial<Signal> = {}): Promise<this> {
    return this.#send(seconds, name, { status: 'resolved', ...rest });
  }

  /** At so many seconds there is no data by which to tell whether an alert fires. */
  async hasNoData(seconds: number, name: string, rest: Partial<Signal> = {}): Promise<this> {
    return this.#send(seconds, name, { status: 'nodata', ...rest });
  }

  /** At so many seconds somebody asks for something. */
  async asks(seconds: number, intent: IntentEvent): Promise<this> {
    await this.until(seconds);
    this.#sent += 1;
    await this.#store.inbox.accept({ messageId: String(this.#sent), event: intent });
    await this.#settle();
    return this;
  }

  /** A silence on alerts with a name, from now; times in seconds. */
  async silences(
    seconds: number,
    name: string,
    {
      id = name,
      until = Number.MAX_SAFE_INTEGER / 1000,
      from = seconds,
      group = '',
    }: Partial<Readonly<Record<'id' | 'group', string> & Record<'until' | 'from', number>>> = {},
  ): Promise<this> {
    const matchers = [{ name: 'alertname', operator: '=', value: name } as const];
    const times = { startsAt: from * 1000, endsAt: until * 1000 };
    const silence = { id, matchers, ...times, createdBy: 'alice', comment: 'deploying' };
    const groups = group === '' ? [] : [group];
    return this.asks(seconds, { type: 'silence', traceId: 't', silence, groups });
  }

  /** At so many seconds somebody takes on every group there is. */
  async acknowledges(seconds: number, by: string, until?: number): Promise<this> {
    await this.until(seconds);
    for (const group of this.state.groups.keys()) {
      const end = until === undefined ? {} : { until: until * 1000 };
      await this.asks(seconds, { type: 'acknowledge', traceId: 't', group, by, ...end });
    }
    return this;
  }

  /** At so many seconds somebody gives every group back. */
  async unacknowledges(seconds: number, by: string): Promise<this> {
    await this.until(seconds);
    for (const group of this.state.groups.keys()) {
      await this.asks(seconds, { type: 'unacknowledge', traceId: 't', group, by });
    }
    return this;
  }

  /** At so many seconds somebody says of every group there is that it is over. */
  async resolves(seconds: number, by: string): Promise<this> {
    await this.until(seconds);
    for (const group of this.state.groups.keys()) {
      await this.asks(seconds, { type: 'resolve', traceId: 't', group, by });
    }
    return this;
  }

  /** At so many seconds somebody has the next step of every group's escalation taken. */
  async escalates(seconds: number, by: string, taken?: number): Promise<this> {
    await this.until(seconds);
    const seen = taken === undefined ? {} : { taken };
    for (const group of this.state.groups.keys()) {
      await this.asks(seconds, { type: 'escalate', traceId: 't', group, by, ...seen });
    }
    return this;
  }

  /** At so many seconds it is looked whether there is something to tell of what mutes. */
  async announces(seconds: number): Promise<this> {
    await this.until(seconds);
    const { mutes, groups, inbox } = this.#store;
    const windows = this.#policy.maintenance;
    await createAnnouncer({ windows, mutes, groups, inbox, now: () => this.#now })();
    await this.#settle();
    return this;
  }

  /** At so many seconds it is looked whether something is wrong with the bot itself. */
  async looksAtItself(seconds: number): Promise<this> {
    await this.until(seconds);
    const { troubles, watch, drift, quality, degradation, automation, inbox, state } = this.#store;
    const now = () => this.#now;
    const stats = async () => ({
      inbox: state.inbox.size,
      timers: 0,
      outbox: state.outbox.size,
      deadLetters: state.deadLetters.length,
    });
    await createOwnAlerts({
      policy: this.#policy,
      troubles,
      stats,
      watch,
      drift,
      quality,
      degradation,
      automation,
      inbox,
      now,
    })();
    await this.#settle();
    return this;
  }

  /** At so many seconds the data of models is compared, as far as that is due. */
  looksAtModels(seconds: number, models: readonly WatchedModel[], compare: Compare): Promise<this> {
    const { drift: states, driftReports: reports } = this.#store;
    const { look } = createDriftRuns({
      models,
      states,
      reports,
      now: () => this.#now,
      compare,
      onRun: ignore,
      ...UNTOLD,
    });
    return this.#looks(seconds, look);
  }

  /** At so many seconds models are measured, as far as they are due. */
  measuresModels(
    seconds: number,
    models: readonly AssessedModel[],
    measure: Measure,
  ): Promise<this> {
    const { degradation: states, modelReports: reports } = this.#store;
    const look = createDegradationRuns({
      models,
      states,
      reports,
      now: () => this.#now,
      measure,
      onReport: ignore,
      onFailure: ignore,
      ...UNTOLD,
    });
    return this.#looks(seconds, look);
  }

  /** At so many seconds data sets are held against their rules, as far as that is due. */
  looksAtData(seconds: number, sets: readonly DataSet[], check: CheckData): Promise<this> {
    const { quality: states, qualityReports: reports } = this.#store;
    const { look } = createQualityRuns({
      sets,
      states,
      reports,
      now: () => this.#now,
      check,
      onRun: ignore,
      ...UNTOLD,
    });
    return this.#looks(seconds, look);
  }

  async #looks(seconds: number, look: (abort: AbortSignal) => Promise<void>): Promise<this> {
    await this.until(seconds);
    await look(new AbortController().signal);
    await this.#settle();
    return this;
  }

  /** What the bot itself had to say, in the order in which it came. */
  get announced(): readonly string[] {
    const all = [...this.state.alerts.values()].flatMap(({ value }) => value ?? []);
    return all
      .filter(({ labels }) => isAnnouncement(labels))
      .toSorted((a, b) => a.startsAt - b.startsAt)
      .map(({ annotations }) => annotations.summary ?? '');
  }

  /** The receiver that an integration is of. */
  receiverOf(integration: string): string | undefined {
    return this.#policy.integrationsById.get(integration)?.receiver;
  }

  /** Who has a group on now. */
  get owners(): readonly (string | undefined)[] {
    return [...this.state.groups.values()].map(({ value }) => value?.acknowledged?.by);
  }

  /** The silence is over, whenever it was to end. */
  async expires(seconds: number, id: string): Promise<this> {
    return this.asks(seconds, { type: 'expire-silence', traceId: 't', id, by: 'alice' });
  }

  /** At so many seconds the bot has another config. */
  async reconfigure(seconds: number, policy: Policy): Promise<this> {
    await this.until(seconds);
    this.#policy = policy;
    await this.#store.events.announceConfig();
    await this.#settle();
    return this;
  }

  /** At so many seconds the process is stopped, when it has nothing in hand, and another takes its place. */
  async restarts(seconds: number): Promise<this> {
    await this.until(seconds);
    this.#engine = this.#newEngine();
    return this;
  }

  /**
   * At so many seconds the process dies with all it has in hand: what came last and is not decided yet,
   * calls that services get but whose answers nobody hears. Another takes its place.
   */
  async dies(seconds: number, name: string, last: Partial<Signal> = {}): Promise<this> {
    await this.until(seconds);
    await this.#accept(name, last);
    await this.#store.events.take({ max: 1_000, waitMs: 0 });
    this.#process.isAlive = false;
    this.#process = newProcess();
    this.#engine = this.#newEngine();
    // Others look now and then for what nobody finished.
    for (const after of [1, 3, 5, 7, 9]) this.#at(this.#now + after * 1_000, () => {});
    await this.#settle();
    return this;
  }

  /** The notifications that were accepted, as short as they can be read: `2 hook +a,b -c`. */
  get told(): readonly string[] {
    return this.calls
      .filter(({ kind, result }) => kind === 'notification' && result === 'delivered')
      .map(({ at, to, firing, resolved }) =>
        [
          at,
          to,
          ...(firing.length > 0 ? [`+${firing.toSorted().join(',')}`] : []),
          ...(resolved.length > 0 ? [`-${resolved.toSorted().join(',')}`] : []),
        ].join(' '),
      );
  }

  #newEngine(): Engine {
    return createEngine(this.#store.events, () => this.#policy, {
      onDecision: (_, reasons) => {
        const refused = reasons.filter(({ decision }) => decision === 'refused');
        this.refusals.push(...refused.map(({ reason }) => reason));
        const ignored = reasons.filter(
          (one) => one.decision === 'ignored' && one.group !== undefined,
        );
        this.ignored.push(...ignored.map(({ reason }) => reason));
      },
      onEffects: () => {},
      onStanding: () => {},
      onError: (error) => this.errors.push(error),
    });
  }

  async #send(seconds: number, name: string, rest: Partial<Signal>): Promise<this> {
    await this.until(seconds);
    await this.#accept(name, rest);
    await this.#settle();
    return this;
  }

  async #accept(name: string, rest: Partial<Signal>): Promise<void> {
    this.#sent += 1;
    await this.#store.inbox.accept({
      messageId: String(this.#sent),
      event: {
        type: 'signals',
        traceId: String(this.#sent).padStart(32, '0'),
        signals: [signal(name, { startsAt: this.#now, changedAt: this.#now, ...rest })],
      },
    });
  }

  /** When something is due next; Infinity when nothing is. */
  async #next(): Promise<number> {
    const { next = Number.POSITIVE_INFINITY } = await this.#store.events.timers(1);
    return Math.min(next, ...this.#later.map(({ at }) => at));
  }

  /** Does everything that can be done without time passing. */
  async #settle(): Promise<void> {
    for (let turns = 0; ; turns += 1) {
      if (turns > STANDSTILL) throw new Error(`time stands still at ${this.seconds}`);
      const handled = await this.#engine.turn();
      const effects = await this.#store.deliveries.claimEffects(1_000);
      // What was lost on the way is relayed again: be there.
      if (effects.length > 0) this.#at(this.#now + 15_000, () => {});
      for (const effect of effects) this.#run(effect);
      // Everything in memory is done in microtasks: one macrotask later it has happened.
      await new Promise(setImmediate);
      // What a process took that died is left lying for a while.
      const isLeft = [...this.#store.state.inbox.values()].some((one) => one.takenAt === undefined);
      if (handled === 0 && effects.length === 0 && !isLeft) return;
    }
  }

  /** One delivery a target at a time; one more if it was asked for meanwhile. */
  #run(target: { readonly group: string; readonly integration: string }): void {
    const own = this.#process;
    const id = `${target.group} ${target.integration}`;
    if (own.running.has(id)) {
      own.again.add(id);
      return;
    }
    own.running.add(id);
    void this.#deliver(target, own).then(
      (again) => {
        own.running.delete(id);
        if (!own.isAlive) return;
        if (again !== undefined) this.#at(this.#now + again, () => this.#run(target));
        else if (own.again.delete(id)) this.#run(target);
      },
      (error: unknown) => own.isAlive && this.errors.push(error),
    );
  }

  async #deliver(
    target: { readonly group: string; readonly integration: string },
    own: Process,
  ): Promise<number | undefined> {
    const { deliveries } = this.#store;
    const { again } = await deliver(target, {
      store: {
        ...deliveries,
        finish: async (...args) => own.isAlive && deliveries.finish(...args),
        release: async (...args) => {
          if (own.isAlive) await deliveries.release(...args);
        },
      },
      leases: this.#leasesOf(own),
      outletOf: (group, id) => this.#outletOf(group, id, own),
      troubles: this.#store.troubles,
      onReport: () => {},
    });
    return again;
  }

  /** Keeps the leases of a process, by the clock that is here. */
  #leasesOf(own: Process): Pick<Leases, 'keep' | 'letGo'> {
    const { deliveries } = this.#store;
    const held = new Set<string>();
    const renewLater = (target: Target, token: string): void =>
      this.#at(this.#now + RENEW_EVERY, () => {
        if (!own.isAlive || !held.has(token)) return;
        void deliveries.renew(target, token);
        renewLater(target, token);
      });
    return {
      keep(target, token) {
        held.add(token);
        renewLater(target, token);
      },
      letGo: (token) => void held.delete(token),
    };
  }

  #outletOf(group: Group, id: string, own: Process): Outlet | undefined {
    const listener = listenerOf(group, id, this.#policy);
    if (listener === undefined) return undefined;
    const { kind, sendResolved } = listener.integration;
    const real = this.#options.adapters?.get(id);
    if (real !== undefined) return { adapter: real, isFormer: listener.isFormer };
    const adapter: Adapter = {
      detail: Number.POSITIVE_INFINITY,
      deliver: async (view, steps) => {
        const by = { steps, own };
        return (
          foundOut(steps) ??
          (kind === 'slack' ? this.#message(view, by) : this.#notify(view, by, sendResolved))
        );
      },
    };
    return { adapter, isFormer: listener.isFormer };
  }

  /** Like a webhook: is told what is new, has nothing to edit. */
  async #notify(view: DeliveryView, by: Caller, sendResolved: boolean): Promise<DeliveryResult> {
    if (!isNews(view) || (view.firing.length === 0 && !sendResolved)) {
      return { outcome: 'delivered' };
    }
    return this.#call(view, by, 'notification');
  }

  /** Like Slack: one message, written once and edited from then on. */
  async #message(view: DeliveryView, by: Caller): Promise<DeliveryResult> {
    const known = view.handle?.['message'];
    if (known !== undefined) {
      return this.#call(view, by, isNews(view) ? 'notification' : 'edit', known);
    }
    if (view.due === undefined) return { outcome: 'delivered' };
    this.#messages += 1;
    const message = `message ${this.#messages}`;
    const result = await this.#call(view, by, 'notification', message);
    return result.outcome === 'delivered' ? { ...result, handle: { message } } : result;
  }

  async #call(
    view: DeliveryView,
    { steps, own }: Caller,
    kind: Call['kind'],
    message?: string,
  ): Promise<DeliveryResult> {
    const { group, integration, firing, resolved, flapping, episode, due, movedTo, instead } = view;
    const {
      result: answer = 'delivered',
      after = 0,
      diagnosis,
    } = this.#options.answer?.(integration, this.seconds) ?? {};
    if (after > 0) {
      await new Promise<void>((resolve) => this.#at(this.#now + after * 1000, resolve));
    }
    const result = own.isAlive || answer !== 'delivered' ? answer : 'lost';
    this.calls.push({
      at: this.seconds,
      to: integration,
      group,
      kind,
      ...(due !== undefined && { reason: due.reason, due: due.at / 1000 }),
      firing,
      resolved,
      flapping,
      ...(message !== undefined && { message }),
      ...(movedTo !== undefined && { movedTo }),
      ...(instead !== undefined && {
        instead: { of: instead.integration, since: instead.since / 1000 },
      }),
      episode,
      result: result === 'lost' ? 'delivered' : result,
    });
    if (result === 'lost' && kind === 'notification') {
      const where = message !== undefined && { result: { message } };
      await steps.note(LOST, { begunAt: steps.now, said: saidBy(view), ...where });
    }
    const known = diagnosis === undefined ? {} : { diagnosis };
    if (result === 'retry' || result === 'lost') {
      return { outcome: 'retry', afterMs: RETRY_AFTER * 1000, why: 'not now', ...known };
    }
    if (result === 'delivered') return { outcome: 'delivered' };
    return { outcome: 'reject', why: 'no', ...known };
  }

  #at(at: number, run: () => void): void {
    this.#later.push({ at, run });
  }
}

/** What one process has in hand. */
interface Process {
  isAlive: boolean;
  readonly running: Set<string>;
  readonly again: Set<string>;
}

/** Who makes a call, with the journal of it. */
interface Caller {
  readonly steps: Steps;
  readonly own: Process;
}

function newProcess(): Process {
  return { isAlive: true, running: new Set(), again: new Set() };
}

/** What comes of a call whose answer was lost, when there was one. */
function foundOut({ journal }: Steps): DeliveryResult | undefined {
  const { said, result: handle } = journal[LOST] ?? {};
  return said && { outcome: 'delivered', said, ...(handle && { handle }) };
}

/** Whether there is something to notify, and not only a picture to bring up to date. */
function isNews(view: DeliveryView): boolean {
  const { started, ended, unsteady } = newsOf(view);
  return (
    view.due !== undefined &&
    (started.length + ended.length + unsteady.length > 0 ||
      ['repeat', 'escalated', 'reminder'].includes(view.due.reason))
  );
}
