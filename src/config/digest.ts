import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from './schema/config.ts';

/**
 * Identifies what a replica decides and delivers by: equal for equal configs of one version, whatever
 * is each replica's own (where it listens, where its data and files are, what it records, the way to Redis).
 */
export function digestOf(config: Config, version: string): string {
  const { http: _listen, data_dir: _folder, redis: _way, ...rest } = config;
  const { recordings: _kept, ...shared } = rest;
  const { ca_file: pagerdutyFile, ...pagerduty } = shared.pagerduty;
  const { ca_file: smtpFile, ...smtp } = shared.smtp;
  const authorities = [pagerdutyFile, smtpFile].map((file) =>
    file === undefined ? '' : readFileSync(file, 'utf8'),
  );
  const parts = [version, { ...shared, pagerduty, smtp }, ...authorities];
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
