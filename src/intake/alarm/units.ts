/** CloudWatch's standard units as they are written behind a number; those not listed are not written. */
const SIGNS: Readonly<Record<string, string>> = {
  Percent: '%',
  Seconds: 's',
  Milliseconds: 'ms',
  Microseconds: 'µs',
  Bytes: 'B',
  Kilobytes: 'kB',
  Megabytes: 'MB',
  Gigabytes: 'GB',
  Terabytes: 'TB',
  'Bytes/Second': 'B/s',
  'Kilobytes/Second': 'kB/s',
  'Megabytes/Second': 'MB/s',
  'Gigabytes/Second': 'GB/s',
  'Count/Second': '/s',
};

/**
 * Units of metrics whose alarms leave the unit out, which is the rule: CloudWatch's advice is not to
 * give one. Source: the metric reference of each service.
 */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  'AWS/ApiGateway Latency': 'Milliseconds',
  'AWS/ApiGateway IntegrationLatency': 'Milliseconds',
  'AWS/ApplicationELB TargetResponseTime': 'Seconds',
  'AWS/Billing EstimatedCharges': 'USD',
  'AWS/DynamoDB SuccessfulRequestLatency': 'Milliseconds',
  'AWS/EC2 CPUUtilization': 'Percent',
  'AWS/EC2 NetworkIn': 'Bytes',
  'AWS/EC2 NetworkOut': 'Bytes',
  'AWS/ECS CPUUtilization': 'Percent',
  'AWS/ECS MemoryUtilization': 'Percent',
  'AWS/ELB Latency': 'Seconds',
  'AWS/ElastiCache CPUUtilization': 'Percent',
  'AWS/ElastiCache EngineCPUUtilization': 'Percent',
  'AWS/ElastiCache DatabaseMemoryUsagePercentage': 'Percent',
  'AWS/Kinesis GetRecords.IteratorAgeMilliseconds': 'Milliseconds',
  'AWS/Lambda Duration': 'Milliseconds',
  'AWS/Lambda IteratorAge': 'Milliseconds',
  'AWS/RDS CPUUtilization': 'Percent',
  'AWS/RDS FreeableMemory': 'Bytes',
  'AWS/RDS FreeStorageSpace': 'Bytes',
  'AWS/RDS ReadLatency': 'Seconds',
  'AWS/RDS WriteLatency': 'Seconds',
  'AWS/RDS ReplicaLag': 'Seconds',
  'AWS/SageMaker ModelLatency': 'Microseconds',
  'AWS/SageMaker OverheadLatency': 'Microseconds',
  'AWS/SQS ApproximateAgeOfOldestMessage': 'Seconds',
  'CWAgent mem_used_percent': 'Percent',
  'CWAgent disk_used_percent': 'Percent',
};

/** The sign of a metric's unit: the unit the message names, else the one the metric always has. */
export function unitSign(
  unit: string | undefined,
  namespace: string | undefined,
  metric: string | undefined,
): string | undefined {
  const name = unit ?? own(WELL_KNOWN, `${namespace} ${metric}`);
  if (name === undefined) return undefined;
  return name === 'USD' ? 'USD' : own(SIGNS, name);
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A span of seconds for people: `90 s`, `5 min`, `1 h`, `2 days`. */
export function spanText(seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 === 0) {
    return seconds === 86_400 ? '1 day' : `${seconds / 86_400} days`;
  }
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
