import { hash } from 'node:crypto';
import { canonicalLabels, type Labels } from './labels.ts';

/**
 * The identity of an alert: 16 hexadecimal digits of the SHA-256 of its identifying labels.
 * Which labels identify is each format's decision (a CloudWatch alarm: account, region, name).
 */
export function fingerprint(identity: Labels): string {
  return shortHash(canonicalLabels(identity));
}

/** 16 hexadecimal digits (64 bits) that stand for a text. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}
