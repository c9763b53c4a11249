const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

const ago = /^(\d{1,6})([smhdw])$/;
const ofDay = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const ofDate = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?$/;

/**
 * The moment a filter names, in milliseconds since the epoch, in local time: `10m` is ten minutes before `now`, `14:05`
 * is today, `2026-11-24` is the day's first moment. Undefined when it names none.
 */
export function momentOf(text: string, now: number): number | undefined {
  const past = ago.exec(text);
  if (past) return now - Number(past[1]) * (unitMs[past[2] ?? ''] ?? 0);
  if (ofDay.test(text)) {
    const today = new Date(now);
    return onDay(today.getFullYear(), today.getMonth(), today.getDate(), text);
  }
  const date = ofDate.exec(text);
  if (!date) return undefined;
  const [year, month, day] = [Number(date[1]), Number(date[2]) - 1, Number(date[3])];
  const probe = new Date(year, month, day);
  if (probe.getMonth() !== month || probe.getDate() !== day) return undefined;
  return onDay(year, month, day, date[4] ?? '0:00');
}

/** A moment as a filter writes it, to the millisecond: `2026-11-24T14:05:10.250`. */
export function momentText(milliseconds: number): string {
  const date = new Date(milliseconds);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  const rest = date.getMilliseconds();
  return `${day}T${time}${rest === 0 ? '' : `.${pad(rest, 3)}`}`;
}

function onDay(year: number, month: number, day: number, time: string): number | undefined {
  const [, hours, minutes, seconds = '0', fraction = '0'] = ofDay.exec(time) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0'));
  return new Date(year, month, day, Number(hours), Number(minutes), Number(seconds), milliseconds).getTime();
}
