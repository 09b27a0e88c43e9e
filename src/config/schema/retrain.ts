import { z } from 'zod';
import { unknownPlaceholders } from '../../runbooks/retraining/fill.ts';
import { PLACEHOLDERS, TRIGGERS } from '../../runbooks/retraining/triggers.ts';
import { Mistake, quoted } from '../mistake.ts';
import { checkRegion, checkRoleArn } from './addresses.ts';
import { checked, duration, fieldNotes, flag, named, oneOf, orIssue } from './fields.ts';
import { hook, signingSecret } from './receivers.ts';
import { refuse } from './refuse.ts';

const DAY = 86_400_000;
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:train';

const role = { role_arn: checked(checkRoleArn).optional() };
const place = {
  region: checked(checkRegion).register(fieldNotes, { example: 'us-east-1' }).optional(),
  ...role,
};

const jsonObject = z.record(z.string(), z.json());
type Data = z.output<typeof jsonObject>;

/** A map, whose values are texts as everywhere in the file; or an object as JSON, with numbers in it. */
const data = z
  .union([jsonObject, z.string()], { error: 'must be a map, or an object as JSON' })
  .transform((value, context): Data =>
    typeof value === 'string' ? orIssue(() => objectIn(value), context) : value,
  )
  .default({});

function objectIn(text: string): Data {
  const hint = `write a map, or '{ "epochs": 20, "why": "{reason}" }'`;
  try {
    const read = jsonObject.safeParse(JSON.parse(text));
    if (read.success) return read.data;
  } catch {
    throw new Mistake(`${quoted(text)} is not JSON`, hint);
  }
  throw new Mistake(`${quoted(text)} is not an object`, hint);
}

/** Of a version or an alias as well. */
const stateMachine = checked((text) => {
  const hint = `write ${MACHINE}`;
  const isOne =
    /^arn:aws(-cn|-us-gov|-eusc)?:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}(:[\w-]+)?$/u;
  if (!isOne.test(text))
    throw new Mistake(`${quoted(text)} is not the ARN of a state machine`, hint);
}).register(fieldNotes, { example: MACHINE });

/** A parameter of a pipeline is a text, whatever it is read as. */
const parameter = z
  .union([z.string(), z.number(), z.boolean()], { error: 'must be a text or a number' })
  .transform(String);

const ACTIONS = {
  step_functions: z
    .strictObject({ state_machine_arn: stateMachine, input: data, ...role })
    .optional(),
  sagemaker_pipeline: z
    .strictObject({
      name: named('train-churn'),
      parameters: z.record(z.string(), parameter).default({}),
      ...place,
    })
    .optional(),
  lambda: z
    .strictObject({
      function: named('train-churn'),
      payload: data,
      type: oneOf(['event', 'request']).default('event'),
      ...place,
    })
    .optional(),
  webhook: z.strictObject({ url: hook, secret: signingSecret.default('') }).optional(),
};

const KINDS = Object.keys(ACTIONS);

const action = z.strictObject(ACTIONS).superRefine((given, context) => {
  const kinds = KINDS.filter((kind) => kind in given);
  if (kinds.length === 0) {
    const hint = `write step_functions: { state_machine_arn: ${MACHINE} }, or another of ${KINDS.join(', ')}`;
    refuse(context, 'says nothing of what is to be done', hint);
  }
  const [, second] = kinds;
  if (second !== undefined) {
    refuse(context, 'is more than one thing to do', 'leave one of them', second);
  }
  for (const name of new Set(unknownPlaceholders(given, PLACEHOLDERS))) {
    const known = PLACEHOLDERS.map((one) => `{${one}}`).join(', ');
    refuse(context, `nobody knows what {${name}} stands for`, `write one of ${known}`);
  }
});

/** When a model is trained again, and how. */
export const retrainSchema = z.strictObject({
  on: z.array(oneOf(TRIGGERS)).default(['prediction-shift', 'feature-drift']),
  cooldown: duration({ positive: true }).default(DAY),
  approval: flag().default(true),
  action,
});
