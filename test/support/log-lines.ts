import { z } from 'zod';

const lineSchema = z.object({
  timestamp: z.iso.datetime(),
  level: z.string(),
  logger: z.string().optional(),
  message: z.string(),
  trace_id: z.string().optional(),
  context: z.record(z.string(), z.unknown()).default({}),
});

export type LogLine = z.infer<typeof lineSchema>;

/** What a bot logged, line by line, since the last `clear`. */
export interface LogLines {
  /** For `startBot`. */
  readonly onLog: (line: string) => void;
  /** As they were written. */
  readonly raw: () => readonly string[];
  /** Those of one logger: `intake`, `rules`, `delivery`, `store`, … */
  readonly of: (logger: string) => readonly LogLine[];
  readonly clear: () => void;
}

export function collectLogLines(): LogLines {
  let raw: string[] = [];
  return {
    onLog: (line) => raw.push(line),
    raw: () => raw,
    of: (logger) =>
      raw.map((line) => lineSchema.parse(JSON.parse(line))).filter((one) => one.logger === logger),
    clear: () => {
      raw = [];
    },
  };
}
