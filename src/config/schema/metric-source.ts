import { z } from 'zod';
import { checkRegion, checkRoleArn } from './addresses.ts';
import { checked, fieldNotes, named, secret } from './fields.ts';
import { refuse, type IssueSink } from './refuse.ts';
import { serverAddress } from './server-address.ts';

/** An account and region of CloudWatch's. */
export interface CloudWatchSourceConfig {
  readonly kind: 'cloudwatch';
  readonly name: string;
  readonly region: string;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
}

/** A server that answers as Prometheus does; what is in `headers` is as secret as the rest. */
export interface PrometheusSourceConfig {
  readonly kind: 'prometheus';
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly bearer_token?: string | undefined;
  readonly basic_auth?: { readonly username: string; readonly password: string } | undefined;
  readonly ca_file?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export type MetricSourceConfig = CloudWatchSourceConfig | PrometheusSourceConfig;

const EXAMPLE = 'https://prometheus.example.com';

const serverUrl = serverAddress(
  EXAMPLE,
  'write basic_auth: { username: …, password: … } beside it',
);

const cloudWatchFields = {
  region: checked(checkRegion).register(fieldNotes, { example: 'us-east-1' }).optional(),
  role_arn: checked(checkRoleArn).optional(),
  external_id: z.string().optional(),
};

const prometheusFields = {
  url: serverUrl.optional(),
  bearer_token: secret('required').optional(),
  basic_auth: z
    .strictObject({ username: named('tocsin'), password: secret('required') })
    .optional(),
  ca_file: checked(() => undefined)
    .register(fieldNotes, { path: true })
    .optional(),
  headers: z.record(z.string(), secret('required')).optional(),
};

/** Where metrics come from: with a region from CloudWatch, with a url from a Prometheus. */
export const metricSourceSchema = z
  .strictObject({ name: named('aws'), ...cloudWatchFields, ...prometheusFields })
  .transform((source, context): MetricSourceConfig => {
    const { name, region, role_arn, external_id, url, headers = {}, ...access } = source;
    if (region !== undefined) {
      refuseAll(Object.keys(prometheusFields), source, 'region', context);
      return { kind: 'cloudwatch', name, region, role_arn, external_id };
    }
    if (url === undefined) {
      const hint = `write region: us-east-1 for CloudWatch, or url: ${EXAMPLE} for Prometheus`;
      refuse(context, 'says nothing of where it is', hint);
      return z.NEVER;
    }
    refuseAll(Object.keys(cloudWatchFields), source, 'url', context);
    if (access.bearer_token !== undefined && access.basic_auth !== undefined) {
      refuse(context, 'has no place beside bearer_token', 'take one of the two out', 'basic_auth');
    }
    for (const header of Object.keys(headers)) checkHeader(header, context);
    return { kind: 'prometheus', name, url, headers, ...access };
  });

function refuseAll(keys: readonly string[], source: object, beside: string, context: IssueSink) {
  for (const key of keys.filter((one) => one in source)) {
    refuse(context, `has no place beside ${beside}`, 'take one of the two out', key);
  }
}

/** What the bot writes itself, and what is no name. */
function checkHeader(name: string, context: IssueSink): void {
  const says = (message: string, hint: string) => refuse(context, message, hint, 'headers', name);
  if (!/^[\w!#$%&'*+.^`|~-]+$/u.test(name)) says('is no name of a header', 'write X-Scope-OrgID');
  if (/^authorization$/iu.test(name)) {
    says('is written by the bot', 'write bearer_token or basic_auth');
  } else if (/^(host|content-.*|connection|transfer-encoding)$/iu.test(name)) {
    says('is written by the bot', 'take it out');
  }
}
