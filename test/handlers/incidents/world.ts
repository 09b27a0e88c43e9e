import { readFileSync } from 'node:fs';
import type { Step, Tools } from '../../../src/handlers/handling.ts';
import type { ActionRequest, ViewRequest } from '../../../src/handlers/request.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import { REGISTRY } from '../../../src/handlers/index.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import type { Incident } from '../../../src/engine/ports/incidents.ts';
import type { WholeGroup } from '../../../src/engine/ports/groups.ts';
import { gatherRecord } from '../../../src/app/incidents/record.ts';
import { parseRunbook } from '../../../src/runbooks/format/parse.ts';
import { incidentsAtHand } from '../../../src/runbooks/incidents/at-hand.ts';
import { walksAtHand } from '../../../src/runbooks/walking/at-hand.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { MINUTE, SETTINGS, T0 } from '../../runbooks/incidents/worlds.ts';
import { answerOf, stepFor } from '../../support/ask-command.ts';
import { noTools } from '../../support/no-tools.ts';

/** Somebody who asks. */
const PEOPLE = {
  ana: { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'responder', why: '' },
  bob: { id: 'U0BOB', name: 'Bob', actor: 'slack:U0BOB', role: 'responder', why: '' },
} as const;

/** A group in which something fires. */
export const ORDERS: WholeGroup = {
  group: {
    key: 'page.0011223344556677',
    routeId: 'page',
    labels: { alertname: 'High error rate', api: 'orders' },
    createdAt: T0 - 5 * MINUTE,
    revision: 1,
    deliveries: {
      'slack/#ops': { wanted: 1, shown: 1, episode: 1, handle: { channel: 'C0OPS', ts: '1.2' } },
    },
  },
  members: new Map([['f', { severity: 'critical', startsAt: T0 - 5 * MINUTE, revision: 1 }]]),
  told: new Map(),
};

/** A runbook that is there. */
export const RUNBOOK = parseRunbook(
  'runbooks/high-error-rate.md',
  readFileSync('runbooks/high-error-rate.md', 'utf8'),
);

/** Incidents in memory, for people who ask and press; what they asked for counts as one wish a time. */
export class IncidentWorld {
  readonly store: MemoryStore;
  readonly tools: Tools;
  now = T0;
  readonly hurried: string[] = [];
  #wishes = 0;

  constructor(slackApiUrl?: string) {
    this.store = createMemoryStore(() => this.now);
    const tools = noTools(() => this.now, slackApiUrl);
    const { history, walks, actions: runs, keptDeployments: deployments } = this.store;
    const sources = { history, walks, runs, deployments };
    this.tools = {
      ...tools,
      bot: {
        ...tools.bot,
        async *groups() {
          yield ORDERS;
        },
        group: async (key) => (key === ORDERS.group.key ? ORDERS : undefined),
        silences: async () => [],
      },
      alerts: async () => [],
      walking: walksAtHand({
        walks: this.store.walks,
        now: () => this.now,
        hurry: async () => {},
      }),
      runbooks: { current: () => ({ runbooks: [RUNBOOK], problems: [] }) },
      who: async ({ id }) => ({ id, name: NAMES[id] ?? id, actor: `slack:${id}`, why: '' }),
      incidents: incidentsAtHand(SETTINGS, {
        incidents: this.store.incidents,
        record: (incident) => gatherRecord(incident, sources, this.now),
        now: () => this.now,
        hurry: async (id) => void this.hurried.push(id),
      }),
    };
  }

  /** What is answered to what Ana types, a minute after what was before. */
  async types(text: string): Promise<string> {
    this.now += MINUTE;
    this.#wishes += 1;
    const at = this.now;
    const step = await stepFor({
      command: '/incident',
      text,
      tools: this.tools,
      at,
      role: 'admin',
      traceId: `t${this.#wishes}`,
    });
    return (await answerOf(step)).text;
  }

  /** What is answered to who presses a button; undefined where it is seen at the card. */
  async presses(
    who: keyof typeof PEOPLE,
    own: Partial<ActionRequest>,
  ): Promise<Answer | undefined> {
    const { id, name } = PEOPLE[who];
    this.#wishes += 1;
    const request: ActionRequest = {
      type: 'action',
      id: `click${this.#wishes}`,
      traceId: `t${this.#wishes}`,
      at: this.now,
      person: { id, name },
      actionId: '',
      blockId: '',
      triggerId: 'trigger',
      channelId: 'C0OPS',
      message: { ts: '1.2' },
      ...own,
    };
    return this.#run(request, who);
  }

  /** What is answered to who submits a form. */
  async submits(who: keyof typeof PEOPLE, view: ViewRequest['view']): Promise<Answer | undefined> {
    const { id, name } = PEOPLE[who];
    const person = { id, name };
    const request = { type: 'view', id: 'v', traceId: 'v', at: this.now, person, view } as const;
    return this.#run(request, who);
  }

  async #run(request: ActionRequest | ViewRequest, who: keyof typeof PEOPLE) {
    const step = await stepOf(request, PEOPLE[who], { registry: REGISTRY, tools: this.tools });
    return answerIn(step);
  }

  async incident(id = 'INC-1'): Promise<Incident> {
    const found = await this.store.incidents.find(id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  }

  /** What was done, as the audit trail has it. */
  deeds(): readonly string[] {
    return this.store.state.deeds.map(
      ({ actor, action, object }) => `${actor} ${action} ${object}`,
    );
  }
}

const NAMES: Readonly<Record<string, string>> = { U0ANA: 'Ana', U0BOB: 'Bob' };

/** The answer of a step, slow or not; undefined where what came of it is seen elsewhere. */
function answerIn(step: Step): Promise<Answer | undefined> {
  const { signal } = new AbortController();
  return 'work' in step ? step.work({ signal, progress() {} }) : step.run();
}
