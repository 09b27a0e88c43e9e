/** What the load is made of: shared by those who make it and those who run it. */
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';
export const GROUPS = 1_000;
/** Signed messages there are; making them takes minutes, once. A third of them is to warm up with. */
export const MESSAGES = 120_000;
/** The same, unsigned, for the peer, who takes more of them. */
export const ALERTS = 450_000;
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
  /** The lines that are posted, each once: from the first to before the last, counted from 0. */
  readonly lines: readonly [from: number, to: number];
}

/** So many alarms a program is warmed up with, each time. */
const WARM_UP = 20_000;

/**
 * The lines to warm up with, and those to measure with: both programs are as they are in the middle of
 * a storm, not as they are just after their start. Both have then as many alarms to tell of.
 */
export function partsOf(count: number): {
  readonly warmUp: readonly Load['lines'][];
  readonly measured: Load['lines'];
} {
  const warmUp = [
    [0, WARM_UP],
    [WARM_UP, 2 * WARM_UP],
  ] as const;
  return { warmUp, measured: [2 * WARM_UP, count] };
}

export function wrkArguments(
  { url, path, contentType, file, seconds, lines }: Load,
  script: string,
) {
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
    ...lines.map(String),
  ];
}
