import type { Finding } from '../../config/problem.ts';
import {
  actionSchema,
  checkSchema,
  questionSchema,
  type CheckConfig,
} from '../../config/schema/runbook.ts';
import { checkCondition } from '../../config/check-condition.ts';
import { quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Piece } from './markdown.ts';
import type { Part, StepKind } from './runbook.ts';
import { readYamlPart } from './yaml-part.ts';

const SHELLS = ['sh', 'bash', 'shell'];
const BLOCKS = ['check', 'question', 'action'];

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
  findings.push(...blockMistakes(piece));
  if (SHELLS.includes(language)) return { kind: 'command', ...place };
  switch (language) {
    case 'check': {
      const { value: config, findings: found } = readYamlPart(text, textAt, CHECK);
      const indented = indentedKeys(config, textAt);
      findings.push(...(indented.length > 0 ? indented : found));
      if (config.pass !== '' && indented.length === 0)
        findings.push(...checkCondition(config, textAt));
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

/** A block without an end takes in what follows it; one whose word is mistyped is only shown. */
function blockMistakes({ language, raw, text, at }: Extract<Piece, { kind: 'fence' }>): Finding[] {
  const [fence = ''] = /^`{3,}|^~{3,}/u.exec(raw) ?? [];
  const isOpen = text.split('\n').some((line) => line.startsWith(fence)) || !hasEnd(raw, fence);
  const open = isOpen
    ? [mistake(at, `the block ${language} has no end`, `write ${fence} in a line below it`)]
    : [];
  const isBlock = SHELLS.includes(language) || BLOCKS.includes(language);
  const meant = isBlock ? undefined : nearest(language, BLOCKS);
  if (meant === undefined) return open;
  return [...open, mistake(at, `there is no block ${quoted(language)}`, `write ${fence}${meant}`)];
}

function hasEnd(raw: string, fence: string): boolean {
  return raw.trimEnd().split('\n').slice(1).at(-1)?.trimStart().startsWith(fence) ?? false;
}

/** Keys of a check that are indented like its metrics. */
function indentedKeys({ metrics }: CheckConfig, at: number): Finding[] {
  return ['pass', 'over']
    .filter((key) => Object.hasOwn(metrics, key))
    .map((key) =>
      mistake(at, `${key} stands within metrics`, `write ${key}: as far left as metrics:`),
    );
}

function mistake(offset: number, message: string, hint: string): Finding {
  return { severity: 'error', kind: 'invalid-value', offset, message, hint };
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
