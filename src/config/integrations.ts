import { shortHash } from '../alert/fingerprint.ts';
import type { Integration, IntegrationKind } from '../rules/policy.ts';
import { LOG_RECEIVER } from './log-receiver.ts';
import type { Config } from './schema/config.ts';
import type { ReceiverConfig } from './schema/receivers.ts';

/** What delivery needs to know of one integration. */
export type IntegrationSettings =
  | SlackPlace
  | { readonly kind: 'pagerduty'; readonly routing_key: string }
  | { readonly kind: 'email'; readonly to: readonly string[] }
  | {
      readonly kind: 'webhook';
      readonly url: string;
      readonly secret?: string;
      readonly token?: string;
    };

type SlackPlace = {
  readonly kind: 'slack';
  readonly mention?: string;
  /** A channel, or the schedule whose person is written to. */
} & ({ readonly channel: string } | { readonly oncall: string });

/** One integration of a receiver, as the config has it. */
export interface WrittenIntegration extends Integration {
  readonly settings: IntegrationSettings;
  /** Where it stands among the receiver's of its kind. */
  readonly position: number;
}

/** A receiver's integrations as they are written. */
export function writtenIntegrations(receiver: ReceiverConfig): readonly WrittenIntegration[] {
  const settings: readonly (readonly [IntegrationSettings, { readonly send_resolved: boolean }])[] =
    [
      ...receiver.slack.map((one) => {
        const mention = one.mention === '' ? {} : { mention: one.mention };
        const where = 'oncall' in one ? { oncall: one.oncall } : { channel: one.channel };
        return [{ kind: 'slack', ...where, ...mention }, one] as const;
      }),
      ...receiver.pagerduty.map(
        (one) => [{ kind: 'pagerduty', routing_key: one.routing_key }, one] as const,
      ),
      ...receiver.email.map((one) => [{ kind: 'email', to: one.to }, one] as const),
      ...receiver.webhook.map((one) => {
        const secret = one.secret === '' ? {} : { secret: one.secret };
        const token = one.token === '' ? {} : { token: one.token };
        return [{ kind: 'webhook', url: one.url, ...secret, ...token }, one] as const;
      }),
    ];
  const counts = new Map<IntegrationKind, number>();
  return settings.map(([one, { send_resolved: sendResolved }]) => {
    const position = counts.get(one.kind) ?? 0;
    counts.set(one.kind, position + 1);
    const { kind } = one;
    return { id: idOf(one), receiver: receiver.name, kind, sendResolved, settings: one, position };
  });
}

/** A receiver's integrations for the rules. */
export function integrationsOf(
  receiver: ReceiverConfig,
  { api_token: token, from }: Config['pagerduty'],
): Integration[] {
  const written = writtenIntegrations(receiver);
  if (receiver.name === LOG_RECEIVER && written.length === 0) {
    return [{ id: 'log', receiver: LOG_RECEIVER, kind: 'log', sendResolved: true }];
  }
  return written.map(({ id, receiver: name, kind, sendResolved }) => ({
    id,
    receiver: name,
    kind,
    sendResolved,
    ...(kind === 'pagerduty' && token !== '' && from !== '' && { callsNext: true }),
  }));
}

/** The settings of an integration that the config has; undefined for the log, which has none. */
export function settingsOf(
  { receiver: name, id }: Integration,
  { receivers }: Config,
): IntegrationSettings | undefined {
  const receiver = receivers.find((one) => one.name === name);
  return receiver && writtenIntegrations(receiver).find((one) => one.id === id)?.settings;
}

/** An integration's identity: where it leads. What may be secret in that is hashed. */
function idOf(settings: IntegrationSettings): string {
  switch (settings.kind) {
    case 'slack':
      return 'oncall' in settings
        ? `slack/@oncall:${settings.oncall}`
        : `slack/${settings.channel}`;
    case 'pagerduty':
      return `pagerduty/${shortHash(settings.routing_key)}`;
    case 'email':
      return `email/${shortHash(settings.to.toSorted().join())}`;
    case 'webhook':
      return `webhook/${shortHash(settings.url)}`;
  }
}
