import type { ChatRole } from '../../alert/chat-role.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Answer } from '../answer.ts';
import { verb, type CommandHandling } from '../commands/command.ts';
import { wordAbout } from '../words.ts';
import { standingAnswer } from './standing-answer.ts';

/** What it takes: to stop what is done by itself should never wait for somebody. */
const ROLES: Readonly<Record<string, ChatRole>> = {
  off: 'responder',
  on: 'operator',
  start: 'operator',
};

/** `/tocsin automation`: what is done by itself, and the switch for all of it. */
export const AUTOMATION_VERB = verb({
  name: 'automation',
  usage: '[off [why] | on | start <name>]',
  summary: 'what is done by itself; turns all of it off, or on; starts what stopped itself',
  role: 'viewer',
  roleFor: ({ words: [word] }) => ROLES[word?.text.toLowerCase() ?? ''] ?? 'viewer',
  options: {},
  async run({ words: [word, ...rest] }, handling) {
    const text = rest.map((one) => one.text).join(' ');
    switch (word?.text.toLowerCase()) {
      case undefined:
        return standingAnswer(handling);
      case 'off':
        return turnedOff(text, handling);
      case 'on':
        return turnedOn(handling);
      case 'start':
        return started(text, handling);
      default: {
        const hint = nearest(word?.text ?? '', Object.keys(ROLES));
        const write = hint === undefined ? 'off, on or start and a name' : hint;
        throw new Mistake(
          `automation has no ${quoted(word?.text ?? '')}`,
          `write /tocsin automation ${write}`,
        );
      }
    }
  },
});

async function turnedOff(why: string, { automation, asker }: CommandHandling): Promise<Answer> {
  const isNews = await automation.turnOff({ actor: asker.actor, name: asker.name }, why);
  if (!isNews) return wordAbout('Automation is off already.');
  return wordAbout(
    'Automation is off. Nothing more is begun by itself; what a service does already goes on there.',
    '`/tocsin automation on` turns it on again.',
  );
}

async function turnedOn({ automation, asker }: CommandHandling): Promise<Answer> {
  const isNews = await automation.turnOn({ actor: asker.actor, name: asker.name });
  if (!isNews) return wordAbout('Automation is on already.');
  return wordAbout(
    'Automation is on again. What people were told while it was off is left to them.',
  );
}

async function started(name: string, { automation, asker }: CommandHandling): Promise<Answer> {
  const { stopped } = await automation.standing();
  const all = [...stopped.keys()];
  const isMeant = (one: string) => wordsIn(one) === name;
  // Of two that differ in their case alone each can be started.
  const found =
    all.find(isMeant) ?? all.find((one) => wordsIn(one).toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const meant = nearest(name, all);
    const what =
      name === '' ? 'nothing says what is to be started' : `${quoted(name)} is not stopped`;
    const write = meant ?? all[0];
    const hint =
      write === undefined ? 'nothing is stopped' : `write /tocsin automation start ${write}`;
    throw new Mistake(what, hint);
  }
  await automation.start(found, { actor: asker.actor, name: asker.name });
  return wordAbout(`“${found}” goes on with the next alert that it answers.`);
}

/** A name as it can be written in a command, in which words stand one space apart. */
function wordsIn(name: string): string {
  return name.trim().replaceAll(/\s+/gu, ' ');
}
