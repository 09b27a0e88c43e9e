import { verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { textToSign, type Envelope } from './envelope.ts';

/** With a callback the check runs on the thread pool, so a burst does not stop everything else. */
const verifyInPool = promisify(verify);

/** By SignatureVersion. Source: SNS Developer Guide, "Verifying the signatures of … messages". */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);

/** True for the versions of SNS signatures that can be checked. */
export function isKnownSignatureVersion(version: string): boolean {
  return ALGORITHMS.has(version);
}

/** Whether an envelope was signed with the private half of this key. */
export async function isSigned(envelope: Envelope, key: KeyObject): Promise<boolean> {
  const algorithm = ALGORITHMS.get(envelope.SignatureVersion);
  if (algorithm === undefined) return false;
  const signature = Buffer.from(envelope.Signature, 'base64');
  return verifyInPool(algorithm, Buffer.from(textToSign(envelope)), key, signature);
}
