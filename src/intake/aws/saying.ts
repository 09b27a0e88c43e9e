type Pairs = readonly (readonly [name: string, value: string | undefined])[];

/** What people would say of an event, with what tells it from others of its kind. */
export interface Saying {
  readonly summary: string;
  readonly identity?: Pairs;
  readonly labels?: Pairs;
}
