import { shortHash } from '../alert/fingerprint.ts';
import { canonicalMatchers } from '../alert/matcher.ts';
import type { InhibitRule } from '../rules/policy.ts';
import { parseMatchers } from './matchers.ts';
import type { Config } from './schema/config.ts';

/** Compiles inhibit rules into what the rules work with; of several that say the same, the first. */
export function compileInhibitRules(written: Config['inhibit_rules']): readonly InhibitRule[] {
  const byId = new Map<string, InhibitRule>();
  for (const rule of written.map(compileRule)) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  return [...byId.values()];
}

function compileRule(written: Config['inhibit_rules'][number]): InhibitRule {
  const source = written.source_matchers.flatMap(parseMatchers);
  const target = written.target_matchers.flatMap(parseMatchers);
  const equal = [...new Set(written.equal)].toSorted();
  const content = [canonicalMatchers(source), canonicalMatchers(target), equal];
  return {
    id: shortHash(JSON.stringify(content)),
    ...(written.name !== undefined && { name: written.name }),
    source,
    target,
    equal,
  };
}
