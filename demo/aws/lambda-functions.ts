/** A function, as far as actions change it. */
export interface LambdaFunction {
  memory: number;
  revision: number;
  /** How its last update stands. */
  update: 'Successful' | 'InProgress' | 'Failed';
  /** What its versions are described with, by their numbers. */
  readonly versions: Map<string, string>;
  readonly aliases: Map<string, LambdaAlias>;
  /** Reserved concurrency; undefined for none. */
  reserved?: number | undefined;
  /** Provisioned concurrency, by alias or version. */
  readonly provisioned: Map<string, { requested: number; status: string }>;
}

export interface LambdaAlias {
  version: string;
  weights: Readonly<Record<string, number>>;
  revision: number;
}

/** `orders-api`, whose alias `live` runs its third version. */
export function sampleFunctions(): [string, LambdaFunction][] {
  return [
    [
      'orders-api',
      {
        memory: 512,
        revision: 1,
        update: 'Successful',
        versions: new Map([
          ['1', 'first'],
          ['2', 'faster'],
          ['3', 'hotfix'],
        ]),
        aliases: new Map([['live', { version: '3', weights: {}, revision: 1 }]]),
        provisioned: new Map(),
      },
    ],
  ];
}
