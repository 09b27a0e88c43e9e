import { z } from 'zod';
import { automationOperations, type AutomationDocument, type Automations } from './automations.ts';
import { jsonService, operation, Refusal, type AwsService } from './service.ts';

interface Parameter {
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly value: string;
  readonly version: number;
  readonly tier: 'Standard' | 'Advanced';
  readonly pattern?: string;
  readonly description?: string;
}

interface SystemsManager extends AwsService, Automations {
  readonly parameters: Map<string, Parameter>;
  /** Somebody else puts a value. */
  readonly put: (name: string, value: string) => void;
  /** An automation goes on. */
  readonly become: (id: string, status: string) => void;
  /** A document is another one. */
  readonly change: (document: string, what: Partial<AutomationDocument>) => void;
}

const getParameter = z.strictObject({ Name: z.string(), WithDecryption: z.literal(false) });
const describeParameters = z.strictObject({
  ParameterFilters: z.tuple([
    z.strictObject({
      Key: z.literal('Name'),
      Option: z.literal('Equals'),
      Values: z.tuple([z.string()]),
    }),
  ]),
});
const putParameter = z.strictObject({
  Name: z.string().regex(/^[\w./-]+$/u),
  Value: z.string().min(1),
  Overwrite: z.literal(true),
  Tier: z.enum(['Standard', 'Advanced']),
  AllowedPattern: z.string().optional(),
  Description: z.string().optional(),
});

/**
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
 */
export function createSystemsManager(note: (effect: string) => void): SystemsManager {
  const parameters = new Map<string, Parameter>();
  const automations: Automations = {
    documents: new Map(),
    automations: new Map(),
    inputs: [],
  };
  const service: SystemsManager = {
    ...automations,
    parameters,
    put(name, value) {
      const now = parameterOf(name);
      parameters.set(name, { ...now, value, version: now.version + 1 });
    },
    become(id, status) {
      const found = automations.automations.get(id);
      if (found !== undefined) found.status = status;
    },
    change(name, what) {
      const found = automations.documents.get(name);
      if (found !== undefined) automations.documents.set(name, { ...found, ...what });
    },
    ...jsonService(
      'AmazonSSM',
      {
        ...automationOperations(automations, note),
        GetParameter: operation(getParameter, ({ Name }) => {
          const { type, value, version } = parameterOf(Name);
          const ARN = `arn:aws:ssm:us-east-1:111122223333:parameter${Name}`;
          const Value = type === 'SecureString' ? 'AQICAHg…' : value;
          return {
            Parameter: { Name, Type: type, Value, Version: version, ARN, DataType: 'text' },
          };
        }),
        DescribeParameters: operation(describeParameters, ({ ParameterFilters }) => {
          const Name = ParameterFilters[0].Values[0];
          const { type, tier, pattern, description, version } = parameterOf(Name);
          const rest = { AllowedPattern: pattern, Description: description, Version: version };
          return { Parameters: [{ Name, Type: type, Tier: tier, ...rest }] };
        }),
        PutParameter: operation(putParameter, (input) => {
          const { Name, Value, Tier, AllowedPattern, Description } = input;
          const { type, version, tier } = parameterOf(Name);
          if (tier === 'Advanced' && Tier === 'Standard') {
            throw new Refusal('ValidationException', 'This parameter uses the advanced tier.');
          }
          parameters.set(Name, {
            type,
            value: Value,
            version: version + 1,
            tier: Tier,
            ...(AllowedPattern !== undefined && { pattern: AllowedPattern }),
            ...(Description !== undefined && { description: Description }),
          });
          note('PutParameter');
          return { Version: version + 1, Tier };
        }),
      },
      () => {
        parameters.clear();
        const standard = { type: 'String', tier: 'Standard' } as const;
        parameters.set('/shop/new-cart', { ...standard, value: 'off', version: 7 });
        automations.documents.clear();
        automations.automations.clear();
        automations.inputs.length = 0;
        automations.documents.set('Shop-RestartWorkers', {
          version: '3',
          hash: 'a1',
          type: 'Automation',
          status: 'Active',
          parameters: [
            { Name: 'Fleet', Type: 'String' },
            { Name: 'Hosts', Type: 'StringList', DefaultValue: '[]' },
          ],
        });
      },
    ),
  };
  service.clear();
  return service;

  function parameterOf(name: string): Parameter {
    const found = parameters.get(name);
    if (found === undefined) throw new Refusal('ParameterNotFound', '');
    return found;
  }
}
