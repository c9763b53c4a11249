/** An answer in place of the receiver's own 200: most often the target's own, passed through. */
export interface PassedAnswer {
  /** 200 to 599; anything else is answered with 502. */
  readonly status: number;
  /** Header pairs; those that belong to one connection, such as `Connection` or `Content-Length`, are left out. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The bytes as they are to be sent; `Content-Encoding` must fit them. */
  readonly body?: Uint8Array;
}

/** What was answered to a receipt. */
export interface ReceiptAnswer {
  readonly status: number;
  /** Whose answer it was. */
  readonly by: 'receiver' | 'target';
  /** From the last byte received to the answer, commit included, in milliseconds. */
  readonly milliseconds: number;
  /** False when the sender was gone before the answer could be sent; the receipt is committed all the same. */
  readonly delivered: boolean;
}
