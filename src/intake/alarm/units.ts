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

const BYTES_STEPS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A figure for people: `17.3 %`, `1,200 ms`, `2.15 GB`; `digits` are the significant ones below 1000. */
export function figureText(value: number, sign: string | undefined, digits = 3): string {
  if (sign === 'µs' && Math.abs(value) >= 1000) return figureText(value / 1000, 'ms', digits);
  if (sign === 'B' && Math.abs(value) >= 1000) {
    const log = Math.floor(Math.log10(Math.abs(value)) / 3);
    const step = Math.min(log, BYTES_STEPS.length - 1);
    return `${plain(value / 1000 ** step, digits)} ${BYTES_STEPS[step]}`;
  }
  const number = plain(value, digits);
  if (sign === undefined) return number;
  return sign.startsWith('/') ? `${number}${sign}` : `${number} ${sign}`;
}

/** Two figures that stand side by side, with enough digits that different ones look different. */
export function figurePair(a: number, b: number, sign: string | undefined): [string, string] {
  for (let digits = 3; digits < 12; digits += 1) {
    const pair: [string, string] = [figureText(a, sign, digits), figureText(b, sign, digits)];
    if (pair[0] !== pair[1] || a === b) return pair;
  }
  return [String(a), String(b)];
}

function plain(value: number, digits: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || (magnitude < 1e-6 && value !== 0)) return value.toPrecision(digits);
  // A whole number of a thousand or more keeps all its digits: 20,000 rather than "20.0 thousand".
  const whole = Math.max(digits, Math.floor(Math.log10(Math.max(magnitude, 1))) + 1);
  return formatter(Math.min(whole, 21)).format(value);
}

/** Kept, because making one takes far longer than an alarm otherwise does. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatter(maximumSignificantDigits: number): Intl.NumberFormat {
  const kept = formatters.get(maximumSignificantDigits);
  if (kept !== undefined) return kept;
  const made = new Intl.NumberFormat('en-US', { maximumSignificantDigits });
  formatters.set(maximumSignificantDigits, made);
  return made;
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
