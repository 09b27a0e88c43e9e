import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { Command, Verb } from './command.ts';

const USUAL_AUDIENCE = 'Only you see the answer; with `--public` everybody in the channel does.';

/** What a command can do, in mrkdwn. */
export function helpFor({
  name,
  summary,
  examples,
  verbs,
  audience = USUAL_AUDIENCE,
}: Command): string {
  const lines = examples.map(([line, meaning]) => `• ${code(line)} ${escape(meaning)}`);
  return [
    `*${name}*: ${escape(summary)}`,
    ...verbs.flatMap((verb) => verbLines(name, verb)),
    ...(lines.length === 0 ? [] : ['Examples:', ...lines]),
    audience,
  ].join('\n');
}

function verbLines(command: string, { name, usage, summary, options, role }: Verb): string[] {
  const takes = role === 'viewer' ? '' : ` (takes the role ${role})`;
  const line = [command, name, usage].filter((part) => part !== '').join(' ');
  const each = Object.entries(options).map(([option, one]) => {
    const value = one.kind === 'valued' ? ` ${one.value}` : '';
    return `      ${code(`--${option}${value}`)} ${escape(one.summary)}`;
  });
  return [`• ${code(line)} ${escape(summary)}${takes}`, ...each];
}

/** What is to be written as it stands. */
function code(text: string): string {
  return `\`${escape(text)}\``;
}
