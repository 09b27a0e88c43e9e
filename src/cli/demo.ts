import { Command } from 'commander';
import { z } from 'zod';

interface Place {
  readonly dataDir: string;
}

const demoSchema = z.object({
  runDemo: z.custom<(place: Place) => Promise<void>>(isFunction),
  askAgain: z.custom<(place: Place) => Promise<string>>(isFunction),
});

const EXAMPLES = `
Examples:
  $ tocsin demo
  $ tocsin demo --data-dir /tmp/tocsin-demo
  $ tocsin demo --again
Its bot's config is tocsin.yaml in that folder, for the other commands: silence, ack, explain …
Prints where to look, tells its story once, and says what to try then; Ctrl-C stops it.`;

/** `tocsin demo`: the bot in a local world. The world is in the checkout, not in the image. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'runs the bot with a local Slack workspace in the browser and a story of signed alarms',
    )
    .option(
      '--data-dir <folder>',
      'where the demo keeps its data; emptied when it starts',
      'data/demo',
    )
    .option('--again', 'lets the demo that runs there tell its story once more')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dataDir, again }: Place & { readonly again?: true }) => {
      const { runDemo, askAgain } = await loadDemo();
      if (again) process.stdout.write(`${await askAgain({ dataDir })}\n`);
      else await runDemo({ dataDir });
    });
}

async function loadDemo(): Promise<z.infer<typeof demoSchema>> {
  const url = new URL('../../demo/run.ts', import.meta.url).href;
  try {
    return demoSchema.parse(await import(url));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the demo runs from a checkout, after \`make setup\` (${why})`, {
      cause: error,
    });
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
