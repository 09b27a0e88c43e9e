import type { LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Change, Progress } from '../../action.ts';
import { figure } from '../../aws/figure-field.ts';
import { aliasField, functionField } from '../lambda-function.ts';
import { placeFields, type Place } from '../../aws/place.ts';

const concurrency = (least: number) =>
  z.union([
    z.literal('none'),
    figure({ least, most: 1_000_000, of: 'a number of executions, nor `none`', isWhole: true }),
  ]);

/** One of `reserved` for the function, `provisioned` for its alias, and `times` for either. */
export const concurrencyParams = z
  .strictObject({
    function: functionField,
    alias: aliasField.optional(),
    reserved: concurrency(0).optional(),
    provisioned: concurrency(1).optional(),
    times: figure({ least: 0.1, most: 10, of: 'a factor' }).optional(),
    ...placeFields,
  })
  .refine(
    ({ reserved, provisioned, times }) =>
      [reserved, provisioned, times].filter((one) => one !== undefined).length === 1,
    { path: ['reserved'], message: 'write one of `reserved`, `provisioned` and `times`' },
  )
  .refine(({ alias, provisioned }) => alias !== undefined || provisioned === undefined, {
    path: ['alias'],
    message: 'write which alias it is provisioned for',
  })
  .refine(({ alias, reserved }) => alias === undefined || reserved === undefined, {
    path: ['alias'],
    message: 'it is reserved for the whole function: leave out `alias`',
  });

export type ConcurrencyParams = z.output<typeof concurrencyParams>;

/** How much is reserved or provisioned; null for none. */
export type Concurrency = number | null;

export interface Found {
  readonly now: Concurrency;
  /** Where the function is. */
  readonly region: string;
  /** How far Lambda has come with it, where that takes time. */
  readonly progress?: Progress;
}

/** A kind of concurrency that Lambda keeps of a function. */
export interface Kind {
  /** @throws ActionProblem */
  readonly find: (params: ConcurrencyParams, signal: AbortSignal) => Promise<Found>;
  /** @throws ActionProblem of what Lambda would refuse */
  readonly shown: (
    params: ConcurrencyParams,
    found: Found,
    wanted: Concurrency,
    signal: AbortSignal,
  ) => Promise<Change>;
  readonly permission: (wanted: Concurrency) => string;
  /** @throws what the SDK throws */
  readonly put: (
    params: ConcurrencyParams,
    wanted: Concurrency,
    signal: AbortSignal,
  ) => Promise<unknown>;
}

/** @param attempts how often it tries; without it as often as reading may be tried */
export type LambdaClients = (place: Place, attempts?: number) => LambdaClient;
