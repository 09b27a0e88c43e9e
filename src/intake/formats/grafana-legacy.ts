import { z } from 'zod';
import { fingerprint } from '../../alert/fingerprint.ts';
import { readSeverity } from '../../alert/severity.ts';
import type { Link, Signal, SignalStatus } from '../../alert/signal.ts';
import { figureText } from '../../alert/figure.ts';
import { httpUrl } from '../aws/console.ts';
import { boundedAnnotations, boundedLabels, firstWords } from '../bounds.ts';
import { anyNumber, anyText, anyTexts, isRecord, whyNot } from '../leniency.ts';
import type { MessageContext, Reading } from './format.ts';

/** By the rule's state; `paused` and `pending` are nobody's news. */
const STATUS = {
  alerting: 'firing',
  ok: 'resolved',
  no_data: 'nodata',
  paused: undefined,
  pending: undefined,
} as const;

const match = z.object({ metric: anyText, value: anyNumber, tags: anyTexts });

const messageSchema = z.object({
  ruleName: z.string({ error: 'must be the name of the rule' }).min(1),
  state: z.enum(['alerting', 'ok', 'no_data', 'paused', 'pending'], {
    error: 'must be "alerting", "ok" or "no_data"',
  }),
  ruleId: anyNumber,
  orgId: anyNumber,
  title: anyText,
  message: anyText,
  ruleUrl: anyText,
  imageUrl: anyText,
  tags: anyTexts,
  evalMatches: z.array(match).catch([]),
});

type LegacyMessage = z.infer<typeof messageSchema>;

/** Cheaply: is this from the alerting of Grafana's dashboards, which ended with version 11? */
export function isLegacyGrafana(value: unknown): boolean {
  return isRecord(value) && 'ruleName' in value && 'state' in value && !('alerts' in value);
}

/**
 * Reads what a rule of a dashboard posts when its state changes.
 * Source: Grafana 7, "Alert notifications: webhook".
 */
export function readLegacyGrafana(value: unknown): Reading {
  const parsed = messageSchema.safeParse(value);
  if (!parsed.success) return { ok: false, why: whyNot(parsed.error) };
  const message = parsed.data;
  const status = STATUS[message.state];
  return {
    ok: true,
    signals: (context) => (status === undefined ? [] : [ruleSignal(message, status, context)]),
  };
}

function ruleSignal(message: LegacyMessage, status: SignalStatus, context: MessageContext): Signal {
  const { ruleName, ruleId, orgId, tags, evalMatches } = message;
  const said = readSeverity(tags.find(([name]) => name === 'severity')?.[1]);
  const defaultSeverity = 'warning';
  const value = evalMatches[0]?.value;
  const [only] = evalMatches.length === 1 ? evalMatches : [];
  const identity = { alertname: ruleName, org: String(orgId ?? ''), rule: String(ruleId ?? '') };
  return {
    id: context.messageId,
    source: 'grafana',
    nature: 'state',
    status,
    fingerprint: fingerprint(identity, 'grafana'),
    labels: boundedLabels([
      ['alertname', ruleName],
      ['severity', said.severity ?? defaultSeverity],
      ...tags,
      ...(only?.tags ?? []),
    ]),
    annotations: annotationsOf(message, status),
    links: linksOf(message),
    ...said,
    defaultSeverity,
    ...(value === undefined ? {} : { value }),
    startsAt: context.sentAt,
    changedAt: context.sentAt,
    // It posts when the state changes, and again only where reminders are switched on.
    resends: false,
  };
}

function annotationsOf(message: LegacyMessage, status: SignalStatus): Signal['annotations'] {
  const { ruleName, message: words = '', evalMatches } = message;
  const measured = evalMatches
    .slice(0, 5)
    .flatMap(({ metric = '', value }) =>
      value === undefined ? [] : [`${metric} ${figureText(value, undefined)}`.trim()],
    )
    .join(', ');
  const said = firstWords(words, 300) || measured || ruleName;
  return boundedAnnotations([
    ['summary', status === 'resolved' ? `${ruleName} is OK again` : said],
    ['description', words],
    ['measured', measured],
  ]);
}

function linksOf({ ruleUrl, imageUrl }: LegacyMessage): readonly Link[] {
  const links = [
    { title: 'Panel', url: httpUrl(ruleUrl) },
    { title: 'Image', url: httpUrl(imageUrl) },
  ];
  return links.flatMap(({ title, url }) => (url === undefined ? [] : [{ title, url }]));
}
