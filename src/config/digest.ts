import { hash } from 'node:crypto';
import type { Config } from './schema/config.ts';

/**
 * Identifies what a replica decides and delivers by: equal for equal configs of one version, whatever
 * is each replica's own (where it listens, where its data is, the way to Redis).
 */
export function digestOf(config: Config, version: string): string {
  const { http: _listen, data_dir: _folder, redis: _way, ...shared } = config;
  return hash('sha256', JSON.stringify([version, shared]), 'hex').slice(0, 32);
}
