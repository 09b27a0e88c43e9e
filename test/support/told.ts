import { expect } from 'vitest';
import { untilQuiet } from './quiet.ts';
import { callsAbout, eventsAbout, pagesAbout, postsAbout, textOf } from './seen.ts';
import { until } from './wait.ts';
import type { World } from './world.ts';

/** Waits until PagerDuty has so many pages that mention a text. */
export async function untilPaged(world: World, text: string, pages = 1): Promise<void> {
  await until(`${pages} pages about ${text}`, () => pagesAbout(world, text).length >= pages);
}

/** Waits until a message that mentions a text has some words in it. */
export async function untilShown(
  world: World,
  text: string,
  words: string,
  channel = 'incidents',
): Promise<void> {
  await until(`the message about ${text} in #${channel} has ${words}`, async () =>
    (await postsAbout(world, text, channel)).some((one) => textOf(one).includes(words)),
  );
}

/** One message that nobody edited, one page that was triggered once: all that was ever said. */
export async function expectToldOnce(world: World, text: string): Promise<void> {
  await untilPaged(world, text);
  await untilQuiet(world.redis);
  expect(await postsAbout(world, text)).toHaveLength(1);
  expect(callsAbout(world, 'chat.update', text)).toHaveLength(0);
  expect(pagesAbout(world, text)).toHaveLength(1);
  expect(eventsAbout(world, text)).toEqual(['trigger']);
}
