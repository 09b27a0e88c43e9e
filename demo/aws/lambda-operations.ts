import { z } from 'zod';
import type { LambdaAlias, LambdaFunction } from './lambda-functions.ts';
import { operation, Refusal, type Operations } from './service.ts';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function';
/** Of what an account may run at once, so much stays with functions that have reserved nothing. */
const LEAST_UNRESERVED = 100;
const PUBLISHED = '2026-10-01T06:00:00.000+0000';

const ofFunction = z.strictObject({ FunctionName: z.string() });
const ofAlias = ofFunction.extend({ Name: z.string() });
const ofVersion = ofFunction.extend({ Qualifier: z.string().optional() });
const ofQualifier = ofFunction.extend({ Qualifier: z.string() });
const paged = ofFunction.extend({ Marker: z.string().optional(), MaxItems: z.string().optional() });
const updateConfiguration = ofFunction.extend({
  MemorySize: z.int().min(128).max(10_240),
  RevisionId: z.string().optional(),
});
const updateAlias = ofAlias.extend({
  FunctionVersion: z
    .string()
    .regex(/^(\$LATEST|\d+)$/u)
    .optional(),
  RoutingConfig: z
    .strictObject({ AdditionalVersionWeights: z.record(z.string(), z.number().min(0).max(1)) })
    .optional(),
  RevisionId: z.string().optional(),
});
const putConcurrency = ofFunction.extend({ ReservedConcurrentExecutions: z.int().min(0) });
const putProvisioned = ofQualifier.extend({ ProvisionedConcurrentExecutions: z.int().min(1) });

/**
 * What is asked of functions, their aliases, and how many run at once.
 *
 * @param account how many may run at once
 * @param note told of each effect
 */
export function lambdaOperations(
  functions: ReadonlyMap<string, LambdaFunction>,
  account: { readonly concurrent: number },
  note: (effect: string) => void,
): Operations {
  function find(named: string): LambdaFunction {
    const found = functions.get(named);
    if (found !== undefined) return found;
    throw new Refusal('ResourceNotFoundException', `Function not found: ${ARN}:${named}`, 404);
  }

  function findAlias({ FunctionName: named, Name: alias }: z.output<typeof ofAlias>): LambdaAlias {
    const found = find(named).aliases.get(alias);
    if (found !== undefined) return found;
    const arn = `${ARN}:${named}:${alias}`;
    throw new Refusal('ResourceNotFoundException', `Cannot find alias arn: ${arn}`, 404);
  }

  function unreserved(): number {
    const own = [...functions.values()].map(({ reserved, provisioned }) => {
      return reserved ?? [...provisioned.values()].reduce((sum, one) => sum + one.requested, 0);
    });
    return account.concurrent - own.reduce((sum, one) => sum + one, 0);
  }

  const configuration = (named: string) => {
    const { memory, revision, update } = find(named);
    return {
      FunctionName: named,
      FunctionArn: `${ARN}:${named}`,
      MemorySize: memory,
      RevisionId: `function-${revision}`,
      State: 'Active',
      LastUpdateStatus: update,
      ...(update === 'Failed' && { LastUpdateStatusReason: 'The image is gone.' }),
    };
  };

  const alias = (input: z.output<typeof ofAlias>) => {
    const { version, weights, revision } = findAlias(input);
    return {
      AliasArn: `${ARN}:${input.FunctionName}:${input.Name}`,
      Name: input.Name,
      FunctionVersion: version,
      ...(Object.keys(weights).length > 0 && {
        RoutingConfig: { AdditionalVersionWeights: weights },
      }),
      RevisionId: `alias-${revision}`,
    };
  };

  const provisioned = ({ FunctionName: named, Qualifier }: z.output<typeof ofQualifier>) => {
    const found = find(named).provisioned.get(Qualifier);
    if (found === undefined) {
      const code = 'ProvisionedConcurrencyConfigNotFoundException';
      throw new Refusal(code, 'No Provisioned Concurrency Config found for this function', 404);
    }
    const isReady = found.status === 'READY';
    return {
      RequestedProvisionedConcurrentExecutions: found.requested,
      AllocatedProvisionedConcurrentExecutions: isReady ? found.requested : 0,
      Status: found.status,
      ...(found.status === 'FAILED' && { StatusReason: 'INSUFFICIENT_CAPACITY' }),
    };
  };

  return {
    GetFunctionConfiguration: operation(ofVersion, ({ FunctionName, Qualifier }) => {
      if (Qualifier === undefined) return configuration(FunctionName);
      const Description = find(FunctionName).versions.get(Qualifier);
      if (Description !== undefined) return { ...configuration(FunctionName), Description };
      const message = `Function not found: ${ARN}:${FunctionName}:${Qualifier}`;
      throw new Refusal('ResourceNotFoundException', message, 404);
    }),
    UpdateFunctionConfiguration: operation(updateConfiguration, (input) => {
      const { FunctionName: named, MemorySize, RevisionId } = input;
      const found = find(named);
      compare(RevisionId, `function-${found.revision}`);
      if (found.update === 'InProgress') {
        const message = `An update is in progress for resource: ${ARN}:${named}`;
        throw new Refusal('ResourceConflictException', message, 409);
      }
      found.memory = MemorySize;
      found.revision += 1;
      found.update = 'InProgress';
      note('UpdateFunctionConfiguration');
      return configuration(named);
    }),
    ListVersionsByFunction: operation(paged, ({ FunctionName: named }) => {
      const numbered = [...find(named).versions].map(([Version, Description]) => {
        return { Version, Description, LastModified: PUBLISHED };
      });
      return { Versions: [{ Version: '$LATEST', LastModified: PUBLISHED }, ...numbered] };
    }),
    ListAliases: operation(paged, ({ FunctionName }) => {
      const names = [...find(FunctionName).aliases.keys()];
      return { Aliases: names.map((Name) => alias({ FunctionName, Name })) };
    }),
    GetAlias: operation(ofAlias, alias),
    UpdateAlias: operation(updateAlias, (input) => {
      const { FunctionName, Name, FunctionVersion, RoutingConfig, RevisionId } = input;
      const found = findAlias({ FunctionName, Name });
      compare(RevisionId, `alias-${found.revision}`);
      const version = FunctionVersion ?? found.version;
      if (version !== '$LATEST' && !find(FunctionName).versions.has(version)) {
        const message = `Function not found: ${ARN}:${FunctionName}:${version}`;
        throw new Refusal('ResourceNotFoundException', message, 404);
      }
      found.version = version;
      // Shares that are not told are kept.
      found.weights = RoutingConfig?.AdditionalVersionWeights ?? found.weights;
      found.revision += 1;
      note('UpdateAlias');
      return alias({ FunctionName, Name });
    }),
    GetAccountSettings: operation(z.strictObject({}), () => {
      const { concurrent: ConcurrentExecutions } = account;
      return {
        AccountLimit: { ConcurrentExecutions, UnreservedConcurrentExecutions: unreserved() },
        AccountUsage: { FunctionCount: functions.size },
      };
    }),
    GetFunctionConcurrency: operation(ofFunction, ({ FunctionName }) => {
      const { reserved } = find(FunctionName);
      return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
    }),
    PutFunctionConcurrency: operation(putConcurrency, (input) => {
      const { FunctionName, ReservedConcurrentExecutions: reserved } = input;
      const found = find(FunctionName);
      if (unreserved() + (found.reserved ?? 0) - reserved < LEAST_UNRESERVED) {
        const message = `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`;
        throw new Refusal('InvalidParameterValueException', message);
      }
      found.reserved = reserved;
      note('PutFunctionConcurrency');
      return { ReservedConcurrentExecutions: reserved };
    }),
    DeleteFunctionConcurrency: operation(ofFunction, ({ FunctionName }) => {
      find(FunctionName).reserved = undefined;
      note('DeleteFunctionConcurrency');
      return '';
    }),
    GetProvisionedConcurrencyConfig: operation(ofQualifier, provisioned),
    PutProvisionedConcurrencyConfig: operation(putProvisioned, (input) => {
      const { FunctionName, Qualifier, ProvisionedConcurrentExecutions: requested } = input;
      const { reserved, provisioned: all } = find(FunctionName);
      if (requested > (reserved ?? Infinity)) {
        const message =
          'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function';
        throw new Refusal('InvalidParameterValueException', message);
      }
      all.set(Qualifier, { requested, status: 'IN_PROGRESS' });
      note('PutProvisionedConcurrencyConfig');
      return provisioned({ FunctionName, Qualifier });
    }),
    DeleteProvisionedConcurrencyConfig: operation(ofQualifier, ({ FunctionName, Qualifier }) => {
      find(FunctionName).provisioned.delete(Qualifier);
      note('DeleteProvisionedConcurrencyConfig');
      return '';
    }),
  };
}

function compare(given: string | undefined, revision: string): void {
  if (given === undefined || given === revision) return;
  const message =
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId';
  throw new Refusal('PreconditionFailedException', message, 412);
}
