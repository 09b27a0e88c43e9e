import type { StoreStats } from '../../engine/ports/stats.ts';

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
      return statusText(version, await stats());
    default:
      return `There is no such subcommand. Write one of these:\n${HELP}`;
  }
}

function statusText(version: string, { inbox, timers, outbox, deadLetters }: StoreStats): string {
  return [
    `Tocsin ${version} is running.`,
    `• ${inbox} events to decide, ${timers} groups with a flush to come, ${outbox} deliveries under way`,
    deadLetters === 0
      ? '• no dead letters'
      : `• ${deadLetters} dead letters: messages that could not be handled`,
  ].join('\n');
}
