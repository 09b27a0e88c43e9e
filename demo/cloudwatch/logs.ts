import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { listen } from '../listen.ts';

/** How a query stands each time it is asked about; the last one stays. */
export interface QueryStep {
  readonly status: 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Timeout' | 'Unknown';
  readonly bytesScanned?: number;
  readonly rows?: readonly Readonly<Record<string, string>>[];
}

/** A call as the SDK made it. */
export interface LogsCall {
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An error to answer with; what else stands in it, beside its type. */
export interface LogsFailure {
  readonly code: string;
  readonly message?: string;
  readonly rest?: object;
}

export interface CloudWatchLogs {
  readonly url: string;
  readonly calls: LogsCall[];
  readonly groups: Set<string>;
  /** What becomes of the queries that are started from now on. */
  steps: readonly QueryStep[];
  /** Queries that were stopped. */
  readonly stopped: string[];
  /** Asked before each call: an error, or nothing. */
  failWith: (call: LogsCall) => LogsFailure | undefined;
  /** The inputs of the calls of an operation. */
  readonly inputs: (operation: string) => readonly LogsCall['input'][];
  readonly clear: () => void;
  readonly stop: () => Promise<void>;
}

/** Source: CloudWatch Logs API Reference, StartQuery. Times are in seconds. */
const startQuery = z.strictObject({
  logGroupIdentifiers: z
    .array(z.string().regex(/^[\w#+=/:,.@-]{1,2048}$/u))
    .min(1)
    .max(50),
  queryString: z.string().min(1).max(10_000),
  startTime: z.int().min(0),
  endTime: z.int().min(0),
});
const byId = z.strictObject({ queryId: z.string().min(1).max(256) });
const describeGroups = z.strictObject({
  logGroupNamePrefix: z.string().optional(),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(50),
});

/** The part of CloudWatch Logs that searches, as the SDK speaks it: AWS JSON 1.1. Signatures are not checked. */
export async function startCloudWatchLogs(): Promise<CloudWatchLogs> {
  const queries = new Map<string, { readonly steps: readonly QueryStep[]; asked: number }>();
  const server = createServer((request, response) => void answer(request, response));
  const { port, stop } = await listen(server);
  const standIn: CloudWatchLogs = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    groups: new Set(['/aws/lambda/checkout', '/aws/lambda/orders']),
    steps: [{ status: 'Complete' }],
    stopped: [],
    failWith: () => undefined,
    inputs: (operation) =>
      standIn.calls.filter((call) => call.operation === operation).map(({ input }) => input),
    clear() {
      standIn.calls.length = 0;
      standIn.stopped.length = 0;
      standIn.failWith = () => undefined;
      standIn.steps = [{ status: 'Complete' }];
      queries.clear();
    },
    stop,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [, operation = ''] =
      /^Logs_20140328\.(\w+)$/u.exec(String(request.headers['x-amz-target'])) ?? [];
    const [, region = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\//u.exec(request.headers.authorization ?? '') ?? [];
    const call: LogsCall = { operation, region, input: JSON.parse(body) };
    standIn.calls.push(call);
    const failure = standIn.failWith(call) ?? missingGroup(call);
    if (failure !== undefined) return refuse(response, failure);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(outputOf(call)));
  }

  function missingGroup({ operation, input }: LogsCall): LogsFailure | undefined {
    if (operation !== 'StartQuery') return undefined;
    const missing = startQuery
      .parse(input)
      .logGroupIdentifiers.find((name) => !name.startsWith('arn:') && !standIn.groups.has(name));
    if (missing === undefined) return undefined;
    const message = `Log group '${missing}' does not exist for account ID '111122223333'`;
    return { code: 'ResourceNotFoundException', message };
  }

  function outputOf({ operation, input }: LogsCall): object {
    switch (operation) {
      case 'StartQuery': {
        startQuery.parse(input);
        const queryId = `query-${queries.size + 1}`;
        queries.set(queryId, { steps: standIn.steps, asked: 0 });
        return { queryId };
      }
      case 'GetQueryResults': {
        const query = queries.get(byId.parse(input).queryId);
        if (query === undefined) throw new Error('nobody started that query');
        const step = query.steps[Math.min(query.asked, query.steps.length - 1)];
        query.asked += 1;
        return resultsOf(step ?? { status: 'Unknown' });
      }
      case 'StopQuery':
        standIn.stopped.push(byId.parse(input).queryId);
        return { success: true };
      case 'DescribeLogGroups': {
        const { logGroupNamePrefix = '', nextToken = '0', limit } = describeGroups.parse(input);
        const found = [...standIn.groups]
          .filter((name) => name.startsWith(logGroupNamePrefix))
          .toSorted();
        const from = Number(nextToken);
        return {
          logGroups: found.slice(from, from + limit).map((logGroupName) => ({ logGroupName })),
          ...(from + limit < found.length && { nextToken: String(from + limit) }),
        };
      }
      default:
        throw new Error(`the stand-in has no ${operation}`);
    }
  }

  return standIn;
}

/** Every row of what is no aggregate has a pointer to its event. */
function resultsOf({ status, bytesScanned = 0, rows = [] }: QueryStep): object {
  return {
    queryLanguage: 'CWLI',
    results: rows.map((row, index) => [
      ...Object.entries(row).map(([field, value]) => ({ field, value })),
      { field: '@ptr', value: `ptr-${index}` },
    ]),
    statistics: { recordsMatched: rows.length, recordsScanned: 1_000, bytesScanned },
    status,
  };
}

function refuse(response: ServerResponse, { code, message = code, rest }: LogsFailure): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: code, message, ...rest }));
}
