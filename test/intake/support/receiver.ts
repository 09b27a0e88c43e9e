import type { Fetch } from '../../../src/intake/sns/bounded-fetch.ts';
import { createCertificateStore } from '../../../src/intake/sns/certificates.ts';
import { createConfirm } from '../../../src/intake/sns/confirm.ts';
import type { Received } from '../../../src/intake/received.ts';
import { createSnsReceiver, type SnsReceiverDeps } from '../../../src/intake/sns/receive.ts';
import { newTraceId } from '../../../src/intake/trace-id.ts';
import { TOPIC } from './alarms.ts';
import { MemoryInbox } from './memory-inbox.ts';
import { createSnsSender, type SnsSender } from './sns-sender.ts';

export const NOW = Date.parse('2026-03-01T10:00:10.000Z');

export interface Rig {
  readonly deps: SnsReceiverDeps;
  /** Takes a body as if SNS had posted it. */
  readonly receive: (body: Uint8Array) => Promise<Received>;
  readonly inbox: MemoryInbox;
  readonly sender: SnsSender;
  /** Addresses that were fetched. */
  readonly asked: string[];
  /** What fetching answers; the certificate, until a test says otherwise. */
  answer: () => Promise<Response>;
}

/** A receiver with a certificate that is valid at NOW, an inbox in memory and no network. */
export async function createRig(): Promise<Rig> {
  const sender = await createSnsSender({
    notBeforeDate: new Date(NOW - 86_400_000),
    notAfterDate: new Date(NOW + 86_400_000),
  });
  const inbox = new MemoryInbox();
  const asked: string[] = [];
  const fetch: Fetch = (url) => {
    asked.push(url);
    return rig.answer();
  };
  const deps: SnsReceiverDeps = {
    inbox,
    certificates: createCertificateStore({ fetch, now: () => NOW, timeoutMs: 50 }),
    confirm: createConfirm({ fetch, timeoutMs: 50 }),
    topics: new Set([TOPIC]),
    maxAgeMs: 7_200_000,
    now: () => NOW,
  };
  const receive = createSnsReceiver(deps);
  const rig: Rig = {
    deps,
    receive: (body) => receive({ body, headers: {}, traceId: newTraceId() }),
    inbox,
    sender,
    asked,
    answer: () => Promise.resolve(new Response(sender.certificate)),
  };
  return rig;
}
