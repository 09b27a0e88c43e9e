import { fingerprint } from '../../alert/fingerprint.ts';
import { readSeverity } from '../../alert/severity.ts';
import type { Link, Signal, SignalStatus } from '../../alert/signal.ts';
import { httpUrl } from '../aws/console.ts';
import { boundedAnnotations, boundedLabels, firstWords } from '../bounds.ts';
import type { MessageContext, Reading } from '../formats/format.ts';
import { whyNot } from '../leniency.ts';
import type { Figures } from './figures.ts';
import { alertsLeftOut, leftOutSignal } from './left-out.ts';
import {
  alertGroupSchema,
  boundedGroup,
  readablePart,
  type AlertGroup,
  type GroupedAlert,
} from './message.ts';

/** Where Alertmanager and Grafana differ. */
export interface Dialect {
  readonly source: 'alertmanager' | 'grafana';
  /** What the alert's `generatorURL` leads to. */
  readonly generator: string;
  /** What the message's `externalURL` leads to. */
  readonly external: string;
  readonly figuresOf: (alert: GroupedAlert) => Figures;
}

type Texts = readonly (readonly [name: string, value: string])[];

/**
 * Reads a group of alerts; what can't be read of an alert, but its labels, is left out. One that can't be
 * read holds up no other, for who sends them does not send them again when they are refused.
 */
export function readAlertGroup(value: unknown, dialect: Dialect): Reading {
  const bounded = boundedGroup(value);
  const parsed = alertGroupSchema.safeParse(bounded);
  if (parsed.success) return readingOf(parsed.data, 0, dialect);
  const rest = readablePart(bounded);
  const readable = alertGroupSchema.safeParse(rest?.value);
  if (rest === undefined || !readable.success) return { ok: false, why: whyNot(parsed.error) };
  return readingOf(readable.data, rest.unreadable, dialect);
}

function readingOf(group: AlertGroup, unreadable: number, dialect: Dialect): Reading {
  const leftOut = alertsLeftOut(group, unreadable);
  return {
    ok: true,
    signals: (context) => [
      ...group.alerts.map((alert, index) => {
        const id = group.alerts.length === 1 ? context.messageId : `${context.messageId}/${index}`;
        return alertSignal(alert, group, dialect, { ...context, messageId: id });
      }),
      ...(leftOut === undefined ? [] : [leftOutSignal(leftOut, group, dialect, context)]),
    ],
    ...(leftOut !== undefined && { leftOut: leftOut.truncated + leftOut.unreadable }),
  };
}

/** The signals of a group; undefined for one that can't be read, or that holds no alert at all. */
export function signalsIn(
  reading: Reading,
  context: MessageContext,
): readonly Signal[] | undefined {
  const signals = reading.ok ? reading.signals(context) : [];
  return signals.length > 0 ? signals : undefined;
}

function alertSignal(
  alert: GroupedAlert,
  group: AlertGroup,
  dialect: Dialect,
  context: MessageContext,
): Signal {
  const status = statusOf(alert, group, context);
  const alertname = nameOf(alert, group, dialect);
  const said = readSeverity(valueOf(alert.labels, 'severity'));
  const defaultSeverity = 'warning';
  const figures = dialect.figuresOf(alert);
  return {
    id: context.messageId,
    source: dialect.source,
    nature: 'state',
    status,
    fingerprint: fingerprint(Object.fromEntries(alert.labels), dialect.source),
    labels: boundedLabels([
      ['alertname', alertname],
      ['severity', said.severity ?? defaultSeverity],
      ...alert.labels,
    ]),
    annotations: annotationsOf(alert, alertname, figures),
    links: linksOf(alert, group, dialect),
    ...said,
    defaultSeverity,
    ...(figures.value === undefined ? {} : { value: figures.value }),
    startsAt: alert.startsAt ?? context.sentAt,
    // The end of an alert that fires is only when it would be over if nobody said anything more.
    ...(status === 'resolved' ? { endsAt: alert.endsAt ?? context.sentAt } : {}),
    // An alert that goes on is repeated with its first start, so only the sending orders what is said.
    changedAt: context.sentAt,
    resends: true,
  };
}

/** An alert's own word, else its end, else the group's. */
function statusOf(
  alert: GroupedAlert,
  group: AlertGroup,
  { sentAt }: MessageContext,
): SignalStatus {
  const said = alert.status ?? (alert.endsAt === undefined ? group.status : undefined);
  if (said === 'resolved' || said === 'firing') return said;
  return alert.endsAt !== undefined && alert.endsAt <= sentAt ? 'resolved' : 'firing';
}

/** Prometheus always names an alert; what else posts to Alertmanager need not. */
function nameOf({ labels, annotations }: GroupedAlert, group: AlertGroup, { source }: Dialect) {
  return (
    valueOf(labels, 'alertname') ??
    valueOf(group.groupLabels, 'alertname') ??
    (firstWords(valueOf(annotations, 'summary') ?? '', 100) || `Alert of ${source}`)
  );
}

function annotationsOf(
  { annotations }: GroupedAlert,
  alertname: string,
  { text }: Figures,
): Signal['annotations'] {
  const said = (name: string) => valueOf(annotations, name);
  const description = said('description') ?? said('message') ?? said('details');
  return boundedAnnotations([
    ['summary', said('summary') ?? (firstWords(description ?? '', 300) || alertname)],
    ['description', description],
    ['measured', text],
    ['runbook', said('runbook') ?? said('runbook_url')],
    ...annotations.filter(([name]) => !name.startsWith('__')),
  ]);
}

function linksOf(alert: GroupedAlert, group: AlertGroup, dialect: Dialect): readonly Link[] {
  const said = (name: string) => valueOf(alert.annotations, name);
  const links: readonly (readonly [title: string, address: string | undefined])[] = [
    ['Runbook', said('runbook_url') ?? said('runbook')],
    ['Dashboard', alert.dashboardURL || said('dashboard_url') || said('dashboard')],
    ['Panel', alert.panelURL],
    [dialect.generator, alert.generatorURL],
    ['Silence', alert.silenceURL],
    [dialect.external, group.externalURL],
  ];
  return links.flatMap(([title, address]) => {
    const url = httpUrl(address);
    return url === undefined ? [] : [{ title, url }];
  });
}

function valueOf(texts: Texts, name: string): string | undefined {
  return texts.find(([one, value]) => one === name && value !== '')?.[1];
}
