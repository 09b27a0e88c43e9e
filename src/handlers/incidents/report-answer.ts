import { spanOf } from '../../alert/span.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import { reportMarkdown, type ReportForm } from '../../runbooks/incidents/report-markdown.ts';
import { counted } from '../../metrics/errors/words.ts';
import type { IncidentReport } from '../../runbooks/incidents/report.ts';
import type { IncidentTime } from '../../runbooks/incidents/times.ts';
import type { Answer } from '../answer.ts';
import type { Word } from '../commands/words.ts';
import type { Handling } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import { shareWhereSeen, type Seen } from '../share-where-seen.ts';
import { headingOf } from './words.ts';

const FORMS: readonly ReportForm[] = ['markdown', 'canvas'];

/** In what form a report is wanted: as Markdown where nobody says. @throws Mistake */
export function reportForm(word: Word | undefined): ReportForm {
  const wanted = word?.text.toLowerCase() ?? 'markdown';
  const found = FORMS.find((form) => form === wanted);
  if (found !== undefined) return found;
  const meant = nearest(wanted, FORMS);
  const hint = meant === undefined ? 'write markdown or canvas' : `write ${meant}`;
  throw new Mistake(`there is no report as ${quoted(wanted)}`, hint);
}

/** The report of an incident as a file, and what it comes to in a few lines. */
export async function reportAnswer(
  incident: Incident,
  form: ReportForm,
  handling: Seen & Pick<Handling, 'incidents'>,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('gathering what is kept of it', 0.2);
  const report = await handling.incidents.report(incident);
  progress('writing it', 0.8);
  const name = `${incident.id}-${form === 'canvas' ? 'canvas' : 'report'}.md`;
  const file = { name, text: reportMarkdown(report, form) };
  const where = await shareWhereSeen(file, handling, signal);
  const lines = [
    report.times.map(timeText).join(' · '),
    `${counted(report.timeline.lines.length, 'line')} of timeline, ${counted(report.walks.length, 'runbook')} walked, ${counted(report.actions.length, 'action')}, ${openText(report)}`,
    form === 'canvas' ? `For a canvas: paste it; ${where}.` : `The report: ${where}.`,
  ];
  const heading = headingOf(incident);
  return {
    text: escapedWithin([heading, ...lines].join('\n'), 2_000),
    blocks: [
      { type: 'section', text: plain(heading, 250) },
      ...lines.map((line) => ({ type: 'context' as const, elements: [plain(line, 300)] })),
    ],
  };
}

function timeText({ name, took, target, isLate }: IncidentTime): string {
  if (took === undefined) return `${name} –`;
  const against = target === undefined ? '' : ` of ${spanOf(target)}`;
  return `${name} ${spanOf(took)}${against}${isLate === true ? ', late' : ''}`;
}

function openText({ followUps }: IncidentReport): string {
  const open = followUps.filter(({ done }) => done === undefined).length;
  return followUps.length === 0
    ? 'nothing to do yet'
    : `${open} of ${followUps.length} still to do`;
}
