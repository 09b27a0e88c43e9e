import { anyRecord, anyText, anything } from '../leniency.ts';
import { arnName } from './arn.ts';
import type { AwsEvent } from './event.ts';
import type { Saying } from './saying.ts';

const sensitiveSchema = anyRecord({
  id: anyText,
  title: anyText,
  severity: anyRecord({ description: anyText }),
  resourcesAffected: anyRecord({
    s3Bucket: anyRecord({ name: anyText }),
    s3Object: anyRecord({ key: anyText }),
  }),
});

/** It names its bucket in the detail only. Source: Amazon Macie User Guide, "EventBridge event schema for findings". */
export function macieFinding({ detail }: AwsEvent): Saying | undefined {
  const { id, title, severity, resourcesAffected } = sensitiveSchema.parse(detail);
  if (title === undefined) return undefined;
  const { s3Bucket, s3Object } = resourcesAffected;
  const place = [s3Bucket.name, s3Object.key].filter(Boolean).join('/');
  const level = severity.description?.toLowerCase();
  return {
    summary: `${title}${place === '' ? '' : `: ${place}`}${level === undefined ? '' : ` (${level})`}`,
    identity: [['finding', id ?? place]],
    labels: [
      ['bucket', s3Bucket.name],
      ['worst_finding', level],
    ],
  };
}

const accessSchema = anyRecord({
  id: anyText,
  resource: anyText,
  status: anyText,
  isPublic: anything,
});

/**
 * The event's own resource is the analyzer, which has many findings. Source: IAM User Guide,
 * "Monitoring AWS Identity and Access Management Access Analyzer with Amazon EventBridge".
 */
export function accessFinding({ detail }: AwsEvent): Saying | undefined {
  const { id, resource, status, isPublic } = accessSchema.parse(detail);
  if (resource === undefined || status === undefined) return undefined;
  const access = `${isPublic === true ? 'public access' : 'access from outside'} to ${arnName(resource)}`;
  return {
    summary: `Access Analyzer found ${access}${status === 'ACTIVE' ? '' : `, now ${status.toLowerCase()}`}`,
    identity: [
      ['finding', id ?? resource],
      ['state', status],
    ],
    labels: [['resource', arnName(resource)]],
  };
}

const complianceSchema = anyRecord({
  resourceId: anyText,
  resourceType: anyText,
  configRuleName: anyText,
  newEvaluationResult: anyRecord({ complianceType: anyText, annotation: anyText }),
});

/** Source: AWS Config Developer Guide, "Monitoring AWS Config with Amazon EventBridge". */
export function configCompliance({ detail }: AwsEvent): Saying | undefined {
  const told = complianceSchema.parse(detail);
  const { resourceId, resourceType, configRuleName: rule } = told;
  const { complianceType: state, annotation } = told.newEvaluationResult;
  if (resourceId === undefined || rule === undefined || state === undefined) return undefined;
  const words =
    state === 'NON_COMPLIANT' ? 'not compliant' : state.toLowerCase().replaceAll('_', ' ');
  const why = annotation === undefined || annotation === '' ? '' : `: ${annotation}`;
  return {
    summary: `${[resourceType, resourceId].filter(Boolean).join(' ')} is ${words} with Config rule ${rule}${why}`,
    identity: [
      ['config_rule', rule],
      ['resource_type', resourceType],
      ['resource', resourceId],
      ['state', state],
    ],
  };
}
