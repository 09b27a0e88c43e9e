import type { Rate } from '../../alert/rate.ts';
import type { Kept, Prediction, Predictions } from '../../engine/ports/predictions.ts';
import type { Endpoint } from '../http.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { Receiver } from '../received.ts';
import { unauthorized } from '../refusal.ts';
import { createTokenCheck } from '../token.ts';
import { readPrediction, readTruth } from './row.ts';
import { readRows, type RefusedRow } from './rows.ts';

/** Who may post what models predict, and how much; nobody where the config says nothing. */
export interface ModelsSettings {
  readonly token: string;
  readonly rate?: Rate | undefined;
  /** Bytes. */
  readonly max_body: number;
}

/** A model, and the version that is in use. */
export interface PostedModel {
  readonly name: string;
  readonly version: string;
}

export interface ModelsDeps {
  readonly predictions: Pick<Predictions, 'keep' | 'keepTruths'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told of predictions that were not known before. */
  readonly onNew: (model: string, rows: readonly Prediction[]) => void;
}

/** So many of the rows that are refused are named in the answer. */
const MOST_NAMED = 100;

/** The ways in for what models predict, and for what turns out to be true: two a model. */
export function modelEndpoints(
  models: readonly PostedModel[],
  settings: ModelsSettings | undefined,
  { predictions, now, onNew }: ModelsDeps,
): readonly Endpoint[] {
  const mayPost = createTokenCheck(settings?.token);
  const limit = createRateLimit(settings?.rate, now);
  const door = (path: string, receive: Receiver): Endpoint => ({
    path,
    ...(settings !== undefined && { limits: { maxBytes: settings.max_body } }),
    admit({ authorization }) {
      if (!mayPost(authorization)) {
        const why =
          settings === undefined ? 'the config does not name this webhook' : 'no valid token';
        throw unauthorized(why, 'Bearer, Basic realm="tocsin"');
      }
      limit();
    },
    receive,
  });
  return models.flatMap(({ name: model, version }) => [
    door(
      `/v1/models/${model}/predictions`,
      receiver(
        (row) => readPrediction(row, now(), version),
        async (rows) => {
          const kept = await predictions.keep(model, rows);
          onNew(
            model,
            rows.filter((_, index) => kept[index] === 'new'),
          );
          return kept;
        },
      ),
    ),
    door(
      `/v1/models/${model}/labels`,
      receiver(
        (row) => readTruth(row, now()),
        (rows) => predictions.keepTruths(model, rows),
      ),
    ),
  ]);
}

/** Rows that can't be used are refused one by one, and the others kept: answered once they are durable. */
function receiver<Row>(
  read: (row: unknown) => Row,
  keep: (rows: readonly Row[]) => Promise<readonly Kept[]>,
): Receiver {
  return async ({ body }) => {
    const { rows, refused } = await readRows(body, read);
    const kept = await keep(rows.map(({ row }) => row));
    const full = rows.filter((_, index) => kept[index] === 'full');
    const all = [...refused, ...full.map(({ index }) => ({ index, why: FULL }))];
    const accepted = rows.length - full.length;
    const isNothing = accepted === 0;
    return {
      status: isNothing ? 400 : 200,
      reason: isNothing ? 'no row can be used' : 'accepted',
      rows: accepted,
      ...(all.length > 0 && { refusedRows: all.length }),
      json: { accepted, refused: all.length, ...(all.length > 0 && { rows: named(all) }) },
    };
  };
}

const FULL = 'is one too many of its day: send a sample of them';

function named(refused: readonly RefusedRow[]): readonly RefusedRow[] {
  return refused.toSorted((a, b) => a.index - b.index).slice(0, MOST_NAMED);
}
