import type { ActionCall, AwsAnswer, AwsRequest, AwsService } from './service.ts';

interface Lambda extends AwsService {
  /** What functions were given. */
  readonly invocations: ActionCall['input'][];
  /** What a function answers: its error, or what it returns. */
  functionAnswer: { readonly error?: string; readonly payload: string };
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function createLambda(): Lambda {
  const service: Lambda = {
    invocations: [],
    functionAnswer: trained(),
    read({ method, path, body }) {
      if (method !== 'POST' || !/^\/2015-03-31\/functions\/[^/]+\/invocations$/u.test(path)) {
        return undefined;
      }
      return { operation: 'Invoke', input: body === '' ? {} : JSON.parse(body) };
    },
    answer: ({ input }, request) => invoked(input, request),
    clear() {
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
