import { X509Certificate, type KeyObject } from 'node:crypto';
import { fetchBounded, type Fetch } from './bounded-fetch.ts';
import { snsUrl } from './partitions.ts';

export type CertificateAnswer =
  | { readonly ok: true; readonly key: KeyObject }
  /** `refused`: whoever sent this is not SNS. `unreachable`: it can't be told now; try again. */
  | { readonly ok: false; readonly kind: 'refused' | 'unreachable'; readonly why: string };

export interface CertificateStore {
  /** The public key behind a message's SigningCertURL. Never rejects. */
  keyFor(signingCertUrl: string, topicArn: string): Promise<CertificateAnswer>;
}

export interface CertificateStoreOptions {
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

interface Certificate {
  readonly key: KeyObject;
  /** Why nobody may sign with it, whenever that is. */
  readonly flaw: string | undefined;
  readonly validFrom: number;
  readonly validTo: number;
}

/** SNS has one certificate a region at a time, so a hundred is plenty. */
const MAX_CACHED = 100;
/** Addresses can be made up by anybody who knows a topic; fetches can't be made to pile up. */
const MAX_FETCHES = 8;
const MIN_RSA_BITS = 2048;
const PATH = /^\/SimpleNotificationService-[a-z0-9]{1,64}\.pem$/iu;

/** Fetches and keeps SNS's signing certificates. */
export function createCertificateStore({
  fetch = globalThis.fetch,
  timeoutMs = 3000,
  maxBytes = 64 * 1024,
  now = Date.now,
}: CertificateStoreOptions = {}): CertificateStore {
  const cached = new Map<string, Certificate>();
  /** Addresses that were checked, by topic and by what the message said: each message names one. */
  const checkedUrls = new Map<string, string>();
  const underWay = new Map<string, Promise<Certificate>>();

  async function fetchCertificate(url: string): Promise<Certificate> {
    const pem = await fetchBounded(fetch, url, { timeoutMs, maxBytes });
    const certificate = readCertificate(pem);
    keep(cached, url, certificate);
    return certificate;
  }

  function certificateAt(url: string): Promise<Certificate> {
    const pending = underWay.get(url);
    if (pending !== undefined) return pending;
    if (underWay.size >= MAX_FETCHES) {
      return Promise.reject(new Error('too many certificates are being fetched'));
    }
    const fetching = fetchCertificate(url).finally(() => underWay.delete(url));
    underWay.set(url, fetching);
    return fetching;
  }

  return {
    async keyFor(signingCertUrl, topicArn) {
      const named = `${topicArn} ${signingCertUrl}`;
      const known = checkedUrls.get(named);
      const checked =
        known === undefined ? certificateUrl(signingCertUrl, topicArn) : { url: known };
      if ('why' in checked) return refused(checked.why);
      try {
        const certificate = cached.get(checked.url) ?? (await certificateAt(checked.url));
        if (known === undefined) keep(checkedUrls, named, checked.url);
        return judge(certificate, now());
      } catch (error) {
        const why = error instanceof Error ? error.message : 'unknown';
        return { ok: false, kind: 'unreachable', why: `the signing certificate: ${why}` };
      }
    },
  };
}

/** The oldest makes room. */
function keep<Value>(cache: Map<string, Value>, name: string, value: Value): void {
  cache.set(name, value);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
}

function certificateUrl(
  text: string,
  topicArn: string,
): { readonly url: string } | { readonly why: string } {
  const checked = snsUrl(text, topicArn);
  if ('why' in checked) return { why: `SigningCertURL is ${checked.why}` };
  const { url } = checked;
  if (!PATH.test(url.pathname))
    return { why: 'SigningCertURL is not the address of a certificate' };
  if (url.search !== '' || url.hash !== '') return { why: 'SigningCertURL carries a query' };
  return { url: url.href };
}

/** @throws Error when what came is not a certificate, as when a proxy put its own page in between. */
function readCertificate(pem: Buffer): Certificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    throw new Error('what came is not a certificate');
  }
  const { publicKey: key } = certificate;
  return {
    key,
    flaw: flawOf(key),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
  };
}

function flawOf(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType !== 'rsa') return 'the signing key is not RSA';
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < MIN_RSA_BITS ? `the signing key has only ${bits} bits` : undefined;
}

function judge({ key, flaw, validFrom, validTo }: Certificate, now: number): CertificateAnswer {
  if (now < validFrom || now > validTo) return refused('the signing certificate is not valid now');
  return flaw === undefined ? { ok: true, key } : refused(flaw);
}

function refused(why: string): CertificateAnswer {
  return { ok: false, kind: 'refused', why };
}
