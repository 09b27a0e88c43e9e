import { readFileSync } from 'node:fs';
import { placed } from './placed.ts';
import { hasErrors, type Problem } from './problem.ts';
import { readFailure } from './resolve.ts';
import { qualitySchema, type QualityRules } from './schema/quality.ts';
import { validate } from './validate.ts';
import { readYaml } from './yaml-tree.ts';

const RULES = { schema: qualitySchema, example: 'volume: and validity:', later: [] };

/** Rules with an error in them are none. */
export interface LoadedRules {
  readonly rules: QualityRules | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a file of rules for data, YAML or JSON. Never throws for what is in it. */
export function loadQualityRules(file: string): LoadedRules {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const message = `the file can't be read: ${readFailure(error)}`;
    const hint = 'name a file of rules with --rules';
    const place = { file, line: 1, column: 1 };
    const problem = {
      ...place,
      severity: 'error',
      kind: 'unreadable-file',
      message,
      hint,
    } as const;
    return { rules: undefined, problems: [problem] };
  }
  const yaml = readYaml(text);
  const { value, findings } = validate(RULES, yaml.root);
  const problems = placed([...yaml.findings, ...findings], file, yaml.place);
  return { rules: hasErrors(problems) ? undefined : value, problems };
}
