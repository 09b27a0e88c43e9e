import type { ASTNode } from '@marcbachmann/cel-js';
import { compileNode, writtenAs, type Values } from './arithmetic.ts';

const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' } as const;

/** One comparison in a condition: what is held against what. */
export interface Limit {
  /** The series, where it is one series that is compared and nothing computed of it. */
  readonly name?: string;
  /** What is compared, as it was written. */
  readonly text: string;
  readonly comparison: keyof typeof TURNED;
  /** The figure that is compared, at one moment; NaN for a gap. */
  readonly figure: (values: Values) => number;
  /** What it is compared with. */
  readonly against: (values: Values) => number;
}

/** The comparisons in a condition, in the order in which they are written; what is negated is none. */
export function limitsIn(node: ASTNode, nameOf: ReadonlyMap<string, string>): readonly Limit[] {
  const { op, args } = node;
  switch (op) {
    case '&&':
    case '||':
      return args.flatMap((inner) => limitsIn(inner, nameOf));
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==': {
      const [left, right] = args;
      const isTurned = !namesSome(left, nameOf) && namesSome(right, nameOf);
      const [what, against] = isTurned ? [right, left] : [left, right];
      const name = nameIn(what, nameOf);
      const limit: Limit = {
        ...(name !== undefined && { name }),
        text: writtenAs(what, nameOf),
        comparison: isTurned ? TURNED[op] : op,
        figure: figureOf(what, nameOf),
        against: figureOf(against, nameOf),
      };
      return [limit];
    }
    default:
      return [];
  }
}

/** The series that is meant, also where `or(errors, 0)` says what a gap is. */
function nameIn({ op, args }: ASTNode, nameOf: ReadonlyMap<string, string>): string | undefined {
  if (op === 'id') return nameOf.get(args);
  const [inner] = op === 'call' && args[0] === 'or' ? args[1] : [];
  return inner && nameIn(inner, nameOf);
}

function namesSome(node: ASTNode, nameOf: ReadonlyMap<string, string>): boolean {
  const text = node.input.slice(node.start, node.end);
  return [...nameOf.keys()].some((identifier) => new RegExp(`\\b${identifier}\\b`, 'u').test(text));
}

function figureOf(node: ASTNode, nameOf: ReadonlyMap<string, string>): (values: Values) => number {
  const compiled = compileNode(node, nameOf);
  return compiled.gives === 'figure' ? compiled.run : () => Number.NaN;
}

/** Whether a comparison holds between two figures. */
export function isSo(value: number, comparison: Limit['comparison'], against: number): boolean {
  switch (comparison) {
    case '>':
      return value > against;
    case '>=':
      return value >= against;
    case '<':
      return value < against;
    case '<=':
      return value <= against;
    case '==':
      return value === against;
  }
}
