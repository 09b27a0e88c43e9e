/** Services as people write them whose code does not show it. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['ABUSE', 'Abuse report'],
  ['ACCOUNT', 'Account'],
  ['APIGATEWAY', 'API Gateway'],
  ['AUTOSCALING', 'Auto Scaling'],
  ['BILLING', 'Billing'],
  ['CLOUDFORMATION', 'CloudFormation'],
  ['CLOUDFRONT', 'CloudFront'],
  ['CLOUDSHELL', 'CloudShell'],
  ['CLOUDTRAIL', 'CloudTrail'],
  ['CLOUDWATCH', 'CloudWatch'],
  ['DIRECTCONNECT', 'Direct Connect'],
  ['DYNAMODB', 'DynamoDB'],
  ['ELASTICACHE', 'ElastiCache'],
  ['ELASTICBEANSTALK', 'Elastic Beanstalk'],
  ['ELASTICFILESYSTEM', 'EFS'],
  ['ELASTICLOADBALANCING', 'Elastic Load Balancing'],
  ['ELASTICMAPREDUCE', 'EMR'],
  ['EVENTS', 'EventBridge'],
  ['KINESIS', 'Kinesis'],
  ['INTERNETCONNECTIVITY', 'Internet connectivity'],
  ['LAMBDA', 'Lambda'],
  // An outage of a whole region is told under this name.
  ['MULTIPLE_SERVICES', 'Multiple services'],
  ['OPENSEARCH', 'OpenSearch'],
  ['REDSHIFT', 'Redshift'],
  ['RISK', 'Security risk:'],
  ['ROUTE53', 'Route 53'],
  ['SAGEMAKER', 'SageMaker'],
  ['SECRETSMANAGER', 'Secrets Manager'],
  ['STATES', 'Step Functions'],
  ['TRUSTEDADVISOR', 'Trusted Advisor'],
  ['WORKSPACES', 'WorkSpaces'],
]);

/** Words of event types that stay in capitals. */
const ACRONYMS =
  /^(?:ACL|AMI|API|AWS|AZ|CA|CPU|DB|DNS|DOS|EBS|EC2|EIP|EKS|ENI|HTTP|IAM|IP|KMS|NAT|OS|RDS|S3|SES|SMS|SQL|SSL|TLS|VPC|VPN)$/u;

/**
 * What people would call a type of AWS Health event: `AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED` of the
 * service `EC2` is `EC2 instance retirement scheduled`.
 */
export function healthTitle(code: string, service: string | undefined): string {
  const type = code.slice(0, 200).replace(/^AWS_/u, '');
  const named = service !== undefined && `${type}_`.startsWith(`${service}_`);
  const name = SERVICES.get(service ?? '') ?? service ?? '';
  const rest = (named ? type.slice(service.length) : type)
    .split('_')
    .filter(Boolean)
    .map((word) => (ACRONYMS.test(word) ? word : word.toLowerCase()));
  if (service === 'ABUSE') return abuseTitle(rest);
  return [name, ...rest].filter(Boolean).join(' ') || 'AWS Health event';
}

/** `AWS_ABUSE_DOS_REPORT` is an `Abuse report: DOS`. */
function abuseTitle(words: readonly string[]): string {
  const what = words.filter((word) => word !== 'report').join(' ');
  return what === '' ? 'Abuse report' : `Abuse report: ${what}`;
}
