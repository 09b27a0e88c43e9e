import { isIP } from 'node:net';
import { issueCertificate, type Certificate } from './issue-certificate.ts';

export { makeSnsSigner } from './sns-signer.ts';

/** A certificate authority of our own, which nothing outside this process trusts. */
export interface Authority {
  /** What a client must trust: the CA's certificate, PEM. */
  readonly caPem: string;
  /** A server certificate signed by the CA; by default for localhost and 127.0.0.1. */
  readonly serverCertificate: (hosts?: readonly string[]) => Promise<Certificate>;
}

/** Makes a new authority. Its key lives in memory only. */
export async function makeAuthority(): Promise<Authority> {
  const ca = await issueCertificate('Tocsin demo authority', {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    caPem: ca.cert,
    serverCertificate: (hosts = ['localhost', '127.0.0.1']) =>
      issueCertificate(hosts[0] ?? 'localhost', {
        ca,
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: hosts.map((host) =>
              isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host },
            ),
          },
        ],
      }),
  };
}
