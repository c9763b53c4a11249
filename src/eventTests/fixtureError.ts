import { HumanError } from '../humanError.ts';
import { sentence } from '../sentence.ts';
import type { Place } from '../textPlace.ts';

/** A fixture that cannot be read, with the place of what is wrong. */
export class FixtureError extends HumanError {
  override readonly name = 'FixtureError';
  /** What is wrong, without the place. */
  readonly why: string;
  readonly place: Place;

  constructor(file: string, why: string, place: Place) {
    super(sentence`${file}:${place.line}:${place.column} is no event fixture: ${why}.`, 'input');
    this.why = why;
    this.place = place;
  }
}
