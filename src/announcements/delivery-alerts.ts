import type { Labels } from '../alert/labels.ts';
import { OWN_ALERTS } from '../alert/own.ts';
import { placeIn, placeName, serviceName } from '../alert/place-name.ts';
import { utcText } from '../alert/utc.ts';
import { isPast, type Raised, type Trouble } from '../engine/ports/troubles.ts';
import type { Integration, Policy } from '../rules/policy.ts';

/** A service that does not answer is news after so long, in milliseconds; a refusal that says what is wrong at once. */
const LASTING = 2 * 60_000;
const KEPT = 'What it should have been told is kept, and told as it is by then.';
/** So many addresses are named. */
const NAMED = 5;

/** An integration in trouble. */
interface Failing {
  readonly integration: Integration;
  readonly trouble: Trouble;
}

/**
 * The alerts that there should be of integrations that fail. A service that does not answer, or refuses
 * the bot altogether, is one alert, however many addresses it has; an address that it refuses is one.
 */
export function deliveryAlerts(
  troubles: ReadonlyMap<string, Trouble>,
  policy: Policy,
  now: number,
): readonly Raised[] {
  const failing = [...troubles].flatMap(([id, trouble]): readonly Failing[] => {
    const integration = policy.integrationsById.get(id);
    return integration === undefined || isPast(trouble, now) ? [] : [{ integration, trouble }];
  });
  return [...Map.groupBy(failing, aboutOf)]
    .filter(([, all]) => all.some(({ trouble }) => isNews(trouble, now)))
    .map(([about, all]) => alertOf(about, all, policy));
}

function isNews({ since, again, diagnosis }: Trouble, now: number): boolean {
  return (again === undefined && diagnosis !== undefined) || now - since >= LASTING;
}

/** What an alert is about: a kind of integration, or one of them. */
function aboutOf({ integration: { id, kind }, trouble }: Failing): string {
  const { again, diagnosis } = trouble;
  if (diagnosis?.concerns === 'address') return id;
  if (again === undefined) return diagnosis?.concerns === 'service' ? kind : id;
  return kind === 'webhook' ? id : kind;
}

function alertOf(about: string, all: readonly Failing[], policy: Policy): Raised {
  const since = Math.min(...all.map(({ trouble }) => trouble.since));
  // What is refused says more than what is not answered.
  const told = all.find(({ trouble }) => trouble.again === undefined) ?? all[0];
  const kind = told?.integration.kind ?? 'log';
  const isOne = about !== kind;
  const names = all.map(({ integration: { id } }) => placeName(id, receiversOf(id, policy)));
  const isReached = told?.trouble.diagnosis?.isReached === true;
  const isCritical = all.some(({ trouble }) => trouble.severity === 'critical');
  const service = serviceName(kind);
  const where = isOne ? `${service} ${names[0] ?? ''}` : service;
  const { problem, remedy } = wordsOf(told?.trouble);
  const isRefused = told?.trouble.again === undefined;
  const failed = isRefused ? 'has taken nothing' : 'has not been reached';
  const waiting = isOne ? '' : `; concerned: ${listed(names)}`;
  return {
    labels: {
      alertname: OWN_ALERTS.deliveryFailing,
      integration: about,
      service: kind,
      ...(isOne && addressOf(told, policy)),
    },
    severity: isReached ? 'warning' : isCritical ? 'critical' : 'error',
    summary: isReached
      ? `${where}: ${problem}`
      : `${where} ${failed} since ${utcText(since)}: ${problem}${waiting}`,
    description: isReached ? remedy : `${remedy} ${KEPT}`,
    since,
  };
}

function wordsOf(trouble: Trouble | undefined): {
  readonly problem: string;
  readonly remedy: string;
} {
  const { diagnosis, again, why = '' } = trouble ?? {};
  if (diagnosis !== undefined) return diagnosis;
  return {
    problem: why,
    remedy:
      again === undefined
        ? 'It refuses what it is sent: see the log of the bot, and the settings there and in the config.'
        : 'See the status page of the service, and whether the bot reaches it over the network.',
  };
}

function addressOf(failing: Failing | undefined, policy: Policy): Labels {
  if (failing === undefined) return {};
  const { id, kind } = failing.integration;
  const receivers = receiversOf(id, policy).join(', ');
  return { receiver: receivers, ...(kind === 'slack' && { channel: placeIn(id).address }) };
}

function receiversOf(id: string, { integrationsByReceiver }: Policy): readonly string[] {
  return [...integrationsByReceiver]
    .filter(([, integrations]) => integrations.some((one) => one.id === id))
    .map(([receiver]) => receiver);
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? `, +${more} more` : ''}`;
}
