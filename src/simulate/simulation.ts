import type { Integration, Policy } from '../rules/policy.ts';
import { arrivalOf } from './arrival.ts';
import { Bot } from './bot.ts';
import { eventsOf } from './intent-events.ts';
import type { Intent } from './intent.ts';
import type { Notification } from './notification.ts';
import type { Message, Occasion } from './occasion.ts';
import { moreThanRepeats } from './rest.ts';
import { Severities } from './severities.ts';

/** How long after the last event repeats are shown, in milliseconds, when nobody says until when. */
const REPEATS_SHOWN_FOR = 60 * 60 * 1000;
/** Nothing that happens by itself is waited for longer after the last event, in milliseconds. */
const NOTHING_AFTER = 7 * 24 * 60 * 60 * 1000;

/** Who listens to a simulation. */
export interface Listening {
  readonly tell: (notification: Notification) => void;
  /** Whether the messages of an integration call somebody; none does unless told. */
  readonly mentions?: (integration: Integration) => boolean;
}

/**
 * Recorded events on a virtual clock: who would have been told what, when and why. At equal times
 * events come before timers, as an alert that arrives just before a flush is told with it.
 */
export class Simulation {
  readonly #policy: Policy;
  readonly #bot: Bot;
  readonly #severities = new Severities();
  #now = 0;
  #taken = 0;

  constructor(policy: Policy, { tell, mentions = () => false }: Listening) {
    this.#policy = policy;
    this.#bot = new Bot(policy, {
      now: () => this.#now,
      tell,
      mentions,
      asSent: this.#severities.asSent,
    });
  }

  /**
   * Lets time pass until something happened, and takes it in.
   *
   * @throws Mistake with what is wrong with the event.
   */
  async take({ at, what }: Occasion): Promise<void> {
    this.#taken += 1;
    if (this.#taken === 1) this.#now = at;
    if (at > this.#now) {
      await this.#runBefore(at);
      this.#now = at;
    }
    if ('message' in what) await this.#receive(what.message);
    else await this.#heed(what.intent);
  }

  /** Lets time pass until then; what is due at that very moment is still done. */
  async until(time: number): Promise<void> {
    await this.#bot.settle();
    await this.#runWhile((next) => next <= time);
    this.#now = Math.max(this.#now, time);
  }

  /**
   * Goes on until nothing more would happen by itself but that people are told again what they know;
   * of these repeats an hour is shown.
   */
  async toTheEnd(): Promise<void> {
    await this.#bot.settle();
    const last = this.#now;
    await this.#runWhile(
      (next) =>
        next <= last + REPEATS_SHOWN_FOR ||
        (next <= last + NOTHING_AFTER && moreThanRepeats(this.#bot.state, this.#policy, this.#now)),
    );
  }

  async #runBefore(time: number): Promise<void> {
    await this.#bot.settle();
    await this.#runWhile((next) => next < time);
  }

  async #runWhile(goesOn: (next: number) => boolean): Promise<void> {
    for (let next = this.#bot.next(); Number.isFinite(next) && goesOn(next);) {
      this.#now = Math.max(this.#now, next);
      await this.#bot.settle();
      next = this.#bot.next();
    }
  }

  async #receive(message: Message): Promise<void> {
    const { acceptance, saying } = arrivalOf(message, this.#now, `line-${this.#taken}`);
    const { event } = acceptance;
    if (event.type === 'signals') {
      this.#severities.learn(event.signals, event.topic, saying, this.#policy);
    }
    await this.#bot.accept(acceptance);
  }

  async #heed(intent: Intent): Promise<void> {
    if (intent.type === 'restart') {
      this.#bot.restart();
      return;
    }
    // Alerts of the same moment are in their groups before somebody takes these on.
    if ('group' in intent && this.#bot.state.inbox.size > 0) await this.#bot.settle();
    const groups = [...this.#bot.state.groups.values()].map(({ value }) => value);
    const known = groups.filter((group) => group !== undefined);
    for (const [index, event] of eventsOf(intent, known).entries()) {
      await this.#bot.accept({ messageId: `line-${this.#taken}-${index}`, event });
    }
  }
}
