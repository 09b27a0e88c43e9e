import { plain } from '../../delivery/slack/message.ts';
import { date } from '../../delivery/slack/mrkdwn.ts';
import type { Attempt, Standing } from '../../engine/ports/automation.ts';
import type { Binding } from '../../runbooks/remediation/binding.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { listAnswer, type Row } from '../list.ts';

const AT = '{date_short_pretty} {time}';
/** Of so many attempts it is said what came of them. */
const LATEST = 5;
const LONGEST_NOTE = 300;

const MODES: Readonly<Record<Binding['mode'], string>> = {
  off: 'off',
  suggest: 'suggests',
  act: 'acts',
};

const STATES: Readonly<Record<Attempt['state'], string>> = {
  waiting: 'waits for its time',
  asked: 'is asked for, or under way',
  verifying: 'was done; whether it helped is being looked at',
  helped: 'helped',
  'no help': 'did not help',
  failed: 'failed',
  'not done': 'was not done',
};

/** What is done by itself, what was of late, and what is stopped. */
export async function standingAnswer({
  automation,
}: Pick<Handling, 'automation'>): Promise<Answer> {
  const [standing, latest] = await Promise.all([automation.standing(), automation.latest(LATEST)]);
  const { bindings } = automation;
  const rows = [
    ...bindings.map((binding) => bindingRow(binding, standing)),
    ...latest.map(attemptRow),
  ];
  return listAnswer(headingOf(standing, bindings.length), rows);
}

function headingOf({ off }: Standing, count: number): string {
  if (off !== undefined) {
    const because = off.why === undefined ? '' : `: ${off.why}`;
    return `Automation is off: ${off.by} turned it off${because}. /tocsin automation on turns it on again.`;
  }
  if (count === 0) return 'Nothing is done by itself: the config has no automation.';
  return 'Automation is on. /tocsin automation off turns all of it off at once.';
}

function bindingRow({ name, mode, action }: Binding, { stopped }: Standing): Row {
  const text = `${name}: ${MODES[mode]}, ${action?.name ?? 'tells people that they have to do something'}`;
  const why = stopped.get(name);
  if (why === undefined) return { text };
  return { text: `${text}. Stopped`, notes: [date(why.at, AT), plain(why.why, LONGEST_NOTE)] };
}

function attemptRow({ binding, labels, state, at, what }: Attempt): Row {
  const of = labels['alertname'] ?? '';
  const told = what === '' ? [] : [plain(what, LONGEST_NOTE)];
  return { text: `${binding} (${of}) ${STATES[state]}`, notes: [date(at, AT), ...told] };
}
