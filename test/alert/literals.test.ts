import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalsOf, type Literals } from '../../src/alert/literals.ts';
import { matcher, type Matcher } from '../../src/alert/matcher.ts';

test.each([
  ['web-1', { values: ['web-1'] }],
  ['web-1|db-1', { values: ['web-1', 'db-1'] }],
  ['(web|db)', { values: ['web', 'db'] }],
  ['^(?:web|db)$', { values: ['web', 'db'] }],
  [String.raw`10\.0\.0\.1|10\.0\.0\.2`, { values: ['10.0.0.1', '10.0.0.2'] }],
  ['web-.*', { prefix: 'web-' }],
  ['^web-[0-9]+$', { prefix: 'web-' }],
  ['web-(eu|us)-.*', { prefix: 'web-' }],
  ['webs?', { prefix: 'web' }],
  [String.raw`web\.*`, { prefix: 'web' }],
])('%s says that values look like %o', (expression, literals) => {
  expect(literalsOf(expression)).toEqual(literals);
});

test.each([
  '',
  '.*-web',
  'w?',
  'web-.*|db-.*',
  'web|',
  '(?i)web',
  '[w]eb',
  String.raw`\Qweb|\E`,
  'web[|]x',
  String.raw`\web`,
])('%s says nothing for sure', (expression) => {
  expect(literalsOf(expression)).toBeUndefined();
});

const PIECES = [
  'a',
  'b',
  'ab',
  '.',
  '*',
  '?',
  '+',
  '{0,1}',
  '{2}',
  '|',
  '(',
  ')',
  '(?:',
  '(?i)',
  '(?i:',
  '[a|]',
  '[^a]',
  '^',
  '$',
  String.raw`\.`,
  String.raw`\|`,
  String.raw`\(`,
  String.raw`\Q`,
  String.raw`\E`,
  String.raw`\b`,
  '-',
  'é',
  '😀',
];
const expressions = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 6 })
  .map((pieces) => pieces.join(''));
const values = fc
  .array(fc.constantFrom('a', 'b', 'A', '.', '|', '(', '-', 'é', '😀', '\\'), { maxLength: 4 })
  .map((signs) => signs.join(''));

test('no value that an expression holds for looks otherwise', () => {
  fc.assert(
    fc.property(
      expressions,
      fc.array(values, { minLength: 20, maxLength: 40 }),
      (text, candidates) => {
        const literals = literalsOf(text);
        const one = compiled(text);
        if (literals === undefined || one === undefined) return;
        const others = candidates.filter(
          (value) => one.matches({ a: value }) && !looksLike(value, literals),
        );
        expect(others).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
});

function looksLike(value: string, literals: Literals): boolean {
  return 'prefix' in literals ? value.startsWith(literals.prefix) : literals.values.includes(value);
}

/** Undefined for what is no expression. */
function compiled(expression: string): Matcher | undefined {
  try {
    return matcher('a', '=~', expression);
  } catch {
    return undefined;
  }
}
