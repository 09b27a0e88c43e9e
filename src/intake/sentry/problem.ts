import { fingerprint } from '../../alert/fingerprint.ts';
import { readSeverity } from '../../alert/severity.ts';
import type { Link, Signal } from '../../alert/signal.ts';
import { httpUrl } from '../aws/console.ts';
import { boundedAnnotations, boundedLabels, firstWords } from '../bounds.ts';
import type { MessageContext } from '../formats/format.ts';

/** What Sentry says of an issue, whichever kind of message says it. */
export interface Problem {
  /** The issue's id: the same in all messages about it. */
  readonly issue: string;
  readonly status: 'firing' | 'resolved';
  readonly title: string;
  /** What happened to it, as the beginning of a sentence: `New error`. */
  readonly happened: string;
  readonly project?: string | undefined;
  /** Sentry's level: `fatal`, `error`, `warning` … */
  readonly level?: string | undefined;
  readonly environment?: string | undefined;
  /** Said by the sender, in a tag. */
  readonly severity?: string | undefined;
  /** Anything else worth telling, by name. */
  readonly annotations: readonly (readonly [name: string, value: string | undefined])[];
  readonly link?: string | undefined;
  /** Epoch milliseconds. */
  readonly startsAt?: number | undefined;
  /** When what is told happened, by Sentry's clock. */
  readonly changedAt: number;
}

const NAME_LENGTH = 100;
const TITLE_LENGTH = 300;

/**
 * The signal of an issue: a state, for Sentry tells when it is resolved. How bad it is Sentry does not
 * know: `level` is `error` for any exception, so it is a label to classify by and no severity.
 */
export function problemSignal(problem: Problem, context: MessageContext): Signal {
  const { issue, status, title, happened, project, changedAt, startsAt = changedAt } = problem;
  const said = readSeverity(problem.severity);
  const defaultSeverity = 'warning';
  const where = project === undefined ? '' : ` in ${project}`;
  return {
    id: context.messageId,
    source: 'sentry',
    nature: 'state',
    status,
    fingerprint: fingerprint({ issue }, 'sentry'),
    labels: boundedLabels([
      ['alertname', firstWords(title, NAME_LENGTH)],
      ['severity', said.severity ?? defaultSeverity],
      ['project', project],
      ['level', problem.level],
      ['environment', problem.environment],
    ]),
    annotations: boundedAnnotations([
      ['summary', `${happened}${where}: ${firstWords(title, TITLE_LENGTH)}`],
      ...problem.annotations,
    ]),
    links: linksOf(problem),
    ...said,
    defaultSeverity,
    startsAt,
    ...(status === 'resolved' ? { endsAt: changedAt } : {}),
    changedAt,
    resends: false,
  };
}

function linksOf({ link }: Problem): readonly Link[] {
  const url = httpUrl(link);
  return url === undefined ? [] : [{ title: 'Sentry', url }];
}
