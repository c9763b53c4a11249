/** How far a job has come; `total` may be an estimate. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Long work in steps of a few milliseconds, between which receipts are appended and questions answered. */
export type Job<T> = Generator<Progress, T>;

/** Asked by a job before each step. */
export type IsCancelled = () => boolean;
