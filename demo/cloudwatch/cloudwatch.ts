import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { listen } from '../listen.ts';
import type { Call, Failure } from './call.ts';
import { createMetricStore, Refused, type MetricStore } from './metric-store.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as the stand-in keeps it. */
export interface StoredAlarm {
  readonly name: string;
  readonly state: State;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  readonly account?: string;
  readonly region?: string;
  readonly type?: 'MetricAlarm' | 'CompositeAlarm' | 'LogAlarm';
  /** ARNs of topics. */
  readonly actions?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly reason?: string;
  /** Contributors that are in alarm, by id; makes it an alarm over several time series. */
  readonly series?: Readonly<Record<string, { readonly changedAt: number }>>;
  /** More of what DescribeAlarms says, in its own words. */
  readonly rest?: object;
}

export const THROTTLED: Failure = { status: 400, code: 'ThrottlingException' };
export const DENIED: Failure = { status: 403, code: 'AccessDeniedException' };

export interface CloudWatch {
  readonly url: string;
  readonly calls: Call[];
  /** Makes an alarm, or changes parts of one. */
  readonly put: (alarm: Partial<StoredAlarm> & { readonly name: string }) => void;
  readonly remove: (name: string) => void;
  readonly metrics: MetricStore;
  /** Forgets all alarms, metrics, calls and failures. */
  readonly clear: () => void;
  readonly get: (name: string) => StoredAlarm | undefined;
  /** Asked before each call: an error, or nothing. */
  failWith: (call: Call) => Failure | undefined;
  /** Told when SetAlarmState has changed a state. */
  onStateSet: (alarm: StoredAlarm) => void;
  /** Alarms on one page, if the caller does not ask for fewer. */
  pageSize: number;
  readonly stop: () => Promise<void>;
}

/**
 * CloudWatch's API as the SDK speaks it: AWS JSON 1.0, the operation in a header, times in seconds;
 * the region and the account are those of the signature. It also answers STS's AssumeRole, with keys
 * of the role's account. Signatures are not checked.
 */
export async function startCloudWatch(): Promise<CloudWatch> {
  const alarms = new Map<string, StoredAlarm>();
  const metrics = createMetricStore(isOfPlace);
  const server = createServer((request, response) => void answer(request, response));
  const { port, stop } = await listen(server);
  const standIn: CloudWatch = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    put(alarm) {
      const before = alarms.get(alarm.name) ?? { state: 'OK', changedAt: Date.now() };
      alarms.set(alarm.name, { ...before, ...alarm });
    },
    remove: (name) => void alarms.delete(name),
    metrics,
    clear() {
      alarms.clear();
      metrics.clear();
      standIn.calls.length = 0;
      standIn.failWith = () => undefined;
    },
    get: (name) => alarms.get(name),
    failWith: () => undefined,
    onStateSet: () => {},
    pageSize: 100,
    stop,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target === '') return assumeRole(new URLSearchParams(body), response);
    const call: Call = {
      operation: target.replace('GraniteServiceVersion20100801.', ''),
      ...callerOf(request),
      input: JSON.parse(body),
    };
    standIn.calls.push(call);
    const failure = standIn.failWith(call);
    if (failure !== undefined) return refuse(response, failure);
    const output = answerTo(call);
    if (output instanceof Refused) return refuse(response, output.failure);
    if (output === undefined) return refuse(response, { status: 404, code: 'ResourceNotFound' });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(output));
  }

  function answerTo(call: Call): object | undefined {
    try {
      return OPERATIONS[call.operation]?.(call, alarms, standIn);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  return standIn;
}

/** The SDK packs what is long. */
function bodyOf(request: IncomingMessage): Promise<string> {
  const isPacked = request.headers['content-encoding'] === 'gzip';
  return text(isPacked ? request.pipe(createGunzip()) : request);
}

function callerOf(request: IncomingMessage): { account: string; region: string } {
  const [, key = '', region = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//u.exec(request.headers.authorization ?? '') ?? [];
  return { account: /^ASIA(\d{12})/u.exec(key)?.[1] ?? ACCOUNT, region };
}

function refuse(response: ServerResponse, { status, code, message = code }: Failure): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${code}`, message }));
}

type Operation = (
  call: Call,
  alarms: Map<string, StoredAlarm>,
  standIn: CloudWatch,
) => object | undefined;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  // What was put is seen in the calls.
  PutMetricData: () => ({}),
  DescribeAlarms(call, alarms, { pageSize }) {
    const { AlarmTypes = ['MetricAlarm'], AlarmNames, MaxRecords = 50, NextToken } = call.input;
    const found = alarmsOf(call, alarms)
      .filter(({ type = 'MetricAlarm' }) => (AlarmTypes as string[]).includes(type))
      .filter(({ name }) => (AlarmNames as string[] | undefined)?.includes(name) ?? true)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const from = Number(NextToken ?? 0);
    const to = from + Math.min(pageSize, Number(MaxRecords));
    const page = found.slice(from, to);
    const ofType = (type: string) =>
      page.filter((alarm) => (alarm.type ?? 'MetricAlarm') === type).map(describe);
    return {
      MetricAlarms: ofType('MetricAlarm'),
      CompositeAlarms: ofType('CompositeAlarm'),
      LogAlarms: ofType('LogAlarm'),
      ...(to < found.length && { NextToken: String(to) }),
    };
  },
  DescribeAlarmContributors(call, alarms) {
    const alarm = alarmsOf(call, alarms).find(({ name }) => name === call.input['AlarmName']);
    return {
      AlarmContributors: Object.entries(alarm?.series ?? {}).map(([id, { changedAt }]) => ({
        ContributorId: id,
        ContributorAttributes: { InstanceId: id },
        StateReason: 'Threshold Crossed',
        StateTransitionedTimestamp: changedAt / 1000,
      })),
    };
  },
  ListTagsForResource(call, alarms) {
    const alarm = alarmsOf(call, alarms).find((one) => arnOf(one) === call.input['ResourceARN']);
    if (alarm === undefined) return undefined;
    return { Tags: Object.entries(alarm.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) };
  },
  SetAlarmState(call, alarms, standIn) {
    const { AlarmName, StateValue, StateReason } = call.input;
    const alarm = alarmsOf(call, alarms).find(({ name }) => name === AlarmName);
    if (alarm === undefined) return undefined;
    const changed: StoredAlarm = {
      ...alarm,
      state: StateValue as State,
      reason: String(StateReason),
      changedAt: Date.now(),
    };
    alarms.set(alarm.name, changed);
    if (alarm.state !== changed.state) standIn.onStateSet(changed);
    return {};
  },
  GetMetricData: (call, _, { metrics }) => metrics.getMetricData(call),
  ListMetrics: (call, _, { metrics }) => metrics.listMetrics(call),
};

function alarmsOf(call: Call, alarms: ReadonlyMap<string, StoredAlarm>): readonly StoredAlarm[] {
  return [...alarms.values()].filter((alarm) => isOfPlace(alarm, call));
}

function isOfPlace(
  { account = ACCOUNT, region = REGION }: Pick<StoredAlarm, 'account' | 'region'>,
  call: Call,
): boolean {
  return account === call.account && region === call.region;
}

function arnOf({ name, account = ACCOUNT, region = REGION }: StoredAlarm): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

function describe(alarm: StoredAlarm): object {
  return {
    AlarmName: alarm.name,
    AlarmArn: arnOf(alarm),
    ActionsEnabled: true,
    AlarmActions: alarm.actions ?? [],
    StateValue: alarm.state,
    StateReason: alarm.reason ?? 'Threshold Crossed',
    StateUpdatedTimestamp: alarm.changedAt / 1000,
    StateTransitionedTimestamp: alarm.changedAt / 1000,
    ...(alarm.type === 'CompositeAlarm' ? { AlarmRule: 'ALARM("a")' } : METRIC),
    ...(alarm.series && { Metrics: [{ Id: 'q1', Expression: GROUPED, ReturnData: true }] }),
    ...alarm.rest,
  };
}

const GROUPED = 'SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) GROUP BY InstanceId';

const METRIC = {
  MetricName: '5XXError',
  Namespace: 'AWS/ApiGateway',
  Statistic: 'Average',
  Dimensions: [{ Name: 'ApiName', Value: 'orders-api' }],
  Period: 60,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** Source: STS API Reference, AssumeRole (the query protocol, answered in XML). */
function assumeRole(form: URLSearchParams, response: ServerResponse): void {
  const role = form.get('RoleArn') ?? '';
  const account = role.split(':')[4] ?? '';
  response.writeHead(200, { 'content-type': 'text/xml' }).end(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`,
  );
}
