import { actionsOf } from '../../src/app/runbooks/actions-at-hand.ts';
import { countRun } from '../../src/app/runbooks/count-run.ts';
import { startActions } from '../../src/app/runbooks/doing-actions.ts';
import { retrainingsOf } from '../../src/app/runbooks/retrainings.ts';
import { KEYS } from '../../src/app/wiring.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ActionRun } from '../../src/engine/ports/action-runs.ts';
import { retrainingAtHand } from '../../src/runbooks/retraining/at-hand.ts';
import { createRedisActionRuns } from '../../src/store/redis/action-runs.ts';
import { startRedisClock } from '../../src/store/redis/clock.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { NO_HURRY } from './bot.ts';
import { noTools } from './no-tools.ts';
import type { TestRedis } from './redis.ts';
import type { SlackStandIn } from './slack-stand-in.ts';

/**
 * A bot as far as it does things to the world: it brings runs on and tells of them, and has the tools that people
 * ask for them with.
 *
 * @param more of its config, in YAML
 */
export async function startActingBot(
  more: string,
  { redis, slack }: { readonly redis: TestRedis; readonly slack: SlackStandIn },
) {
  const text = `
slack: { bot_token: xoxb-1, app_token: xapp-1, api_url: "${slack.apiUrl}" }
${more}`;
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const clock = await startRedisClock(redis.client);
  const metrics = createMetrics();
  const closers: (() => Promise<unknown>)[] = [];
  const trouble = () => {};
  const known = {
    config,
    redis: redis.client,
    clock,
    log: createLog({ level: 'error', secrets: [], destination: { write: trouble } }),
    slackLimits: NO_HURRY,
  };
  const address = { url: redis.url };
  const hurry = startActions({
    ...known,
    metrics,
    closers,
    address,
    trouble,
    version: 'test',
    lookEvery: 50,
  });
  const runs = createRedisActionRuns(redis.client, KEYS);
  const onDecided = (run: ActionRun) => countRun(run, metrics);
  const parts = { runs, now: clock.now, hurry, onDecided };
  const tools = {
    ...noTools(clock.now, slack.apiUrl),
    actions: actionsOf(config, parts),
    retraining: retrainingAtHand(retrainingsOf(config), parts),
  };
  return {
    known,
    runs,
    tools,
    hurry,
    now: clock.now,
    metrics: async () => (await metrics.expose()).body,
    stop: async () => {
      for (const close of closers.toReversed()) await close();
      clock.stop();
    },
  };
}
