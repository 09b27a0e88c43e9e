import { parseSeverity, type Severity } from '../../alert/severity.ts';
import { anyList, anyNumber, anyRecord, anyText, anyTextList, isRecord } from '../leniency.ts';

/** A finding of Security Hub, whichever of its two formats told it. */
export interface Finding {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Who found it: `Inspector`. */
  readonly product?: string | undefined;
  /** What it is about: ARNs or ids. */
  readonly resources: readonly (string | undefined)[];
  /** What to do about it. */
  readonly remedy?: string | undefined;
  readonly url?: string | undefined;
  /** True once it is mended, put away, or never was one: a check that passed. */
  readonly isOver: boolean;
}

/** Reads a finding: the Open Cybersecurity Schema Framework's has `finding_info`, the older one has not. */
export function readFinding(value: unknown): Finding {
  return isRecord(value) && 'finding_info' in value ? readOcsf(value) : readAsff(value);
}

const asffSchema = anyRecord({
  Id: anyText,
  Title: anyText,
  Description: anyText,
  AwsAccountId: anyText,
  Region: anyText,
  ProductName: anyText,
  SourceUrl: anyText,
  RecordState: anyText,
  Severity: anyRecord({ Label: anyText, Normalized: anyNumber }),
  Compliance: anyRecord({ Status: anyText }),
  Workflow: anyRecord({ Status: anyText }),
  Remediation: anyRecord({ Recommendation: anyRecord({ Text: anyText, Url: anyText }) }),
  Resources: anyList(anyRecord({ Id: anyText })),
});

/** Source: AWS Security Hub User Guide, "AWS Security Finding Format (ASFF)". */
function readAsff(value: unknown): Finding {
  const asff = asffSchema.parse(value);
  const remedy = asff.Remediation.Recommendation;
  return {
    id: asff.Id,
    title: asff.Title,
    description: asff.Description,
    account: asff.AwsAccountId,
    region: asff.Region,
    severity: severityFrom(asff.Severity.Label) ?? normalized(asff.Severity.Normalized),
    product: asff.ProductName,
    resources: asff.Resources.map(({ Id }) => Id),
    remedy: remedy.Text,
    url: asff.SourceUrl ?? remedy.Url,
    isOver:
      asff.RecordState === 'ARCHIVED' ||
      asff.Compliance.Status === 'PASSED' ||
      ['RESOLVED', 'SUPPRESSED'].includes(asff.Workflow.Status ?? ''),
  };
}

const ocsfSchema = anyRecord({
  cloud: anyRecord({ account: anyRecord({ uid: anyText }), region: anyText }),
  compliance: anyRecord({ status: anyText }),
  finding_info: anyRecord({ uid: anyText, title: anyText, desc: anyText, src_url: anyText }),
  metadata: anyRecord({ product: anyRecord({ name: anyText }) }),
  remediation: anyRecord({ desc: anyText, references: anyTextList }),
  resources: anyList(anyRecord({ uid: anyText, name: anyText })),
  severity: anyText,
  severity_id: anyNumber,
  status: anyText,
});

/** The schema's `severity_id`. */
const OCSF_SEVERITIES = [
  undefined,
  'info',
  'info',
  'warning',
  'error',
  'critical',
  'critical',
] as const;

/** Source: the same guide, "OCSF findings in Security Hub", and schema.ocsf.io. */
function readOcsf(value: unknown): Finding {
  const ocsf = ocsfSchema.parse(value);
  const { finding_info: info, remediation } = ocsf;
  return {
    id: info.uid,
    title: info.title,
    description: info.desc,
    account: ocsf.cloud.account.uid,
    region: ocsf.cloud.region,
    severity: severityFrom(ocsf.severity) ?? OCSF_SEVERITIES[ocsf.severity_id ?? 0],
    product: ocsf.metadata.product.name,
    resources: ocsf.resources.map(({ uid, name }) => uid ?? name),
    remedy: remediation.desc,
    url: info.src_url ?? remediation.references[0],
    isOver:
      /^pass/iu.test(ocsf.compliance.status ?? '') ||
      /^(?:resolved|suppressed|archived|deleted)$/iu.test(ocsf.status ?? ''),
  };
}

function severityFrom(label: string | undefined): Severity | undefined {
  if (label === undefined) return undefined;
  if (/^informational$/iu.test(label)) return 'info';
  return /^fatal$/iu.test(label) ? 'critical' : parseSeverity(label);
}

/** The older findings' severity: 0 to 100. */
function normalized(level: number | undefined): Severity | undefined {
  if (level === undefined) return undefined;
  if (level >= 90) return 'critical';
  if (level >= 70) return 'error';
  return level >= 40 ? 'warning' : 'info';
}
