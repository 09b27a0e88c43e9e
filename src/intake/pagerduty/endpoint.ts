import type { Rate } from '../../alert/rate.ts';
import type { Endpoint } from '../http.ts';
import { createRateLimit } from '../rate-limit.ts';
import { headerOf } from '../received.ts';
import { unauthorized } from '../refusal.ts';
import { createPagerDutyReceiver, type PagerDutyDeps } from './receive.ts';
import { createPagerDutySignatureCheck } from './signature.ts';

export interface PagerDutyWebhookSettings {
  readonly secret: readonly string[];
  readonly rate?: Rate | undefined;
  /** Bytes. */
  readonly max_body: number;
}

const SIGNATURE = 'x-pagerduty-signature';

/** The way in for PagerDuty's v3 webhooks; without settings nobody may post. */
export function pagerDutyEndpoint(
  settings: PagerDutyWebhookSettings | undefined,
  deps: PagerDutyDeps & { readonly now: () => number },
): Endpoint {
  const isSigned = createPagerDutySignatureCheck(settings?.secret);
  const limit = createRateLimit(settings?.rate, deps.now);
  const receive = createPagerDutyReceiver(deps);
  const why =
    settings === undefined ? 'the config does not name this webhook' : 'no valid signature';
  const refuse = () => unauthorized(why, 'X-PagerDuty-Signature');
  return {
    path: '/v1/pagerduty',
    limits: settings === undefined ? {} : { maxBytes: settings.max_body },
    admit(headers) {
      if (settings === undefined || headerOf(headers, SIGNATURE) === undefined) throw refuse();
    },
    isStranger: () => true,
    async receive(delivery) {
      if (!isSigned(delivery.body, headerOf(delivery.headers, SIGNATURE))) throw refuse();
      limit();
      return receive(delivery);
    },
  };
}
