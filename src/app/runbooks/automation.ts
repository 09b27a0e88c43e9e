import { randomBytes } from 'node:crypto';
import { isResolved, type Alert } from '../../alert/alert.ts';
import type { Attempt } from '../../engine/ports/automation.ts';
import { addWord } from '../../runbooks/actions/add-word.ts';
import { BOT } from '../../runbooks/actions/changes.ts';
import { runCheck } from '../../runbooks/checks/run-check.ts';
import type { Facts } from '../../runbooks/format/variables.ts';
import { alertStands, isOver } from '../../runbooks/remediation/attempts.ts';
import { createRemediation } from '../../runbooks/remediation/look.ts';
import { retrainingAtHand } from '../../runbooks/retraining/at-hand.ts';
import { suggestRunbooks } from '../../runbooks/selection/suggest.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createRedisAutomation } from '../../store/redis/automation.ts';
import { createRedisHistory } from '../../store/redis/history.ts';
import { createRedisKnownAlarms } from '../../store/redis/known-alarms.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { createBot } from '../bot.ts';
import { lookOnSchedule } from '../look-on-schedule.ts';
import { metricsAtHand } from '../metrics/metrics-at-hand.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { actionsOf } from './actions-at-hand.ts';
import { createDoing, NAME } from './automation-doing.ts';
import { bindingsOf } from './bindings.ts';
import { countRun } from './count-run.ts';
import type { Hurry } from './doing-actions.ts';
import { retrainingsOf } from './retrainings.ts';

/** How often it is looked whether something is to be done, in milliseconds. */
const LOOK_EVERY = 2_000;

/** Answers alerts by what the config binds to them; one replica at a time does. */
export function startAutomation(wiring: Wiring, hurry: Hurry): void {
  const { config, redis, clock, closers, library, metrics: counted } = wiring;
  const log = wiring.log.named('automation');
  const bindings = bindingsOf(config);
  const { now } = clock;
  const runs = createRedisActionRuns(redis, KEYS);
  const bot = createBot(redis, clock);
  const known = createRedisKnownAlarms(redis, KEYS);
  const metrics = metricsAtHand(config, {
    limiter: createRedisRateLimiter(redis, KEYS),
    onCharged: (source, count) => counted.charged({ source, metrics: count }),
  });
  const asking = { runs, now, hurry };
  const onError = (error: unknown) => log.warn({ error }, 'automation was not brought on');

  async function factsOf({ fingerprint, labels }: Attempt): Promise<Facts> {
    const [alert] = await known.alerts([fingerprint]);
    // Its labels may be others by now: it is answered for those by which it was bound.
    return alert === undefined ? { labels, annotations: {} } : { ...factsIn(alert), labels };
  }

  const look = createRemediation({
    automation: createRedisAutomation(redis, KEYS),
    bindings,
    history: createRedisHistory(redis, KEYS),
    group: bot.group,
    now,
    async isFiring({ fingerprint }) {
      const [alert] = await known.alerts([fingerprint]);
      return alert !== undefined && !isResolved(alert, now());
    },
    async runbookFor(attempt) {
      const runbooks = library.current().runbooks.map(({ runbook }) => runbook);
      const [best] = suggestRunbooks(await factsOf(attempt), runbooks);
      return best?.runbook.title;
    },
    async check(attempt, { verify: { check } }) {
      return check && runCheck(check, { facts: await factsOf(attempt), metrics, now: now() });
    },
    async note(attempt, text, id) {
      const { group, run } = attempt;
      const whole = await bot.group(group);
      // What is over is forgotten as soon as people were told that: its action stays.
      if (run !== undefined && isOver(alertStands(attempt, whole, now()))) {
        await addWord(run, text, { runs, now });
        return hurry(run);
      }
      if (whole === undefined) return;
      const traceId = randomBytes(16).toString('hex');
      const note = { type: 'note', traceId, group, by: NAME, actor: BOT.actor, text } as const;
      await bot.ask(note, `automation/${id}`);
    },
    onError,
    doing: createDoing({
      actions: actionsOf(config, { ...asking, onDecided: (run) => countRun(run, counted) }),
      retraining: retrainingAtHand(retrainingsOf(config), asking),
      runs,
      group: bot.group,
      factsOf,
      now,
    }),
  });
  closers.push(
    lookOnSchedule(wiring, {
      name: 'automation',
      every: wiring.lookEvery ?? LOOK_EVERY,
      look,
      onError,
    }),
  );
}

function factsIn({ annotations, value, threshold }: Alert): Omit<Facts, 'labels'> {
  return {
    annotations,
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
  };
}
