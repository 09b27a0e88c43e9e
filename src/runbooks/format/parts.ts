import type { Finding } from '../../config/problem.ts';
import { actionSchema, checkSchema, questionSchema } from '../../config/schema/runbook.ts';
import { checkCondition } from '../../config/check-condition.ts';
import type { Piece } from './markdown.ts';
import type { Part, StepKind } from './runbook.ts';
import { readYamlPart } from './yaml-part.ts';

const SHELLS = ['sh', 'bash', 'shell'];

const CHECK = {
  schema: checkSchema,
  example: 'metrics: and pass:',
  needed: { pass: "'error-rate < 1'" },
};
const QUESTION = {
  schema: questionSchema,
  example: 'ask: and choices:',
  needed: { ask: 'Are all segments affected?' },
};
const ACTION = {
  schema: actionSchema,
  example: 'name: and parameters:',
  needed: { name: 'step_functions' },
};

/** What a step consists of; what is wrong with it goes to `findings`. */
export function partOf(piece: Exclude<Piece, { kind: 'heading' }>, findings: Finding[]): Part {
  if (piece.kind === 'text') return { kind: 'text', text: piece.raw.trim(), at: piece.at };
  const { language, text, at, textAt } = piece;
  const place = { text, at: textAt };
  if (SHELLS.includes(language)) return { kind: 'command', ...place };
  switch (language) {
    case 'check': {
      const { value: config, findings: found } = readYamlPart(text, textAt, CHECK);
      findings.push(...found);
      if (config.pass !== '') findings.push(...checkCondition(config, textAt));
      return { kind: 'check', config, ...place };
    }
    case 'question': {
      const { value: config, findings: found } = readYamlPart(text, textAt, QUESTION);
      findings.push(...found);
      return { kind: 'question', config, ...place };
    }
    case 'action': {
      const { value: config, findings: found } = readYamlPart(text, textAt, ACTION);
      findings.push(...found);
      return { kind: 'action', config, ...place };
    }
    default:
      return { kind: 'text', text: piece.raw.trim(), at };
  }
}

/** Texts that stand one after the other are one. */
export function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  const last = parts.at(-1);
  if (part.kind !== 'text' || last?.kind !== 'text') return [...parts, part];
  return [...parts.slice(0, -1), { ...last, text: `${last.text}\n\n${part.text}` }];
}

/** What a step wants: to be answered, where it asks; to be run, where it has commands; else to be done. */
export function kindOf(parts: readonly Part[]): StepKind {
  const asking = parts
    .map(({ kind }) => kind)
    .find((kind) => kind !== 'text' && kind !== 'command');
  if (asking !== undefined) return asking;
  return parts.some(({ kind }) => kind === 'command') ? 'command' : 'instruction';
}
