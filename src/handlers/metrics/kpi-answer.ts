import type { KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { KpiStanding } from '../../metrics/kpis/read-kpis.ts';
import type { SloStanding } from '../../metrics/kpis/read-slos.ts';
import { sloLines } from '../../metrics/kpis/slo-words.ts';
import { problemsText } from '../../metrics/kpis/text.ts';
import { byGroup, countsText, kpiLine } from '../../metrics/kpis/words.ts';
import type { Answer } from '../answer.ts';

const LONGEST = 2_900;
/** A message has fifty blocks. */
const MOST_GROUPS = 20;
const MOST_PROBLEMS = 3;

/** Key figures by group, each a line that fits a phone; and why some can't be read. */
export function kpiTable(standings: readonly KpiStanding[]): Answer {
  const groups = [...byGroup(standings)].slice(0, MOST_GROUPS);
  const texts = groups.map(([group, own]) => [group, ...own.map(kpiLine)].join('\n'));
  const heading = `📊 ${countsText(standings)}`;
  return inSections([heading, ...texts, ...problemsText(standings).slice(0, MOST_PROBLEMS)]);
}

/** Objectives with what is left of their error budgets. */
export function sloAnswer(standings: readonly SloStanding[]): Answer {
  if (standings.length === 0) {
    return {
      text: 'No KPI is an objective: write `slo: true` beside one whose target is a share, such as `> 99.9`.',
    };
  }
  return inSections(standings.map((one) => sloLines(one).join('\n')));
}

function inSections(texts: readonly string[]): Answer {
  const blocks = texts.map((text): KnownBlock => ({ type: 'section', text: plain(text, LONGEST) }));
  return { text: escape(texts.join('\n')), blocks };
}
