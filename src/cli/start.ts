import { Command, InvalidArgumentError, Option } from 'commander';
import { ROLES, type Role } from '../app/wiring.ts';
import { environment } from '../config/environment.ts';
import { nearest } from '../config/nearest.ts';
import { runBot } from '../main.ts';

const EXAMPLES = `
Examples:
  $ tocsin start                                 the config is $TOCSIN_CONFIG or ./tocsin.yaml
  $ tocsin start --config prod.yaml --roles intake,worker
  $ kill -HUP PID                                its config has changed: go over to it

Stops cleanly on SIGTERM and Ctrl-C. On SIGHUP it reads the config again: one with mistakes is refused,
with a log line each, and the old one goes on. Replicas go over together.`;

/** `tocsin start`: runs the bot. */
export function startCommand(): Command {
  return new Command('start')
    .description('runs the bot')
    .option('--config <file>', 'the config file')
    .addOption(
      new Option('--roles <list>', `what this process does, of ${ROLES.join(', ')}`)
        .argParser(parseRoles)
        .default(new Set(ROLES), 'all of them'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async ({ config, roles }: { config?: string; roles: ReadonlySet<Role> }) => {
      await runBot({ ...(config !== undefined && { config }), roles, env: environment() });
    });
}

function parseRoles(text: string): ReadonlySet<Role> {
  const names = text.split(',').map((name) => name.trim());
  return new Set(
    names.map((name) => {
      const role = ROLES.find((one) => one === name);
      if (role !== undefined) return role;
      const near = nearest(name, ROLES);
      throw new InvalidArgumentError(
        `there is no role ${JSON.stringify(name)}; write ${near ?? ROLES.join(', ')}`,
      );
    }),
  );
}
