import { Command } from 'commander';
import { thisPerson } from '../app/actor.ts';
import { appendAudit } from '../app/audit.ts';
import { testReceivers, type ReceiverTest } from '../app/test-receivers.ts';
import type { Config } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import { readConfig } from './config.ts';

const EXAMPLES = `
Examples:
  $ tocsin receivers test                  every receiver of ./tocsin.yaml
  $ tocsin receivers test page ops --config deploy/tocsin.yaml
  $ tocsin receivers test --json | jq 'select(.outcome == "failed")'

Sends a test alert of severity info through each, marked as a test, and closes it again: a message
in Slack that turns green, an incident in PagerDuty that is opened and resolved (it may call
somebody for a moment), two mails in one thread, two posts to a webhook. Mentions are made as for a real one.
Exit status: 0 when all were delivered, 1 when one was not, 2 for wrong usage.
`;

/** `tocsin receivers`: trying out who is told. */
export function receiversCommand(): Command {
  const test = new Command('test')
    .description('send a marked test through each receiver, and say what the service answered')
    .argument('[name...]', 'receivers; all when none is named')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a line of JSON an integration', false)
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], options: { config?: string; json: boolean }) => {
      const loaded = readConfig(options.config);
      refuseUnknown(names, [...loaded.policy.integrationsByReceiver.keys()]);
      await writeDown(loaded.config, names);
      let count = 0;
      for await (const result of testReceivers(loaded, names)) {
        count += 1;
        process.stdout.write(`${options.json ? JSON.stringify(result) : lineOf(result)}\n`);
        if (result.outcome === 'failed') process.exitCode = 1;
      }
      if (count === 0) throw new Error('there is nobody to tell: write receivers: into the config');
    });
  return new Command('receivers')
    .description('try out who is told')
    .addCommand(test)
    .addHelpText('after', EXAMPLES);
}

/** Where no bot has run yet there is no trail either, and receivers can be tested all the same. */
async function writeDown(config: Config, names: readonly string[]): Promise<void> {
  const object = names.length === 0 ? 'all receivers' : names.join(', ');
  try {
    await appendAudit(config, { actor: thisPerson(), action: 'receivers-tested', object });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`tocsin: the audit trail does not have this: ${why}\n`);
  }
}

function refuseUnknown(names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const hint = meant === undefined ? `there are ${known.join(', ')}` : `write ${meant}`;
    throw new Error(`there is no receiver ${JSON.stringify(name)}: ${hint}`);
  }
}

const MARKS = { delivered: 'ok    ', failed: 'FAILED', unset: 'unset ' } as const;

function lineOf({ receiver, integration, outcome, why, tookMs }: ReceiverTest): string {
  const said = {
    delivered: `told and closed in ${tookMs} ms`,
    failed: why ?? 'no answer',
    unset: 'the config gives no credentials for it: it is only written to the log',
  }[outcome];
  return `${MARKS[outcome]}  ${receiver}  ${integration}  ${said}`;
}
