import type { Signal } from '../../alert/signal.ts';
import { arnName } from '../aws/arn.ts';
import { consoleLink, encoded, givenLink } from '../aws/console.ts';
import { circumstances, type AwsEvent } from '../aws/event.ts';
import { readFinding, type Finding } from '../aws/finding.ts';
import { awsSignal } from '../aws/news.ts';
import { anyList, anyRecord, anything } from '../leniency.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

/**
 * Findings of AWS Security Hub in either of its formats, one signal each. A finding lasts until it is
 * resolved, suppressed or archived, or its check passes.
 *
 * Source: AWS Security Hub User Guide, "EventBridge event formats".
 */
export const awsSecurityHub: Format = serviceFormat('aws-securityhub', 'aws.securityhub', {
  'Security Hub Findings - Imported': findingSignals,
  'Security Hub Findings - Custom Action': findingSignals,
  'Findings Imported V2': findingSignals,
});

const detailSchema = anyRecord({ findings: anyList(anything) });

function findingSignals(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  const findings = detailSchema
    .parse(event.detail)
    .findings.map(readFinding)
    .filter(({ id, title }) => id !== undefined || title !== undefined);
  if (findings.length === 0) return undefined;
  const told = circumstances(event, context);
  return findings.map((finding, index) => {
    const messageId = findings.length === 1 ? context.messageId : `${context.messageId}/${index}`;
    return findingSignal(finding, told, { ...context, messageId });
  });
}

function findingSignal(
  finding: Finding,
  told: ReturnType<typeof circumstances>,
  context: MessageContext,
): Signal {
  const { id, isOver, resources } = finding;
  const title = finding.title || 'Security Hub finding';
  const region = finding.region || told.region;
  const [resource] = resources;
  const about = resource === undefined ? '' : `: ${arnName(resource)}`;
  const more = resources.length > 1 ? ` and ${resources.length - 1} more` : '';
  const news = {
    source: 'aws-securityhub',
    alertname: title,
    account: finding.account || told.account,
    region,
    identity: [['finding', id]],
    labels: [
      ['product', finding.product],
      ['resource', resource],
    ],
    summary: `${title}${about}${more}${isOver ? ' is mended or put away' : ''}`,
    description: finding.description,
    annotations: [['resolution', finding.remedy]],
    links: [
      consoleLink(region, 'securityhub/home', `#/findings?search=Id%3D${encoded(id ?? '')}`),
      givenLink('Details', finding.url),
    ],
    severity: finding.severity,
    defaultSeverity: 'warning',
    at: told.at,
  } as const;
  return awsSignal(isOver ? 'resolved' : 'firing', news, context);
}
