const SLACK = /^(?:[\w-]+\.)*(?:slack|slack-gov)\.com$/u;

/**
 * Whether an address that came with a request leads to Slack, or to the host that the config has in its
 * place: nothing else is called, whoever wrote the request.
 *
 * @param apiUrl `slack.api_url`
 */
export function isSlackAddress(address: string, apiUrl: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  const api = new URL(apiUrl);
  if (url.hostname === api.hostname) return url.protocol === api.protocol;
  return url.protocol === 'https:' && url.port === '' && SLACK.test(url.hostname);
}
