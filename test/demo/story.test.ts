import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tellStory } from '../../demo/story.ts';
import { until } from '../support/wait.ts';

let sent: string[];
let said: string[];
let stop: AbortController;
let story: Promise<void>;
let audience: EventEmitter<{ again: [] }>;

beforeEach(() => {
  sent = [];
  said = [];
  stop = new AbortController();
  audience = new EventEmitter();
  story = tellStory({
    async send(topic, message, { again = false } = {}) {
      const { AlarmName: name, NewStateValue: state } = JSON.parse(message);
      sent.push(`${topic} ${name} ${state}${again ? ' twice' : ''}`);
    },
    deployPricing: async () => void sent.push('pricing'),
    say: (line) => void said.push(line),
    audience,
    tries: 'Try this.',
    signal: stop.signal,
    scene: 1,
  });
});
afterEach(async () => {
  stop.abort();
  await story;
});

const toldOnce = () => until('the story is over', () => audience.listenerCount('again') > 0);

test('the story: what is critical comes twice, gets worse and is well again; a warning between', async () => {
  await toldOnce();
  const critical = sent.filter((one) => one.startsWith('critical'));
  expect(critical).toEqual([
    expect.stringMatching(/ALARM twice$/u),
    expect.stringMatching(/ALARM$/u),
    expect.stringMatching(/OK$/u),
    expect.stringMatching(/OK$/u),
  ]);
  expect(sent[1]).toMatch(/^warning .* ALARM$/u);
  // Whatever it began is over at its end, but for one that is left to whoever watches.
  expect(sent.at(-1)).toBe('pricing');
  const last = new Map(sent.slice(0, -1).map((one) => [one.split(' ')[1], one.split(' ')[2]]));
  expect(new Set(last.values())).toEqual(new Set(['OK']));
});

test('is told once, says what to try, and is told again when somebody asks', async () => {
  await toldOnce();
  expect(said.at(-1)).toContain('Try this.');
  const once = [...sent];
  expect(audience.emit('again')).toBe(true);
  await until('it is told again', () => sent.length === 2 * once.length);
  expect(sent).toEqual([...once, ...once]);
});

test('ends when the demo does, also while nobody asks', async () => {
  await toldOnce();
  stop.abort();
  await expect(story).resolves.toBeUndefined();
});
