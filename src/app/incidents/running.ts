import { startSchedule } from '../../intake/reconcile/schedule.ts';
import { createIncidentQueue, createIncidentWorker } from '../../jobs/incident-queue.ts';
import { createRedisGroups } from '../../store/redis/groups.ts';
import { createRedisIncidents } from '../../store/redis/incidents.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { createBot } from '../bot.ts';
import { decidingBy } from '../deciding.ts';
import { queueOptionsOf } from '../queue-options.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { keepTrue } from './keep-true.ts';
import { incidentSettings } from './settings.ts';
import { createIncidentTeller } from './tell.ts';

/** How often those that run are looked at, in milliseconds: a read, while none does. */
const LOOK_EVERY = 5_000;

/** Keeps what people see of incidents true, and reminds them: any replica does with the config that decides. */
export function startIncidents(wiring: Wiring): void {
  const { config, redis, clock, closers } = wiring;
  const log = wiring.log.named('incidents');
  const incidents = createRedisIncidents(redis, KEYS);
  const settings = incidentSettings(config);
  const parts = { incidents, settings, groups: createRedisGroups(redis, KEYS) };
  const tell = createIncidentTeller(wiring, {
    ...parts,
    bot: createBot(redis, clock),
    onNoRoom: (id, why) => log.warn({ id, why }, 'an incident gets no channel of its own'),
  });
  const options = queueOptionsOf(wiring);
  const queue = createIncidentQueue(options);
  const isDeciding = decidingBy(wiring);

  const worker = createIncidentWorker(
    async (id) => {
      const incident = (await isDeciding()) ? await incidents.find(id) : undefined;
      if (incident !== undefined) await tell(await keepTrue(incident, parts, clock.now()));
    },
    { ...options, onFailed: (error) => log.warn({ error }, 'an incident was not told') },
  );
  worker.run();
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'incidents',
    every: LOOK_EVERY,
    async work() {
      if (await isDeciding()) await queue.add(await incidents.unsettled());
    },
    onError: (error) => log.warn({ error }, 'incidents were not looked at'),
  });
  closers.push(async () => {
    await schedule.stop();
    await worker.close();
    await queue.close();
  });
}
