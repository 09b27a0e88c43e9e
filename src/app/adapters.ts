import { readFileSync } from 'node:fs';
import { settingsOf, type IntegrationSettings } from '../config/integrations.ts';
import type { Adapter } from '../delivery/adapter.ts';
import { createLogAdapter } from '../delivery/log/send.ts';
import { createPagerDutyAdapter } from '../delivery/pagerduty/send.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createSlackAdapter } from '../delivery/slack/send.ts';
import { createWebhookAdapter } from '../delivery/webhook/send.ts';
import type { RateLimiter } from '../engine/ports/delivery-store.ts';
import type { Integration } from '../rules/policy.ts';
import type { Wiring } from './wiring.ts';

/** An adapter for every integration of every receiver. */
export function createAdapters(
  wiring: Wiring,
  limiter: RateLimiter,
): ReadonlyMap<Integration, Adapter> {
  const integrations = [...wiring.policy.integrationsByReceiver.values()].flat();
  return new Map(
    integrations.map((one) => {
      const settings = settingsOf(one, wiring.config);
      return [one, createAdapter(one, settings, wiring, limiter)] as const;
    }),
  );
}

function createAdapter(
  { receiver, sendResolved }: Integration,
  settings: IntegrationSettings | undefined,
  { config, log, policy, slackLimits }: Wiring,
  limiter: RateLimiter,
): Adapter {
  const delivery = log.named('delivery');
  const logOnly = createLogAdapter((context, message) => delivery.info(context, message));
  switch (settings?.kind) {
    case 'slack': {
      if (config.slack.bot_token === '') return logOnly;
      const client = createSlackClient(config.slack.bot_token, config.slack.api_url);
      return createSlackAdapter(client, limiter, settings, slackLimits);
    }
    case 'pagerduty': {
      if (settings.routing_key === '') return logOnly;
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
      return logOnly;
  }
}
