/** The people and prices that appear in payloads. None of them is real: domains, numbers and cards are those reserved for examples. */
export interface Person {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

export const people: readonly [Person, ...Person[]] = [
  {
    first: 'Ada',
    last: 'Marsh',
    email: 'ada.marsh@example.com',
    phone: '+12025550114',
    line1: '27 Harbor Street',
    city: 'Portland',
    state: 'ME',
    postalCode: '04101',
    country: 'US',
  },
  {
    first: 'Noah',
    last: 'Berg',
    email: 'noah.berg@example.com',
    phone: '+12025550131',
    line1: '410 Mission Street',
    city: 'San Francisco',
    state: 'CA',
    postalCode: '94105',
    country: 'US',
  },
  {
    first: 'Priya',
    last: 'Raman',
    email: 'priya.raman@example.com',
    phone: '+12025550168',
    line1: '1902 Maple Avenue',
    city: 'Austin',
    state: 'TX',
    postalCode: '78701',
    country: 'US',
  },
  {
    first: 'Luca',
    last: 'Fontana',
    email: 'luca.fontana@example.com',
    phone: '+12025550187',
    line1: '8 Orchard Lane',
    city: 'Madison',
    state: 'WI',
    postalCode: '53703',
    country: 'US',
  },
];

/** In cents. */
export const amounts: readonly [number, ...number[]] = [1200, 1999, 2500, 4900, 7450, 9900, 12900];
