const announced = /one of|can be|possible values|either|status|values?:/i;

/** The values that a description lists, e.g. "can be `paid`, `pending` or `failed`", where the type is just `string`. */
export function documentedValues(description: string | undefined): readonly string[] {
  if (!description || !announced.test(description)) return [];
  const words = [...description.matchAll(/`([a-z][a-z0-9_]*)`/g)].map(([, word = '']) => word);
  return words.length > 1 ? [...new Set(words)] : [];
}
