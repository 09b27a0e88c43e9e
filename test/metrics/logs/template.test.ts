import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import {
  parametersOf,
  queryText,
  readValue,
  type SavedQuery,
} from '../../../src/metrics/logs/saved-query.ts';
import { parseTemplate } from '../../../src/metrics/logs/template.ts';

function filled(text: string, given: Readonly<Record<string, string>>): string {
  const template = parseTemplate(text);
  const query: SavedQuery = {
    name: 'q',
    source: 'aws',
    logGroups: ['/g'],
    template,
    parameters: parametersOf(template, { over: { kind: 'number', usual: '1000' } }),
    range: 1,
    maxBytes: 1,
  };
  return queryText(query, new Map(Object.entries(given)));
}

const mistakeIn = (text: string) => {
  try {
    parseTemplate(text);
  } catch (error) {
    if (error instanceof Mistake) return `${error.message}; ${error.hint}`;
    throw error;
  }
  return undefined;
};

describe('a query with values', () => {
  test('has texts in quotes, numbers as they are, and text in a regular expression', () => {
    const text = 'filter id = {{id}} and took > {{ over }} and url like /v1\\/{{id}}$/ | limit 20';
    expect(filled(text, { id: 'a.b c' })).toBe(
      String.raw`filter id = "a.b c" and took > 1000 and url like /v1\/a\x2eb c$/ | limit 20`,
    );
  });

  test('holds nothing but the value, however hostile that is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
      fc
        .array(
          fc.constantFrom('"', "'", '\\', '/', '`', '|', '#', '{{id}}', ')', 'delete', ' ', 'é'),
          {
            minLength: 1,
            maxLength: 12,
          },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (written) => {
        let value: string;
        try {
          ({ text: value } = readValue({ name: 'id', kind: 'text' }, written));
        } catch (error) {
          if (error instanceof Mistake) return;
          throw error;
        }
        const query = filled('filter a = {{id}} | filter b like /^{{id}}$/ | limit 5', {
          id: written,
        });
        const found =
          /^filter a = (?<literal>.*) \| filter b like \/\^(?<regex>[^/]*)\$\/ \| limit 5$/su;
        const { literal = '', regex = '' } = found.exec(query)?.groups ?? {};
        // A string of the language ends at the first of its own quotes without a backslash before it.
        expect(literal).toMatch(/^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')$/su);
        expect(literal.slice(1, -1).replaceAll(/\\(.)/gsu, '$1')).toBe(value);
        expect(regex).not.toMatch(/["'|#`\n]/u);
        const pattern = new RegExp(`^${regex.replaceAll('\\x{', '\\u{')}$`, 'u');
        expect(pattern.test(value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('takes only a number where one is meant', () => {
    const text = 'filter took > {{over}}';
    expect(filled(text, { over: '-2.5' })).toBe('filter took > -2.5');
    for (const over of ['1 or 1 = 1', '1e9', '', '0x10', '٣', 'NaN']) {
      expect(() => filled(text, { over })).toThrow(/^over is a number/u);
    }
  });

  test('is refused without a value that it needs, and with one that nobody can type', () => {
    expect(() => filled('filter id = {{id}}', {})).toThrow('q needs id');
    expect(() => filled('filter id = {{id}}', { id: ' ' })).toThrow('id is empty');
    expect(() => filled('filter id = {{id}}', { id: 'a\nb' })).toThrow(/^id can't be/u);
  });
});

test('a value stands where it means only itself', () => {
  expect(mistakeIn('filter id = "{{id}}"')).toBe(
    '{{id}} stands in quotes; take the quotes away: a value brings its own',
  );
  expect(mistakeIn("parse @message '* {{id}}' as a")).toMatch(/stands in quotes/u);
  expect(mistakeIn('stats count(*) by `a {{id}}`')).toMatch(/stands in the name of a field/u);
  expect(mistakeIn('limit 5 # {{id}}')).toMatch(/stands in a comment/u);
  expect(mistakeIn('filter id = {{an id}}')).toMatch(/is no placeholder/u);
  expect(mistakeIn('filter id = "a')).toMatch(/does not end/u);
  expect(mistakeIn('a '.repeat(6_000))).toMatch(/too long/u);
});

test('a slash divides, or begins a regular expression', () => {
  const each = [
    ['stats sum(bytes) / {{n}} by id', 'stats sum(bytes) / "5/1" by id'],
    ['filter a / b > {{n}} / c', 'filter a / b > "5/1" / c'],
    ['filter url =~ /{{n}}/', String.raw`filter url =~ /5\x2f1/`],
    ['filter url not like /"{{n}}/', String.raw`filter url not like /"5\x2f1/`],
    ['parse @message /took {{n}} (?<ms>.*)/', String.raw`parse @message /took 5\x2f1 (?<ms>.*)/`],
    ['fields a | parse `b c` /{{n}}/', String.raw`fields a | parse ${'`b c`'} /5\x2f1/`],
  ];
  for (const [text = '', query] of each) expect(filled(text, { n: '5/1' })).toBe(query);
});
