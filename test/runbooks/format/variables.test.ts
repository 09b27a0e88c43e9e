import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible } from '../../../src/alert/visible.ts';
import { filledCommand } from '../../../src/runbooks/format/filled-command.ts';
import { filledText, isVariable } from '../../../src/runbooks/format/variables.ts';

const facts = {
  labels: { FunctionName: 'checkout', team: 'a "b" `c` $(d)' },
  annotations: { summary: 'It\nis\u202E slow' },
  value: 12.5,
};

test('variables stand for what the alert says, in one line that hides nothing', () => {
  const text = '{{ labels.FunctionName }}: {{annotations.summary}} ({{ value }} > {{ threshold }})';
  expect(filledText(text, facts)).toBe('checkout: It is slow (12.5 > {{ threshold }})');
});

test('a value is never looked into for variables, and no name reaches past the labels', () => {
  expect(
    filledText('{{ labels.a }}', { labels: { a: '{{ value }}' }, annotations: {}, value: 1 }),
  ).toBe('{{ value }}');
  expect(filledText('{{ labels.constructor }}{{ labels.__proto__ }}', facts)).toBe(
    '{{ labels.constructor }}{{ labels.__proto__ }}',
  );
  expect(['value', 'labels.a-b', 'labels', 'label.a', 'process.env'].map(isVariable)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('in a command a harmless value is put in, and any other is set above it', () => {
  expect(
    filledCommand('aws x --name {{ labels.FunctionName }} --team {{ labels.team }}', facts),
  ).toBe(`labels_team='a "b" \`c\` $(d)'\naws x --name checkout --team "\${labels_team}"`);
  expect(filledCommand('x {{ labels.none }}', facts)).toBe('x {{ labels.none }}');
});

const run = promisify(execFile);

const COMMANDS = [
  'printf %s {{ labels.x }}',
  'printf %s "{{ labels.x }}"',
  `printf %s '{{ labels.x }}'`,
  `printf %s \\"x >/dev/null; printf %s '{{ labels.x }}'`,
  `: # don't\nprintf %s "{{ labels.x }}"`,
  `: # don't {{ labels.y }} won't\nprintf %s {{ labels.x }}`,
];

test('whatever an alert says, a shell takes it for one word, in whatever quotes', async () => {
  const nasty = fc.oneof(
    fc.constantFrom(
      `'`,
      `"`,
      '$(echo pwned)',
      '`id`',
      `';id;'`,
      '\\',
      '*',
      '~',
      '${HOME}',
      '!',
      '#',
      '\\"',
    ),
    fc.string({ maxLength: 12 }),
  );
  const value = fc.array(nasty, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(value, fc.constantFrom(...COMMANDS), async (x, command) => {
      const shown = visible(x).replaceAll(/\s+/gu, ' ').trim();
      fc.pre(shown !== '');
      const filled = filledCommand(command, { labels: { x }, annotations: {} });
      const { stdout } = await run('/bin/sh', ['-c', filled]);
      expect(stdout).toBe(shown);
    }),
    { numRuns: 60 },
  );
});
