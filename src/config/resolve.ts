import path from 'node:path';
import type { Environment } from './environment.ts';
import { Mistake, quoted } from './mistake.ts';
import type { Finding, ProblemKind } from './problem.ts';
import type { FieldNotes } from './schema/fields.ts';
import { configSchema } from './schema/config.ts';
import { notesAt } from './schema/schema-at.ts';
import { substitute } from './substitute.ts';
import {
  children,
  pathText,
  prune,
  replace,
  type ConfigNode,
  type Path,
  type ScalarNode,
} from './tree.ts';

export interface Outside {
  readonly env: Environment;
  /** Reads a text file. @throws when it can't be read. */
  readonly readFile: (file: string) => string;
  /** The folder that paths in the config start from. */
  readonly folder: string;
}

/**
 * Puts in what the file only points to: `${NAME}`, `{ file: path }` where a secret belongs, and
 * full paths. Changes the tree in place; works on values after YAML was read, so that nothing that
 * comes from outside is ever read as YAML.
 */
export function resolveValues(root: ConfigNode, outside: Outside): Finding[] {
  const findings: Finding[] = [];
  const walk: Walk = { root, outside, findings };
  resolveChildren(root, [], walk);
  return findings;
}

interface Walk {
  readonly root: ConfigNode;
  readonly outside: Outside;
  readonly findings: Finding[];
}

function resolveChildren(parent: ConfigNode, at: Path, walk: Walk): void {
  for (const [key, , node] of children(parent)) {
    const here = [...at, key];
    const notes = notesAt(configSchema, here);
    const shown = pathText(walk.root, here);
    const report = (kind: ProblemKind, message: string, hint: string) => {
      const severity = kind === 'missing-secret' ? 'warning' : 'error';
      const text = `${shown}: ${message}`;
      walk.findings.push({ severity, kind, offset: node.offset, message: text, hint });
    };
    const reference = notes.secret === undefined ? undefined : fileReference(node);
    const scalar = reference ?? (node.kind === 'scalar' ? node : undefined);
    if (scalar === undefined) {
      resolveChildren(node, here, walk);
      continue;
    }
    if (scalar.text === undefined) continue;
    const text = resolved(scalar.text, reference !== undefined, notes, walk.outside, report);
    // An unset variable outside of secrets: nothing to check, and not "missing" either.
    if (text === undefined) prune(parent, node);
    else replace(parent, node, { kind: 'scalar', offset: node.offset, text });
  }
}

/** The path in `{ file: path }`. */
function fileReference(node: ConfigNode): ScalarNode | undefined {
  if (node.kind !== 'map' || node.entries.length !== 1) return undefined;
  const [entry] = node.entries;
  return entry?.key === 'file' && entry.node.kind === 'scalar' ? entry.node : undefined;
}

type Report = (kind: ProblemKind, message: string, hint: string) => void;

/** The text to use; undefined when there is none and the value must be left out. */
function resolved(
  written: string,
  isReference: boolean,
  notes: FieldNotes,
  outside: Outside,
  report: Report,
): string | undefined {
  const { text, problem } = fromEnvironment(written, notes, outside.env, report);
  if (problem) return notes.secret === undefined ? undefined : '';
  if (isReference || (notes.path === true && text !== '')) {
    const file = path.resolve(outside.folder, text);
    const content = contentOf(file, outside, report, notes);
    return isReference ? (content ?? '') : file;
  }
  if (notes.secret === 'required' && text === '') {
    report('missing-secret', 'is empty', 'write the secret, ${NAME} or { file: path }');
  }
  return text;
}

function fromEnvironment(
  written: string,
  notes: FieldNotes,
  env: Environment,
  report: Report,
): { text: string; problem: boolean } {
  try {
    const { text, missing, empty } = substitute(written, env);
    const isSecret = notes.secret !== undefined;
    for (const name of missing) {
      const fallback = isSecret ? `\${${name}:-} to leave it empty` : `\${${name}:-default}`;
      const kind = isSecret ? 'missing-secret' : 'undefined-variable';
      report(kind, `\${${name}} is not set`, `set ${name}, or write ${fallback}`);
    }
    if (isSecret) {
      for (const name of empty) {
        report('missing-secret', `\${${name}} is empty`, `set ${name}, or write \${${name}:-}`);
      }
    }
    return { text, problem: missing.length > 0 || (isSecret && empty.length > 0) };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    report('invalid-value', error.message, error.hint);
    return { text: '', problem: true };
  }
}

/** A secret whose file is not there yet is one that is not set: it is mounted where the bot starts. */
function contentOf(
  file: string,
  outside: Outside,
  report: Report,
  notes: FieldNotes,
): string | undefined {
  try {
    return outside.readFile(file).trim();
  } catch (error) {
    const why = readFailure(error);
    const isUnset = notes.secret !== undefined && why === NO_SUCH_FILE;
    const kind = isUnset ? 'missing-secret' : 'unreadable-file';
    report(kind, `the file ${quoted(file)} can't be read: ${why}`, 'check the path');
    return undefined;
  }
}

const NO_SUCH_FILE = 'there is no such file';

/** Why a file could not be read, in words. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return NO_SUCH_FILE;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}
