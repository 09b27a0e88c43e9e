import type { Explanation } from '../../asking/explanation.ts';
import { alertCount } from '../../alert/worst-first.ts';
import type { Piece } from '../../delivery/slack/small-print.ts';
import { nameOfPlace, type Places } from './explain-story.ts';

type Group = NonNullable<Explanation['group']>;

/** Words for a time in ISO 8601, in mrkdwn. */
type When = (iso: string) => string;

/** So many are named in a line: each may take two of the ten elements that it has. */
const NAMED = 4;

/** How a group stands, in four lines: which route, who was told when, what mutes it, who has it on. */
export function standingLines(
  group: Group,
  places: Places,
  when: When,
): readonly (readonly Piece[])[] {
  return [
    routeLine(group),
    toldLine(group, places, when),
    muteLine(group, when),
    ownLine(group, when),
  ];
}

function routeLine({ route, firing }: Group): readonly Piece[] {
  return [
    { lead: 'Route ', text: route.id },
    { text: `→ ${route.receiver ?? 'nobody: the config has it no more'}` },
    { text: route.matchers.join(', ') || 'everything' },
    { own: `${alertCount(firing)} firing` },
  ];
}

function toldLine({ integrations }: Group, places: Places, when: When): readonly Piece[] {
  if (integrations.length === 0) return [{ own: 'Nobody is to be told.' }];
  const more = integrations.length - NAMED;
  return [
    ...integrations.slice(0, NAMED).map(({ id, told_at: told, failing, next_repeat: next }) => {
      const text = nameOfPlace(id, places);
      if (failing !== undefined) return { text, tail: `not reached since ${when(failing.since)}` };
      if (told === undefined) return { text, tail: 'not told' };
      const again = next === undefined ? '' : `, again ${when(next)}`;
      return { text, tail: `told ${when(told)}${again}` };
    }),
    ...(more > 0 ? [{ own: `+${more} more` }] : []),
  ];
}

function muteLine({ members }: Group, when: When): readonly Piece[] {
  const mutes = members.flatMap(({ status, muted }) =>
    status === 'firing' && muted !== undefined ? [muted] : [],
  );
  if (mutes.length === 0) return [{ own: 'Nothing muted it when it was last looked at.' }];
  const distinct = [...new Map(mutes.map((mute) => [mute.by, mute])).values()];
  const more = distinct.length - NAMED;
  return [
    ...distinct.slice(0, NAMED).map(({ by, author, comment, until }) => {
      const whose = author === undefined ? '' : ` of ${author}`;
      const why = comment === undefined ? '' : `: ${comment}`;
      const text = `🔕 ${by}${whose}${why}`;
      return until === undefined ? { text } : { text, tail: `until ${when(until)}` };
    }),
    ...(more > 0 ? [{ own: `+${more} more` }] : []),
    { own: `${mutes.length} muted` },
  ];
}

function ownLine({ acknowledged }: Group, when: When): readonly Piece[] {
  if (acknowledged === undefined) return [{ own: 'Nobody has it on.' }];
  const { by, at, until } = acknowledged;
  const end = until === undefined ? '' : ` until ${when(until)}`;
  return [{ text: by, tail: `has it on since ${when(at)}${end}` }];
}
