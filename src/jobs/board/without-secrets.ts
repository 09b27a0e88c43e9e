/** Shorter ones are no secrets worth hiding, and would blot out ordinary words. */
const SHORTEST = 6;

/**
 * A text that may be shown: of addresses only whose they are, for what comes after can be a key of its
 * own, as it is in those that Slack takes answers at; and none of the secrets.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const cut = text.replaceAll(
    /\b([a-z][a-z\d+.-]*:\/\/)(?:[^\s/?#]*@)?([^\s/?#"'<>]+)[^\s"'<>]*/giu,
    '$1$2/…',
  );
  return secrets
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), cut);
}
