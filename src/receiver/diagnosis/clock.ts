import { duration } from './duration.ts';
import { sentence } from '../../sentence.ts';

/** What is known of the time of a signature. All in seconds. */
export interface Timing {
  /** Now minus the signature’s time: negative when it is in the future. */
  readonly age: number;
  readonly tolerance: number;
  /** `t` of the header. */
  readonly timestamp: number;
  /** How old other requests were on arrival that were verified just before; undefined when there were none. */
  readonly othersAge?: number;
}

/** What the time of a right signature tells, in one sentence each. */
export interface TimeFinding {
  readonly explanation: string;
  readonly remedy: string;
}

/** Far beyond the year 2200 in seconds, and the year 1970 in milliseconds. */
const MILLISECONDS_FROM = 10_000_000_000;
const HOUR = 3_600;
/** How near to whole hours a difference is when it comes from a time zone, not by chance. */
const ZONE_SLACK = 90;

/** Why the time of a right signature is not accepted: clock, time zone, unit, or an old request sent again. */
export function timeFinding(timing: Timing): TimeFinding {
  const { age, tolerance, timestamp } = timing;
  if (timestamp >= MILLISECONDS_FROM)
    return {
      explanation: sentence`The signature is right, but its time is in milliseconds.`,
      remedy: sentence`Sign with the time in whole seconds since 1970.`,
    };
  const span = duration(Math.abs(age));
  const accepted = duration(tolerance);
  const explanation =
    age > 0
      ? sentence`The signature is right, but it was made ${span} ago, and only ${accepted} are accepted`
      : sentence`The signature is right, but its time is ${span} in the future, and only ${accepted} are accepted`;
  const { why, remedy } = reasonOf(timing);
  return { explanation: `${explanation}${why ? `: ${why}` : ''}.`, remedy };
}

function reasonOf({ age, tolerance, othersAge }: Timing): { readonly why?: string; readonly remedy: string } {
  const hours = Math.round(Math.abs(age) / HOUR);
  const isZone = hours >= 1 && hours <= 14 && Math.abs(Math.abs(age) - hours * HOUR) <= ZONE_SLACK;
  const othersAreFresh = othersAge !== undefined && Math.abs(othersAge) <= tolerance;
  if (age > 0 && othersAreFresh)
    return {
      why: sentence`an old request was sent again, since the clocks are right: others came fresh just now`,
      remedy: sentence`Have the event sent again with a fresh signature; a recorded request cannot be used later.`,
    };
  if (isZone)
    return {
      why: sentence`almost exactly whole hours, so a clock is set, or read, in the wrong time zone`,
      remedy: sentence`Set the clocks to the right time and zone; the signature’s time is counted in UTC.`,
    };
  if (age > 0)
    return {
      remedy: sentence`If it was recorded, stopped at a breakpoint or held in a queue, send the event again with a fresh signature; if not, this computer’s clock is ahead: set it.`,
    };
  return {
    why: sentence`a request cannot come before it was made, so a clock is wrong`,
    remedy: sentence`Set the clocks of this computer and of the sender to the right time.`,
  };
}
