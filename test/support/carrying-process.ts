import { once } from 'node:events';
import { Redis } from 'ioredis';
import { createActions } from '../../src/app/runbooks/action-clients.ts';
import { KEYS } from '../../src/app/wiring.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createCarrier } from '../../src/runbooks/actions/carry-on.ts';
import { createRedisActionRuns } from '../../src/store/redis/action-runs.ts';

/**
 * A process that brings on all runs there are, again and again, until it is killed. Its arguments are Redis's address
 * and the actions to load; it says `ready`, and begins when something is written to it.
 */
const [, , url = '', ...names] = process.argv;
const redis = new Redis(url);
const runs = createRedisActionRuns(redis, KEYS);
const { config } = loadConfig({ text: '', env: {} });
if (config === undefined) throw new Error('a config may be empty');
const actionOf = createActions(config, Date.now);
const carryOn = createCarrier({
  runs,
  actionOf,
  now: Date.now,
  onState: () => {},
  overBounds: () => undefined,
});
await Promise.all([redis.ping(), ...names.map(actionOf)]);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
for (;;) {
  const keys = await runs.unsettled();
  await Promise.all(keys.map((key) => carryOn(key, new AbortController().signal)));
}
