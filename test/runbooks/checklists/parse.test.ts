import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLibrary, usable } from '../../../src/app/runbooks/runbook-library.ts';
import { readChecklists } from '../../../src/app/runbooks/checklist-library.ts';
import { REGISTRY } from '../../../src/handlers/index.ts';
import { parseChecklist } from '../../../src/runbooks/checklists/parse.ts';
import { plainText } from '../../../src/runbooks/format/plain-text.ts';

const DAILY = `---
name: daily
title: Daily check
owners: [platform]
---

# Daily check

Ten minutes.

## 1. Dashboards

\`/kpi\` and [more](https://example.com/d).

**Worth an alarm:** a step. Then: [capacity planning](../capacity-planning.md).

## 2. Backups

They are there.
`;

/** What is wrong, as \`line: message\`. */
function problemsOf(text: string, file = 'checklists/daily.md'): readonly string[] {
  return parseChecklist(file, text).problems.map(({ line, message }) => `${line}: ${message}`);
}

test('a checklist is a title, an introduction, and items in order with what to look at', () => {
  const { checklist, problems } = parseChecklist('checklists/daily.md', DAILY);
  expect(problems).toEqual([]);
  expect(checklist).toMatchObject({
    name: 'daily',
    title: 'Daily check',
    owners: ['platform'],
    intro: 'Ten minutes.',
    items: [{ title: 'Dashboards' }, { title: 'Backups', text: 'They are there.' }],
    references: [{ name: 'capacity-planning' }],
  });
  expect(plainText(checklist.items[0]?.text ?? '')).toBe(
    '/kpi and more (https://example.com/d).\nWorth an alarm: a step. Then: capacity planning (/runbook capacity-planning).',
  );
});

test.each([
  [
    'no front matter',
    'Look.',
    ['1: the file does not begin with front matter', '1: there are no items'],
  ],
  [
    'an unknown key',
    DAILY.replace('owners:', 'owner:'),
    ['4: "owner" is not a key', '2: owners is missing'],
  ],
  [
    'another name',
    DAILY.replace('name: daily', 'name: dayly'),
    ['1: name: is "dayly", but the file is called "daily"'],
  ],
  [
    'a number that is none of an item',
    DAILY.replace('## 2.', '## 3.'),
    ['17: the item is number 2, not 3'],
  ],
  ['an empty item', DAILY.replace('They are there.\n', ''), ['17: the item "Backups" is empty']],
  [
    'a heading of a runbook',
    DAILY.replace('## 2. Backups', '### 2. Backups'),
    ['17: the heading "2. Backups" is neither the title nor an item'],
  ],
  [
    'a link to nothing',
    DAILY.replace('../capacity', 'capacity'),
    ['15: the link "capacity-planning.md" leads to no runbook'],
  ],
  ['no items', DAILY.slice(0, DAILY.indexOf('## 1.')), ['6: there are no items']],
])('of %s it is said where it is', (_, text, problems) => {
  expect(problemsOf(text).toSorted()).toEqual(problems.toSorted());
});

test('more items than a message shows, and a name that means something else, are refused', () => {
  const many = Array.from({ length: 13 }, (__, at) => `## ${at + 1}. Item\n\nLook.\n`).join('\n');
  const text = `${DAILY.slice(0, DAILY.indexOf('## 1.'))}${many}`;
  expect(problemsOf(text)).toEqual([
    '59: there are 13 items, more than the 12 that a message can show',
  ]);
  const report = DAILY.replace('name: daily', 'name: report');
  expect(problemsOf(report, 'report.md')).toEqual([
    '1: "report" means something else behind /checklist',
  ]);
});

test('whatever a file holds, it is read, and every problem has a place', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('---\n', '## ', '# ', '\n', '[a](b.md)', '- [ ] ', '> ', '```', 'name: x\n'),
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((parts) => parts.join('')),
      (text) => {
        const { checklist, problems } = parseChecklist('a.md', text);
        for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
        for (const item of checklist.items) expect(typeof plainText(item.text)).toBe('string');
      },
    ),
  );
});

const SHIPPED = readChecklists(['shipped'], '.');

test('the shipped checklists are there, each with what is to be looked at', () => {
  const titles = SHIPPED.checklists.map(({ checklist, problems }) => {
    return [checklist.name, problems.length, checklist.items.map(({ title }) => title)];
  });
  expect(titles).toEqual([
    [
      'daily',
      0,
      [
        'Dashboards: nothing looks odd',
        'New error patterns',
        'Data pipeline',
        'Model performance',
        'Resource use',
        'Backups',
      ],
    ],
    [
      'monthly',
      0,
      [
        'Capacity',
        'Incident playbooks',
        'Performance over the long term',
        'Cost',
        'Disaster-recovery drill',
        'Documentation',
      ],
    ],
    [
      'weekly',
      0,
      [
        'Trends of the week',
        'A/B results',
        'Alarm tuning',
        'Security updates',
        'Cost',
        'Documentation',
      ],
    ],
  ]);
});

test('every shipped item says what is worth an alarm, and names commands and runbooks that there are', () => {
  const commands = REGISTRY.commands.map(({ name }) => name);
  const runbooks = new Set(usable(readLibrary(['shipped'], '.')).map(({ name }) => name));
  for (const { checklist } of SHIPPED.checklists) {
    for (const { text } of checklist.items) {
      expect(text).toContain('**Worth an alarm:**');
      for (const [, name = ''] of text.matchAll(/`(\/\w+)/gu)) expect(commands).toContain(name);
    }
    for (const { name } of checklist.references) expect(runbooks).toContain(name);
  }
});
