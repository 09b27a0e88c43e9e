import { hash } from 'node:crypto';
import { canonicalLabels, type Labels } from './labels.ts';

/**
 * The identity of an alert: 16 hexadecimal digits of the SHA-256 of its identifying labels.
 * Which labels identify is each format's decision (a CloudWatch alarm: account, region, name).
 */
export function fingerprint(identity: Labels, space: IdentitySpace = 'labels'): string {
  return shortHash(
    space === 'labels' ? canonicalLabels(identity) : `${space}${canonicalLabels(identity)}`,
  );
}

/**
 * Who gives the identity. Labels that a program posts can never be those of an alarm or an event that
 * AWS signed for, whatever they say: with a token for the one nobody closes the other.
 */
export type IdentitySpace =
  | 'labels'
  | 'tocsin'
  | 'watch'
  | 'drift'
  | 'quality'
  | 'cloudwatch'
  | 'aws'
  | 'alertmanager'
  | 'grafana'
  | 'sentry'
  | 'text'
  | 'sns';

/** 16 hexadecimal digits (64 bits) that stand for a text. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}
