import type { Judged } from './join.ts';

/** Predictions by columns, as far as figures are made of them. */
export interface Outcomes {
  /** Days since 1970-01-01, UTC. */
  readonly day: Int32Array;
  readonly probability: Float64Array;
  /** 1 for the positive class, 0 for the other; -1 where it is not known. */
  readonly actual: Int8Array;
  /** How long the prediction took, and the loading of the model before it; NaN where nobody says. Seconds. */
  readonly seconds: Float64Array;
  readonly loading: Float64Array;
}

/** Collects predictions of one version of a model. */
export class OutcomesBuilder {
  #day = new Int32Array(1024);
  #probability = new Float64Array(1024);
  #actual = new Int8Array(1024);
  #seconds = new Float64Array(1024);
  #loading = new Float64Array(1024);
  #count = 0;

  add({ day, probability, actual, seconds, loadSeconds }: Judged): void {
    if (this.#count === this.#day.length) this.#grow();
    const at = this.#count;
    this.#day[at] = day;
    this.#probability[at] = probability;
    this.#actual[at] = actual ?? -1;
    this.#seconds[at] = seconds ?? Number.NaN;
    this.#loading[at] = loadSeconds ?? Number.NaN;
    this.#count += 1;
  }

  taken(): Outcomes {
    return {
      day: this.#day.slice(0, this.#count),
      probability: this.#probability.slice(0, this.#count),
      actual: this.#actual.slice(0, this.#count),
      seconds: this.#seconds.slice(0, this.#count),
      loading: this.#loading.slice(0, this.#count),
    };
  }

  #grow(): void {
    const room = 2 * this.#count;
    this.#day = within(new Int32Array(room), this.#day);
    this.#probability = within(new Float64Array(room), this.#probability);
    this.#actual = within(new Int8Array(room), this.#actual);
    this.#seconds = within(new Float64Array(room), this.#seconds);
    this.#loading = within(new Float64Array(room), this.#loading);
  }
}

function within<Values extends { set(values: ArrayLike<number>): void }>(
  room: Values,
  values: ArrayLike<number>,
): Values {
  room.set(values);
  return room;
}
