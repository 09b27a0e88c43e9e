import type { Group } from '../../alert/group.ts';
import { matchesAll, type Matcher } from '../../alert/matcher.ts';
import { compareSeverity, parseSeverity, worst, type Severity } from '../../alert/severity.ts';
import { alertCount } from '../../alert/worst-first.ts';
import { firingMembers, type FiringMember } from '../../asking/firing-members.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { date, escape } from '../../delivery/slack/mrkdwn.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import { groupRow } from '../group-row.ts';
import { listAnswer, type Row } from '../list.ts';
import { messageLink } from '../message-link.ts';
import { flag } from './arguments.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import { isMatcher, matchersIn } from './matchers.ts';
import type { Word } from './words.ts';

/** Messages are looked up for those that can be shown only. */
const LINKED = 15;

/** `/alerts`: what fires now, the worst first. */
export const alertsCommand: Command = {
  name: '/alerts',
  summary: 'what fires now, the worst first',
  examples: [
    ['/alerts', 'everything'],
    ['/alerts critical', 'what is critical'],
    ['/alerts team="data" region=~"eu-.*"', 'what has these labels'],
    ['/alerts --mine', 'what you have on'],
  ],
  verbs: [
    verb({
      name: '',
      usage: '[severity] [matchers]',
      summary: 'lists what fires, the worst first',
      options: { mine: flag('only what you have acknowledged') },
      role: 'viewer',
      run: ({ words, options: { mine } }, handling) =>
        listed({ ...wantedIn(words), mine }, handling),
    }),
  ],
};

interface Wanted {
  readonly severity?: Severity;
  readonly matchers: readonly Matcher[];
}

/** @throws Mistake for a word that is neither a severity nor a matcher */
function wantedIn(words: readonly Word[]): Wanted {
  const [matchers, others] = [words.filter(isMatcher), words.filter((one) => !isMatcher(one))];
  const severities = others.map(({ text }) => {
    const severity = parseSeverity(text.toLowerCase());
    if (severity !== undefined) return severity;
    const hint = 'write critical, error, warning or info, or a matcher such as team="data"';
    throw new Mistake(`${quoted(text)} is neither a severity nor a matcher`, hint);
  });
  const severity = severities.at(-1);
  return {
    matchers: matchers.length === 0 ? [] : matchersIn(matchers),
    ...(severity !== undefined && { severity }),
  };
}

async function listed(
  { severity, matchers, mine }: Wanted & { readonly mine: boolean },
  { bot, slack, asker }: CommandHandling,
): Promise<Answer> {
  const now = bot.now();
  const isWanted = (one: FiringMember): boolean =>
    matchesAll(matchers, one.labels) && (severity === undefined || one.severity === severity);
  const found: { readonly whole: WholeGroup; readonly worst: Severity; readonly since: number }[] =
    [];
  const alerts = new Set<string>();
  for await (const whole of bot.groups()) {
    if (mine && whole.group.acknowledged?.actor !== asker.actor) continue;
    const firing = firingMembers(whole, now);
    const wanted = firing.filter(isWanted);
    if (wanted.length === 0) continue;
    for (const { fingerprint } of wanted) alerts.add(fingerprint);
    const since = Math.min(...firing.map(({ startsAt }) => startsAt));
    found.push({ whole, worst: worst(firing.map((one) => one.severity)) ?? 'info', since });
  }
  const groups = found.toSorted((a, b) => compareSeverity(a.worst, b.worst) || b.since - a.since);
  const links = await Promise.all(
    groups.slice(0, LINKED).map(({ whole }) => messageLink(whole.group, slack)),
  );
  const rows = groups.map(({ whole }, index) =>
    groupRow(whole, now, notesOf(whole.group, links[index])),
  );
  return listAnswer(
    rows.length === 0 ? 'Nothing fires.' : headingFor(alerts.size, rows.length),
    rows,
  );
}

/** Who has it on, and where it is told of. */
function notesOf({ acknowledged }: Group, link: string | undefined): NonNullable<Row['notes']> {
  return [
    ...(acknowledged === undefined
      ? []
      : [plain(`${acknowledged.by} has it on`, 100), `since ${date(acknowledged.at)}`]),
    ...(link === undefined ? [] : [`<${escape(link)}|message>`]),
  ];
}

function headingFor(alerts: number, groups: number): string {
  const fire = alerts === 1 ? 'fires' : 'fire';
  return `${alertCount(alerts)} ${fire}${groups > 1 ? `, in ${groups} groups` : ''}. The worst first:`;
}
