import { INCIDENT_STATUSES, type Incident } from '../../engine/ports/incidents.ts';
import type { IncidentWish } from '../../runbooks/incidents/wish.ts';
import type { Answer } from '../answer.ts';
import { verb, type CommandHandling, type Verb } from '../commands/command.ts';
import type { Word } from '../commands/words.ts';
import { wordAbout } from '../words.ts';
import { attached, detached } from './attach.ts';
import { doWish } from './do-wish.ts';
import { incidentMeant } from './meant.ts';
import { personMeant } from './people-meant.ts';
import { headingOf } from './words.ts';
import { roleIn, severityIn, statusIn, textOf } from './written.ts';

/** Verbs of `/incident` that change one: how it stands, who does what, and which alerts belong to it. */
export const CHANGES: readonly Verb[] = [
  changing('update', '[id] [status] <text>', {
    summary: `how it stands: ${INCIDENT_STATUSES.join(', ')}`,
    wish(words, { status: before }) {
      const status = statusIn(words[0]);
      const text = status === undefined ? words : words.slice(1);
      const hint = 'write /incident update identified The last release; rolling back';
      return {
        what: 'updated',
        status: status ?? before,
        text: textOf(text, 'it does not say how it stands', hint),
      };
    },
  }),
  changing('note', '[id] <text>', {
    summary: 'write something down',
    wish: (words) => ({
      what: 'noted',
      text: textOf(words, 'there is nothing to write down', 'write /incident note and a text'),
    }),
  }),
  changing('severity', '[id] <severity>', {
    summary: 'it is worse, or better, than it was said to be',
    wish: ([word]) => ({ what: 'severity', to: severityIn(word) }),
  }),
  changing('assign', '[id] <role> [@who | me | nobody]', {
    summary: 'who does what',
    async wish([role, who], _, handling) {
      const named = roleIn(role);
      const to = await personMeant(who, handling);
      return { what: 'assigned', role: named, ...(to !== undefined && { to }) };
    },
  }),
  changing('mitigated', '[id] [text]', {
    summary: 'people no longer feel it',
    wish: (words) => ({ what: 'mitigated', ...maybe(words) }),
  }),
  verb({
    name: 'resolve',
    usage: '[id] <text>',
    summary: 'it is over: what it was',
    role: 'responder',
    options: {
      impact: {
        kind: 'valued',
        value: '<text>',
        summary: 'what people felt of it',
        read: ({ text }) => text,
      },
    },
    async run({ words, options: { impact } }, handling) {
      const { incident, rest } = await incidentMeant(words, handling);
      const hint = 'write /incident resolve, and what it was';
      const text = textOf(rest, 'it does not say what it was', hint);
      const wish = { what: 'resolved', text, ...(impact !== undefined && { impact }) } as const;
      return done(incident, wish, handling);
    },
  }),
  changing('reopen', '[id] [why]', {
    summary: 'it is not over after all',
    over: true,
    wish: (words) => ({ what: 'reopened', ...maybe(words) }),
  }),
  verb({
    name: 'attach',
    usage: '[id] <group>',
    summary: 'an alert belongs to it',
    role: 'responder',
    options: {},
    run: async ({ words }, handling) => {
      const { incident, rest } = await incidentMeant(words, handling);
      return attached(incident, rest, handling);
    },
  }),
  verb({
    name: 'detach',
    usage: '[id] <group>',
    summary: 'an alert does not belong to it',
    role: 'responder',
    options: {},
    run: async ({ words }, handling) => {
      const { incident, rest } = await incidentMeant(words, handling);
      return detached(incident, rest, handling);
    },
  }),
];

interface Changing {
  readonly summary: string;
  /** It is meant for one that was resolved. */
  readonly over?: boolean;
  readonly wish: (
    words: readonly Word[],
    incident: Incident,
    handling: CommandHandling,
  ) => IncidentWish | Promise<IncidentWish>;
}

/** A verb that changes an incident. */
function changing(name: string, usage: string, { summary, over = false, wish }: Changing): Verb {
  return verb({
    name,
    usage,
    summary,
    role: 'responder',
    options: {},
    async run({ words }, handling) {
      const { incident, rest } = await incidentMeant(words, handling, { over });
      return done(incident, await wish(rest, incident, handling), handling);
    },
  });
}

async function done(
  { id }: Incident,
  wish: IncidentWish,
  handling: CommandHandling,
): Promise<Answer> {
  const came = await doWish(id, wish, handling, handling.request.traceId);
  return 'answer' in came ? came.answer : wordAbout(`Done: ${headingOf(came.incident)}`);
}

function maybe(words: readonly Word[]): { readonly text?: string } {
  return words.length === 0 ? {} : { text: textOf(words, '', '') };
}
