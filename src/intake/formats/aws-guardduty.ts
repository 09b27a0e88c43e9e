import type { Severity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { consoleLink, encoded } from '../aws/console.ts';
import { circumstances } from '../aws/event.ts';
import { scanSignals } from '../aws/malware-scan.ts';
import { awsSignal } from '../aws/news.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { anyNumber, anyRecord, anyText, isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

/**
 * Findings and malware scans of Amazon GuardDuty. Source: Amazon GuardDuty User Guide, "Processing
 * findings with Amazon EventBridge".
 */
export const awsGuardDuty: Format = serviceFormat('aws-guardduty', 'aws.guardduty', {
  'GuardDuty Finding': (event, context) => {
    const signal = findingSignal(event.detail, circumstances(event, context), context);
    return signal && [signal];
  },
  'GuardDuty Malware Protection Object Scan Result': scanSignals,
});

/** A finding without its event, as a rule sends it that passes on only the `detail`. */
export const awsGuardDutyFinding: Format = {
  source: 'aws-guardduty',
  recognise: (value) =>
    isRecord(value) &&
    isRecord(value['service']) &&
    value['service']['serviceName'] === 'guardduty',
  toSignals(value, context) {
    const { arn, updatedAt } = findingSchema.parse(value);
    const where = {
      account: accountFromArns(arn, context.topic),
      region: regionFromArns(arn, context.topic),
      at: parseTime(updatedAt) ?? context.sentAt,
    };
    const signal = findingSignal(value, where, context);
    return signal && [signal];
  },
};

const findingSchema = anyRecord({
  accountId: anyText,
  region: anyText,
  id: anyText,
  arn: anyText,
  type: anyText,
  severity: anyNumber,
  title: anyText,
  description: anyText,
  updatedAt: anyText,
  resource: anyRecord({ resourceType: anyText }),
  service: anyRecord({ count: anyNumber, eventFirstSeen: anyText }),
});

type Where = ReturnType<typeof circumstances>;

/** A finding: GuardDuty tells again when it sees more of the same, and never that it is over. */
function findingSignal(value: unknown, told: Where, context: MessageContext): Signal | undefined {
  const finding = findingSchema.parse(value);
  const { id, type, title, service } = finding;
  if (type === undefined || type === '') return undefined;
  const region = finding.region || told.region;
  const news = {
    source: 'aws-guardduty',
    alertname: type,
    // A finding of a member account is also told to the administrator's.
    account: finding.accountId || told.account,
    region,
    identity: [['finding', id]],
    labels: [['resource_type', finding.resource.resourceType]],
    summary: title || `GuardDuty found ${type}`,
    description: finding.description,
    annotations: [
      ['count', service.count === undefined ? undefined : String(service.count)],
      ['first_seen', service.eventFirstSeen],
    ],
    links: [
      consoleLink(region, 'guardduty/home', `#/findings?macros=current&fId=${encoded(id ?? '')}`),
    ],
    severity: severityOf(finding.severity),
    defaultSeverity: 'warning',
    at: told.at,
  } as const;
  return awsSignal('occurrence', news, context);
}

/** Source: the same guide, "Severity levels of GuardDuty findings". */
function severityOf(level: number | undefined): Severity | undefined {
  if (level === undefined) return undefined;
  if (level >= 9) return 'critical';
  if (level >= 7) return 'error';
  return level >= 4 ? 'warning' : 'info';
}
