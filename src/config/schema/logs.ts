import { z } from 'zod';
import { parametersOf, readValue, type Parameter } from '../../metrics/logs/saved-query.ts';
import { parseTemplate, slotNames, type Template } from '../../metrics/logs/template.ts';
import { nearest } from '../nearest.ts';
import { parseSize } from '../size.ts';
import { checkLogGroup } from './addresses.ts';
import { checked, duration, fieldNotes, named, oneOf, orIssue, parsed } from './fields.ts';
import { refuse } from './refuse.ts';

/** A saved query, as the config has it. */
export interface LogQueryConfig {
  readonly description?: string | undefined;
  readonly source?: string | undefined;
  readonly log_groups?: readonly string[] | undefined;
  readonly template: Template;
  readonly parameters: readonly Parameter[];
  /** In milliseconds. */
  readonly range?: number | undefined;
  readonly max_bytes?: number | undefined;
}

const GIB = 1024 ** 3;
const HOUR = 3_600_000;

const size = parsed((text) => parseSize(text, 1024 * GIB)).register(fieldNotes, {
  example: '10GiB',
});

/** Source: CloudWatch Logs API Reference, StartQuery. */
const logGroups = z
  .array(checked(checkLogGroup).register(fieldNotes, { example: '/aws/lambda/checkout' }))
  .min(1, { error: 'must name at least one log group' })
  .max(50, { error: 'must name at most 50 log groups' });

const parameter = z.strictObject({
  type: oneOf(['text', 'number']).default('text'),
  description: named('the id of a request').optional(),
  default: named('100')
    .meta({ type: ['string', 'number'] })
    .register(fieldNotes, { example: '100' })
    .optional(),
});

const query = z
  .strictObject({
    description: named('the errors that come most often').optional(),
    source: named('aws').optional(),
    log_groups: logGroups.optional(),
    query: named("'filter request_id = {{id}}'"),
    parameters: z.record(z.string(), parameter).default({}),
    range: duration({ positive: true }).optional(),
    max_bytes: size.optional(),
  })
  .transform(({ query: text, parameters: written, ...rest }, context): LogQueryConfig => {
    const template = orIssue(() => parseTemplate(text), context, ['query']);
    if (template === z.NEVER) return z.NEVER;
    const names = slotNames(template);
    for (const name of Object.keys(written).filter((one) => !names.includes(one))) {
      const meant = nearest(name, names);
      const hint =
        meant === undefined ? `write {{${name}}} into query, or take it out` : `write ${meant}`;
      refuse(context, 'has no place in query', hint, 'parameters', name);
    }
    const declared = Object.entries(written).map(
      ([name, { type, description, default: usual }]): [string, Omit<Parameter, 'name'>] => {
        const path = ['parameters', name, 'default'];
        if (usual !== undefined)
          orIssue(() => readValue({ name, kind: type }, usual), context, path);
        return [name, { kind: type, description, usual }];
      },
    );
    return { ...rest, template, parameters: parametersOf(template, Object.fromEntries(declared)) };
  });

/** Queries over logs that people can run in the chat by a name. */
export const logsSchema = z.strictObject({
  source: named('aws').optional(),
  log_groups: logGroups.optional(),
  range: duration({ positive: true }).default(HOUR),
  max_bytes: size.default(10 * GIB),
  queries: z.record(z.string(), query).default({}),
});
