/** What the panel keeps while it is hidden and over a reload of the window. */
export interface Kept {
  readonly filter: string;
  /** Events received before this are hidden. */
  readonly hiddenBefore: number | undefined;
  /** The event that the details are of. */
  readonly current: number | undefined;
  /** Id of the uppermost event while the list does not follow. */
  readonly top: number | undefined;
  readonly chart: boolean;
  readonly details: boolean;
  /** Share of the width that the list has. */
  readonly split: number;
  readonly tab: string;
}

const atFirst: Kept = {
  filter: '',
  hiddenBefore: undefined,
  current: undefined,
  top: undefined,
  chart: true,
  details: true,
  split: 0.55,
  tab: 'payload',
};

/** What was kept, as far as it is of use: it may be of an older version, or of none. */
export function validKept(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return atFirst;
  const fields = Object.entries(value).filter(
    ([name, field]) => Object.hasOwn(types, name) && types[name as keyof Kept].includes(typeof field),
  );
  return { ...atFirst, ...(Object.fromEntries(fields) as Partial<Kept>) };
}

const types: Readonly<Record<keyof Kept, readonly string[]>> = {
  filter: ['string'],
  hiddenBefore: ['number', 'undefined'],
  current: ['number', 'undefined'],
  top: ['number', 'undefined'],
  chart: ['boolean'],
  details: ['boolean'],
  split: ['number'],
  tab: ['string'],
};
