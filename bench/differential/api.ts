import { z } from 'zod';

/** Alertmanager's API, version 2, as far as scenarios need it. */
export interface Api {
  version(): Promise<string>;
  postAlert(alert: object): Promise<void>;
  /** @returns the silence's id */
  postSilence(silence: object): Promise<string>;
  /** When a silence starts by Alertmanager's clock. */
  startOf(silence: string): Promise<string>;
  expire(silence: string): Promise<void>;
}

const status = z.object({ versionInfo: z.object({ version: z.string() }) });
const created = z.object({ silenceID: z.string() });
const known = z.object({ startsAt: z.string() });

export function createApi(url: string): Api {
  async function ask(path: string, method = 'GET', body?: unknown): Promise<string> {
    const response = await fetch(`${url}/api/v2/${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Alertmanager refused: ${response.status} ${text}`);
    return text;
  }
  return {
    async version() {
      return status.parse(JSON.parse(await ask('status'))).versionInfo.version;
    },
    async postAlert(alert) {
      await ask('alerts', 'POST', [alert]);
    },
    async postSilence(silence) {
      return created.parse(JSON.parse(await ask('silences', 'POST', silence))).silenceID;
    },
    async startOf(silence) {
      return known.parse(JSON.parse(await ask(`silence/${silence}`))).startsAt;
    },
    async expire(silence) {
      await ask(`silence/${silence}`, 'DELETE');
    },
  };
}
