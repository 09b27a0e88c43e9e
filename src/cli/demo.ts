import { Command } from 'commander';
import { z } from 'zod';

const demoSchema = z.object({
  runDemo: z.custom<(options: { readonly dataDir: string }) => Promise<void>>(
    (value) => typeof value === 'function',
  ),
});

const EXAMPLES = `
Examples:
  $ tocsin demo
  $ tocsin demo --data-dir /tmp/tocsin-demo
Prints where to look and what to try; Ctrl-C stops it.`;

/** `tocsin demo`: the bot in a local world. The world is in the checkout, not in the image. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'runs the bot with a local Slack workspace in the browser and a stream of signed alarms',
    )
    .option(
      '--data-dir <folder>',
      'where the demo keeps its data; emptied when it starts',
      'data/demo',
    )
    .addHelpText('after', EXAMPLES)
    .action(async ({ dataDir }: { dataDir: string }) => {
      await (await loadDemo()).runDemo({ dataDir });
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
