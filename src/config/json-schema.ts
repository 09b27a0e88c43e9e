import { z } from 'zod';
import { DESCRIPTIONS } from './descriptions.ts';
import { configSchema } from './schema/config.ts';

/** A JSON Schema, or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The config file as JSON Schema (draft 2020-12), for editors: its keys, what they mean and what kind
 * of value each has. What it lets pass may still be wrong: `tocsin check` is the judge.
 */
export function configJsonSchema(): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  for (const [path, key] of keysIn(schema)) {
    const description = DESCRIPTIONS[path];
    if (description !== undefined) key.description = description;
  }
  return { ...schema, title: 'tocsin.yaml', description: 'The config file of Tocsin.' };
}

/** Every key of a config with its path, lists and maps marked: `receivers[].slack[].channel`. */
export function* keysIn(schema: JsonSchema): Generator<readonly [path: string, key: JsonSchema]> {
  yield* walk(schema, '', { definitions: schema.$defs ?? {}, seen: new Set() });
}

interface Walk {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** What refers to itself is walked once. */
  readonly seen: Set<JsonSchema>;
}

function* walk(
  schema: JsonSchema,
  path: string,
  context: Walk,
): Generator<readonly [string, JsonSchema]> {
  const own = resolve(schema, context);
  if (context.seen.has(own)) return;
  context.seen.add(own);
  for (const [name, key] of Object.entries(own.properties ?? {})) {
    if (!isSchema(key)) continue;
    const here = path === '' ? name : `${path}.${name}`;
    yield [here, key];
    yield* walk(key, here, context);
  }
  if (isSchema(own.items)) yield* walk(own.items, `${path}[]`, context);
  if (isSchema(own.additionalProperties)) {
    yield* walk(own.additionalProperties, `${path}.*`, context);
  }
}

function resolve(schema: JsonSchema, { definitions }: Walk): JsonSchema {
  const name = schema.$ref?.split('/').at(-1) ?? '';
  return definitions[name] ?? schema;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
