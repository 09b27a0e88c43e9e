import type { z } from 'zod';
import { foreignKeyHint } from './foreign-keys.ts';
import { nearest } from './nearest.ts';
import type { Finding, ProblemKind } from './problem.ts';
import { keysAt, notesAt } from './schema/schema-at.ts';
import {
  emptyMap,
  locate,
  offsetAt,
  pathText,
  plain,
  prune,
  type ConfigNode,
  type Path,
} from './tree.ts';

type Issue = z.core.$ZodIssue;

/** What a file may hold. */
export interface FileKind<T> {
  /** It has a default for everything: `{}` is a file. */
  readonly schema: z.ZodType<T>;
  /** What a file that is no map could begin with. */
  readonly example: string;
  /** Sections that a later version has. */
  readonly later: readonly string[];
}

export interface Validated<T> {
  /** What the file says, without the parts that were wrong. */
  readonly value: T;
  /** The tree it was read from: its paths are the value's. */
  readonly root: ConfigNode;
  readonly findings: readonly Finding[];
}

/**
 * Reads a file from its tree. What is wrong is reported, taken out of the tree, and the rest
 * read again, so that one mistake hides no other: neither those zod looks at only when all else is
 * well, nor names that are checked across sections.
 */
export function validate<T>(kind: FileKind<T>, tree: ConfigNode): Validated<T> {
  const { schema, later } = kind;
  const findings: Finding[] = [];
  let root = tree;
  if (root.kind !== 'map') {
    const hint = `write sections such as ${kind.example}`;
    const message = `the file must be a map, not ${kindText(root)}`;
    const { offset } = root;
    findings.push({ severity: 'error', kind: 'invalid-value', offset, message, hint });
    root = emptyMap(root.offset);
  }
  for (;;) {
    const result = schema.safeParse(plain(root));
    if (result.success) return { value: result.data, root, findings };
    const targets = withoutConsequences(result.error.issues).flatMap((issue) => {
      findings.push(...describe(issue, { schema, root, later }));
      return targetsOf(issue, root);
    });
    const removed = targets.map(([parent, node]) => prune(parent, node));
    // Nothing left to take out means that the rest can't be read at all.
    if (!removed.includes(true)) root = emptyMap(root.offset);
  }
}

/** A map with a key that is none may only look wrong otherwise: that is looked at when the key is gone. */
function withoutConsequences(issues: readonly Issue[]): readonly Issue[] {
  const misspelt = issues.filter(({ code }) => code === 'unrecognized_keys');
  const maps = new Set(misspelt.map(({ path }) => JSON.stringify(path)));
  return issues.filter(({ code, path }) => code !== 'custom' || !maps.has(JSON.stringify(path)));
}

/** What has to go for an issue not to come again: pairs of parent and node. */
function targetsOf(issue: Issue, root: ConfigNode): [ConfigNode, ConfigNode][] {
  const path = pathOf(issue, root);
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return paths.flatMap((one) => {
    // A missing key takes the map that lacks it along.
    for (let length = one.length; length > 0; length -= 1) {
      const node = locate(root, one.slice(0, length));
      const parent = locate(root, one.slice(0, length - 1));
      if (node !== undefined && parent !== undefined) return [[parent, node]];
    }
    return [];
  });
}

/** Where an issue was found. */
interface Place {
  readonly schema: z.ZodType;
  readonly root: ConfigNode;
  readonly later: readonly string[];
}

function describe(issue: Issue, place: Place): Finding[] {
  const { schema, root } = place;
  const path = pathOf(issue, root);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, place));
  }
  const node = locate(root, path);
  const error = (kind: ProblemKind, message: string, hint: string): Finding[] => {
    const text = sentence(pathText(root, path), message);
    return [{ severity: 'error', kind, offset: offsetAt(root, path), message: text, hint }];
  };
  if (node === undefined)
    return wasPruned(path, root) ? [] : error('missing-key', ...lack(schema, path));
  if (issue.code === 'custom' || issue.code === 'too_small') {
    // Taking something out is what made it wrong.
    if (node.kind === 'list' && node.pruned > 0) return [];
    if (node.kind === 'map' && node.pruned.size > 0) return [];
    return error('invalid-value', issue.message, customHint(issue, schema, path));
  }
  if (node.kind === 'scalar' && node.text === undefined) {
    return error('missing-key', 'is empty', `write ${exampleAt(schema, path)}`);
  }
  if (issue.code !== 'invalid_type') {
    return error('invalid-value', issue.message, `write ${exampleAt(schema, path)}`);
  }
  const [wanted, hint] = expectation(issue.expected, node);
  return error('invalid-value', `must be ${wanted}, not ${kindText(node)}`, hint);
}

/** `route.receiver is missing`, but `route.group_wait: "5" is not a duration`. */
function sentence(subject: string, message: string): string {
  return `${subject}${/^(is|has|must|names|would) /.test(message) ? '' : ':'} ${message}`;
}

function unknownKey(key: string, path: Path, { schema, root, later }: Place): Finding {
  const map = locate(root, path);
  const entry = map?.kind === 'map' ? map.entries.find((one) => one.key === key) : undefined;
  const offset = entry?.keyOffset ?? offsetAt(root, path);
  const where = path.length === 0 ? '' : ` of ${pathText(root, path)}`;
  if (path.length === 0 && later.includes(key)) {
    const message = `this version does not have the section ${key} yet`;
    const hint = 'take it out until it does';
    return { severity: 'error', kind: 'later-section', offset, message, hint };
  }
  const known = keysAt(schema, path);
  const meant = nearest(key, known);
  const hint =
    foreignKeyHint(key, entry?.node) ??
    (meant === undefined ? `the keys here are ${known.join(', ')}` : `write ${meant}`);
  const message = `${JSON.stringify(key)} is not a key${where}`;
  return { severity: 'error', kind: 'unknown-key', offset, message, hint };
}

function wasPruned(path: Path, root: ConfigNode): boolean {
  const parent = locate(root, path.slice(0, -1));
  return parent?.kind === 'map' && parent.pruned.has(String(path.at(-1)));
}

function lack(schema: z.ZodType, path: Path): [string, string] {
  return ['is missing', `add ${String(path.at(-1))}: ${exampleAt(schema, path)}`];
}

function exampleAt(schema: z.ZodType, path: Path): string {
  return notesAt(schema, path).example ?? '…';
}

function customHint(issue: Issue, schema: z.ZodType, path: Path): string {
  const hint: unknown = issue.code === 'custom' ? issue.params?.['hint'] : undefined;
  return typeof hint === 'string' ? hint : `write ${exampleAt(schema, path)}`;
}

function expectation(expected: string, node: ConfigNode): [string, string] {
  if (expected === 'array') {
    const one = node.kind === 'scalar' ? `[${JSON.stringify(node.text)}]` : undefined;
    return ['a list', `write ${one ?? 'a dash before each: - key: value'}`];
  }
  if (expected === 'object' || expected === 'record') return ['a map', 'write key: value below it'];
  return ['text', 'write one value'];
}

function kindText(node: ConfigNode): string {
  if (node.kind === 'scalar') return 'text';
  return node.kind === 'map' ? 'a map' : 'a list';
}

/** An issue's path; a text that a schema takes apart (addresses with commas) is one value here. */
function pathOf(issue: Issue, root: ConfigNode): Path {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const end = path.findIndex((_, depth) => locate(root, path.slice(0, depth))?.kind === 'scalar');
  return end < 0 ? path : path.slice(0, end);
}
