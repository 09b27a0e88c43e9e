import { figureText } from '../../alert/figure.ts';
import type { Severity } from '../../alert/severity.ts';
import type { FiringDrift } from '../../engine/ports/drift-states.ts';
import type { Change } from '../runs/settle.ts';
import { CTR_LIMIT, isClickedLess, type Degree } from './degree.ts';
import type { AssessedModel } from './model.ts';
import type { ModelReport, WindowChange, WindowReport } from './report.ts';
import { shareText } from './text.ts';

/** What is minor is logged, and nobody is told. */
const SEVERITIES: Readonly<Partial<Record<Degree, Severity>>> = {
  moderate: 'warning',
  severe: 'error',
};

/** What fires, by what it is about. */
export type Firing = Readonly<Record<string, FiringDrift>>;

interface Finding {
  readonly about: string;
  readonly alertname: 'ModelDegradation' | 'CTRDegradation';
  readonly days: number;
  /** Absent where all is well; undefined of the whole where nothing can be said. */
  readonly severity?: Severity | undefined;
  readonly isKnown: boolean;
  readonly summary: string;
  readonly value?: number;
}

/**
 * What a report changes: each window that is worse than it may be is told, with its figures, and what is
 * no longer so, or looked at no longer, is over. A window of which nothing can be said stays as it was.
 */
export function judgeModel(
  model: AssessedModel,
  before: Firing,
  report: ModelReport,
): { readonly firing: Firing; readonly changes: readonly Change[] } {
  const firing: Record<string, FiringDrift> = {};
  const changes: Change[] = [];
  const looked = new Set<string>();
  for (const finding of report.windows.flatMap((window) => findingsOf(model, report, window))) {
    const key = `${model.version}/${finding.about}`;
    const known = before[key];
    looked.add(key);
    const { severity, summary, isKnown } = finding;
    if (!isKnown) {
      if (known !== undefined) firing[key] = known;
    } else if (severity !== undefined) {
      const raised = raisedOf(model, finding, severity, known?.since ?? report.at);
      firing[key] = raised;
      changes.push({ ...raised, status: 'firing', summary, ...measured(finding) });
    } else if (known !== undefined) {
      changes.push({ ...known, status: 'resolved', summary, ...measured(finding) });
    }
  }
  for (const [key, known] of Object.entries(before)) {
    if (!looked.has(key)) changes.push(noLonger(known));
  }
  return { firing, changes };
}

/** That something is over because nobody looks at it any more. */
export function noLonger(known: FiringDrift): Change {
  const { model, version, window } = known.labels;
  const summary = `${model} ${version} is no longer measured over ${window}`;
  return { ...known, status: 'resolved', summary };
}

function findingsOf(
  { title, ctr }: AssessedModel,
  { baseline }: ModelReport,
  window: WindowReport,
): readonly Finding[] {
  const { days, change, figures } = window;
  const isKnown = change !== undefined;
  const about = `${days}d`;
  const f1: Finding = {
    about: `f1/${about}`,
    alertname: 'ModelDegradation',
    days,
    isKnown,
    severity: change && SEVERITIES[change.degree],
    summary: `F1 of ${title} over ${days} days: ${shareText(figures?.f1)}, ${againstText(change?.f1Drop)} its baseline of ${shareText(baseline?.figures.f1)}`,
    ...(figures !== undefined && { value: figures.f1 }),
  };
  return ctr ? [f1, clicks(title, window, change)] : [f1];
}

function clicks(
  title: string,
  { days, figures }: WindowReport,
  change: WindowChange | undefined,
): Finding {
  const drop = change?.ctrDrop;
  const share = figures?.ctr === undefined ? '–' : figureText(100 * figures.ctr, '%');
  return {
    about: `ctr/${days}d`,
    alertname: 'CTRDegradation',
    days,
    isKnown: drop !== undefined,
    severity: isClickedLess(drop) ? 'warning' : undefined,
    summary: `CTR of ${title} over ${days} days: ${share}, ${againstText(drop)} its baseline; the limit is ${CTR_LIMIT} % below`,
    ...(figures?.ctr !== undefined && { value: 100 * figures.ctr }),
  };
}

function againstText(drop: number | undefined): string {
  if (drop === undefined || drop === 0) return 'as';
  return `${figureText(Math.abs(drop), '%')} ${drop > 0 ? 'below' : 'above'}`;
}

function measured({ value }: Finding) {
  return value === undefined ? {} : { value };
}

function raisedOf(
  model: AssessedModel,
  { alertname, days }: Finding,
  severity: Severity,
  since: number,
): FiringDrift {
  const labels = {
    ...model.labels,
    alertname,
    model: model.name,
    version: model.version,
    window: `${days}d`,
    severity,
  };
  return { labels, severity, since };
}
