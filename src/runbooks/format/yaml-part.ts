import type { Finding } from '../../config/problem.ts';
import { locate } from '../../config/tree.ts';
import { type FileKind, validate } from '../../config/validate.ts';
import { readYaml } from '../../config/yaml-tree.ts';

/** What a part of a runbook that is YAML may hold. */
export interface PartKind<T> extends Pick<FileKind<T>, 'schema' | 'example'> {
  /** The keys that it can't do without, with what to write. */
  readonly needed: Readonly<Record<string, string>>;
}

export interface YamlPart<T> {
  /** What it says; defaults where it is wrong. */
  readonly value: T;
  readonly findings: readonly Finding[];
}

/** Reads YAML that stands in a runbook, with the places of its mistakes in the runbook. */
export function readYamlPart<T>(text: string, at: number, kind: PartKind<T>): YamlPart<T> {
  const yaml = readYaml(text);
  const isReadable = yaml.findings.length === 0 && yaml.root.kind === 'map';
  const missing = isReadable
    ? Object.entries(kind.needed).filter(([key]) => locate(yaml.root, [key]) === undefined)
    : [];
  const { value, findings } = validate({ ...kind, later: [] }, yaml.root);
  const lacking = missing.map(([key, example]): Finding => {
    const message = `${key} is missing`;
    const hint = `add ${key}: ${example}`;
    return { severity: 'error', kind: 'missing-key', offset: 0, message, hint };
  });
  const found = [...yaml.findings, ...findings, ...lacking];
  return { value, findings: found.map((one) => ({ ...one, offset: one.offset + at })) };
}
