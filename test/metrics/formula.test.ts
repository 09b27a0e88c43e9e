import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mistake } from '../../src/config/mistake.ts';
import { compileComparison, compileFormula } from '../../src/metrics/formula.ts';
import { mistakeOr } from '../config/mistake-or.ts';

const values = { errors: 5, successes: 95, 'api-errors': 12, '5xx': 3, loop: 7, zero: 0 };
const names = [...Object.keys(values), 'gap'];

interface Calculation {
  readonly text: string;
  readonly value: number;
}

const { calculation } = fc.letrec<{ calculation: Calculation; pair: [Calculation, Calculation] }>(
  (tie) => ({
    calculation: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...Object.entries(values)).map(([text, value]) => ({ text, value })),
      fc.nat(1000).map((value) => ({ text: String(value), value })),
      tie('calculation').map(({ text, value }) => ({ text: `-(${text})`, value: -value })),
      tie('pair').map(([a, b]) => ({ text: `(${a.text} + ${b.text})`, value: a.value + b.value })),
      tie('pair').map(([a, b]) => ({ text: `(${a.text}-${b.text})`, value: a.value - b.value })),
      tie('pair').map(([a, b]) => ({ text: `${a.text} * (${b.text})`, value: a.value * b.value })),
      tie('pair').map(([a, b]) => ({
        text: `((${a.text}) / (${b.text}))`,
        value: b.value === 0 ? Number.NaN : a.value / b.value,
      })),
      tie('pair').map(([a, b]) => ({
        text: `max(${a.text}, ${b.text})`,
        value: Math.max(a.value, b.value),
      })),
    ),
    pair: fc.tuple(tie('calculation'), tie('calculation')),
  }),
);

describe('a formula', () => {
  test.each([
    ['errors / (errors + successes) * 100', 5],
    ['errors + 1', 6],
    ['1 / 2', 0.5],
    ['7 % 4', 3],
    ['-errors + 2.5', -2.5],
    ['errors - 2 - 1', 2],
    ['errors - (2 - 1)', 4],
    ['1e-3 * errors', 0.005],
    ['0x10', 16],
    ['min(errors, successes, 3)', 3],
    ['max(errors, 7)', 7],
    ['abs(errors - successes)', 90],
    ['round(errors / 2)', 3],
    ['successes > 90 && !(errors > 90) ? errors : 0', 5],
    ['true ? 1 : 2', 1],
    ['api-errors / 2', 6],
    ['api-errors-errors', 7],
    ['errors-5', 0],
    ['errors-5xx', 2],
    ['5xx * 2', 6],
    // A word that CEL keeps for itself.
    ['loop + 1', 8],
  ])('%s is %d', (text, expected) => {
    expect(compileFormula(text, names).at(values)).toBe(expected);
  });

  test('names what it uses, each once', () => {
    const formula = compileFormula('errors / (errors + api-errors)', names);
    expect(formula.uses).toEqual(['errors', 'api-errors']);
  });

  test.each([
    'errors / zero',
    'zero / zero',
    'errors % zero',
    'min(errors / zero, 1)',
    'errors + gap',
    'max(errors, gap)',
    'gap > 1 ? 1 : 2',
    '1e308 * 10 * errors',
  ])('%s is a gap', (text) => {
    expect(compileFormula(text, names).at(values)).toBeUndefined();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined])('of %s is a gap', (value) => {
    expect(compileFormula('min(a, 1)', ['a']).at({ a: value })).toBeUndefined();
  });

  test('of a name that every object knows is a gap where there is no such figure', () => {
    expect(compileFormula('constructor + 1', ['constructor']).at({})).toBeUndefined();
  });

  test.each([
    ['erors / 2', 'there is no metric "erors" to calculate with', 'write errors'],
    ['api-erors / 2', 'there is no metric "api-erors" to calculate with', 'write api-errors'],
    [
      'latency',
      'there is no metric "latency" to calculate with',
      'there are errors, successes, api-errors, 5xx, loop, zero, gap',
    ],
    ['maxx(errors)', 'there is no function "maxx"', 'write max(…)'],
    ['median(errors)', 'there is no function "median"', 'there are min, max, abs, or, round'],
    ['max(errors)', 'max does not take 1 figures', 'write max(errors, 100)'],
    ['abs(errors, 1)', 'abs does not take 2 figures', 'write abs(errors)'],
    [
      'errors > 5',
      '"errors > 5" gives true or false, not a figure',
      'write what is to be shown, without a comparison',
    ],
    [
      '(api-errors > 5) * 2',
      '"api-errors > 5" is a condition, where a figure is needed',
      'conditions go together with && and ||: 5 < rate && rate < 10',
    ],
    [
      'errors +',
      '"errors +" can\'t be read (unexpected token: the end)',
      'write one such as errors / (errors + successes) * 100',
    ],
    [
      '(errors',
      '"(errors" can\'t be read (expected ), got the end)',
      'write one such as errors / (errors + successes) * 100',
    ],
    [
      'errors successes',
      '"errors successes" can\'t be read (a sign is missing between two parts)',
      'write one such as errors / (errors + successes) * 100',
    ],
    [
      '[errors]',
      '"[errors]" is no arithmetic',
      'write one such as errors / (errors + successes) * 100',
    ],
  ])('%s is refused: %s; %s', (text, message, hint) => {
    const mistake = mistakeOr(() => compileFormula(text, names));
    expect(mistake).toMatchObject({ message, hint });
  });

  test.each([
    ['a+'.repeat(499) + 'a', 500],
    ['a-'.repeat(499) + 'a', -498],
    [`${'-'.repeat(998)}a`, 1],
  ])('may be long: %.20s…', (text, expected) => {
    expect(compileFormula(text, ['a']).at({ a: 1 })).toBe(expected);
  });

  test.each(['a+'.repeat(500) + 'a', 'a-'.repeat(5000) + 'a'])('is bounded: %.20s…', (text) => {
    const mistake = mistakeOr(() => compileFormula(text, ['a']));
    const hint = 'write at most 1000 characters, and give parts of it a name';
    expect(mistake).toMatchObject({ message: expect.stringContaining('is too long'), hint });
  });

  test('in too many parentheses is refused', () => {
    const text = `${'('.repeat(400)}a${')'.repeat(400)}`;
    expect(mistakeOr(() => compileFormula(text, ['a']))).toBeInstanceOf(Mistake);
  });

  test('gives what the same arithmetic in plain figures gives, however it is nested', () => {
    fc.assert(
      fc.property(calculation, ({ text, value }) => {
        const expected = Number.isFinite(value) ? value : undefined;
        expect(compileFormula(text, names).at(values)).toBe(expected);
      }),
    );
  });

  test('that is any text at all is compiled, and never gives NaN, or is refused with a Mistake', () => {
    const signs = ['min', ...'+-*/%()<>=!&|?:,.0123456789 "\'[]{}'.split('')];
    const part = fc.constantFrom(...names, ...signs);
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const read = mistakeOr(() => compileFormula(written, names));
        const figure = read instanceof Mistake ? undefined : read.at(values);
        expect(figure ?? 0).toSatisfy(Number.isFinite);
      }),
    );
  });
});

describe('a comparison', () => {
  test.each([
    ['errors > 4 && successes >= 95', true],
    ['errors > 5', false],
    ['errors == 5.0 && errors != 6', true],
    ['errors < 4 || successes <= 95', true],
    ['!(errors < 4)', true],
    // What is known settles it.
    ['errors > 4 || gap > 1', true],
    ['gap > 1 || errors > 4', true],
    ['errors > 5 && gap > 1', false],
    ['gap > 1 && errors > 5', false],
    // What is not known leaves it open.
    ['errors > 4 && gap > 1', undefined],
    ['gap > 1 && errors > 4', undefined],
    ['errors > 5 || gap > 1', undefined],
    ['!(gap > 1)', undefined],
    ['errors / zero > 1', undefined],
  ])('%s is %s', (text, expected) => {
    expect(compileComparison(text, names).at(values)).toBe(expected);
  });

  test.each([
    ['errors', '"errors" gives a figure, not true or false', 'write errors > 10'],
    ['errors = 5', '"errors = 5" can\'t be read (unexpected character: =)', 'write =='],
    ['errors > 5 and loop > 1', 'there is no metric "and" to calculate with', 'write &&'],
    [
      'errors > 5 && loop',
      '"loop" is a figure, where a condition is needed',
      'compare it: loop > 10',
    ],
    [
      '5 < errors < 10',
      '"5 < errors" is a condition, where a figure is needed',
      'conditions go together with && and ||: 5 < rate && rate < 10',
    ],
  ])('%s is refused: %s; %s', (text, message, hint) => {
    const mistake = mistakeOr(() => compileComparison(text, names));
    expect(mistake).toMatchObject({ message, hint });
  });
});

describe('what a condition compares', () => {
  const compared = (text: string) =>
    compileComparison(text, names).limits.map(({ name, comparison, figure, against }) => [
      name,
      figure(values),
      comparison,
      against(values),
    ]);

  test.each<[string, unknown]>([
    ['errors > 10', [['errors', 5, '>', 10]]],
    ['10 < errors', [['errors', 5, '>', 10]]],
    [
      'api-errors > loop * 1.2 && errors >= 5',
      [
        ['api-errors', 12, '>', 8.4],
        ['errors', 5, '>=', 5],
      ],
    ],
    ['errors / (errors + successes) * 100 > 4', [[undefined, 5, '>', 4]]],
    [
      'zero == 0 || errors < successes',
      [
        ['zero', 0, '==', 0],
        ['errors', 5, '<', 95],
      ],
    ],
    ['!(errors > 10)', []],
    ['or(gap, 0) > 1', [['gap', 0, '>', 1]]],
    ['gap > 1', [['gap', Number.NaN, '>', 1]]],
  ])('%s', (text, expected) => {
    expect(compared(text)).toEqual(expected);
  });
});

test.each<[string, number | undefined]>([
  ['or(gap, 0)', 0],
  ['or(errors, 0)', 5],
  ['or(gap, loop) * 2', 14],
  ['or(gap, gap)', undefined],
  ['or(gap, 0) / (or(gap, 0) + successes) * 100', 0],
  ['or(errors / zero, 1)', 1],
])('%s says what a gap is', (text, expected) => {
  expect(compileFormula(text, names).at(values)).toBe(expected);
});
