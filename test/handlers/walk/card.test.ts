import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import type { Walk } from '../../../src/engine/ports/walks.ts';
import { walkCard, type CardFacts } from '../../../src/handlers/walk/card.ts';
import { walkLine } from '../../../src/handlers/walk/line.ts';
import { shownRunbook } from '../../../src/handlers/walk/shown-runbook.ts';
import { parseRunbook } from '../../../src/runbooks/format/parse.ts';
import { walkedRunbook } from '../../../src/runbooks/walking/walked-runbook.ts';
import { after, AT, BEN, MINUTE, ORDERS_LATE, orders } from '../../runbooks/walking/walks.ts';

const DONE = { kind: 'done' } as const;
const EVIL = '<!channel> *bold* <https://evil.example|x> & `code`';

function cardOf(walk: Walk, own: Partial<CardFacts> = {}) {
  const facts = { now: AT + MINUTE, isChanged: false, canDo: false, ...own };
  const { text, blocks } = walkCard(walk, facts);
  expect(refuseBlocks(blocks)).toBeUndefined();
  return { text, shown: JSON.stringify(blocks) };
}

describe('the card of a walk', () => {
  test('shows the step, its place, the clock of its phase, and who has it', () => {
    const { text, shown } = cardOf(orders(), { now: AT + 3 * MINUTE });
    expect(text).toBe('Orders are late: step 1 of 4, How many wait in orders');
    expect(shown).toContain('step 1 of 4 · Investigate · 3 of 5 min · Ana has it');
    expect(shown).toContain('1. How many wait in orders');
    expect(shown).toContain('aws sqs get-queue-attributes --queue-url orders');
    expect(shown).toContain('"url":"https://grafana.example.com/d/1"');
    expect(shown).toContain('Queue backlog (/runbook queue-backlog)');
    expect(shown).toContain('"text":"closely","style":{"bold":true}');
  });

  test('says by how much a phase is over its target', () => {
    const { shown } = cardOf(orders(), { now: AT + 7 * MINUTE });
    expect(shown).toContain('⏱️ Investigate: 2 min over its 5 min');
    const later = after(orders(), DONE, DONE);
    expect(cardOf(later, { now: AT + 7 * MINUTE }).shown).toContain('Mitigate · 7 of 30 min');
  });

  test('has a button for each choice of a question, and none to be done without an answer', () => {
    const { shown } = cardOf(after(orders(), DONE));
    expect(shown).toContain(`"text":"everybody's"`);
    expect(shown).toContain('"action_id":"walk:choice-1"');
    expect(shown).not.toContain('"walk:done"');
  });

  test('lets long choices be chosen from a list', () => {
    const text = ORDERS_LATE.replace("everybody's", 'of all shops '.repeat(10).trim());
    const { shown } = cardOf(after(orders({ text }), DONE));
    expect(shown).toContain('"action_id":"walk:choose"');
  });

  test('offers to do what the config lets it do, and says how that stands', () => {
    const at3 = after(orders(), DONE, DONE);
    expect(cardOf(at3).shown).not.toContain('walk:do"');
    expect(cardOf(at3, { canDo: true }).shown).toContain('"action_id":"walk:do"');
    expect(cardOf(at3, { run: '⏳ Under way: Invoke add-workers' }).shown).toContain('Under way');
  });

  test('of a check asks why it is done as long as the check does not say so', () => {
    const at4 = after(orders(), DONE, DONE, DONE);
    expect(cardOf(at4).shown).toContain('"walk:done-but"');
    const words = ['does not pass', 'waiting 250, not under 100'];
    const failed = after(at4, { kind: 'checked', passes: false, words });
    expect(cardOf(failed).shown).toContain('❌ does not pass');
    expect(cardOf(failed).shown).toContain('waiting 250, not under 100');
    expect(cardOf(failed).shown).toContain('"walk:done-but"');
    const passed = after(failed, { kind: 'checked', passes: true, words: ['passes'] });
    expect(cardOf(passed).shown).toContain('✅ passes');
    expect(cardOf(passed).shown).toContain('"walk:done"');
  });

  test('shows what was found so far, the last three', () => {
    const walk = after(
      orders(),
      DONE,
      { kind: 'done', answer: EVIL },
      { kind: 'skipped', note: 'no need' },
    );
    const { shown } = cardOf(walk);
    expect(shown).toContain('⏭️ 3. Add workers: no need (Ana)');
    expect(shown).toContain(`2. Whose orders: ${EVIL} (Ana)`);
  });

  test('names who has only this step, and says that the runbook has changed since', () => {
    const walk = after(orders(), { kind: 'assigned', to: BEN });
    const { shown } = cardOf(walk, { isChanged: true });
    expect(shown).toContain('Ben has this step');
    expect(shown).toContain('the runbook has changed since');
  });

  test('shortens a long step at a word, and has a button for all of it', () => {
    const text = ORDERS_LATE.replace('Look **closely**', 'Look closely at it. '.repeat(400));
    const { shown } = cardOf(orders({ text }));
    expect(shown).toContain('"action_id":"walk:whole"');
    expect(shown).toMatch(/(?:Look|closely|at|it\.)…/u);
    expect(cardOf(orders()).shown).not.toContain('walk:whole');
  });

  test('tells in the end how it went: times against targets, and what people have to know', () => {
    const walk = after(
      orders(),
      DONE,
      { kind: 'done', answer: "one shop's" },
      { kind: 'skipped', note: 'no need' },
      { kind: 'failed', note: 'still late' },
    );
    const { text, shown } = cardOf(walk);
    expect(text).toBe('🏁 Walked: Orders are late: 4 steps in 4 min: 2 done, 1 skipped, 1 failed');
    expect(shown).toContain('☑️ Investigate: 2 of 5 min');
    expect(shown).toContain("✅ 2. Whose orders: one shop's (Ana)");
    expect(shown).toContain('❌ 4. Did it help: still late (Ana)');
    expect(shown).not.toContain('✅ 1.');
    expect(shown).toContain('"action_id":"walk:reopen"');
  });

  test('of one that was stopped says why', () => {
    const walk = after(orders(), DONE, { kind: 'stopped', note: 'false alarm' });
    expect(cardOf(walk).shown).toContain('Stopped: false alarm');
    expect(cardOf(walk).shown).toContain('1 of 4 steps in 2 min: 1 done');
  });
});

describe('however long a runbook is, its card has what can be pressed', () => {
  const head = ORDERS_LATE.slice(0, ORDERS_LATE.indexOf('## Investigate'));
  const walked = (body: string) => orders({ text: `${head}${body}` });

  test('after many phases', () => {
    const phases = Array.from(
      { length: 45 },
      (_, index) =>
        `## Phase ${index} (${index}–${index + 1} min)\n\n### ${index + 1}. Look\n\nLook.\n`,
    );
    const walk = walked(phases.join('\n'));
    const { shown } = cardOf(after(walk, ...walk.text.matchAll(/### /gu).map(() => DONE)));
    expect(shown).toContain('Phase 9: 10 of 10 min');
    expect(shown).toContain('walk:reopen');
  });

  test('with as many choices as there may be', () => {
    const choices = Array.from(
      { length: 50 },
      (_, index) => `${'a long choice '.repeat(6)}${index}`,
    );
    const question = (all: readonly string[]) =>
      `## One (0–5 min)\n\n### 1. Ask\n\n\`\`\`question\nask: Which?\nchoices: [${all.join(', ')}]\n\`\`\`\n`;
    const { shown } = cardOf(walked(question(choices)));
    expect(shown).toContain('walk:choose');
    const { problems } = parseRunbook('orders-late.md', `${head}${question([...choices, 'more'])}`);
    expect(problems.map(({ message }) => message)).toEqual([
      'choices must be at most 50, or no message can show them',
    ]);
  });
});

/** Every text that Slack looks through for mentions, links and formatting. */
function parsedTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedTexts);
  if (typeof value !== 'object' || value === null) return [];
  const isParsed = 'type' in value && value.type === 'mrkdwn' && 'text' in value;
  return isParsed ? [String(value.text)] : Object.values(value).flatMap(parsedTexts);
}

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.constantFrom(EVIL, '"\\'.repeat(700), '``` {{ labels.queue }} **', '{{', '\n# x\n### 9. y\n'),
);

test('whatever alerts and people say, Slack takes the card, and none of it is more than words', () => {
  fc.assert(
    fc.property(words, words, words, (label, note, name) => {
      const queue = `${label}${EVIL}`;
      const by = { actor: 'slack:U0EVE', name: `${name}${EVIL}` };
      let walk = orders({ facts: { labels: { queue }, annotations: {} }, by });
      expect(walkedRunbook(walk).steps).toHaveLength(4);
      for (const deed of [
        DONE,
        { kind: 'done', answer: `${note}${EVIL}` },
        { kind: 'failed', note: `${note}${EVIL}` },
        { kind: 'checked', words: [note, EVIL] },
        { kind: 'stopped', note: `${note}${EVIL}` },
      ] as const) {
        const facts = { now: AT + 9 * MINUTE, isChanged: true, canDo: true, run: note };
        const { text, blocks } = walkCard(walk, facts);
        expect(refuseBlocks(blocks)).toBeUndefined();
        for (const one of [text, ...parsedTexts(blocks)]) expect(one).not.toContain('<!channel>');
        walk = after(walk, deed);
        const moment = walk.story.at(-1);
        const line = moment && walkLine(walk, moment);
        if (line === undefined) throw new Error('there is no line');
        expect(refuseBlocks(line.blocks)).toBeUndefined();
        for (const one of [line.text, ...parsedTexts(line.blocks)]) {
          expect(one).not.toContain('<!channel>');
        }
      }
      const { blocks = [] } = shownRunbook(walkedRunbook(walk).runbook, walk);
      expect(refuseBlocks(blocks)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test('who is given a walk is mentioned in the line that says so, and nobody else', () => {
  const walk = after(orders(), { kind: 'handed-over', to: BEN });
  const moment = walk.story.at(-1);
  const line = moment && walkLine(walk, moment);
  expect(line?.text).toBe('<@U0BEN> 🤝 Ana handed the walk over to Ben');
  expect(parsedTexts(line?.blocks)).toEqual(['<@U0BEN>']);
});
