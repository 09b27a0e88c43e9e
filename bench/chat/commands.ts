import { setTimeout } from 'node:timers/promises';

/** A command that somebody types. */
export interface Line {
  readonly triggerId: string;
  readonly user: string;
  /** `/alerts`, which looks at every group; the others are `/tocsin status`. */
  readonly isAlerts: boolean;
}

/** Brings a command to the bot. @returns how long it took to be acknowledged, in milliseconds */
export type Send = (line: Line) => Promise<number>;

export interface Typing {
  readonly send: Send;
  readonly perSecond: number;
  readonly seconds: number;
}

/** How often `/alerts` is among the commands. */
const ALERTS_EVERY = 100;

/** So many people type: of one person no more is taken than people ask for. */
const PEOPLE = 200;

/** Types commands at a steady rate. @returns how long each took to be acknowledged, in milliseconds */
export async function typeCommands(typing: Typing): Promise<readonly number[]> {
  const count = typing.perSecond * typing.seconds;
  const begun = performance.now();
  const calls: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const wait = begun + (index * 1_000) / typing.perSecond - performance.now();
    await setTimeout(Math.max(0, wait));
    const call = typing.send({
      triggerId: `${begun}.${index}`,
      user: `U0BENCH${index % PEOPLE}`,
      isAlerts: index % ALERTS_EVERY === 0,
    });
    // One that fails is seen at the end, when all that was started can be stopped.
    call.catch(() => {});
    calls.push(call);
  }
  return Promise.all(calls);
}

/** What Slack says of a command. @param hook where answers go */
export function payloadOf({ triggerId, user, isAlerts }: Line, hook: string) {
  return {
    command: isAlerts ? '/alerts' : '/tocsin',
    text: isAlerts ? '' : 'status',
    trigger_id: triggerId,
    response_url: hook,
    user_id: user,
    user_name: 'ana',
    team_id: 'T0BENCH',
    channel_id: 'C0BENCH',
  };
}
