import { once, type EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutLatency, invoiceQueueAge, ordersApiErrors, ordersDatabaseCpu } from './alarms.ts';

/** Sends one message through SNS: `again` sends the very same envelope a second time. */
export type SendAlarm = (
  topic: 'critical' | 'warning',
  message: string,
  options?: { readonly again?: boolean },
) => Promise<void>;

export interface Stage {
  readonly send: SendAlarm;
  /** Deploys a version that fails: its alarm follows, and ends when somebody rolls it back. */
  readonly deployPricing: () => Promise<void>;
  /** Says to the person who watches what they are about to see. */
  readonly say: (line: string) => void;
  /** Where people ask to be told the story again. */
  readonly audience: EventEmitter<{ again: [] }>;
  /** What people can do when they have seen it. */
  readonly tries: string;
  readonly signal: AbortSignal;
  /** From one scene to the next, in milliseconds. */
  readonly scene?: number;
}

const SCENE = 1_800;

/** The demo's story: once, and then whenever somebody asks, until it is stopped. */
export async function tellStory(stage: Stage): Promise<void> {
  const { say, audience, tries, signal } = stage;
  try {
    for (;;) {
      await performance(stage);
      say(`\nThat was the story. Nothing comes by itself any more.\n${tries}`);
      await once(audience, 'again', { signal });
    }
  } catch (error) {
    if (!stage.signal.aborted) throw error;
  }
}

async function performance(stage: Stage): Promise<void> {
  const { send, deployPricing, say, signal, scene = SCENE } = stage;
  const pause = () => sleep(scene, undefined, { signal });

  say('🔴 orders-api fails: a critical alarm → one message in #incidents, one page');
  await send('critical', ordersApiErrors({ state: 'ALARM', value: 12.4, at: new Date() }), {
    again: true,
  });
  say('   SNS delivered it twice (it does that): told once all the same');
  await pause();

  say('🟡 the database is busy: a warning → #ops-feed, no page');
  await send('warning', ordersDatabaseCpu({ state: 'ALARM', value: 91.3, at: new Date() }));
  await pause();

  say('🔺 it gets worse: checkout is slow too → the same message grows, its thread says so');
  await send('critical', checkoutLatency({ state: 'ALARM', value: 4200, at: new Date() }));
  await pause();
  await pause();

  say('🟢 both recover → the message turns green, the page is resolved');
  await send('critical', ordersApiErrors({ state: 'OK', value: 0.2, at: new Date() }));
  await send('critical', checkoutLatency({ state: 'OK', value: 640, at: new Date() }));
  await pause();
  await pause();

  say('🟡 the invoice queue is late → #ops-feed');
  await send('warning', invoiceQueueAge({ state: 'ALARM', value: 2100, at: new Date() }));
  await pause();
  await send('warning', ordersDatabaseCpu({ state: 'OK', value: 41, at: new Date() }));
  await send('warning', invoiceQueueAge({ state: 'OK', value: 12, at: new Date() }));

  say('🚀 pricing 42 is deployed, and fails → #incidents; this one is yours: it stays until');
  say('   pricing is rolled back, which the bot offers in the thread of the message');
  await deployPricing();
}
