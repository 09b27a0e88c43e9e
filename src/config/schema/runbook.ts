import { z } from 'zod';
import { CHAT_ROLES } from '../../alert/chat-role.ts';
import { webAddress } from '../../alert/web-address.ts';
import { parseMatchers } from '../matchers.ts';
import { Mistake, quoted } from '../mistake.ts';
import { checked, duration, flag, named, oneOf, severity } from './fields.ts';
import { operand } from './metric.ts';

const MINUTE = 60_000;

const address = checked((text) => {
  if (webAddress(text) !== undefined) return;
  throw new Mistake(`${quoted(text)} is not an address`, 'write https://…');
});

/**
 * What stands above a runbook, between the lines of `---`. A part has a default for everything, so that one
 * mistake hides no other; the format says what can't be left out.
 */
export const frontMatterSchema = z.strictObject({
  name: named('high-error-rate').default(''),
  title: named('High error rate').default(''),
  /** Each is enough by itself; the matchers in one text must hold together. */
  answers: z.array(checked(parseMatchers)).default([]),
  severity: severity().default('warning'),
  owners: z.array(named('platform')).default([]),
  role: oneOf(CHAT_ROLES).default('responder'),
  links: z.array(z.strictObject({ title: named('Dashboard'), url: address })).default([]),
});

/** Metrics, and what must be true of them. */
export const checkFields = {
  metrics: z.record(z.string(), operand).default({}),
  pass: named("'error-rate < 1'").default(''),
  over: duration({ positive: true }).default(5 * MINUTE),
};

/** A block of `check`. */
export const checkSchema = z.strictObject(checkFields);

/** More would not fit into a message, with the step that asks. */
const MOST_CHOICES = 50;

/** A block of `question`: without choices the answer is a text. */
export const questionSchema = z.strictObject({
  ask: named('Are all segments affected?').default(''),
  choices: z
    .array(named('all of them'))
    .max(MOST_CHOICES, { error: `must be at most ${MOST_CHOICES}, or no message can show them` })
    .default([]),
});

/** A block of `action`. */
export const actionSchema = z.strictObject({
  name: named('step_functions').default(''),
  parameters: z.record(z.string(), z.json()).default({}),
  role: oneOf(CHAT_ROLES).default('operator'),
  second_person: flag().default(false),
});

export type FrontMatter = z.output<typeof frontMatterSchema>;
export type CheckConfig = z.output<typeof checkSchema>;
export type QuestionConfig = z.output<typeof questionSchema>;
export type ActionConfig = z.output<typeof actionSchema>;
