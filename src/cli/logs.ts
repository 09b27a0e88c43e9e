import { Command, Option } from 'commander';
import { createLogsSearch, type FoundLogs } from '../app/metrics/search-logs.ts';
import { readConfig } from './config.ts';
import { orUsage } from './or-usage.ts';
import { printable } from './printable.ts';
import { table } from '../alert/table.ts';

const EXAMPLES = `
Examples:
  $ tocsin logs                                  the saved queries
  $ tocsin logs top-errors 3h
  $ tocsin logs request id=8f2c-41aa yesterday --json | jq -r '.rows[]."@message"'
  $ tocsin logs run 'fields @timestamp, @message | limit 20' groups=/aws/lambda/checkout 1h --csv

Saved queries are those of logs.queries in the config; ranges are as in /metric, by this machine's clock.
Ctrl-C stops the query: it would scan on, which costs. Scanning is said on stderr, with its list price.
Exit status: 0 done, also when nothing was found; 1 there is no answer; 2 wrong usage.`;

/** A table that no terminal cuts, where it is read by a program. */
const UNBOUNDED = 10_000;

interface Options {
  readonly config?: string;
  readonly json: boolean;
  readonly csv: boolean;
}

/** `tocsin logs`: saved queries over CloudWatch's logs. */
export function logsCommand(): Command {
  return new Command('logs')
    .description('searches logs by a saved query')
    .argument('[query]', 'the name of a saved query, or run and a query of your own')
    .argument('[words...]', 'parameter=value for each of its parameters, and a range such as 3h')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .addOption(new Option('--csv', 'print CSV').default(false).conflicts('json'))
    .addHelpText('after', EXAMPLES)
    .action(async (query: string | undefined, words: readonly string[], options, command) =>
      search(query, words, options, command),
    );
}

async function search(
  query: string | undefined,
  words: readonly string[],
  options: Options,
  command: Command,
): Promise<void> {
  const logs = createLogsSearch(readConfig(options.config).config);
  if (query === undefined) {
    if (logs.saved.length === 0)
      process.stderr.write('no query is saved: write logs: into the config\n');
    else
      process.stdout.write(
        `${table([['QUERY', 'SHOWS'], ...logs.saved].map((row) => row.map(printable)))}\n`,
      );
    return;
  }
  const asked = orUsage(command, () => logs.read([query, ...words]));
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  try {
    const found = await logs.run(asked, showProgress, stopping.signal);
    print(found, options);
  } catch (error) {
    throw stopping.signal.aborted ? new Error('the query was stopped') : error;
  } finally {
    process.off('SIGINT', stop);
  }
}

/** In place, where somebody looks. */
function showProgress(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${words}`);
}

function print(found: FoundLogs, { json, csv }: Options): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  const { rows, remarks, bytesScanned, isCutOff } = found;
  if (json) process.stdout.write(`${JSON.stringify({ rows, bytesScanned, isCutOff }, null, 2)}\n`);
  else if (csv) process.stdout.write(found.csv);
  else if (rows.length === 0) process.stderr.write('nothing was found\n');
  else process.stdout.write(`${found.lines(process.stdout.columns ?? UNBOUNDED)}\n`);
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
}
