import { readFileSync } from 'node:fs';
import { routeIdIn } from '../alert/group.ts';
import { settingsOf } from '../config/integrations.ts';
import type { Config } from '../config/schema/config.ts';
import type { Adapter } from '../delivery/adapter.ts';
import { createMailer, type Mailer } from '../delivery/email/mailer.ts';
import { createEmailAdapter } from '../delivery/email/send.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createSlackAdapter } from '../delivery/slack/send.ts';
import { createWebhookAdapter } from '../delivery/webhook/send.ts';
import type { ChannelIds } from '../engine/ports/channel-ids.ts';
import type { Integration, Policy } from '../rules/policy.ts';
import { createPagerDuty, type PagerDutyParts } from './pagerduty.ts';
import type { Wiring } from './wiring.ts';

/** What adapters are made of. */
export type AdapterParts = Pick<Wiring, 'config' | 'policy' | 'slackLimits'> &
  PagerDutyParts & {
    readonly channelIds: ChannelIds;
    /** Takes the place of those that the config gives no credentials for. */
    readonly unset: Adapter;
    /** False where nobody could do anything about what is told: of a test. */
    readonly hasButtons?: boolean;
  };

export interface Adapters {
  /** One for every integration of every receiver. */
  readonly of: ReadonlyMap<Integration, Adapter>;
  /** Closes what they keep open. What is under way is finished. */
  readonly close: () => void;
}

export function createAdapters(parts: AdapterParts): Adapters {
  const mailer = mailerFor(parts.config);
  const integrations = [...parts.policy.integrationsByReceiver.values()].flat();
  const adapterOf = (one: Integration) => createAdapter(one, parts, mailer) ?? parts.unset;
  return {
    of: new Map(integrations.map((one) => [one, adapterOf(one)])),
    close: () => mailer?.close(),
  };
}

/** All mail goes over one server; undefined where the config has none. */
function mailerFor({ smtp: { url, from, ca_file: file } }: Config): Mailer | undefined {
  if (url === '') return undefined;
  return createMailer({ url, from, ...(file !== undefined && { ca: readFileSync(file, 'utf8') }) });
}

function createAdapter(
  integration: Integration,
  parts: AdapterParts,
  mailer: Mailer | undefined,
): Adapter | undefined {
  const { config, policy, slackLimits, limiter, channelIds, hasButtons = true } = parts;
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
        { limiter, channelIds },
        { ...settings, responseTimes, ...listens },
        slackLimits,
      );
    }
    case 'pagerduty': {
      if (settings.routing_key === '') return undefined;
      const repage = [...policy.routesById.values()].some(
        (route) => route.repage && route.receiver === receiver,
      );
      return createPagerDuty(settings.routing_key, repage, parts);
    }
    case 'webhook':
      return createWebhookAdapter({ ...settings, receiver, sendResolved });
    case 'email':
      return mailer && createEmailAdapter(mailer, limiter, { ...settings, receiver, sendResolved });
    case undefined:
      return undefined;
  }
}

/** Whether somebody listens to what people press: without that a button would do nothing. */
function hearsPresses({ mode, app_token, signing_secret }: Config['slack']): boolean {
  return (mode === 'socket' ? app_token : signing_secret) !== '';
}

/** Whether anybody is told next of a group that nobody acknowledges, by us or where it is paged. */
function isEscalated(group: string, { routesById, integrationsByReceiver }: Policy): boolean {
  const route = routesById.get(routeIdIn(group));
  if (route === undefined) return false;
  const own = integrationsByReceiver.get(route.receiver) ?? [];
  return route.escalation !== undefined || own.some(({ kind }) => kind === 'pagerduty');
}
