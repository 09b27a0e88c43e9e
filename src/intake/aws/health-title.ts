/** Services as people write them whose code does not show it. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['ABUSE', 'Abuse report'],
  ['APIGATEWAY', 'API Gateway'],
  ['AUTOSCALING', 'Auto Scaling'],
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
  ['LAMBDA', 'Lambda'],
  ['OPENSEARCH', 'OpenSearch'],
  ['REDSHIFT', 'Redshift'],
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
  const words = code.slice(0, 200).replace(/^AWS_/u, '').split('_').filter(Boolean);
  const named = service !== undefined && words[0] === service;
  const name = SERVICES.get(service ?? '') ?? service ?? '';
  const rest = (named ? words.slice(1) : words).map((word) =>
    ACRONYMS.test(word) ? word : word.toLowerCase(),
  );
  if (service === 'ABUSE') return abuseTitle(rest);
  return [name, ...rest].filter(Boolean).join(' ') || 'AWS Health event';
}

/** `AWS_ABUSE_DOS_REPORT` is an `Abuse report: DOS`. */
function abuseTitle(words: readonly string[]): string {
  const what = words.filter((word) => word !== 'report').join(' ');
  return what === '' ? 'Abuse report' : `Abuse report: ${what}`;
}
