import type { Rate } from '../../alert/rate.ts';
import { alertmanager } from '../formats/alertmanager.ts';
import type { WebhookFormat } from '../formats/format.ts';
import { grafana } from '../formats/grafana.ts';
import { sentry } from '../formats/sentry.ts';
import { tocsin } from '../formats/tocsin.ts';
import type { Endpoint } from '../http.ts';
import { createRateLimit } from '../rate-limit.ts';
import { headerOf, type Delivery } from '../received.ts';
import { unauthorized } from '../refusal.ts';
import type { BodyLimits } from '../request-body.ts';
import { createSentrySignatureCheck } from '../sentry/signature.ts';
import { byIdempotencyKey, bySentry, everyTimeAnew } from './identity.ts';
import { createWebhookReceiver, type Identity, type WebhookDeps } from './receive.ts';
import { createTokenCheck, type Scheme } from '../token.ts';

/** How much one webhook may send. */
interface Bounds {
  readonly rate?: Rate | undefined;
  /** Bytes. */
  readonly max_body: number;
}

type ByToken = Bounds & { readonly token: string };
type BySecret = Bounds & { readonly secret: string };

/** Who may post, as the config says it; what it does not name is refused to everybody. */
export interface WebhookSettings {
  readonly tocsin?: ByToken | undefined;
  readonly alertmanager?: ByToken | undefined;
  readonly grafana?: ByToken | undefined;
  readonly sentry?: BySecret | undefined;
}

/** The ways in for programs, a row each. */
export function webhookEndpoints(
  { tocsin: own, alertmanager: prometheus, grafana: dashboards, sentry: errors }: WebhookSettings,
  deps: WebhookDeps,
): readonly Endpoint[] {
  const anew = everyTimeAnew;
  return [
    byToken({ path: '/v1/alerts', format: tocsin, identify: byIdempotencyKey }, own, deps),
    byToken({ path: '/v1/alertmanager', format: alertmanager, identify: anew }, prometheus, deps),
    byToken(
      { path: '/v1/grafana', format: grafana, identify: anew, scheme: 'any' },
      dashboards,
      deps,
    ),
    bySignature({ path: '/v1/sentry', format: sentry, identify: bySentry }, errors, deps),
  ];
}

interface Row {
  readonly path: string;
  readonly format: WebhookFormat;
  readonly identify: (delivery: Delivery, format: WebhookFormat) => Identity;
  readonly scheme?: Scheme;
}

/** The token is in a header, so nothing is read of whoever does not have it, and nothing counted. */
function byToken(
  { path, format, identify, scheme }: Row,
  settings: ByToken | undefined,
  deps: WebhookDeps,
): Endpoint {
  const mayPost = createTokenCheck(settings?.token, scheme);
  const limit = createRateLimit(settings?.rate, deps.now);
  return {
    path,
    limits: limitsOf(settings),
    admit({ authorization }) {
      if (!mayPost(authorization)) {
        throw unauthorized(whyNot(settings, 'token'), 'Bearer, Basic realm="tocsin"');
      }
      limit();
    },
    receive: createWebhookReceiver(format, identify, deps),
  };
}

/** The signature is over the body, so that has to be read first. */
function bySignature(
  { path, format, identify }: Row,
  settings: BySecret | undefined,
  deps: WebhookDeps,
): Endpoint {
  const isSigned = createSentrySignatureCheck(settings?.secret);
  const limit = createRateLimit(settings?.rate, deps.now);
  const receive = createWebhookReceiver(format, identify, deps);
  const refuse = () => unauthorized(whyNot(settings, 'signature'), 'Sentry-Hook-Signature');
  return {
    path,
    limits: limitsOf(settings),
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

const SIGNATURE = 'sentry-hook-signature';

function limitsOf(settings: Bounds | undefined): Partial<BodyLimits> {
  return settings === undefined ? {} : { maxBytes: settings.max_body };
}

/** For the log alone: whoever sent it is told nothing. */
function whyNot(settings: Bounds | undefined, proof: 'token' | 'signature'): string {
  return settings === undefined ? 'the config does not name this webhook' : `no valid ${proof}`;
}
