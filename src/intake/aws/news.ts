import type { DeploymentState } from '../../alert/deployment-state.ts';
import { fingerprint } from '../../alert/fingerprint.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Link, Signal, Source } from '../../alert/signal.ts';
import { boundedAnnotations, boundedLabels, firstWords } from '../bounds.ts';
import type { MessageContext } from '../formats/format.ts';
import { occurrenceSignal } from '../occurrence.ts';

type Pairs = readonly (readonly [name: string, value: string | undefined])[];

/** What an AWS service told, in the terms that the signals of all services share. */
export interface AwsNews {
  readonly source: Source;
  /** The kind of thing that happened, in words for people: it is the title of the alert. */
  readonly alertname: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /**
   * Labels that identify it, together with alertname, account and region. Where the identity needs
   * another account or region than people are shown, it names them here.
   */
  readonly identity: Pairs;
  /** Labels that tell more and do not identify. */
  readonly labels?: Pairs;
  /** One line a person would say. */
  readonly summary: string;
  readonly description?: string | undefined;
  readonly annotations?: Pairs;
  readonly links?: readonly (Link | undefined)[];
  /** Said by the message itself. */
  readonly severity?: Severity | undefined;
  readonly defaultSeverity: Severity;
  readonly value?: number | undefined;
  readonly threshold?: number | undefined;
  /** Where it tells of a deployment: how it stands, and by what its messages know it. */
  readonly deployment?: AwsDeployment | undefined;
  /** When it happened, epoch milliseconds. */
  readonly at: number;
  /** When it began, if that was before. */
  readonly startsAt?: number | undefined;
}

export interface AwsDeployment {
  readonly state: DeploymentState;
  readonly id: string | undefined;
}

/** An `occurrence` is told once and ends by itself; what is `firing` is `resolved` by its counterpart. */
export type Becomes = 'occurrence' | 'firing' | 'resolved';

const SUMMARY_LENGTH = 300;

/** The signal of what an AWS service told. */
export function awsSignal(becomes: Becomes, news: AwsNews, context: MessageContext): Signal {
  const { source, severity, defaultSeverity, value, threshold, at, deployment } = news;
  const told = {
    source,
    fingerprint: newsFingerprint(news),
    labels: labelsOf(news),
    annotations: boundedAnnotations([
      ['summary', firstWords(news.summary, SUMMARY_LENGTH)],
      ['description', news.description],
      ...(news.annotations ?? []),
    ]),
    links: (news.links ?? []).filter((link) => link !== undefined),
    defaultSeverity,
    ...(severity === undefined ? {} : { severity }),
  };
  return {
    ...(becomes === 'occurrence'
      ? occurrenceSignal(told, at, context)
      : { ...told, ...stateFrom(becomes, news, context) }),
    ...(value === undefined ? {} : { value }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(deployment !== undefined && { deployment: deployment.state }),
    ...(deployment?.id !== undefined && { deploymentId: deployment.id }),
  };
}

function stateFrom(
  status: 'firing' | 'resolved',
  { at, startsAt = at }: AwsNews,
  { messageId }: MessageContext,
) {
  const began = Math.min(startsAt, at);
  return {
    id: messageId,
    nature: 'state',
    status,
    startsAt: began,
    changedAt: at,
    resends: false,
  } as const;
}

function newsFingerprint({ alertname, account, region, identity }: AwsNews): string {
  const pairs = [['account', account], ['region', region], ...identity, ['alertname', alertname]];
  return fingerprint(Object.fromEntries(pairs.map(([name, value]) => [name, value ?? ''])), 'aws');
}

function labelsOf(news: AwsNews): Signal['labels'] {
  return boundedLabels([
    // Something must name it, also where the service left its title empty.
    ['alertname', firstWords(news.alertname, SUMMARY_LENGTH) || news.source],
    ['account', news.account],
    ['region', news.region],
    ['severity', news.severity ?? news.defaultSeverity],
    ...news.identity,
    ...(news.labels ?? []),
  ]);
}
