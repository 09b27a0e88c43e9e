import { lambdaOperations } from './lambda-operations.ts';
import { sampleFunctions, type LambdaFunction } from './lambda-functions.ts';
import {
  answerOf,
  type ActionCall,
  type AwsAnswer,
  type AwsRequest,
  type AwsService,
} from './service.ts';

interface Lambda extends AwsService {
  readonly functions: Map<string, LambdaFunction>;
  /** What functions were given. */
  readonly invocations: ActionCall['input'][];
  /** What a function answers: its error, or what it returns. */
  functionAnswer: { readonly error?: string; readonly payload: string };
}

const OF_FUNCTION = '/2015-03-31/functions/(?<FunctionName>[^/]+)';
const ALIAS = `${OF_FUNCTION}/aliases/(?<Name>[^/]+)`;
const CONCURRENCY = 'functions/(?<FunctionName>[^/]+)/concurrency';
const PROVISIONED = '/2019-09-30/functions/(?<FunctionName>[^/]+)/provisioned-concurrency';

/** Each operation with its method and path. Source: the Lambda API Reference. */
const ROUTES = [
  ['Invoke', 'POST', `${OF_FUNCTION}/invocations`],
  ['GetFunctionConfiguration', 'GET', `${OF_FUNCTION}/configuration`],
  ['UpdateFunctionConfiguration', 'PUT', `${OF_FUNCTION}/configuration`],
  ['ListVersionsByFunction', 'GET', `${OF_FUNCTION}/versions`],
  ['ListAliases', 'GET', `${OF_FUNCTION}/aliases`],
  ['GetAlias', 'GET', ALIAS],
  ['UpdateAlias', 'PUT', ALIAS],
  ['GetAccountSettings', 'GET', '/2016-08-19/account-settings/?'],
  ['GetFunctionConcurrency', 'GET', `/2019-09-30/${CONCURRENCY}`],
  ['PutFunctionConcurrency', 'PUT', `/2017-10-31/${CONCURRENCY}`],
  ['DeleteFunctionConcurrency', 'DELETE', `/2017-10-31/${CONCURRENCY}`],
  ['GetProvisionedConcurrencyConfig', 'GET', PROVISIONED],
  ['PutProvisionedConcurrencyConfig', 'PUT', PROVISIONED],
  ['DeleteProvisionedConcurrencyConfig', 'DELETE', PROVISIONED],
].map(([operation = '', method, path]) => {
  return { operation, method, path: new RegExp(`^${path}$`, 'u') };
});

/** @param note told of each effect */
export function createLambda(note: (effect: string) => void): Lambda {
  const functions = new Map(sampleFunctions());
  const operations = lambdaOperations(functions, { concurrent: 1_000 }, note);
  const service: Lambda = {
    functions,
    invocations: [],
    functionAnswer: trained(),
    read({ method, path, query, body }) {
      const route = ROUTES.find((one) => one.method === method && one.path.test(path));
      if (route === undefined) return undefined;
      const given = body === '' ? {} : JSON.parse(body);
      if (route.operation === 'Invoke') return { operation: 'Invoke', input: given };
      const named = route.path.exec(path)?.groups;
      const input = { ...Object.fromEntries(query), ...named, ...given };
      return { operation: route.operation, input };
    },
    answer({ operation, input }, request) {
      if (operation === 'Invoke') return invoked(input, request);
      const { output } = answerOf(operations, operation, input);
      return { output, ...(output === '' && { status: 204 }) };
    },
    clear() {
      functions.clear();
      for (const [name, one] of sampleFunctions()) functions.set(name, one);
      service.invocations.length = 0;
      service.functionAnswer = trained();
    },
  };
  return service;

  function invoked(input: ActionCall['input'], { headers }: AwsRequest): AwsAnswer {
    const type = headers['x-amz-invocation-type'];
    if (type === 'DryRun') return { status: 204, output: '' };
    service.invocations.push(input);
    if (type === 'Event') return { status: 202, output: '' };
    const { error, payload } = service.functionAnswer;
    return {
      output: payload,
      headers: error === undefined ? {} : { 'x-amz-function-error': error },
    };
  }
}

function trained() {
  return { payload: '"trained"' };
}
