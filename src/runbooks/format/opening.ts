import type { Finding } from '../../config/problem.ts';
import { readYamlPart, type PartKind, type YamlPart } from './yaml-part.ts';

const FENCED = /^---[ \t]*\n(?<yaml>[\s\S]*?\n)??---[ \t]*(?:\n|$)/u;

export interface Opening<T> extends YamlPart<T> {
  /** Where the Markdown begins. */
  readonly bodyAt: number;
}

/** Reads what stands above Markdown, between lines of `---`. */
export function readOpening<T>(text: string, kind: PartKind<T>): Opening<T> {
  const found = FENCED.exec(text);
  const yaml = found?.groups?.['yaml'] ?? '';
  const { value, findings } = readYamlPart(yaml, text.indexOf('\n') + 1, kind);
  if (found !== null) return { value, findings, bodyAt: found[0].length };
  const message = 'the file does not begin with front matter';
  const needed = Object.keys(kind.needed).map((key) => `${key}:`);
  const keys = `${needed.slice(0, -1).join(', ')} and ${needed.at(-1) ?? ''}`;
  const hint = `begin with a line ---, then ${keys}, then a line ---`;
  const missing: Finding = { severity: 'error', kind: 'missing-key', offset: 0, message, hint };
  return { value, findings: [missing], bodyAt: 0 };
}
