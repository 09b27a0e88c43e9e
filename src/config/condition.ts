import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import type { ClassifySubject } from '../rules/policy.ts';
import { Mistake, quoted } from './mistake.ts';
import { nearest } from './nearest.ts';
import { checkRegex } from './regex.ts';

export type Condition = (subject: ClassifySubject) => boolean;

const VARIABLES = ['labels', 'value', 'threshold'];
const EXAMPLE = 'write a condition such as labels.namespace == "AWS/Lambda" && value > 100';

/** CEL with our variables; made at first use, for it is expensive and most configs have no `when`. */
let language: Environment | undefined;

/**
 * Compiles a `when` condition: CEL over `labels`, `value` and `threshold`. Integers may stand beside
 * figures (`value > 100`), a missing label is the empty string, `matches` is RE2's. A figure that is
 * missing makes the condition false; anything else that fails while it runs is thrown, in one line.
 *
 * @throws Mistake when it can't be read or its types don't fit.
 */
export function compileCondition(text: string): Condition {
  language ??= createLanguage();
  const run = compileWithFigures(language, text);
  return ({ labels, value, threshold }) => {
    const context: Record<string, unknown> = { labels: { ...labels } };
    if (value !== undefined) context['value'] = value;
    if (threshold !== undefined) context['threshold'] = threshold;
    try {
      return run(context) === true;
    } catch (error) {
      if (codeOf(error) === 'unknown_variable') return false;
      throw new Error(summaryOf(error), { cause: error });
    }
  };
}

/** The evaluator's name for what went wrong: every variable is known, but a figure may not be there. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function summaryOf(error: unknown): string {
  return error instanceof Error && 'summary' in error ? String(error.summary) : String(error);
}

function compileWithFigures(env: Environment, text: string): (context: object) => unknown {
  try {
    const { ast } = env.parse(text);
    // Where every integer as a double doesn't fit (a size in a list of integers), as written may.
    const candidates = [rewritten(ast, true), rewritten(ast, false)];
    const checks = candidates.map((source) => ({ source, result: env.check(source) }));
    const fitting = checks.find(({ result }) => result.valid) ?? checks[0];
    if (fitting?.result.error !== undefined) throw fitting.result.error;
    if (fitting === undefined || fitting.result.type !== 'bool') {
      const type = fitting?.result.type ?? 'nothing';
      throw new Mistake(`the condition gives ${type}, not true or false`, EXAMPLE);
    }
    return env.parse(fitting.source);
  } catch (error) {
    throw error instanceof Mistake ? error : explained(error, text);
  }
}

function explained(error: unknown, text: string): Mistake {
  const summary = summaryOf(error);
  const unknown = /^Unknown variable: (\w+)/.exec(summary)?.[1];
  if (unknown !== undefined) {
    const meant = nearest(unknown, VARIABLES);
    const hint = `write ${meant ?? `labels.${unknown}`}; there are labels, value and threshold`;
    return new Mistake(`${quoted(unknown)} is not a variable`, hint);
  }
  const what = summary.replace(/^no such overload: /, 'these types do not go together: ');
  return new Mistake(`${quoted(text)} can't be read as a condition (${what})`, EXAMPLE);
}

function createLanguage(): Environment {
  const env = new Environment({ limits: { maxDepth: 1000 } })
    .registerVariable('labels', 'map<string, string>')
    .registerVariable('value', 'double')
    .registerVariable('threshold', 'double')
    .registerFunction('labelOf(map<string, string>, string): string', labelOf)
    .registerFunction('string.matchesLinear(string): bool', matchesLinear)
    .registerOperator('double % double', (a: number, b: number) => a % b);
  for (const [operator, compute] of MIXED) {
    const forward = (a: number, b: bigint) => compute(a, Number(b));
    const backward = (a: bigint, b: number) => compute(Number(a), b);
    env.registerOperator(`double ${operator} int`, forward);
    env.registerOperator(`int ${operator} double`, backward);
  }
  return env.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
}

const MIXED: readonly (readonly [string, (a: number, b: number) => number])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
];

function labelOf(labels: unknown, name: unknown): string {
  if (typeof labels !== 'object' || labels === null || typeof name !== 'string') return '';
  const value: unknown = Object.getOwnPropertyDescriptor(labels, name)?.value;
  return typeof value === 'string' ? value : '';
}

/** Alarm text comes from outside: an expression that backtracks could be made to hang on it. */
function matchesLinear(text: string, pattern: string): boolean {
  return linearPattern(pattern).matcher(text).find();
}

const patterns = new Map<string, RE2JS>();

/** A compiled pattern, kept; a pattern may itself be made of a label, so not without bounds. */
function linearPattern(pattern: string): RE2JS {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = RE2JS.compile(pattern);
    if (patterns.size >= 200) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled;
}

const LITERAL_TAKING = new Set(['call', 'rcall', '[]']);

/**
 * The expression written out again, everything in parentheses, with labels read through `labelOf`,
 * `matches` replaced, and integers as doubles (but where a function or an index takes one).
 */
function rewritten(node: ASTNode, figures: boolean, parent = ''): string {
  const write = (inner: ASTNode) => rewritten(inner, figures, node.op);
  const { op, args } = node;
  switch (op) {
    case 'value':
      if (typeof args === 'bigint' && figures && !LITERAL_TAKING.has(parent)) return `${args}.0`;
      return node.input.slice(node.start, node.end);
    case 'id':
      return args;
    case '!_':
      return `!(${write(args)})`;
    case '-_':
      return `-(${write(args)})`;
    case '.':
      return isLabels(args[0])
        ? `labelOf(labels, ${JSON.stringify(args[1])})`
        : `${write(args[0])}.${args[1]}`;
    case '[]':
      return isLabels(args[0])
        ? `labelOf(labels, ${write(args[1])})`
        : `${write(args[0])}[${write(args[1])}]`;
    case 'call':
      // has() looks at the field itself; read through labelOf it would always be there.
      if (args[0] === 'has') return node.input.slice(node.start, node.end);
      return `${args[0]}(${args[1].map(write).join(', ')})`;
    case 'rcall': {
      const name = args[0] === 'matches' ? 'matchesLinear' : args[0];
      if (name === 'matchesLinear') checkPattern(args[2][0]);
      return `(${write(args[1])}).${name}(${args[2].map(write).join(', ')})`;
    }
    case 'list':
      return `[${args.map(write).join(', ')}]`;
    case 'map':
      return `{${args.map(([key, value]) => `${write(key)}: ${write(value)}`).join(', ')}}`;
    case '?:':
      return `(${write(args[0])} ? ${write(args[1])} : ${write(args[2])})`;
    case '.?':
    case '[?]':
      throw new Mistake('optional access (.?) is not known here', EXAMPLE);
    default:
      return `(${write(args[0])} ${op} ${write(args[1])})`;
  }
}

/** A pattern that is written out must be one RE2 can read: better now than never true. */
function checkPattern(node: ASTNode | undefined): void {
  if (node?.op !== 'value' || typeof node.args !== 'string') return;
  checkRegex(node.args);
}

function isLabels(node: ASTNode): boolean {
  return node.op === 'id' && node.args === 'labels';
}
