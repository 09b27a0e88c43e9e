import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { Finding } from './problem.ts';
import { emptyMap, type ConfigNode, type MapEntry } from './tree.ts';

export interface YamlTree {
  /** The file's content, or an empty map when it is empty or can't be made sense of. */
  readonly root: ConfigNode;
  readonly findings: readonly Finding[];
  readonly place: (offset: number) => { readonly line: number; readonly column: number };
}

/** No config is this large or deep; an alias of aliases, or a bomb, is. */
const MAX_NODES = 50_000;
const MAX_DEPTH = 100;

const HINTS: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_DQ_ESCAPE: "write it in single quotes ('…'), or double the backslash",
  MULTIPLE_DOCS: 'keep everything in one document, without ---',
  MISSING_CHAR: 'close what was opened',
  BAD_INDENT: 'line it up with the lines around it',
  BLOCK_AS_IMPLICIT_KEY: 'put the value in quotes, or the inner map on lines of its own',
  MULTILINE_IMPLICIT_KEY: 'put a colon and a space after the key: key: value',
  RESOURCE_EXHAUSTION: 'nest less deeply',
  TAG_RESOLVE_FAILED: 'remove the tag',
};

/** Errors that leave the rest of the document as its author meant it; after others all is guesswork. */
const HARMLESS: readonly YAMLError['code'][] = [
  'DUPLICATE_KEY',
  'BAD_DQ_ESCAPE',
  'MULTIPLE_DOCS',
  'TAG_RESOLVE_FAILED',
];

/** Reads YAML 1.2 (with `<<` merges) into a tree of texts with places. Never throws. */
export function readYaml(text: string): YamlTree {
  const lines = new LineCounter();
  const findings: Finding[] = [];
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  let document: Document.Parsed;
  try {
    // Every scalar stays the text it is: 012345678901 is an account, not a number.
    document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  } catch (error) {
    findings.push(yamlFinding(0, `YAML can't be read: ${reason(error)}`, 'write simpler YAML'));
    return { root: emptyMap(), findings, place };
  }
  const errors = document.errors.concat(
    document.warnings.filter((one) => one.code === 'TAG_RESOLVE_FAILED'),
  );
  for (const error of errors) findings.push(describe(error, text));
  if (errors.some((error) => !HARMLESS.includes(error.code))) {
    return { root: emptyMap(), findings: withoutCascade(findings), place };
  }
  const builder = new TreeBuilder(document, findings);
  return { root: builder.build(), findings, place };
}

function describe(error: YAMLError, text: string): Finding {
  const [start, end] = error.pos;
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:,}]+/.exec(text.slice(start, Math.max(end, start + 80)))?.[0] ?? '';
    const message = `${key} is written twice in this map`;
    return { ...yamlFinding(start, message, 'keep one of the two'), kind: 'duplicate' };
  }
  const comment = bareHash(text, start);
  const hint = HINTS[error.code] ?? 'write valid YAML';
  return yamlFinding(start, error.message, comment === undefined ? hint : quotesFor(comment));
}

/** A channel without quotes, right before an error: to YAML it is a comment, which hides the brace that follows. */
function bareHash(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - 500), offset).trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return /[[{].*[:,[]\s+(#[\w-]+)/u.exec(line)?.[1];
}

/** `channel: #ops` reads as a channel, and is none. */
function hiddenValue(offset: number, key: string, text: string): Finding {
  const found = yamlFinding(offset, `${key} has no value`, quotesFor(text));
  return { ...found, severity: 'warning' };
}

function quotesFor(text: string): string {
  return `write '${text}' in quotes: a bare # begins a comment`;
}

/** One deep nesting makes thousands of the same error: the first of each is enough. */
function withoutCascade(findings: readonly Finding[]): Finding[] {
  return [...Map.groupBy(findings, (one) => one.message).values()].flatMap((same) =>
    same.length > 20 ? same.toSorted((a, b) => a.offset - b.offset).slice(0, 1) : same,
  );
}

function yamlFinding(offset: number, message: string, hint: string): Finding {
  return { severity: 'error', kind: 'yaml', offset, message, hint };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class TreeBuilder {
  readonly #document: Document.Parsed;
  readonly #findings: Finding[];
  #count = 0;
  #tooLarge = false;

  constructor(document: Document.Parsed, findings: Finding[]) {
    this.#document = document;
    this.#findings = findings;
  }

  build(): ConfigNode {
    const contents = this.#document.contents;
    if (contents === null) return emptyMap();
    const root = this.#node(contents, 0, 0);
    // A file of only comments, or `null`.
    return root.kind === 'scalar' && root.text === undefined ? emptyMap(root.offset) : root;
  }

  #node(node: unknown, around: number, depth: number): ConfigNode {
    this.#count += 1;
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      const offset = node.range?.[0] ?? around;
      if (target !== undefined) return this.#node(target, offset, depth + 1);
      this.#report(offset, `*${node.source} has no anchor`, `write &${node.source} before it`);
      return { kind: 'scalar', offset, text: undefined };
    }
    if (isScalar(node)) return scalar(node.value, node.type, node.range?.[0] ?? around);
    if (this.#count > MAX_NODES || depth > MAX_DEPTH) return this.#refuse(around);
    if (isSeq(node)) {
      const offset = node.range?.[0] ?? around;
      const items = node.items.map((item, index) => {
        return { index, node: this.#node(item, offset, depth + 1) };
      });
      return { kind: 'list', offset, items, pruned: 0 };
    }
    if (isMap(node)) return this.#map(node, node.range?.[0] ?? around, depth);
    return { kind: 'scalar', offset: around, text: undefined };
  }

  #map(map: YAMLMap, offset: number, depth: number): ConfigNode {
    const own = new Map<string, MapEntry>();
    const merged: MapEntry[] = [];
    for (const { key, value } of map.items) {
      if (!isScalar(key)) {
        // Braces in braces are how a variable reads without quotes.
        const hint = isMap(key) ? "put variables in quotes: '{{ … }}'" : 'write key: value';
        this.#report(offset, 'a key is not a plain word', hint);
        continue;
      }
      const keyOffset = key.range?.[0] ?? offset;
      const node = this.#node(value, keyOffset, depth + 1);
      const name = String(key.value);
      const hidden =
        isScalar(value) && value.value === '' ? /^[\w-]+/u.exec(value.comment ?? '') : null;
      if (hidden !== null) this.#findings.push(hiddenValue(keyOffset, name, `#${hidden[0]}`));
      if (name === '<<' && key.type === 'PLAIN') merged.push(...mergedEntries(node));
      else if (!own.has(name)) own.set(name, { key: name, keyOffset, node });
    }
    for (const entry of merged) if (!own.has(entry.key)) own.set(entry.key, entry);
    return { ...emptyMap(offset), entries: [...own.values()] };
  }

  #refuse(offset: number): ConfigNode {
    if (!this.#tooLarge) {
      this.#tooLarge = true;
      this.#report(offset, 'the file is too large or too deep', 'nest less, and use fewer aliases');
    }
    return { kind: 'scalar', offset, text: undefined };
  }

  #report(offset: number, message: string, hint: string): void {
    this.#findings.push(yamlFinding(offset, message, hint));
  }
}

function mergedEntries(node: ConfigNode): MapEntry[] {
  if (node.kind === 'map') return node.entries;
  return node.kind === 'list' ? node.items.flatMap((item) => mergedEntries(item.node)) : [];
}

function scalar(value: unknown, type: string | undefined, offset: number): ConfigNode {
  const text = String(value);
  const isNull = (type ?? 'PLAIN') === 'PLAIN' && ['', '~', 'null', 'Null', 'NULL'].includes(text);
  return { kind: 'scalar', offset, text: isNull ? undefined : text };
}
