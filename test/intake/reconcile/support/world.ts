import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Alert } from '../../../../src/alert/alert.ts';
import type { Signal } from '../../../../src/alert/signal.ts';
import { createEngine } from '../../../../src/engine/engine.ts';
import { parseBody } from '../../../../src/intake/parse.ts';
import {
  reconcile,
  type ReconcileDeps,
  type Reconciled,
} from '../../../../src/intake/reconcile/reconcile.ts';
import { readTags, type ReadTagsDeps } from '../../../../src/intake/reconcile/read-tags.ts';
import { retag } from '../../../../src/intake/reconcile/retag.ts';
import type { Source } from '../../../../src/intake/reconcile/source.ts';
import { createMemoryStore, type MemoryStore } from '../../../../src/store/memory/store.ts';
import { policyOf, route } from '../../../rules/make.ts';
import {
  ACCOUNT,
  REGION,
  type CloudWatch,
  type State,
  type StoredAlarm,
} from '../../../../demo/cloudwatch/cloudwatch.ts';

export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:critical-alerts`;
export const NEVER = new AbortController().signal;

/** A real client of the stand-in. */
export function clientOf({ url }: CloudWatch, region = REGION): CloudWatchClient {
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  return new CloudWatchClient({ region, endpoint: url, credentials, maxAttempts: 4 });
}

/** What is special about a change; by default its notification comes. */
interface Change extends Partial<StoredAlarm> {
  readonly told?: boolean;
}

/** The bot's engine and rules on a store in memory, beside a stand-in for CloudWatch. */
export class Bot {
  /** Epoch milliseconds; goes on when it is told to. */
  now = Date.parse('2026-03-01T10:00:00Z');
  readonly healed: Signal[] = [];
  readonly store: MemoryStore = createMemoryStore(() => this.now);
  readonly #cloudwatch: CloudWatch;
  readonly #source: Source;
  readonly #accounts = new Map<Source, string>();
  readonly #engine;
  #messages = 0;

  constructor(cloudwatch: CloudWatch, source: Partial<Source> = {}) {
    this.#cloudwatch = cloudwatch;
    this.#source = { region: REGION, client: clientOf(cloudwatch), ...source };
    const policy = policyOf(route(), undefined, { topicSeverity: new Map([[TOPIC, 'critical']]) });
    this.#engine = createEngine(this.store.events, () => policy, {
      onDecision: () => {},
      onEffects: () => {},
      onStanding: () => {},
      onError: (error) => {
        throw error;
      },
    });
  }

  /** CloudWatch changes an alarm a second later; `told` says whether the notification comes. */
  async changes(name: string, state: State, { told = true, ...rest }: Change = {}): Promise<void> {
    this.now += 1_000;
    const series = this.#cloudwatch.get(name)?.series;
    this.#cloudwatch.put({ name, state, changedAt: this.now, ...rest, ...(series && { series }) });
    const alarm = this.#cloudwatch.get(name);
    if (told && alarm !== undefined) await this.notify(alarm);
  }

  /** The notification of an alarm, or one of its time series, as SNS carries it. */
  async notify(alarm: StoredAlarm, series?: string): Promise<void> {
    this.#messages += 1;
    const messageId = `sns-${this.#messages}`;
    const context = { messageId, receivedAt: this.now, sentAt: this.now, topic: TOPIC };
    const { signals } = parseBody(JSON.stringify(notification(alarm, series)), context);
    const event = { type: 'signals', traceId: messageId, topic: TOPIC, signals } as const;
    await this.store.inbox.accept({ messageId, event });
    await this.#settle();
  }

  /** One reconciliation, a second later. */
  async reconcile(deps: Partial<ReconcileDeps> = {}): Promise<Reconciled> {
    this.now += 1_000;
    const result = await reconcile(
      this.#source,
      {
        inbox: this.store.inbox,
        alarms: this.store.alarms,
        accounts: this.#accounts,
        topics: new Map([[TOPIC, 'critical']]),
        now: () => this.now,
        onHealed: (signal) => this.healed.push(signal),
        ...deps,
      },
      NEVER,
    );
    await this.#settle();
    return result;
  }

  /** Reads the severity tags of alarms, as each reconciliation ends. */
  async readTags(ours: Reconciled['ours']): Promise<void> {
    const { inbox, alarms, tags } = this.store;
    const onChange: ReadTagsDeps['onChange'] = (described, severity) =>
      retag(described, severity, { inbox, alarms });
    const deps = { tags, key: 'severity', now: () => this.now, onChange };
    await readTags(this.#source, ours, deps, NEVER);
    await this.#settle();
  }

  /** Somebody says of every group that it is over. */
  async resolve(): Promise<void> {
    this.now += 1_000;
    for (const group of this.store.state.groups.keys()) {
      const event = { type: 'resolve', traceId: 't', group, by: 'ana' } as const;
      await this.store.inbox.accept({ messageId: `resolve ${group} ${this.now}`, event });
    }
    await this.#settle();
  }

  get alerts(): readonly Alert[] {
    return [...this.store.state.alerts.values()].flatMap(({ value }) => value ?? []);
  }

  /** The names of the alarms that fire. */
  get firing(): readonly string[] {
    return this.alerts
      .filter(({ endsAt }) => endsAt === undefined)
      .map(({ labels }) => [labels['alertname'], labels['InstanceId']].filter(Boolean).join(' '))
      .toSorted();
  }

  alert(name: string): Alert | undefined {
    return this.alerts.find(({ labels }) => labels['alertname'] === name);
  }

  async #settle(): Promise<void> {
    while ((await this.#engine.turn()) > 0);
  }
}

function notification(alarm: StoredAlarm, series: string | undefined): object {
  const { name, state, changedAt, account = ACCOUNT, region = REGION } = alarm;
  return {
    AlarmName: name,
    AWSAccountId: account,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
    NewStateValue: state,
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: new Date(changedAt).toISOString().replace('Z', '+0000'),
    ...(alarm.type === 'CompositeAlarm' ? { AlarmRule: 'ALARM("a")' } : { Trigger: TRIGGER }),
    ...(series !== undefined && {
      AlarmContributorId: series,
      AlarmContributorAttributes: { InstanceId: series },
    }),
  };
}

const TRIGGER = {
  MetricName: '5XXError',
  Namespace: 'AWS/ApiGateway',
  Statistic: 'AVERAGE',
  Dimensions: [{ name: 'ApiName', value: 'orders-api' }],
  Period: 60,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
};
