import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { StoreUnavailable } from '../../engine/ports/inbox.ts';
import {
  DAYS_KEPT,
  MOST_A_DAY,
  type Kept,
  type Prediction,
  type Predictions,
  type Truth,
} from '../../engine/ports/predictions.ts';
import type { Keys } from './keys.ts';
import { AT_DIGITS, predictionIn, predictionText, truthIn, truthText } from './prediction-text.ts';
import { script } from './script.ts';

const DAY_SECONDS = 86_400;
/**
 * A day of a model is spread over so many small hashes: up to 512 fields of up to 64 bytes each Redis keeps
 * as one string, in a third of the bytes.
 */
const PARTS = 128;
/** So many rows are written in one script, and so many parts are read in one go. */
const AT_ONCE = 250;
const PARTS_AT_ONCE = 16;

/**
 * KEYS: the days of a model, a hash of how many there are. ARGV: how many a day may have; then for each row
 * its hash, when that is gone (epoch seconds), its day, its field and its value.
 */
const keep = script(`
  local outcomes, most = {}, tonumber(ARGV[1])
  for at = 2, #ARGV, 5 do
    local part, goneAt, day, field, value = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
    local old = redis.call('HGET', part, field)
    local outcome
    if old then
      local before = tonumber(string.sub(old, 1, ${AT_DIGITS}), 36)
      local now = tonumber(string.sub(value, 1, ${AT_DIGITS}), 36)
      outcome = (before < now or (before == now and old < value)) and 'changed' or 'known'
    elseif tonumber(redis.call('HGET', KEYS[1], day) or 0) >= most then
      outcome = 'full'
    else
      outcome = 'new'
      redis.call('HINCRBY', KEYS[1], day, 1)
    end
    if outcome == 'new' or outcome == 'changed' then
      redis.call('HSET', part, field, value)
      redis.call('EXPIREAT', part, goneAt)
    end
    outcomes[#outcomes + 1] = outcome
  end
  redis.call('EXPIRE', KEYS[1], ${(DAYS_KEPT + 2) * DAY_SECONDS})
  return outcomes
`);

const outcomesSchema = z.array(z.enum(['new', 'changed', 'known', 'full']));

type Kind = 'predictions' | 'truths';

/** Predictions on Redis, by model, day and part of the entities. */
export function createRedisPredictions(
  redis: Redis,
  { predictions: keys }: Pick<Keys, 'predictions'>,
  /** Epoch milliseconds. */
  now: () => number,
): Predictions {
  const today = () => Math.floor(now() / 1000 / DAY_SECONDS);

  async function keepAll<Row extends Prediction | Truth>(
    kind: Kind,
    model: string,
    rows: readonly Row[],
    text: (row: Row) => string,
  ): Promise<readonly Kept[]> {
    const outcomes: Kept[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const args = rows.slice(from, from + AT_ONCE).flatMap((row) => {
        const part = keys.part(kind, model, row.day, partOf(row.entity));
        const goneAt = (row.day + DAYS_KEPT + 1) * DAY_SECONDS;
        return [part, goneAt, row.day, row.entity, text(row)];
      });
      try {
        const answer = await keep(redis, [keys.days(kind, model)], [MOST_A_DAY, ...args]);
        outcomes.push(...outcomesSchema.parse(answer));
      } catch (error) {
        throw new StoreUnavailable('the store did not take the rows', { cause: error });
      }
    }
    if (rows.length > 0) await forgetOld(kind, model);
    return outcomes;
  }

  async function forgetOld(kind: Kind, model: string): Promise<void> {
    const old = (await daysOf(kind, model)).filter((day) => day < today() - DAYS_KEPT);
    if (old.length > 0) await redis.hdel(keys.days(kind, model), ...old.map(String));
  }

  async function daysOf(kind: Kind, model: string): Promise<readonly number[]> {
    return (await redis.hkeys(keys.days(kind, model))).map(Number);
  }

  async function days(model: string): Promise<readonly number[]> {
    const all = await Promise.all([daysOf('predictions', model), daysOf('truths', model)]);
    const kept = new Set(all.flat().filter((day) => day >= today() - DAYS_KEPT));
    return [...kept].toSorted((a, b) => a - b);
  }

  return {
    keep: (model, rows) => keepAll('predictions', model, rows, predictionText),
    keepTruths: (model, rows) => keepAll('truths', model, rows, truthText),
    days,
    async *day(model, day) {
      for (let first = 0; first < PARTS; first += PARTS_AT_ONCE) {
        const parts = Array.from({ length: PARTS_AT_ONCE }, (_, index) => first + index);
        const read = (kind: Kind) =>
          Promise.all(parts.map((part) => redis.hgetall(keys.part(kind, model, day, part))));
        const [said, known] = await Promise.all([read('predictions'), read('truths')]);
        yield {
          predictions: said.flatMap((part) =>
            Object.entries(part).map(([entity, text]) => ({ entity, day, ...predictionIn(text) })),
          ),
          truths: known.flatMap((part) =>
            Object.entries(part).map(([entity, text]) => ({ entity, day, ...truthIn(text) })),
          ),
        };
      }
    },
    async of(model, entity) {
      const all = await days(model);
      const part = partOf(entity);
      const read = (kind: Kind) =>
        Promise.all(all.map((day) => redis.hget(keys.part(kind, model, day, part), entity)));
      const [said, known] = await Promise.all([read('predictions'), read('truths')]);
      return {
        predictions: said.flatMap((text, index) =>
          text === null ? [] : { entity, day: all[index] ?? 0, ...predictionIn(text) },
        ),
        truths: known.flatMap((text, index) =>
          text === null ? [] : { entity, day: all[index] ?? 0, ...truthIn(text) },
        ),
      };
    },
  };
}

/** Always the same for an entity. */
function partOf(entity: string): number {
  return Number.parseInt(hash('sha1', entity, 'hex').slice(0, 8), 16) % PARTS;
}
