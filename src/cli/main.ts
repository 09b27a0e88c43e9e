#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../main.ts';
import { VERSION } from '../version.ts';
import { auditCommand } from './audit.ts';
import { ackCommand, unackCommand } from './ack.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { dlqCommand } from './dlq.ts';
import { escalateCommand } from './escalate.ts';
import { explainCommand } from './explain.ts';
import { kpiCommand } from './kpi.ts';
import { logsCommand } from './logs.ts';
import { metricCommand } from './metric.ts';
import { onCallCommand } from './oncall.ts';
import { parseCommand } from './parse.ts';
import { receiversCommand } from './receivers.ts';
import { reportCommand } from './report.ts';
import { resolveCommand } from './resolve.ts';
import { routesCommand } from './routes.ts';
import { schemaCommand } from './schema.ts';
import { sendCommand } from './send.ts';
import { silenceCommand } from './silence.ts';
import { simulateCommand } from './simulate.ts';
import { startCommand } from './start.ts';
import { testAlarmCommand } from './test-alarm.ts';
import { watchCommand } from './watch.ts';

/** Exit status of wrong usage; 0 is done and 1 is failed work. */
const WRONG_USAGE = 2;

const EXAMPLES = `
Examples:
  $ tocsin demo                        see it work, in a local world
  $ tocsin check tocsin.yaml           everything that is wrong with a config, and what to write instead
  $ tocsin start --config tocsin.yaml
Each command tells more: tocsin start --help`;

function program(): Command {
  const command = new Command('tocsin')
    .description('Takes alarms in, tells the right people once, and keeps what it told them true.')
    .version(VERSION)
    .addCommand(startCommand())
    .addCommand(demoCommand())
    .addCommand(checkCommand())
    .addCommand(schemaCommand())
    .addCommand(routesCommand())
    .addCommand(explainCommand())
    .addCommand(parseCommand())
    .addCommand(sendCommand())
    .addCommand(simulateCommand())
    .addCommand(silenceCommand())
    .addCommand(ackCommand())
    .addCommand(unackCommand())
    .addCommand(resolveCommand())
    .addCommand(escalateCommand())
    .addCommand(onCallCommand())
    .addCommand(metricCommand())
    .addCommand(kpiCommand())
    .addCommand(watchCommand())
    .addCommand(receiversCommand())
    .addCommand(testAlarmCommand())
    .addCommand(dlqCommand())
    .addCommand(auditCommand())
    .addCommand(reportCommand())
    .addCommand(logsCommand())
    .showSuggestionAfterError()
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', EXAMPLES);
  command.exitOverride();
  passOn(command);
  return command;
}

/** Commands that are made elsewhere and added take nothing over by themselves. */
function passOn(command: Command): void {
  for (const one of command.commands) {
    one.copyInheritedSettings(command);
    passOn(one);
  }
}

/** A config's mistakes say by themselves where they are. */
function failureText(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return `tocsin: ${error instanceof Error ? error.message : String(error)}`;
}

// Whoever read our output has seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  } else {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
}
