import { Command } from 'commander';
import { askErrors, changeErrorOf, type ErrorStatus } from '../app/metrics/errors-asked.ts';
import { readConfig } from './config.ts';
import { inUsage, orUsage } from './or-usage.ts';
import { personNamed } from './person.ts';
import { printable } from './printable.ts';

const EXAMPLES = `
Examples:
  $ tocsin errors                                       of the last day, the most frequent first
  $ tocsin errors 7d project=web environment=production
  $ tocsin errors last week sort=new
  $ tocsin errors --json | jq -r '.errors[] | [.shortId, .count] | @tsv'
  $ tocsin errors resolve WEB-1A --by Ana

Errors are those of errors: in the config; Sentry is asked by this command itself. Resolving takes a running bot,
for it stands in its audit trail. Ranges are as in tocsin metric, by this machine's clock.
Exit status: 0 done, also when there are no errors, or it was so already; 1 there is no answer; 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
  readonly by?: string;
}

/** `tocsin errors`: errors that Sentry has seen, and who resolves them. */
export function errorsCommand(): Command {
  return new Command('errors')
    .description('errors that are not resolved, with their trends')
    .argument('[words...]', 'a range, project=, environment=, release=, sort=frequency|new|users')
    .option('--config <file>', CONFIG)
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', EXAMPLES)
    .action(show)
    .addCommand(changeCommand('resolve', 'resolved', 'an error is mended'))
    .addCommand(changeCommand('reopen', 'unresolved', 'an error is not mended after all'));
}

const CONFIG = 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)';

async function show(
  words: readonly string[],
  { config: named, json }: Options,
  command: Command,
): Promise<void> {
  const { config } = readConfig(named);
  const watcher = { signal: new AbortController().signal, progress() {} };
  const shown = await inUsage(command, () => askErrors(config, words, Date.now(), watcher));
  const text = json
    ? JSON.stringify(shown.json, null, 2)
    : shown.text.split('\n').map(printable).join('\n');
  process.stdout.write(`${text}\n`);
}

function changeCommand(name: string, to: ErrorStatus, summary: string): Command {
  return (
    new Command(name)
      .description(summary)
      .argument('<error>', 'what Sentry calls it: WEB-1A')
      .option('--config <file>', CONFIG)
      .option('--by <name>', 'who you are (default: $USER)')
      // `tocsin errors` has --config, too, and takes it wherever it stands.
      .action(async (shortId: string, _own: Options, command: Command) => {
        const { config: named, ...options } = command.optsWithGlobals<Options>();
        const by = orUsage(command, () => personNamed(options.by));
        const { config } = readConfig(named);
        const wish = { shortId, to, by };
        const { issue, isDone, before } = await inUsage(command, () => changeErrorOf(config, wish));
        const did = to === 'resolved' ? 'resolved' : 'reopened';
        const whoWas = before === undefined ? '' : `, by ${before.by}`;
        const said = isDone ? did : `is ${issue.status} already${whoWas}`;
        process.stdout.write(`${printable(`${issue.shortId} ${said}: ${issue.title}`)}\n`);
      })
  );
}
