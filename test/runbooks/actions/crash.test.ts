import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ActionCall } from '../../../demo/aws/service.ts';
import { sampleService } from '../../../demo/aws/ecs.ts';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { MACHINE } from '../../../demo/aws/step-functions.ts';
import { createActions } from '../../../src/app/runbooks/action-clients.ts';
import { KEYS } from '../../../src/app/wiring.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { ActionRun, ActionRuns } from '../../../src/engine/ports/action-runs.ts';
import { createCarrier } from '../../../src/runbooks/actions/carry-on.ts';
import { createRedisActionRuns } from '../../../src/store/redis/action-runs.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/wait.ts';

const PROGRAM = new URL('../../support/carrying-process.ts', import.meta.url).pathname;
const ACTIONS = ['ecs_capacity', 'step_functions', 'lambda'] as const;
/** So many runs of each action. */
const EACH = 4;
const CHANGES = ['UpdateService', 'StartExecution', 'Invoke'];

/** When the process is killed: as AWS gets the nth call that may change something, or as a run is seen to be begun. */
type Instant =
  | { readonly nth: number; readonly fate: 'lost' | 'unheard' | 'answered' }
  | 'starting';

const INSTANTS: readonly Instant[] = [
  'starting',
  { nth: 1, fate: 'unheard' },
  { nth: 1, fate: 'lost' },
  { nth: 5, fate: 'answered' },
  { nth: 7, fate: 'lost' },
  { nth: 12, fate: 'unheard' },
  { nth: 12, fate: 'answered' },
];

let redis: TestRedis;
let aws: AwsActions;
let runs: ActionRuns;
/** Each is loaded beforehand: what counts is what it was doing when it died. */
let processes: ChildProcess[];
let carryOn: ReturnType<typeof createCarrier>;

beforeAll(async () => {
  [redis, aws] = await Promise.all([startRedis(), startAwsActions()]);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  runs = createRedisActionRuns(redis.client, KEYS);
  const { config } = loadConfig({ text: '', env: {} });
  if (config === undefined) throw new Error('a config may be empty');
  carryOn = createCarrier({
    runs,
    actionOf: createActions(config, Date.now),
    now: Date.now,
    onState: () => {},
    overBounds: () => undefined,
  });
  processes = INSTANTS.map(() =>
    spawn(process.execPath, [PROGRAM, redis.url, ...ACTIONS], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(processes.map(async ({ stdout }) => stdout && once(stdout, 'data')));
}, 60_000);
beforeEach(async () => {
  await redis.client.flushall();
  aws.clear();
});
afterAll(async () => {
  for (const one of processes) one.kill('SIGKILL');
  vi.unstubAllEnvs();
  await aws.stop();
  await redis.stop();
});

const isInvoked = (key: string) =>
  aws.lambda.invocations.filter((input) => input['idempotency_key'] === key).length;

function keyOf(action: string, index: number): string {
  return `run-${action.replaceAll('_', '')}-${String(index).padStart(32, '0')}`;
}

async function openAll(): Promise<readonly string[]> {
  const all = Array.from({ length: EACH }, (_, index) => index).flatMap((index) => {
    const service = `checkout${index}`;
    aws.ecs.services.set(`shop/${service}`, { ...sampleService(), running: 8 });
    const params = {
      ecs_capacity: { cluster: 'shop', service, desired: 8 },
      step_functions: { state_machine_arn: MACHINE, input: {} },
      lambda: { function: 'train', payload: {}, type: 'event' },
    };
    return ACTIONS.map((action) => ({ action, params: params[action], index }));
  });
  for (const { action, params, index } of all) {
    const key = keyOf(action, index);
    const run: ActionRun = {
      key,
      about: key,
      action,
      params,
      why: [],
      facts: {},
      state: 'approved',
      revision: 1,
      askedBy: 'slack:U0ANA',
      askedAt: Date.now(),
      ...(action === 'ecs_capacity' && {
        seenFirst: true,
        preview: { before: '4', after: '8', was: '{"desired":4}' },
      }),
      story: [],
    };
    await runs.open(run, 0, { actor: 'slack:U0ANA', action: 'action-asked', object: key });
  }
  return all.map(({ action, index }) => keyOf(action, index));
}

/** Has a process bring everything on, and kills it. */
async function killedAt(instant: Instant, one: ChildProcess): Promise<void> {
  const died = once(one, 'exit');
  const kill = () => void one.kill('SIGKILL');
  if (instant !== 'starting') {
    let calls = 0;
    aws.faultOf = ({ operation }: ActionCall) => {
      calls += Number(CHANGES.includes(operation));
      if (!CHANGES.includes(operation) || calls !== instant.nth) return undefined;
      if (instant.fate === 'answered') setImmediate(kill);
      else kill();
      return instant.fate === 'answered' ? undefined : instant.fate;
    };
  }
  one.stdin?.write('go\n');
  if (instant === 'starting') {
    await until('one is begun', async () =>
      (await redis.client.hvals(KEYS.actions.runs)).some((text) => text.includes('"starting"')),
    );
    kill();
  }
  await died;
  aws.faultOf = () => undefined;
}

/** What another process does that comes after it. */
async function broughtOn(keys: readonly string[]): Promise<readonly ActionRun[]> {
  return Promise.all(
    keys.map((key) =>
      until('it is brought on', async () => {
        const run = await carryOn(key, new AbortController().signal);
        return run !== undefined && !['approved', 'starting'].includes(run.state) && run;
      }),
    ),
  );
}

test.each(INSTANTS.map((instant, index) => [JSON.stringify(instant), instant, index] as const))(
  'of a process that is killed at %s another one brings everything to an end, and nothing is done twice',
  async (_, instant, index) => {
    const keys = await openAll();
    const one = processes[index];
    if (one === undefined) throw new Error('there is no process');
    await killedAt(instant, one);
    expect(one.signalCode).toBe('SIGKILL');
    const ended = await broughtOn(keys);
    const of = (name: string) => ended.filter(({ action }) => action === name);
    // Of an invocation nobody can look up what became: it is done once, or said.
    const invoked = of('lambda').map(({ key, state }) => `${state} ${isInvoked(key)}`);
    const good = ['succeeded 1', 'unknown 1', 'unknown 0'];
    expect(invoked.filter((one) => !good.includes(one))).toEqual([]);
    expect(of('step_functions').map(({ state }) => state)).toEqual(
      of('lambda').map(() => 'running'),
    );
    expect(of('step_functions').filter(({ key }) => !aws.executions.has(key))).toEqual([]);
    const set = of('ecs_capacity').filter(({ state }) => !['running', 'succeeded'].includes(state));
    expect(set).toEqual([]);
    expect(aws.executions.size).toBe(EACH);
    expect(aws.effects.filter((effect) => effect === 'UpdateService')).toHaveLength(EACH);
    const services = [...aws.ecs.services].filter(([name]) => /\d$/u.test(name));
    expect(services.map(([, { desired }]) => desired)).toEqual(services.map(() => 8));
  },
);
