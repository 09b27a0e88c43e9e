import { readFileSync } from 'node:fs';
import { routeIdIn } from '../alert/group.ts';
import { settingsOf } from '../config/integrations.ts';
import type { Config } from '../config/schema/config.ts';
import type { Adapter } from '../delivery/adapter.ts';
import { createPagerDutyAdapter } from '../delivery/pagerduty/send.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createSlackAdapter } from '../delivery/slack/send.ts';
import { createWebhookAdapter } from '../delivery/webhook/send.ts';
import type { RateLimiter } from '../engine/ports/delivery-store.ts';
import type { Integration, Policy } from '../rules/policy.ts';
import type { Wiring } from './wiring.ts';

/** What adapters are made of. */
export type AdapterParts = Pick<Wiring, 'config' | 'policy' | 'slackLimits'> & {
  readonly limiter: RateLimiter;
  /** Takes the place of those that the config gives no credentials for. */
  readonly unset: Adapter;
  /** False where nobody could do anything about what is told: of a test. */
  readonly hasButtons?: boolean;
};

/** An adapter for every integration of every receiver. */
export function createAdapters(parts: AdapterParts): ReadonlyMap<Integration, Adapter> {
  const integrations = [...parts.policy.integrationsByReceiver.values()].flat();
  return new Map(integrations.map((one) => [one, createAdapter(one, parts) ?? parts.unset]));
}

function createAdapter(
  integration: Integration,
  { config, policy, slackLimits, limiter, hasButtons = true }: AdapterParts,
): Adapter | undefined {
  const { receiver, sendResolved } = integration;
  const settings = settingsOf(integration, config);
  switch (settings?.kind) {
    case 'slack': {
      if (config.slack.bot_token === '') return undefined;
      const client = createSlackClient(config.slack.bot_token, config.slack.api_url);
      const { responseTimes } = policy;
      const listens = hasButtons &&
        hearsPresses(config.slack) && {
          escalates: (group: string) => isEscalated(group, policy),
        };
      return createSlackAdapter(
        client,
        limiter,
        { ...settings, responseTimes, ...listens },
        slackLimits,
      );
    }
    case 'pagerduty': {
      if (settings.routing_key === '') return undefined;
      const { events_url, ca_file } = config.pagerduty;
      return createPagerDutyAdapter(limiter, {
        routingKey: settings.routing_key,
        server: new URL(events_url).host,
        ...(ca_file !== undefined && { ca: readFileSync(ca_file, 'utf8') }),
        repage: [...policy.routesById.values()].some(
          (route) => route.repage && route.receiver === receiver,
        ),
      });
    }
    case 'webhook':
      return createWebhookAdapter({ url: settings.url, receiver, sendResolved });
    case 'email':
    case undefined:
      return undefined;
  }
}

/** Whether somebody listens to what people press: without that a button would do nothing. */
function hearsPresses({ mode, app_token, signing_secret }: Config['slack']): boolean {
  return (mode === 'socket' ? app_token : signing_secret) !== '';
}

/** Whether anybody is told next of a group that nobody acknowledges. */
function isEscalated(group: string, { routesById }: Policy): boolean {
  return routesById.get(routeIdIn(group))?.escalation !== undefined;
}
