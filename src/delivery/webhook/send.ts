import type { Annotations } from '../../alert/signal.ts';
import type { Adapter, DeliveryResult } from '../adapter.ts';
import type { AlertView, DeliveryView } from '../view.ts';
import { changesText, insteadText } from '../wording.ts';
import { endpointOf } from './endpoint.ts';
import { createPost, type Answer } from './post.ts';
import { signatureOf, type SignedPost } from './signature.ts';
import { alertsTold, hasNews, POST } from '../news.ts';
import { notificationId } from '../notification-id.ts';

export interface WebhookSettings {
  /** May carry `user:password@`. */
  readonly url: string;
  /** What posts are signed with; without it they are not. */
  readonly secret?: string;
  /** What is sent as a bearer token. */
  readonly token?: string;
  readonly receiver: string;
  readonly sendResolved: boolean;
  /** After this long without an answer a call has failed, in milliseconds; 10 s unless told. */
  readonly timeoutMs?: number;
}

const CALL_TIMEOUT = 10_000;

/**
 * Posts notifications in the format of Alertmanager's webhook, version 4. One that is posted again because
 * nobody knows whether it arrived has the same `webhook-id`.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function createWebhookAdapter(settings: WebhookSettings): Adapter {
  const { url, headers: credentials } = endpointOf(settings.url);
  const { secret, token, timeoutMs = CALL_TIMEOUT } = settings;
  const send = createPost(url, timeoutMs);

  function headersFor(post: SignedPost): Record<string, string> {
    return {
      ...credentials,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      'user-agent': 'tocsin',
      'webhook-id': post.id,
      'webhook-timestamp': String(post.timestamp),
      ...(secret !== undefined && { 'webhook-signature': signatureOf(post, secret) }),
    };
  }

  return {
    detail: Number.POSITIVE_INFINITY,
    async deliver(view, steps): Promise<DeliveryResult> {
      if (!hasNews(view, settings, steps.journal)) {
        return { outcome: 'delivered', unasked: true };
      }
      await steps.note(POST, { begunAt: steps.now });
      const body = JSON.stringify(payload(view, settings));
      const timestamp = Math.floor(steps.now / 1000);
      try {
        const headers = headersFor({ id: notificationId(view), timestamp, body });
        return classify(await send(headers, body));
      } catch (error) {
        return { outcome: 'retry', why: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function classify({ status, retryAfter }: Answer): DeliveryResult {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 429 || status >= 500) {
    return { outcome: 'retry', ...pauseOf(retryAfter), why: `HTTP ${status}` };
  }
  const isRedirect = status >= 300 && status < 400;
  return { outcome: 'reject', why: `HTTP ${status}${isRedirect ? ': redirects are refused' : ''}` };
}

/** `Retry-After` is a number of seconds or a date. */
function pauseOf(text: string): { readonly afterMs?: number } {
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return ms > 0 ? { afterMs: ms } : {};
}

function payload(view: DeliveryView, settings: WebhookSettings): object {
  const alerts = alertsTold(view, settings);
  return {
    version: '4',
    groupKey: view.group,
    truncatedAlerts: 0,
    status: view.firing.length > 0 ? 'firing' : 'resolved',
    receiver: settings.receiver,
    groupLabels: view.labels,
    commonLabels: common(alerts.map(({ alert }) => alert.labels)),
    commonAnnotations: {
      ...common(alerts.map(annotationsOf)),
      ...(view.instead !== undefined && { tocsin_note: insteadText(view.instead) }),
    },
    externalURL: '',
    alerts: alerts.map(alertPayload),
  };
}

function alertPayload(one: AlertView): object {
  return {
    status: one.resolved ? 'resolved' : 'firing',
    labels: one.alert.labels,
    annotations: annotationsOf(one),
    startsAt: new Date(one.startsAt).toISOString(),
    endsAt: one.endsAt === undefined ? '0001-01-01T00:00:00Z' : new Date(one.endsAt).toISOString(),
    generatorURL: one.alert.links[0]?.url ?? '',
    fingerprint: one.alert.fingerprint,
  };
}

function annotationsOf(one: AlertView): Annotations {
  const { alert, flapping } = one;
  return flapping === undefined
    ? alert.annotations
    : { ...alert.annotations, flapping: changesText(flapping) };
}

function common(
  records: readonly Readonly<Record<string, string | undefined>>[],
): Record<string, string> {
  const [first = {}, ...rest] = records;
  const shared: Record<string, string> = {};
  for (const [name, value] of Object.entries(first)) {
    if (value !== undefined && rest.every((record) => record[name] === value)) shared[name] = value;
  }
  return shared;
}
