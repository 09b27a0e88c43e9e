/** What the load is made of: shared by those who make it and those who run it. */
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';
export const GROUPS = 1_000;
/** Signed messages there are: enough for 20,000 a second; making them takes minutes, once. */
export const MESSAGES = 120_000;
/** The same, unsigned, for the peer: enough for 50,000 a second. */
export const ALERTS = 300_000;
const CONNECTIONS = 32;

/** The nth alarm's name and the label by which it is grouped. */
export function alarmOf(index: number): { readonly name: string; readonly api: string } {
  return { name: `alarm-${index}`, api: `api-${index % GROUPS}` };
}

/** Where `wrk` posts what, and with how many connections. */
export interface Load {
  readonly url: string;
  readonly path: string;
  readonly contentType: string;
  /** A request body a line. */
  readonly file: string;
  readonly seconds: number;
}

export function wrkArguments({ url, path, contentType, file, seconds }: Load, script: string) {
  return [
    '-t1',
    `-c${CONNECTIONS}`,
    `-d${seconds}s`,
    '--latency',
    '-s',
    script,
    `${url}/`,
    '--',
    file,
    path,
    contentType,
  ];
}
