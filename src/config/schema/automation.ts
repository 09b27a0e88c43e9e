import { z } from 'zod';
import { ACTION_NAMES } from '../../runbooks/actions/names.ts';
import { duration, flag, integer, named, oneOf } from './fields.ts';
import { matcherList } from './matcher-list.ts';
import { refuse } from './refuse.ts';
import { checkFields } from './runbook.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What can be bound beside actions: training a model again as the config has it, and nothing at all. */
const OTHERS = ['retrain', 'manual'] as const;

const verify = z
  .strictObject({ within: duration({ positive: true }).default(15 * MINUTE), ...checkFields })
  .superRefine(({ within, over, pass, metrics }, context) => {
    if (pass === '' && Object.keys(metrics).length > 0) {
      refuse(context, 'says no condition', "write 'errors < 1'", 'pass');
    }
    if (pass !== '' && over > within) {
      refuse(context, 'is longer than within', 'write a shorter one, or a longer within', 'over');
    }
  });

const binding = z
  .strictObject({
    name: named('roll back'),
    matchers: matcherList().default([]),
    mode: oneOf(['off', 'suggest', 'act']).default('off'),
    action: oneOf([...ACTION_NAMES, ...OTHERS]),
    parameters: z.record(z.string(), z.json()).default({}),
    after: duration().default(0),
    cooldown: duration({ positive: true }).default(HOUR),
    per_day: integer(1).default(3),
    hours: named('office').optional(),
    canary: flag().default(true),
    verify: verify.prefault({}),
  })
  .superRefine(({ action, parameters, matchers }, context) => {
    if (action !== 'manual' && matchers.length === 0) {
      const hint = `write matchers: ['alertname="High error rate"']`;
      refuse(context, 'would answer every alert', hint);
    }
    if (action === 'manual' && Object.keys(parameters).length > 0) {
      refuse(context, 'does nothing that has parameters', 'take them out', 'parameters');
    }
    if (action === 'retrain' && typeof parameters['model'] !== 'string') {
      const hint = "write parameters: { model: '{{ labels.model }}' }";
      refuse(context, 'does not say which model', hint);
    }
  });

/** What is done by itself when something fires: the first that matches. Off unless told. */
export const automationSchema = z.array(binding).default([]);

export type BindingConfig = z.output<typeof automationSchema>[number];
