import { z } from 'zod';
import { integer, named } from '../../src/config/schema/fields.ts';
import { ActionProblem, reading, type Action } from '../../src/runbooks/actions/action.ts';
import { PassingProblem } from '../../src/runbooks/actions/aws/place.ts';

/** Things with a figure each, and an action that sets it: `dial`, with `{ name, to }`. */
export interface Dials {
  readonly action: Action;
  readonly figures: Map<string, number>;
  /** What was set, in turn. */
  readonly set: string[];
  /** Whether nobody has time to say where they are. */
  isBusy: boolean;
}

const schema = z.strictObject({
  name: named('orders'),
  to: integer(0),
  region: z.string().optional(),
  role_arn: z.string().optional(),
});

export function createDials(): Dials {
  const figures = new Map([['orders', 4]]);
  const set: string[] = [];
  const action = reading<z.output<typeof schema>>({
    name: 'dial',
    params: schema,
    title: ({ name, to }) => `Set ${name} to ${to}`,
    target: ({ name }) => `dial ${name}`,
    targetName: ({ name }) => name,
    timeout: () => 1_000,
    async dryRun({ name, to }) {
      const now = figures.get(name);
      if (dials.isBusy) throw new PassingProblem('AWS asks for patience.', 'Try again soon.');
      if (now === undefined) throw new ActionProblem(`There is no ${name}.`, 'Name another.');
      return { before: `${name} is at ${now}.`, after: `It is at ${to}.`, was: String(now) };
    },
    async run({ name, to }, _, __, was) {
      if (String(figures.get(name)) !== was) {
        return { outcome: 'failed', what: 'It has changed.', mend: 'Ask again.' };
      }
      figures.set(name, to);
      set.push(`${name} ${to}`);
      return { outcome: 'done', what: `It is set to ${to}.` };
    },
    lookUp: async () => ({ outcome: 'absent' }),
    inverse: (params, was) => ({ ...params, to: Number(was) }),
    reach: ({ to }, was) => ({ from: Number(was), to, unit: 'turns' }),
  });
  const dials: Dials = { action, figures, set, isBusy: false };
  return dials;
}
