import type { Signal } from '../../alert/signal.ts';
import { givenLink } from '../aws/console.ts';
import { circumstances } from '../aws/event.ts';
import { awsSignal } from '../aws/news.ts';
import { accountFromArns } from '../aws/region.ts';
import { anyList, anyNumber, anyRecord, anyText, isRecord } from '../leniency.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

const anomalySchema = anyRecord({
  accountId: anyText,
  anomalyId: anyText,
  anomalyDetailsLink: anyText,
  anomalyStartDate: anyText,
  dimensionalValue: anyText,
  monitorName: anyText,
  monitorArn: anyText,
  impact: anyRecord({
    maxImpact: anyNumber,
    totalImpact: anyNumber,
    totalActualSpend: anyNumber,
    totalExpectedSpend: anyNumber,
    totalImpactPercentage: anyNumber,
  }),
  rootCauses: anyList(
    anyRecord({
      service: anyText,
      region: anyText,
      usageType: anyText,
      linkedAccountName: anyText,
    }),
  ),
});

/** AWS Cost Anomaly Detection through SNS. Source: AWS Cost Management User Guide, on alert formats. */
export const awsCostAnomaly: Format = {
  source: 'aws-cost-anomaly',
  recognise: (value) => isRecord(value) && 'anomalyId' in value && 'impact' in value,
  toSignals(value, context) {
    const account = accountFromArns(context.topic);
    const signal = anomalySignal(value, { account, at: context.sentAt }, context);
    return signal && [signal];
  },
};

/** The same as EventBridge tells it. Source: the same guide, "Using EventBridge with …". */
export const awsCostAnomalyEvent: Format = serviceFormat('aws-cost-anomaly', 'aws.ce', {
  'Anomaly Detected': (event, context) => {
    const signal = anomalySignal(event.detail, circumstances(event, context), context);
    return signal && [signal];
  },
});

function anomalySignal(
  value: unknown,
  told: { readonly account: string | undefined; readonly at: number },
  context: MessageContext,
): Signal | undefined {
  const anomaly = anomalySchema.parse(value);
  const { anomalyId, impact, rootCauses } = anomaly;
  if (anomalyId === undefined) return undefined;
  const [cause] = rootCauses;
  const service = anomaly.dimensionalValue || cause?.service || anomaly.monitorName || 'AWS';
  const news = {
    source: 'aws-cost-anomaly',
    alertname: 'Cost anomaly',
    account: anomaly.accountId || accountFromArns(anomaly.monitorArn) || told.account,
    region: cause?.region || 'global',
    // Its causes may be found later: where it happens is no part of what it is.
    identity: [
      ['anomaly', anomalyId],
      ['region', ''],
    ],
    labels: [
      ['service', service],
      ['usage_type', cause?.usageType],
      ['monitor', anomaly.monitorName],
    ],
    summary: `${service} ${costText(impact)}`,
    description: rootCauses.map(causeText).join('\n'),
    annotations: [['since', anomaly.anomalyStartDate?.slice(0, 10)]],
    links: [givenLink('Anomaly', anomaly.anomalyDetailsLink)],
    defaultSeverity: 'warning',
    value: impact.totalActualSpend ?? impact.totalImpact,
    threshold: impact.totalExpectedSpend,
    at: told.at,
  } as const;
  return awsSignal('occurrence', news, context);
}

/** `cost $1,301 instead of the expected $300 (+334 %)` */
function costText(impact: ReturnType<typeof anomalySchema.parse>['impact']): string {
  const { totalActualSpend: actual, totalExpectedSpend: expected } = impact;
  const share = impact.totalImpactPercentage;
  const percent = share === undefined ? '' : ` (${share > 0 ? '+' : ''}${Math.round(share)} %)`;
  if (actual !== undefined && expected !== undefined) {
    return `cost ${money(actual)} instead of the expected ${money(expected)}${percent}`;
  }
  const more = impact.totalImpact ?? impact.maxImpact;
  return more === undefined ? 'costs more than usual' : `cost ${money(more)} more than expected`;
}

function money(amount: number): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  return amount.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function causeText(cause: ReturnType<typeof anomalySchema.parse>['rootCauses'][number]): string {
  const { service, region, usageType, linkedAccountName } = cause;
  return [service, usageType, region, linkedAccountName].filter(Boolean).join(', ');
}
