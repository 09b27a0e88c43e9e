import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRunbook } from '../../../src/runbooks/format/parse.ts';
import { renderRunbook } from '../../../src/runbooks/format/render.ts';
import { matter, mistakesIn, runbook } from '../sample.ts';

const PHASE = '\n## Investigate (0–5 min)\n';

test('a runbook is phases with target times, and steps that ask one thing', () => {
  const { runbook: read, problems } = parseRunbook(
    'runbooks/t.md',
    `${matter('t', `answers: ['a="b", c=~"d"']`, 'role: operator')}
# Title of t

What it means.
${PHASE}
### 1. Look

See [the other](other.md) and [a page](https://example.com).

\`\`\`sh
aws sts get-caller-identity
\`\`\`

### 2. How many

\`\`\`check
metrics: { errors: { namespace: N, metric: M, stat: Sum } }
pass: errors < 5
over: 10m
\`\`\`

## Afterwards (within 24 h)

### Ask

\`\`\`question
ask: Well?
choices: ['yes', 'no']
\`\`\`
`,
  );
  expect(problems).toEqual([]);
  expect(read).toMatchObject({
    name: 't',
    role: 'operator',
    intro: 'What it means.',
    answers: [{ text: 'a="b", c=~"d"', matchers: [{ name: 'a' }, { name: 'c' }] }],
    references: [{ name: 'other' }],
    phases: [
      { title: 'Investigate', target: '0–5 min', from: 0, to: 300_000 },
      { title: 'Afterwards', target: 'within 24 h', from: 300_000, to: 86_400_000 },
    ],
  });
  const steps = read.phases.flatMap((phase) => phase.steps);
  expect(steps.map(({ title, kind }) => [title, kind])).toEqual([
    ['Look', 'command'],
    ['How many', 'check'],
    ['Ask', 'question'],
  ]);
  expect(steps[1]?.parts[0]).toMatchObject({ config: { pass: 'errors < 5', over: 600_000 } });
});

test.each([
  [
    '',
    't.md:1:1: the file does not begin with front matter; begin with a line ---, then name:, title:, severity: and owners:, then a line ---',
  ],
  [
    '---\nname: u\n---\n',
    't.md:1:1: name: is "u", but the file is called "t"; write name: t, or rename the file',
  ],
  ['---\nname: t\n---\n', 't.md:2:1: title is missing; add title: High error rate'],
  [matter('t', 'ownerz: [a]'), 't.md:6:1: "ownerz" is not a key; write owners'],
  [
    matter('t', 'answers: [a]'),
    't.md:6:11: answers[0]: "a" is not a matcher; write name="value"; the operators are =, !=, =~ and !~',
  ],
  [
    matter('t', 'role: boss'),
    't.md:6:7: role: "boss" is not one of viewer, responder, operator, admin; write one of viewer, responder, operator, admin',
  ],
  [
    matter('t', 'links: [{ title: a, url: "javascript:x" }]'),
    't.md:6:26: links[0].url: "javascript:x" is not an address; write https://…',
  ],
  [matter(), 't.md:7:1: there are no phases; write ## Investigate (0–5 min), and steps below it'],
  [
    `${matter()}## Look\n### 1. A\nb\n`,
    't.md:7:1: the phase "Look" has no target time; write the minutes or hours from the start: ## Investigate (0–5 min)',
  ],
  [
    `${matter()}## Look (0–5 min)\n`,
    't.md:7:1: the phase "Look" has no steps; write steps below it: ### 1. What is to be done',
  ],
  [
    `${matter()}${PHASE}### 1. A\n`,
    't.md:9:1: the step "A" is empty; say what to do, or take it out',
  ],
  [`${matter()}${PHASE}### 2. A\nb\n`, 't.md:9:1: the step is number 1, not 2; write ### 1. A'],
  [
    `${matter()}### 1. A\nb\n${PHASE}`,
    't.md:7:1: the step "A" is in no phase; write a phase above it: ## Investigate (0–5 min)',
  ],
  [
    `${matter()}# Other\n`,
    't.md:7:1: the heading "Other" is not the title; write the title, ## for a phase, or ### for a step',
  ],
  [
    `${matter()}${PHASE}\`\`\`check\npass: a < 1\n\`\`\`\n`,
    't.md:10:1: the check is in no step; write a step above it: ### 1. What is to be done',
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`check\nover: 5m\n\`\`\`\n`,
    "t.md:11:1: pass is missing; add pass: 'error-rate < 1'",
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`check\npass: a +\n\`\`\`\n`,
    `t.md:11:1: pass: "a +" can't be read (unexpected token: the end); write one such as rate > 10 && count >= 5`,
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`check\nmetrics: { x: y }\npass: a < 1\n\`\`\`\n`,
    't.md:11:1: metrics.x: pass does not name it; take it out, or name it',
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`check\nmetrics: { waiting: y }\npass: wating < 1\n\`\`\`\n`,
    't.md:11:1: metrics.waiting: pass does not name it; write it for wating',
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`check\nmetrics:\n  x: y\n  over: 5m\npass: x < 1\n\`\`\`\n`,
    't.md:11:1: over stands within metrics; write over: as far left as metrics:',
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`qestion\nask: x\n\`\`\`\n`,
    't.md:10:1: there is no block "qestion"; write ```question',
  ],
  [
    `${matter()}${PHASE}### 1. A\n\`\`\`sh\nls\n\n### 2. B\n\n\`\`\`sh\nls\n\`\`\`\n`,
    't.md:10:1: the block sh has no end; write ``` in a line below it',
  ],
  [
    `${matter()}${PHASE}### 1. A\nb\n\n#### 2. B\nc\n`,
    't.md:12:1: the heading of this step is too deep; write ### 2. B',
  ],
  [
    '---\nname: t\ntitle Late\nseverity: error\n---\n# Late\n',
    't.md:3:1: Implicit keys need to be on a single line; put a colon and a space after the key: key: value',
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`action\nname: x\nrol: admin\n\`\`\`\n`,
    't.md:12:1: "rol" is not a key; write role',
  ],
  [
    `${matter()}${PHASE}### A\n\`\`\`question\nask: x\n\`\`\`\n\n\`\`\`question\nask: y\n\`\`\`\n`,
    't.md:15:1: the question is the second thing that this step asks; make two steps of it',
  ],
  [
    `${matter()}${PHASE}### A\n[x](../secret.md)\n`,
    't.md:10:1: the link "../secret.md" leads to no runbook; write the name of a file beside this one, or https://…',
  ],
])('%j is told with its place and what to write', (text, mistake) => {
  expect(mistakesIn(text)).toContain(mistake);
});

test.each(['0-5 min', '0–5m', '0 - 5 minutes'])('a target time may be written %s', (target) => {
  const { runbook: read, problems } = parseRunbook(
    't.md',
    `${matter()}## Look (${target})\n### 1. A\nb\n`,
  );
  expect(problems).toEqual([]);
  expect(read.phases).toMatchObject([{ title: 'Look', from: 0, to: 300_000 }]);
});

test('a title that can not be read is no mistake of the heading', () => {
  const told = mistakesIn(`---\ntitle Late\n---\n# Late\n${PHASE}### 1. A\nb\n`);
  expect(told).toHaveLength(1);
});

test('all mistakes are told, not only the first', () => {
  expect(mistakesIn(`${matter('t', 'x: 1')}# Y\n## Z\n### 3. A\n`)).toHaveLength(5);
});

test('places are those of the file, also where its lines end as on Windows', () => {
  const text = `${matter()}${PHASE}### 2. A\nb\n`.replaceAll('\n', '\r\n');
  expect(mistakesIn(text)).toEqual(['t.md:9:1: the step is number 1, not 2; write ### 1. A']);
});

const word = fc.stringMatching(/^[a-z][a-z ]{0,20}[a-z]$/u);
const part = fc.oneof(
  word.map((text) => ({ key: 'text', text })),
  fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 4 }).map((lines) => {
    const text = lines.map((line) => line.replaceAll(/[\p{Cc}\uFEFF]/gu, ' ')).join('\n');
    return { key: 'sh', text: `: ${text}`.trimEnd() };
  }),
);

test('what is rendered is read as the same runbook', () => {
  const step = fc.record({ title: word, parts: fc.array(part, { minLength: 1, maxLength: 4 }) });
  fc.assert(
    fc.property(word, fc.array(step, { minLength: 1, maxLength: 4 }), (intro, steps) => {
      const body = steps.map(({ title, parts }) => {
        const inner = parts.map(({ key, text }) => (key === 'sh' ? fenced(text) : text));
        return [`### ${title}`, ...inner].join('\n\n');
      });
      const text = [matter(), intro, '## Do (0–5 min)', ...body].join('\n\n');
      const { runbook: first, problems } = parseRunbook('t.md', text);
      expect(problems).toEqual([]);
      const again = parseRunbook('t.md', renderRunbook(first));
      expect(again.problems).toEqual([]);
      expect(withoutPlaces(again.runbook)).toEqual(withoutPlaces(first));
      expect(renderRunbook(again.runbook)).toBe(renderRunbook(first));
      const commands = steps.flatMap(({ parts }) => parts.filter(({ key }) => key === 'sh'));
      const read = first.phases.flatMap((phase) => phase.steps.flatMap((one) => one.parts));
      expect(read.filter(({ kind }) => kind === 'command').map(({ text }) => text)).toEqual(
        commands.map(({ text }) => text),
      );
    }),
  );
});

function fenced(text: string): string {
  return `${'`'.repeat(40)}sh\n${text}\n${'`'.repeat(40)}`;
}

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === 'at' ? undefined : one)));
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '---\n',
        '## A (0–5 min)\n',
        '### 1. B\n',
        '```check\n',
        '```\n',
        '{{ ',
        ' }}',
        '> ',
        '- ',
      ),
      fc.constantFrom(
        '[x](y.md)\n',
        '<!--',
        '&a [*a]\n',
        'pass: ',
        'metrics: {',
        '__proto__: 1\n',
        '!!js ',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

test('whatever a file holds, nothing is thrown, and every mistake has a place in it', () => {
  fc.assert(
    fc.property(hostile, fc.boolean(), (text, isBelow) => {
      const whole = isBelow ? `${matter()}${PHASE}### 1. A\n${text}` : text;
      const lines = whole.split(/\r\n?|\n/u).length;
      for (const { line, column, hint } of parseRunbook('t.md', whole).problems) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThan(0);
        expect(hint).not.toBe('');
      }
    }),
  );
});

test.each([
  ['quotes in quotes', '> '.repeat(20_000)],
  ['lists in lists', '- '.repeat(20_000)],
  ['brackets', '['.repeat(20_000)],
  ['emphasis', '*_'.repeat(20_000)],
])('deep nesting (%s) is read or refused', (_, text) => {
  const { problems } = runbook('t', text);
  for (const { message } of problems) expect(message).toBe("the Markdown can't be read");
});

test('a file that is too long is refused', () => {
  expect(runbook('t', 'a '.repeat(30_000)).problems.map(({ message }) => message)).toEqual([
    'the runbook is longer than 50000 characters',
  ]);
});
