import { generate } from 'selfsigned';

/** A certificate and its private key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

const DAY = 86_400_000;

/**
 * Makes an RSA key of 2048 bits and a certificate for it, signed with SHA-256 by the given
 * authority, else by itself. Valid from yesterday, so that a clock that is a little behind accepts
 * it, for a year.
 */
export async function issueCertificate(
  commonName: string,
  options: { extensions?: Extensions; ca?: Certificate } = {},
): Promise<Certificate> {
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: commonName }], {
    ...options,
    algorithm: 'sha256',
    keySize: 2048,
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + 365 * DAY),
  });
  return { cert: made.cert, key: made.private };
}
