import { z } from 'zod';
import type { Path } from '../tree.ts';
import { fieldNotes, type FieldNotes } from './fields.ts';

/** What is known of the field at a path of a schema: is it a secret, what would be an example. */
export function notesAt(schema: z.core.$ZodType, path: Path): FieldNotes {
  for (const layer of layersAt(schema, path)) {
    const notes = layer instanceof z.ZodType ? fieldNotes.get(layer) : undefined;
    if (notes !== undefined) return notes;
  }
  return {};
}

/** The keys a map at a path may have; empty where any key goes. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const map = layersAt(schema, path).find((layer) => layer instanceof z.ZodObject);
  return map === undefined ? [] : Object.keys(map.shape);
}

/** A schema and what it wraps, from the outside in. */
function layersAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  let layers = unwrap(schema);
  for (const step of path) {
    const inner = layers.map((layer) => childOf(layer, step)).find((one) => one !== undefined);
    if (inner === undefined) return [];
    layers = unwrap(inner);
  }
  return layers;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  const layers = [schema];
  for (let inner = wrapped(schema); inner !== undefined; inner = wrapped(inner)) layers.push(inner);
  return layers;
}

function wrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return schema.unwrap();
  if (schema instanceof z.ZodPrefault) return schema.unwrap();
  if (!(schema instanceof z.ZodPipe)) return undefined;
  // A transform reads from its left side; a preprocess is a transform on the left.
  return schema.in instanceof z.ZodTransform ? schema.out : schema.in;
}

function childOf(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return undefined;
  const field: unknown = schema.shape[step];
  return field instanceof z.ZodType ? field : undefined;
}
