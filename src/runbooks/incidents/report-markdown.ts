import { priorityOf } from '../../alert/severity.ts';
import { spanOf } from '../../alert/span.ts';
import type { IncidentGroup } from '../../engine/ports/incidents.ts';
import { inline, linkTo, paragraphs, tableOf } from './markdown.ts';
import type { FollowUp } from './follow-ups.ts';
import type { IncidentReport } from './report.ts';
import type { TimelineLine } from './timeline.ts';
import type { IncidentTime } from './times.ts';
import type { TriedAction, TriedStep, TriedWalk } from './tried.ts';

/**
 * A file, or the text of a canvas: that has its title by itself, and tables of 300 cells at most.
 *
 * @see https://docs.slack.dev/surfaces/canvases/
 */
export type ReportForm = 'markdown' | 'canvas';

const CANVAS_CELLS = 300;

/** A report as Markdown. Texts of people and services are escaped; times are UTC, and it says so. */
export function reportMarkdown(report: IncidentReport, form: ReportForm = 'markdown'): string {
  const cells = form === 'canvas' ? CANVAS_CELLS : Number.POSITIVE_INFINITY;
  const { id, title, isDrill, contributing, timeline } = report;
  const parts = [
    form === 'markdown' ? [`# ${isDrill ? 'DRILL: ' : ''}${id}: ${inline(title)}`] : [],
    isDrill ? ['> **DRILL.** This was an exercise. It counts in no figure.'] : [],
    [standing(report)],
    section('Summary', summaryLines(report)),
    section('Impact', impactLines(report, cells)),
    section('Times', timeLines(report.times, cells)),
    section('What was tried', triedLines(report)),
    section('What may have had a part in it', contributing.map(lineText)),
    section('To do', followUpLines(report.followUps, cells)),
    section(
      'Who',
      report.roles.map(({ role, name }) => `- ${role}: ${inline(name)}`),
    ),
    section('Timeline', [...timeline.lines.map(lineText), ...leftOutLines(timeline.leftOut)]),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${heading}`, '', ...lines];
}

function standing({ severity, beganAt, openedAt, openedBy, resolvedAt }: IncidentReport): string {
  const end =
    resolvedAt === undefined
      ? 'not resolved yet'
      : `resolved ${utc(resolvedAt)}, after ${spanOf(resolvedAt - beganAt)}`;
  return `**${priorityOf(severity)} ${severity}** · began ${utc(beganAt)} · opened ${utc(openedAt)} by ${inline(openedBy)} · ${end}. All times are UTC.`;
}

function summaryLines({ resolution }: IncidentReport): readonly string[] {
  if (resolution === undefined) return ['*Not written yet: what was it, and what ended it?*'];
  return apart(paragraphs(resolution));
}

function impactLines({ impact, alerts }: IncidentReport, cells: number): readonly string[] {
  const words =
    impact === undefined
      ? ['*Not written yet: who noticed what, and for how long?*']
      : apart(paragraphs(impact));
  if (alerts.length === 0) return words;
  const head = ['Alert', 'From', 'For', 'Acknowledged'];
  return [...words, '', ...tableOf(head, alerts.map(alertRow), cells)];
}

function alertRow({ title, since, resolvedAt, acknowledged, link }: IncidentGroup) {
  const where = linkTo('message', link);
  return [
    [inline(title, 200), where].filter(Boolean).join(' '),
    utc(since),
    resolvedAt === undefined ? 'still fires' : spanOf(resolvedAt - since),
    acknowledged === undefined ? '–' : `${inline(acknowledged.by)}, ${utc(acknowledged.at)}`,
  ];
}

const MEANS: Readonly<Record<IncidentTime['name'], string>> = {
  detection: 'Detection: until somebody was told',
  response: 'Response: until somebody had it on',
  mitigation: 'Mitigation: until people no longer felt it',
  repair: 'Repair: until it was resolved',
};

function timeLines(times: readonly IncidentTime[], cells: number): readonly string[] {
  const rows = times.map(({ name, took, target, isLate }) => [
    MEANS[name],
    took === undefined ? '–' : spanOf(took),
    target === undefined ? '–' : spanOf(target),
    isLate === undefined ? '–' : isLate ? '**late**' : 'in time',
  ]);
  return tableOf(['From the beginning', 'Took', 'Target', ''], rows, cells);
}

function triedLines({ walks, actions }: IncidentReport): readonly string[] {
  const walked = walks.flatMap((one) => [walkHead(one), '', ...one.steps.map(stepText), '']);
  const done = actions.length === 0 ? [] : ['### Actions', '', ...actions.map(actionText)];
  const all = [...walked, ...done];
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

function walkHead({ title, state, at, by }: TriedWalk): string {
  return `### Runbook ${inline(title, 200)}: ${state}, begun ${utc(at)} by ${inline(by)}`;
}

function stepText({ title, kind, by, answer, note }: TriedStep): string {
  const said = [answer, note].filter((one) => one !== undefined && one !== '');
  const words = said.map((one) => inline(one ?? '')).join('. ');
  const state = kind === 'done' ? kind : `**${kind}**`;
  return `- ${inline(title, 200)}: ${state} by ${inline(by)}${words === '' ? '' : `: ${words}`}`;
}

function actionText({ title, state, at, by, change, outcome, link }: TriedAction): string {
  const parts = [
    `asked for ${utc(at)}${by === undefined ? '' : ` by ${inline(by)}`}`,
    change === undefined ? '' : inline(change),
    outcome === undefined ? '' : inline(outcome),
    linkTo('details', link),
  ];
  return `- ${inline(title, 200)}: **${state}**, ${parts.filter(Boolean).join(' · ')}`;
}

function followUpLines(all: readonly FollowUp[], cells: number): readonly string[] {
  if (all.length === 0) {
    return ['*Nothing yet: `/incident action TEXT @owner by DATE` writes it down.*'];
  }
  const rows = all.map(({ number, text, owner, due, done }) => [
    String(number),
    inline(text),
    owner === undefined ? '**nobody**' : inline(owner.name),
    due ?? '–',
    done === undefined
      ? 'open'
      : `done ${utc(done.at)}${done.by === undefined ? '' : ` by ${inline(done.by)}`}`,
  ]);
  return tableOf(['', 'What', 'Who', 'Until', 'State'], rows, cells);
}

function lineText({ at, source, by, text, link }: TimelineLine): string {
  const who = by === undefined ? '' : `${inline(by)} · `;
  const where = linkTo('look', link);
  return `- ${utc(at)} · ${source} · ${who}${inline(text)}${where === '' ? '' : ` ${where}`}`;
}

function leftOutLines(leftOut: number): readonly string[] {
  return leftOut === 0 ? [] : ['', `*${leftOut} lines in the middle are left out.*`];
}

function apart(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) => (index === 0 ? [line] : ['', line]));
}

/** To the second: an incident's order is in them. */
function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
