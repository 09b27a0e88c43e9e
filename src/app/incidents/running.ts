import { createRedisGroups } from '../../store/redis/groups.ts';
import { createRedisIncidents } from '../../store/redis/incidents.ts';
import { createBot } from '../bot.ts';
import { lookAfter } from '../look-after.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { keepTrue } from './keep-true.ts';
import { incidentSettings } from './settings.ts';
import { createIncidentTeller } from './tell.ts';

/** How often those that run are looked at, in milliseconds: a read, while none does. */
const LOOK_EVERY = 5_000;

/** Keeps what people see of incidents true, and reminds them: any replica does with the config that decides. */
export function startIncidents(wiring: Wiring): void {
  const { config, redis, clock } = wiring;
  const log = wiring.log.named('incidents');
  const incidents = createRedisIncidents(redis, KEYS);
  const settings = incidentSettings(config);
  const parts = { incidents, settings, groups: createRedisGroups(redis, KEYS) };
  const tell = createIncidentTeller(wiring, {
    ...parts,
    bot: createBot(redis, clock),
    onRefused: (id, why) => log.warn({ id, why }, 'Slack refuses something of an incident'),
  });
  lookAfter(wiring, {
    name: 'incidents',
    every: LOOK_EVERY,
    unsettled: () => incidents.unsettled(),
    async look(id) {
      const incident = await incidents.find(id);
      if (incident !== undefined) await tell(await keepTrue(incident, parts, clock.now()));
    },
  });
}
