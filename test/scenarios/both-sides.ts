import {
  createIncidentBook,
  type Act,
  type Agent,
  type Happening,
  type Incident,
} from '../../demo/pagerduty-incidents.ts';
import type { AlertEvent } from '../../demo/pagerduty-events.ts';
import { answerRest } from '../../demo/pagerduty-rest.ts';
import { messageOf } from '../../demo/pagerduty-webhooks.ts';
import type { Happening as GroupHappening } from '../../src/alert/group.ts';
import type { EventsApi } from '../../src/delivery/pagerduty/events-api.ts';
import type { RestApi } from '../../src/delivery/pagerduty/rest-api.ts';
import { createPagerDutyAdapter } from '../../src/delivery/pagerduty/send.ts';
import { createPagerDutyReceiver } from '../../src/intake/pagerduty/receive.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const PAGER = 'pagerduty/1';
const TRACE = 'f'.repeat(32);

/** Told at once, looked at every ten seconds; escalated to nobody. */
const policyWith = (hasRest: boolean) =>
  policyOf(route({ groupWait: 0, groupInterval: 10_000 }), {
    hook: { [PAGER]: { kind: 'pagerduty', ...(hasRest && { callsNext: true }) } },
  });

/** Who is called first, and who next. */
const ON_CALL = ['Olga Oncall', 'Kim'].map((name, index) => {
  const entry = { schedule: 'PSCHED1', email: 'x@example.com', start: 0, end: 1e12 };
  return { ...entry, name, level: index + 1 };
});

/** How long something is on its way, in milliseconds. */
export type Pace = () => number;

/**
 * The bot and PagerDuty, each with its people: the rules, the adapter and the intake as they are, and a
 * PagerDuty that is far away. Calls and webhooks take their time, and may overtake each other.
 */
export class BothSides {
  readonly line: Timeline;
  /** What the bot asked of PagerDuty, in the order in which it came there. */
  readonly asked: string[] = [];
  readonly book = createIncidentBook((happening) => void this.#tell(happening));
  readonly #pace: Pace;
  #lastThere = 0;
  readonly #receive: ReturnType<typeof createPagerDutyReceiver>;

  constructor({ hasRest = true, pace = () => 0 }: { hasRest?: boolean; pace?: Pace } = {}) {
    this.#pace = pace;
    const { pagerDutyIncidents } = createMemoryStore(() => this.#now);
    const adapter = createPagerDutyAdapter({
      routingKey: 'R'.repeat(32),
      repage: false,
      events: this.#events(),
      ...(hasRest && { rest: this.#rest() }),
      pagerDutyIncidents,
      onTrouble: () => {},
    });
    this.line = new Timeline({
      policy: policyWith(hasRest),
      adapters: new Map([[PAGER, adapter]]),
    });
    this.#receive = createPagerDutyReceiver({ inbox: this.line.inbox, pagerDutyIncidents });
  }

  /** The incident that was opened last. */
  get incident(): Incident | undefined {
    return this.book.incidents()[0];
  }

  /** Somebody does something in PagerDuty, at so many seconds. */
  async there(
    seconds: number,
    action: Act['action'],
    person: string,
    whom?: string,
  ): Promise<void> {
    await this.line.until(seconds);
    const agent: Agent = { id: person, type: 'user_reference', summary: person };
    const number = this.incident?.number ?? 0;
    const content = action === 'note' ? 'The pool' : whom;
    const said = content === undefined ? {} : { content };
    this.book.act(number, { action, agent, at: this.#tick(), ...said });
    await this.line.until(seconds);
  }

  /** What was done about the group that there is. */
  get lately(): readonly GroupHappening[] {
    return [...this.line.state.groups.values()].flatMap(({ value }) => value?.lately ?? []);
  }

  get #now(): number {
    return this.line.seconds * 1000;
  }

  /** The time there, by which it is known what came first: no two things happen in one millisecond. */
  #tick(): number {
    this.#lastThere = Math.max(this.#now, this.#lastThere + 1);
    return this.#lastThere;
  }

  /** There and back again: the call may be on its way for as long as the answer. */
  async #carried<T>(what: string, act: () => T): Promise<T> {
    await this.#after(this.#pace());
    this.asked.push(what);
    const answer = act();
    await this.#after(this.#pace());
    return answer;
  }

  async #after(ms: number): Promise<void> {
    if (ms > 0) await this.line.later(ms);
  }

  #events(): EventsApi {
    return {
      wait: async () => undefined,
      change: async () => ({ outcome: 'delivered' }),
      send: (event) =>
        this.#carried(event.event_action, () => {
          this.book.record({ ...event } as AlertEvent, this.#tick());
          return { outcome: 'delivered' };
        }),
    };
  }

  #rest(): RestApi {
    return {
      wait: async () => undefined,
      call: async ({ method, endpoint, data, query = {} }) => {
        const url = new URL(`https://api.invalid/${endpoint}`);
        for (const [name, value] of Object.entries(query))
          url.searchParams.set(name, String(value));
        const request = { method, url, headers: { from: 'bot' }, body: JSON.stringify(data ?? {}) };
        const world = {
          book: this.book,
          token: undefined,
          onCall: ON_CALL,
          now: () => this.#tick(),
        };
        return this.#carried(`${method} ${endpoint.replace(/\/.*/u, '')}`, () => {
          const answer = answerRest(request, world);
          if (answer === undefined || answer.status >= 300) {
            return { outcome: 'reject', why: String(answer?.status) };
          }
          return { outcome: 'ok', data: JSON.parse(answer.body) };
        });
      },
    };
  }

  async #tell(happening: Happening): Promise<void> {
    await this.#after(this.#pace());
    const body = Buffer.from(messageOf(happening).body);
    await this.#receive({ headers: {}, body, traceId: TRACE });
  }
}
