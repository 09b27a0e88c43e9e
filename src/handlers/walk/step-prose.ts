import { filledCommand } from '../../runbooks/format/filled-command.ts';
import { proseOf, type Prose } from '../../runbooks/format/prose.ts';
import type { Part } from '../../runbooks/format/runbook.ts';
import { filledText, type Facts } from '../../runbooks/format/variables.ts';

/** What a step says, with the alert's values in it: its text, its commands, and what it asks. */
export function stepProse(parts: readonly Part[], facts: Facts): readonly Prose[] {
  const fill = (text: string) => filledText(text, facts);
  return parts.flatMap((part): readonly Prose[] => {
    switch (part.kind) {
      case 'text':
        return proseOf(part.text, fill);
      case 'command':
        return [{ kind: 'code', text: filledCommand(part.text, facts) }];
      case 'question':
        return [line(`❓ ${part.config.ask}`)];
      case 'check':
        return [line(`🔎 It passes where ${part.config.pass}`)];
      case 'action':
        return [
          line(`🛠️ ${part.config.name}`),
          { kind: 'code', text: fill(JSON.stringify(part.config.parameters, undefined, 2)) },
        ];
    }
  });
}

function line(text: string): Prose {
  return { kind: 'paragraph', runs: [{ text }] };
}
