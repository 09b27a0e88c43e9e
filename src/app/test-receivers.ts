import type { Alert } from '../alert/alert.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import type { Delivery, Group, Handle } from '../alert/group.ts';
import type { Adapter, DeliveryResult, Steps } from '../delivery/adapter.ts';
import { viewOf, type DeliveryView } from '../delivery/view.ts';
import type { Journal } from '../engine/ports/delivery-store.ts';
import type { Integration } from '../rules/policy.ts';
import { createMemoryStore } from '../store/memory/store.ts';
import { createAdapters, type AdapterParts } from './adapters.ts';

/** What became of the test of one integration. */
export interface ReceiverTest {
  readonly receiver: string;
  readonly integration: string;
  /** `unset`: there is nothing to test, for the config gives no credentials for it. */
  readonly outcome: 'delivered' | 'failed' | 'unset';
  /** Why it failed, as the service says. */
  readonly why?: string;
  /** From the first call to the last answer, in milliseconds. */
  readonly tookMs: number;
}

/** How often a call is made that the service did not answer clearly. */
const ATTEMPTS = 3;
/** The most that is waited between two, in milliseconds: somebody watches. */
const LONGEST_WAIT = 6_000;

/**
 * Sends a test alert, marked as one, through each integration of the receivers that are named (all
 * when none is), and closes it again. It takes the way of real ones: the same adapters, rendering and
 * credentials.
 */
export async function* testReceivers(
  parts: Pick<AdapterParts, 'config' | 'policy' | 'slackLimits'>,
  names: readonly string[],
): AsyncGenerator<ReceiverTest> {
  const { limiter, channelIds, keptDeployments, pagerDutyIncidents, knownDuties } =
    createMemoryStore(Date.now);
  const adapters = createAdapters({
    ...parts,
    limiter,
    channelIds,
    deployments: keptDeployments,
    pagerDutyIncidents,
    knownDuties,
    now: Date.now,
    onUnknown: () => {},
    onTrouble: () => {},
    unset: UNSET,
    hasButtons: false,
  });
  try {
    for (const [integration, adapter] of adapters.of) {
      const isMeant = names.length === 0 || names.includes(integration.receiver);
      if (!isMeant || integration.kind === 'log') continue;
      yield await testIntegration(integration, adapter);
    }
  } finally {
    adapters.close();
  }
}

const UNSET: Adapter = { detail: 0, deliver: async () => ({ outcome: 'delivered' }) };

async function testIntegration(integration: Integration, adapter: Adapter): Promise<ReceiverTest> {
  const { receiver, id } = integration;
  const begun = performance.now();
  const said = (outcome: ReceiverTest['outcome'], why?: string): ReceiverTest => ({
    receiver,
    integration: id,
    outcome,
    ...(why !== undefined && { why }),
    tookMs: Math.round(performance.now() - begun),
  });
  if (adapter === UNSET) return said('unset');
  const test = new TestAlert(integration, adapter);
  const fired = await test.tell('firing');
  if (fired.outcome !== 'delivered') return said('failed', fired.why);
  if (fired.remark !== undefined) return said('failed', `not told to all: ${fired.remark}`);
  if (!integration.sendResolved) return said('delivered');
  const closed = await test.tell('resolved', fired.handle);
  if (closed.outcome === 'delivered') return said('delivered');
  return said('failed', `it was told, but not closed: ${closed.why}`);
}

/** One alert that is told through one integration, then closed. */
class TestAlert {
  readonly #integration: string;
  readonly #adapter: Adapter;
  readonly #startedAt = Date.now();
  readonly #alert: Alert;
  readonly #journal: Record<string, Journal[string]> = {};

  constructor(integration: Integration, adapter: Adapter) {
    this.#integration = integration.id;
    this.#adapter = adapter;
    const labels = { alertname: 'Test', receiver: integration.receiver, severity: 'info' };
    this.#alert = {
      fingerprint: fingerprint({ ...labels, startedAt: String(this.#startedAt) }),
      source: 'tocsin',
      nature: 'state',
      severity: 'info',
      labels,
      annotations: {
        summary: `This is a test of the receiver ${integration.receiver}. Nothing is wrong.`,
        description: 'Sent by `tocsin receivers test`, and closed again at once.',
      },
      links: [],
      startsAt: this.#startedAt,
      changedAt: this.#startedAt,
      seenAt: this.#startedAt,
      occurrences: 1,
      groups: [],
    };
  }

  async tell(status: 'firing' | 'resolved', handle?: Handle): Promise<DeliveryResult> {
    let result: DeliveryResult = { outcome: 'reject', why: 'not tried' };
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const view = this.#view(status, handle);
      result = await this.#adapter.deliver(view, this.#steps());
      if (result.outcome !== 'retry') return result;
      const wait = Math.min(result.afterMs ?? 1_000, LONGEST_WAIT);
      if (attempt + 1 < ATTEMPTS) await new Promise((done) => setTimeout(done, wait));
    }
    return result;
  }

  #steps(): Steps {
    return {
      journal: this.#journal,
      note: async (step, value) => void (this.#journal[step] = value),
      now: Date.now(),
    };
  }

  #view(status: 'firing' | 'resolved', handle: Handle | undefined): DeliveryView {
    const now = Date.now();
    const { fingerprint: id, severity, startsAt } = this.#alert;
    const over = status === 'resolved' ? { endsAt: now } : {};
    const told = status === 'resolved' ? { firing: [id], resolved: [] } : undefined;
    const reason = status === 'resolved' ? 'all resolved' : 'first notification';
    const delivery: Delivery = {
      wanted: 1,
      shown: 0,
      episode: this.#startedAt,
      due: { at: now, reason, traceId: '', receivedAt: now },
      ...(told !== undefined && { toldAt: this.#startedAt }),
      ...(handle !== undefined && { handle }),
    };
    const group: Group = {
      key: `test.${id}`,
      routeId: 'test',
      labels: this.#alert.labels,
      createdAt: this.#startedAt,
      revision: 1,
      deliveries: { [this.#integration]: delivery },
    };
    const members = new Map([[id, { severity, startsAt, revision: 1, ...over }]]);
    const snapshot = { now, group, members, ...(told !== undefined && { told }) };
    return viewOf(snapshot, this.#integration, [{ ...this.#alert, ...over }]);
  }
}
