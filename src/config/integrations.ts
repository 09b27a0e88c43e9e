import type { Integration, IntegrationKind } from '../rules/policy.ts';
import { LOG_RECEIVER } from './log-receiver.ts';
import { isInEffect } from './not-in-effect.ts';
import type { Config } from './schema/config.ts';
import type { ReceiverConfig } from './schema/receivers.ts';

/** What delivery needs to know of one integration. */
export type IntegrationSettings =
  | { readonly kind: 'slack'; readonly channel: string; readonly mention?: string }
  | { readonly kind: 'pagerduty'; readonly routing_key: string }
  | { readonly kind: 'email'; readonly to: readonly string[] }
  | { readonly kind: 'webhook'; readonly url: string };

/** The settings of every integration by its id, `receiver/kind/position`. */
export function integrationSettings(config: Config): Map<string, IntegrationSettings> {
  const settings = new Map<string, IntegrationSettings>();
  for (const receiver of config.receivers) {
    const add = (position: number, one: IntegrationSettings) =>
      settings.set(integrationId(receiver.name, one.kind, position), one);
    for (const [position, { channel, mention }] of receiver.slack.entries()) {
      add(position, { kind: 'slack', channel, ...(mention === '' ? {} : { mention }) });
    }
    for (const [position, { routing_key }] of receiver.pagerduty.entries()) {
      add(position, { kind: 'pagerduty', routing_key });
    }
    for (const [position, { to }] of receiver.email.entries()) add(position, { kind: 'email', to });
    for (const [position, { url }] of receiver.webhook.entries()) {
      add(position, { kind: 'webhook', url });
    }
  }
  return settings;
}

const KINDS = ['slack', 'pagerduty', 'email', 'webhook'] as const satisfies IntegrationKind[];

/** A receiver's integrations for the rules; those that have no effect in this version left out. */
export function integrationsOf(receiver: ReceiverConfig): Integration[] {
  if (receiver.name === LOG_RECEIVER && KINDS.every((kind) => receiver[kind].length === 0)) {
    return [{ id: 'log/log/0', receiver: LOG_RECEIVER, kind: 'log', sendResolved: true }];
  }
  return KINDS.filter((kind) => isInEffect(`receivers.*.${kind}`)).flatMap((kind) =>
    receiver[kind].map((one, position) => ({
      id: integrationId(receiver.name, kind, position),
      receiver: receiver.name,
      kind,
      sendResolved: one.send_resolved,
    })),
  );
}

function integrationId(receiver: string, kind: IntegrationKind, position: number): string {
  return `${receiver}/${kind}/${position}`;
}
