import type { StoreStats } from '../../engine/ports/stats.ts';

/** Slack shows an error when an answer takes 3 s; what is known by then is said. In milliseconds. */
const PATIENCE = 1_500;

export interface TocsinDeps {
  readonly version: string;
  readonly stats: () => Promise<StoreStats>;
}

const HELP = [
  '`/tocsin status`: is the bot well, and what waits',
  '`/tocsin whoami`: who you are to the bot',
  '`/tocsin help`: this',
].join('\n');

/** `/tocsin`: answers in mrkdwn, seen only by who asked. */
export async function tocsinCommand(
  { text, userId }: { readonly text: string; readonly userId: string },
  { version, stats }: TocsinDeps,
): Promise<string> {
  const word = text.trim().toLowerCase();
  switch (word) {
    case '':
    case 'help':
      return HELP;
    case 'whoami':
      return `You are <@${userId}>.`;
    case 'status':
      return statusText(version, await soon(stats()));
    default:
      return `There is no such subcommand. Write one of these:\n${HELP}`;
  }
}

/** The answer, or undefined when there is none yet or none at all. */
async function soon(stats: Promise<StoreStats>): Promise<StoreStats | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, PATIENCE, undefined);
  try {
    return await Promise.race([stats, late.promise]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function statusText(version: string, stats: StoreStats | undefined): string {
  if (stats === undefined) {
    return `⚠️ Tocsin ${version} is running, but its Redis does not answer: alarms are refused until it does, and their senders try again.`;
  }
  const { inbox, timers, outbox, deadLetters } = stats;
  return [
    `Tocsin ${version} is running.`,
    `• ${inbox} events to decide, ${timers} groups with a flush to come, ${outbox} deliveries under way`,
    deadLetters === 0
      ? '• no dead letters'
      : `• ${deadLetters} dead letters: messages that could not be handled`,
  ].join('\n');
}
