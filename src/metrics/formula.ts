import { parse, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { Mistake, quoted } from '../config/mistake.ts';
import { compileNode, type Compiled, type Values } from './arithmetic.ts';
import { withIdentifiers } from './formula-names.ts';
import { limitsIn, type Limit } from './limits.ts';

/** A calculation over named series. */
export interface Formula {
  /** The series it names, each once, as they come. */
  readonly uses: readonly string[];
  /**
   * What comes of it at one moment. Undefined, a gap, where one of the series has a gap, where it is
   * divided by zero, and where what comes out is no figure.
   */
  readonly at: (values: Values) => number | undefined;
}

/** A condition over named series. */
export interface Comparison {
  readonly uses: readonly string[];
  /** Whether it holds at one moment; undefined where gaps leave that open. */
  readonly at: (values: Values) => boolean | undefined;
  /** What it compares with what, for who is to be told why it holds. */
  readonly limits: readonly Limit[];
}

/**
 * Compiles arithmetic over series, `errors / (errors + successes) * 100`: CEL's signs, `min`, `max`,
 * `abs`, `round` and `or` (the second where the first is a gap), and `a > 0 ? b : c`. Whole numbers are figures like others.
 *
 * @param names the series there are
 * @throws Mistake that says what to write instead
 */
export function compileFormula(text: string, names: readonly string[]): Formula {
  const { compiled, uses } = compile(text, names, 'errors / (errors + successes) * 100');
  if (compiled.gives !== 'figure') {
    const message = `${quoted(text)} gives true or false, not a figure`;
    throw new Mistake(message, 'write what is to be shown, without a comparison');
  }
  const { run } = compiled;
  return {
    uses,
    at(values) {
      const figure = run(values);
      return Number.isFinite(figure) ? figure : undefined;
    },
  };
}

/**
 * Compiles a condition over series: `rate > 10 && count >= 5`.
 *
 * @param names the series there are
 * @throws Mistake that says what to write instead
 */
export function compileComparison(text: string, names: readonly string[]): Comparison {
  const { compiled, uses, limits } = compile(text, names, 'rate > 10 && count >= 5');
  if (compiled.gives !== 'verdict') {
    throw new Mistake(`${quoted(text)} gives a figure, not true or false`, `write ${text} > 10`);
  }
  return { uses, at: compiled.run, limits: limits() };
}

interface Read {
  readonly compiled: Compiled;
  readonly uses: readonly string[];
  readonly limits: () => readonly Limit[];
}

/** Nobody writes so many characters; a longer text could keep others waiting. */
const LONGEST = 1000;

function compile(text: string, names: readonly string[], example: string): Read {
  if (text.length > LONGEST) {
    const hint = `write at most ${LONGEST} characters, and give parts of it a name`;
    throw new Mistake(`${quoted(text)} is too long`, hint);
  }
  const { text: rewritten, nameOf } = withIdentifiers(text, names);
  const tree = parsed(rewritten, text, example);
  return {
    compiled: compileNode(tree, nameOf),
    uses: [...nameOf.values()],
    limits: () => limitsIn(tree, nameOf),
  };
}

function parsed(rewritten: string, text: string, example: string): ASTNode {
  try {
    return parse(rewritten).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const hint = /(?<![=<>!])=(?!=)/u.test(text) ? 'write ==' : `write one such as ${example}`;
    throw new Mistake(`${quoted(text)} can't be read (${explained(error.summary)})`, hint);
  }
}

/** The parser names what it met by its own words. */
const TOKENS: ReadonlyMap<string, string> = new Map([
  ['EOF', 'the end'],
  ['RPAREN', ')'],
  ['LPAREN', '('],
  ['IDENTIFIER', 'a name'],
  ['NUMBER', 'a number'],
  ['MULTIPLY', '*'],
  ['DIVIDE', '/'],
  ['PLUS', '+'],
  ['MINUS', '-'],
]);

function explained(summary: string): string {
  if (/^Unexpected character: '\w'/u.test(summary)) return 'a sign is missing between two parts';
  const text = summary.replaceAll(
    /[A-Z]{2,}/gu,
    (token) => TOKENS.get(token) ?? token.toLowerCase(),
  );
  return text.charAt(0).toLowerCase() + text.slice(1);
}
