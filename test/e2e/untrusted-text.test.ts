import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, threadOf } from '../support/seen.ts';
import { untilPaged, untilShown } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import {
  configFor,
  PAGE_BY_API,
  postAlerts,
  postSns,
  signedAlarm,
  startWorld,
  type World,
} from '../support/world.ts';

/** Everything by which text could mention somebody, format itself, or pretend to be a link. */
const HOSTILE =
  '<!channel> <!here> <!everyone> <@U1> <#C1> <!subteam^S1> *bold* _it_ ~no~ `code` ```pre``` ' +
  '<https://evil.example|https://bank.example> <mailto:a@evil.example|us> :tada: &lt;!channel&gt; @channel';

/** A time, or a link to AWS's console whose title says so. */
const TRUSTED =
  /^(!date\^|https:\/\/[\w.-]+\.amazon\.com\/[^|]*\|[\w ]+ \([\w.-]+\.amazon\.com\)$)/u;

let world: World;
let bot: App;

beforeAll(async () => {
  world = await startWorld(['incidents']);
  bot = await startBot({ config: configFor(world, PAGE_BY_API), sns: world.sns });
});
afterAll(async () => {
  await bot.stop();
  await world.stop();
});

const textObject = z.looseObject({
  type: z.enum(['plain_text', 'mrkdwn']),
  text: z.string(),
  emoji: z.boolean().optional(),
});
type TextObject = z.infer<typeof textObject>;

/** Every text object in a call's blocks, however deep. */
function textObjects(value: unknown): readonly TextObject[] {
  if (typeof value !== 'object' || value === null) return [];
  const parsed = textObject.safeParse(value);
  if (parsed.success) return [parsed.data];
  return Object.values(value).flatMap(textObjects);
}

/** What Slack would turn into something else: whatever stands between `<` and `>`. */
function tokensOf(mrkdwn: string): readonly string[] {
  return [...mrkdwn.matchAll(/<([^>]*)>/gu)].map(([, token = '']) => token);
}

/** What was sent to Slack about a text: every post, edit and line, with all their arguments. */
function sentAbout(text: string) {
  return world.slack.calls.filter(
    ({ method, args }) =>
      (method === 'chat.postMessage' || method === 'chat.update') &&
      JSON.stringify(args).includes(text),
  );
}

describe('alarm text', () => {
  test('is shown as it is in message, thread and notification, and mentions nobody', async () => {
    const mark = uniqueName('mark');
    const api = `${mark} ${HOSTILE}`;
    const first = { name: `first ${mark} ${HOSTILE}`, api, description: `why ${mark} ${HOSTILE}` };
    const second = { ...first, name: `second ${mark} ${HOSTILE}` };

    await postSns(bot.url, signedAlarm(world.sns, first));
    await untilShown(world, mark, mark);
    await untilQuiet(world.redis);
    await postSns(bot.url, signedAlarm(world.sns, second));
    await untilShown(world, mark, '2 alerts firing');
    await untilQuiet(world.redis);
    await postSns(bot.url, signedAlarm(world.sns, { ...first, state: 'OK', at: new Date() }));
    await untilShown(world, mark, '1 resolved');
    await untilQuiet(world.redis);

    const calls = sentAbout(mark);
    expect(calls.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'ok')).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(5);
    for (const { args } of calls) {
      const objects = textObjects(args['blocks']);
      const plain = objects.filter(({ type }) => type === 'plain_text');
      expect(plain.some(({ text }) => text.includes(mark))).toBe(true);
      for (const { emoji } of plain) expect(emoji).toBe(false);
      for (const { text } of objects.filter(({ type }) => type === 'mrkdwn')) {
        // Of the alarm's words only the address of its console page holds any.
        expect(text.replaceAll(/<[^>]*>/gu, '')).not.toContain(mark);
        for (const token of tokensOf(text)) expect(token).toMatch(TRUSTED);
      }
      expect(args['text']).toEqual(expect.stringContaining(mark));
      for (const token of tokensOf(String(args['text']))) expect(token).toMatch(TRUSTED);
      expect(args).not.toHaveProperty('link_names');
      expect(args).not.toHaveProperty('parse');
    }
    const [message] = await postsAbout(world, mark);
    if (message === undefined) throw new Error('there is no message');
    expect(JSON.stringify(message.blocks)).toContain('<!channel> <!here> <!everyone> <@U1>');
    const [paged, ...thread] = await threadOf(world, message);
    expect(paged).toContain('📟 Paged');
    expect(thread).toHaveLength(2);
    for (const line of thread) expect(line).toContain('<!channel> <!here> <!everyone> <@U1>');
    // PagerDuty formats nothing: there it stands as it came.
    expect(JSON.stringify(pagesAbout(world, mark)[0])).toContain('<!channel>');
  });

  test('brings links only to http(s), with their host shown', async () => {
    const mark = uniqueName('mark');
    const url = 'https://evil.example/<!channel>|https://bank.example';
    const links = [
      { title: 'https://bank.example <!here>', url },
      { title: 'run me', url: 'javascript:alert(1)' },
    ];
    const runbook = 'data:text/html,<script>alert(1)</script>';
    const alert = {
      status: 'firing',
      labels: { alertname: mark, severity: 'critical' },
      annotations: { summary: mark, runbook },
      links,
    };
    expect((await postAlerts(bot.url, [alert])).status).toBe(200);
    await untilShown(world, mark, mark);
    await untilPaged(world, mark);

    const [call] = sentAbout(mark);
    const tokens = textObjects(call?.args['blocks'])
      .filter(({ type }) => type === 'mrkdwn')
      .flatMap(({ text }) => tokensOf(text))
      .filter((token) => !token.startsWith('!date^'));
    expect(tokens).toEqual([
      expect.stringMatching(/^https:\/\/evil\.example\/[^<>| ]*\|[^<>|]* \(evil\.example\)$/u),
    ]);
    expect(JSON.stringify(call?.args)).not.toMatch(/javascript:|data:text/u);
    const [page] = pagesAbout(world, mark);
    expect(page?.links.map(({ href }) => new URL(href).host)).toEqual(['evil.example']);
  });
});
