import { baselineOf } from '../../drift/baselines/baseline.ts';
import { openData } from '../../drift/data/open.ts';
import { readTable } from '../../drift/data/table/read-table.ts';
import { columnsOf } from '../../drift/runs/compare.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import { windowOf } from '../../drift/runs/window.ts';
import type { Baseline } from '../../engine/ports/baselines.ts';

export interface BaselineData {
  readonly version: string;
  /** A file, or so many milliseconds of the model's newest features. */
  readonly of: { readonly from: string } | { readonly span: number };
}

/**
 * Reads data as the baseline of a version: the columns that are features of the model.
 *
 * @param at the time, epoch milliseconds
 * @throws DataProblem
 */
export async function makeBaseline(
  model: WatchedModel,
  { version, of }: BaselineData,
  at: number,
  tell: (progress: string) => void,
): Promise<Baseline> {
  const { features, name } = model;
  // Without a date in its name a file is read as it is.
  const isDated = 'span' in of && features.from.includes('{date}');
  const window = isDated ? windowOf(model, at, of.span) : undefined;
  const from = 'span' in of ? features.from : of.from;
  const source = openData(from, {
    ...(window !== undefined && { window }),
    s3: async () => (await import('./s3-client.ts')).createS3Client(features.s3),
  });
  const { categorical, only, except } = columnsOf(model);
  const table = await readTable(source, {
    categorical: new Set(categorical),
    except: new Set(except),
    ...(only !== undefined && { only: new Set(only) }),
    onProgress: ({ rows }) => tell(`reading ${from}, ${rows.toLocaleString('en-US')} rows`),
  });
  const span = window === undefined ? '' : `, ${moment(window.start)} to ${moment(window.end)} UTC`;
  return baselineOf(table, { model: name, version, createdAt: at, from: `${from}${span}` });
}

function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
