import { settingsOf } from '../config/integrations.ts';
import type { Adapter } from '../delivery/adapter.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createSlackAdapter } from '../delivery/slack/send.ts';
import { createWebhookAdapter } from '../delivery/webhook/send.ts';
import type { Integration } from '../rules/policy.ts';
import { createPagerDuty, type PagerDutyParts } from './pagerduty.ts';
import type { Wiring } from './wiring.ts';

/** What adapters are made of. */
export type AdapterParts = Pick<Wiring, 'config' | 'policy' | 'slackLimits'> &
  PagerDutyParts & {
    /** Takes the place of those that the config gives no credentials for. */
    readonly unset: Adapter;
  };

/** An adapter for every integration of every receiver. */
export function createAdapters(parts: AdapterParts): ReadonlyMap<Integration, Adapter> {
  const integrations = [...parts.policy.integrationsByReceiver.values()].flat();
  return new Map(integrations.map((one) => [one, createAdapter(one, parts) ?? parts.unset]));
}

function createAdapter(integration: Integration, parts: AdapterParts): Adapter | undefined {
  const { config, policy, slackLimits, limiter } = parts;
  const { receiver, sendResolved } = integration;
  const settings = settingsOf(integration, config);
  switch (settings?.kind) {
    case 'slack': {
      if (config.slack.bot_token === '') return undefined;
      const client = createSlackClient(config.slack.bot_token, config.slack.api_url);
      return createSlackAdapter(client, limiter, settings, slackLimits);
    }
    case 'pagerduty': {
      if (settings.routing_key === '') return undefined;
      const repage = [...policy.routesById.values()].some(
        (route) => route.repage && route.receiver === receiver,
      );
      return createPagerDuty(settings.routing_key, repage, parts);
    }
    case 'webhook':
      return createWebhookAdapter({ url: settings.url, receiver, sendResolved });
    case 'email':
    case undefined:
      return undefined;
  }
}
