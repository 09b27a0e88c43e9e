import type { ASTNode } from '@marcbachmann/cel-js';
import { Mistake, quoted } from '../config/mistake.ts';
import { nearest } from '../config/nearest.ts';

/** What the series are at one moment, by name; nothing for a gap. */
export type Values = Readonly<Record<string, number | undefined>>;

/** A calculation, compiled: with figures NaN is a gap, with verdicts undefined. */
export type Compiled =
  | { readonly gives: 'figure'; readonly run: Figure }
  | { readonly gives: 'verdict'; readonly run: Verdict };

type Figure = (values: Values) => number;
type Verdict = (values: Values) => boolean | undefined;

const EXAMPLE = 'write one such as errors / (errors + successes) * 100';

const OPERATORS: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  // Divided by nothing it is no figure, not one without end that a minimum could make finite again.
  ['/', (a, b) => (b === 0 ? Number.NaN : a / b)],
  ['%', (a, b) => a % b],
]);

const COMPARISONS: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>', (a, b) => a > b],
  ['>=', (a, b) => a >= b],
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
]);

interface Known {
  readonly least: number;
  readonly most: number;
  readonly of: (...figures: number[]) => number;
}

/** The functions there are, with how many arguments they take at least and at most. */
const FUNCTIONS: Readonly<Record<string, Known>> = {
  min: { least: 2, most: Number.POSITIVE_INFINITY, of: Math.min },
  max: { least: 2, most: Number.POSITIVE_INFINITY, of: Math.max },
  abs: { least: 1, most: 1, of: (figure = Number.NaN) => Math.abs(figure) },
  // Where the first is a gap, the second: of what is only counted when it happens, or(errors, 0).
  or: {
    least: 2,
    most: 2,
    of: (figure = Number.NaN, otherwise = Number.NaN) =>
      Number.isNaN(figure) ? otherwise : figure,
  },
  round: { least: 1, most: 1, of: (figure = Number.NaN) => Math.round(figure) },
};

/**
 * Makes a function of a parsed expression: all figures are doubles, and a gap in what is calculated
 * with is a gap in what comes out. CEL itself knows no gaps, and keeps whole numbers apart.
 *
 * @param nameOf the names of series, by identifier
 * @throws Mistake for what is no arithmetic, and where figures and conditions are mixed up
 */
export function compileNode(node: ASTNode, nameOf: ReadonlyMap<string, string>): Compiled {
  const compile = (inner: ASTNode) => compileNode(inner, nameOf);
  const written = (inner: ASTNode) => writtenAs(inner, nameOf);
  const figure = (inner: ASTNode) => figureOf(compile(inner), () => written(inner));
  const verdict = (inner: ASTNode) => verdictOf(compile(inner), () => written(inner));
  const { op, args } = node;
  switch (op) {
    case 'value':
      return literal(args, () => written(node));
    case 'id': {
      const name = nameOf.get(args) ?? args;
      return asFigure((values) => {
        const value: unknown = values[name];
        return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
      });
    }
    case '-_': {
      const inner = figure(args);
      return asFigure((values) => -inner(values));
    }
    case '!_': {
      const inner = verdict(args);
      return asVerdict((values) => negated(inner(values)));
    }
    case 'call':
      return call(args[0], args[1].map(figure));
    case '&&':
      return asVerdict(decidedBy(false, verdict(args[0]), verdict(args[1])));
    case '||':
      return asVerdict(decidedBy(true, verdict(args[0]), verdict(args[1])));
    case '?:':
      return choice(verdict(args[0]), figure(args[1]), figure(args[2]));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return binary(op, figure(args[0]), figure(args[1]));
    default:
      throw new Mistake(`${quoted(written(node))} is no arithmetic`, EXAMPLE);
  }
}

function asFigure(run: Figure): Compiled {
  return { gives: 'figure', run };
}

function asVerdict(run: Verdict): Compiled {
  return { gives: 'verdict', run };
}

function literal(value: unknown, text: () => string): Compiled {
  if (typeof value === 'boolean') return asVerdict(() => value);
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new Mistake(`${quoted(text())} is not a figure`, EXAMPLE);
  }
  const figure = Number(value);
  return asFigure(() => figure);
}

function call(name: string, args: readonly Figure[]): Compiled {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const names = Object.keys(FUNCTIONS);
  if (known === undefined) {
    const meant = nearest(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ')}` : `write ${meant}(…)`;
    throw new Mistake(`there is no function ${quoted(name)}`, hint);
  }
  if (args.length < known.least || args.length > known.most) {
    const hint = known.most === 1 ? `write ${name}(errors)` : `write ${name}(errors, 100)`;
    throw new Mistake(`${name} does not take ${args.length} figures`, hint);
  }
  return asFigure((values) => known.of(...args.map((each) => each(values))));
}

function binary(operator: string, a: Figure, b: Figure): Compiled {
  const compute = OPERATORS.get(operator);
  if (compute !== undefined) return asFigure((values) => compute(a(values), b(values)));
  const compare = COMPARISONS.get(operator);
  return asVerdict((values) => {
    const left = a(values);
    const right = b(values);
    return Number.isNaN(left) || Number.isNaN(right) ? undefined : compare?.(left, right);
  });
}

function negated(verdict: boolean | undefined): boolean | undefined {
  return verdict === undefined ? undefined : !verdict;
}

/** `&&` is settled by one that is false, `||` by one that is true, whatever is unknown of the other. */
function decidedBy(settles: boolean, a: Verdict, b: Verdict): Verdict {
  return (values) => {
    const left = a(values);
    if (left === settles) return settles;
    const right = b(values);
    if (right === settles) return settles;
    return left === undefined || right === undefined ? undefined : !settles;
  };
}

function choice(condition: Verdict, then: Figure, otherwise: Figure): Compiled {
  return asFigure((values) => {
    const holds = condition(values);
    if (holds === undefined) return Number.NaN;
    return holds ? then(values) : otherwise(values);
  });
}

function figureOf(compiled: Compiled, text: () => string): Figure {
  if (compiled.gives === 'figure') return compiled.run;
  const message = `${quoted(text())} is a condition, where a figure is needed`;
  throw new Mistake(message, 'conditions go together with && and ||: 5 < rate && rate < 10');
}

function verdictOf(compiled: Compiled, text: () => string): Verdict {
  if (compiled.gives === 'verdict') return compiled.run;
  const message = `${quoted(text())} is a figure, where a condition is needed`;
  throw new Mistake(message, `compare it: ${text()} > 10`);
}

/** A part of the formula as the person wrote it. */
export function writtenAs(node: ASTNode, nameOf: ReadonlyMap<string, string>): string {
  const text = node.input.slice(node.start, node.end);
  return text.replaceAll(/\bm\d+\b/gu, (identifier) => nameOf.get(identifier) ?? identifier);
}
