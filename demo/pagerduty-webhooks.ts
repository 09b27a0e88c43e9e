import { createHmac, randomUUID } from 'node:crypto';
import type { Happening, IncidentAction } from './pagerduty-incidents.ts';

/** Where webhooks go, and what they are signed with: with several secrets there are as many signatures. */
export interface Subscription {
  readonly url: string;
  readonly secrets: readonly string[];
}

/** One webhook that was sent, and what it was answered; 0 where it was not. */
export interface SentWebhook {
  readonly type: string;
  readonly body: string;
  readonly signatures: string;
  readonly status: number;
}

/** Sends v3 webhooks, one after the other, as PagerDuty words and signs them. */
export interface Webhooks {
  readonly subscribe: (subscription: Subscription) => void;
  readonly tell: (happening: Happening) => void;
  /** Oldest first. */
  readonly sent: readonly SentWebhook[];
  readonly stop: () => Promise<void>;
}

/** How often one is sent that was not taken, and how long is waited before the next, in milliseconds. */
const ATTEMPTS = 20;
const PAUSE = 100;

export function createWebhooks(): Webhooks {
  const sent: SentWebhook[] = [];
  const stopped = new AbortController();
  let subscription: Subscription | undefined;
  let queue: Promise<void> = Promise.resolve();

  async function post(happening: Happening, { url, secrets }: Subscription): Promise<void> {
    const { type, body } = messageOf(happening);
    const signatures = signaturesOf(body, secrets);
    for (let attempt = 0; attempt < ATTEMPTS && !stopped.signal.aborted; attempt += 1) {
      const status = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-pagerduty-signature': signatures },
        body,
        signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(5_000)]),
      }).then(
        (answer) => answer.status,
        () => 0,
      );
      sent.push({ type, body, signatures, status });
      if (status !== 0 && status < 500) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  return {
    sent,
    subscribe: (wanted) => (subscription = wanted),
    tell(happening) {
      const to = subscription;
      if (to !== undefined) queue = queue.then(() => post(happening, to));
    },
    async stop() {
      stopped.abort();
      await queue;
    },
  };
}

/** `v1=…,v1=…`. Source: PagerDuty, "Verifying webhook signatures". */
export function signaturesOf(body: string, secrets: readonly string[]): string {
  return secrets
    .map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`)
    .join(',');
}

const TYPES: Readonly<Record<IncidentAction, string>> = {
  trigger: 'triggered',
  acknowledge: 'acknowledged',
  unacknowledge: 'unacknowledged',
  reassign: 'reassigned',
  escalate: 'escalated',
  resolve: 'resolved',
  note: 'annotated',
};

/** What a webhook posts. Source: PagerDuty, "Webhooks overview", "Webhook payload". */
export function messageOf({ action, agent, at, incident, content }: Happening): {
  readonly type: string;
  readonly body: string;
} {
  const type = `incident.${TYPES[action]}`;
  const reference = { id: incident.id, type: 'incident_reference', summary: incident.summary };
  const data =
    action === 'note'
      ? { id: randomUUID(), type: 'incident_note', incident: reference, content, trimmed: false }
      : {
          id: incident.id,
          type: 'incident',
          number: incident.number,
          status: incident.status,
          incident_key: incident.dedupKey,
          created_at: new Date(incident.openedAt).toISOString(),
          title: incident.summary,
          urgency: 'high',
          assignees: incident.assignees.map((summary) => ({
            id: `P${summary.toUpperCase().replaceAll(/\W/g, '')}`,
            type: 'user_reference',
            summary,
          })),
        };
  const event = {
    id: randomUUID(),
    event_type: type,
    resource_type: 'incident',
    occurred_at: new Date(at).toISOString(),
    agent,
    client: null,
    data,
  };
  return { type, body: JSON.stringify({ event }) };
}
