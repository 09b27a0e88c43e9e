import { readFileSync } from 'node:fs';
import { routeIdIn } from '../alert/group.ts';
import { settingsOf, type IntegrationSettings } from '../config/integrations.ts';
import type { Config } from '../config/schema/config.ts';
import type { Adapter } from '../delivery/adapter.ts';
import { createMailer, type Mailer } from '../delivery/email/mailer.ts';
import { createEmailAdapter } from '../delivery/email/send.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createDirectMessageAdapter } from '../delivery/slack/direct-message.ts';
import { createMentions } from '../delivery/slack/mentions.ts';
import type { FindOnDuty } from '../delivery/slack/on-duty.ts';
import { createSlackAdapter } from '../delivery/slack/send.ts';
import { createWebhookAdapter } from '../delivery/webhook/send.ts';
import type { ChannelIds } from '../engine/ports/channel-ids.ts';
import type { KeptDeployments } from '../engine/ports/kept-deployments.ts';
import type { Integration, Policy } from '../rules/policy.ts';
import { createFindOnDuty, type DutyParts } from './duties.ts';
import { hearsPresses } from './hears-presses.ts';
import { createPagerDuty, type PagerDutyParts } from './pagerduty.ts';
import type { Wiring } from './wiring.ts';

/** What adapters are made of. */
export type AdapterParts = Pick<Wiring, 'config' | 'policy' | 'slackLimits'> &
  PagerDutyParts &
  DutyParts & {
    readonly channelIds: ChannelIds;
    readonly deployments: KeptDeployments;
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
  const shared = {
    mailer: mailerFor(parts.config),
    find: createFindOnDuty(parts.config, parts),
  };
  const integrations = [...parts.policy.integrationsByReceiver.values()].flat();
  const adapterOf = (one: Integration) => createAdapter(one, parts, shared) ?? parts.unset;
  return {
    of: new Map(integrations.map((one) => [one, adapterOf(one)])),
    close: () => shared.mailer?.close(),
  };
}

/** What several adapters have in common, as far as the config has it. */
interface Shared {
  readonly mailer: Mailer | undefined;
  readonly find: FindOnDuty | undefined;
}

/** All mail goes over one server; undefined where the config has none. */
function mailerFor({ smtp: { url, from, ca_file: file } }: Config): Mailer | undefined {
  if (url === '') return undefined;
  return createMailer({ url, from, ...(file !== undefined && { ca: readFileSync(file, 'utf8') }) });
}

function createAdapter(
  integration: Integration,
  parts: AdapterParts,
  { mailer, find }: Shared,
): Adapter | undefined {
  const { config, policy, limiter } = parts;
  const { receiver, sendResolved } = integration;
  const settings = settingsOf(integration, config);
  switch (settings?.kind) {
    case 'slack':
      return config.slack.bot_token === '' ? undefined : createSlack(settings, parts, find);
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

/** For a channel, or for whoever is on call. */
function createSlack(
  settings: Extract<IntegrationSettings, { readonly kind: 'slack' }>,
  {
    config,
    policy,
    slackLimits,
    limiter,
    channelIds,
    deployments,
    hasButtons = true,
  }: AdapterParts,
  find: FindOnDuty | undefined,
): Adapter | undefined {
  const client = createSlackClient(config.slack.bot_token, config.slack.api_url);
  const { responseTimes } = policy;
  const listens = hasButtons &&
    hearsPresses(config.slack) && { escalates: (group: string) => isEscalated(group, policy) };
  const mentions = find && { mentions: createMentions(find) };
  const graphs = config.metrics.sources.length > 0;
  const all = { ...settings, responseTimes, graphs, deployments, ...listens, ...mentions };
  const parts = { limiter, channelIds };
  if ('channel' in all) return createSlackAdapter(client, parts, all, slackLimits);
  const schedule = all.oncall;
  return (
    find &&
    createDirectMessageAdapter(client, { ...parts, find }, { ...all, schedule }, slackLimits)
  );
}

/** Whether anybody is told next of a group that nobody acknowledges, by us or where it is paged. */
function isEscalated(group: string, { routesById, integrationsByReceiver }: Policy): boolean {
  const route = routesById.get(routeIdIn(group));
  if (route === undefined) return false;
  const own = integrationsByReceiver.get(route.receiver) ?? [];
  return route.escalation !== undefined || own.some(({ kind }) => kind === 'pagerduty');
}
